"""Whether a shell would ask for another line before it runs this command. Pure."""

from __future__ import annotations

import re

from talkie_shell.checks.balance import Mark, unclosed
from talkie_shell.checks.words import ends_escaped

_OPENERS = {"if": "fi", "case": "esac", "for": "done", "while": "done", "until": "done"}
_CLOSERS = frozenset(_OPENERS.values())
_AFTER_KEYWORD = frozenset(("then", "do", "else", "elif", "!", "time", "if", "while", "until"))
_JOINS = re.compile(r"(?:\|\|?&?|&&)\s*\Z")
_TOKEN = re.compile(
    r"\\.|'[^']*'|\"(?:\\.|[^\"\\])*\"|(?:(?<=[\s;&|])|^)#[^\n]*"
    r"|;;|&&|\|\||[;&|(){}\n]|[^\s;&|(){}'\"\\#]+|#",
    re.DOTALL | re.MULTILINE,
)
_BEFORE_COMMENT = frozenset(("", " ", "\t", "\n", ";", "&", "|"))
_SEPARATORS = frozenset((";", ";;", "&&", "||", "|", "&", "\n", "(", "{", ")"))


def incomplete(command: str) -> bool:
    """Whether something in the command is still open: a quote, a substitution, a
    here-document, a loop, a pipe to nothing, a line that ends in a backslash.

    Example: "for f in *; do" -> True; "ls -la |" -> True; "ls [" -> False
    """
    bare = command.rstrip(" \t")
    if ends_escaped(bare) and bare == command:
        return True
    if any(_waits(command, mark) for mark in unclosed(command)):
        return True
    return bool(_JOINS.search(_TOKEN.sub(_without_comment, command))) or _block_is_open(command)


def _without_comment(token: re.Match[str]) -> str:
    before = token.string[: token.start()][-1:]
    return "" if token[0].startswith("#") and before in _BEFORE_COMMENT else token[0]


def _waits(command: str, mark: Mark) -> bool:
    """Brackets may stand alone in a shell, and a brace as well unless it opens a group."""
    if not mark.opens or mark.text == "[":
        return False
    if mark.text == "{":
        before, after = command[: mark.start].rstrip(), command[mark.start + 1 :][:1]
        return after in ("", " ", "\n", "\t") and before[-1:] in ("", ")", ";", "&", "|", "\n")
    return True


def _block_is_open(command: str) -> bool:
    """Whether more ``if``, ``for``, ``while``, ``case`` begin than end, where a command may
    stand."""
    open_blocks: list[str] = []
    command_place = True
    for match in _TOKEN.finditer(command):
        token = match[0]
        if token in _SEPARATORS:
            command_place = True
            continue
        if token.startswith("#"):
            continue
        if command_place and token in _OPENERS:
            open_blocks.append(_OPENERS[token])
        elif command_place and token in _CLOSERS and token in open_blocks:
            while open_blocks.pop() != token:
                pass
        command_place = command_place and token in _AFTER_KEYWORD
    return bool(open_blocks)
