"""A command as styled pieces: Pygments' tokens, and the choices that are still open."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygments.token import _TokenType

    from talkie_shell.repl.lexer import CommandLexer
    from talkie_shell.repl.marks import Mark

Fragment = tuple[str, str]
"""A style as prompt_toolkit writes it, and the text it is for."""

LONGEST = 4_000
"""Characters. Longer lines are shown plain: colours must not cost keys."""


_MARKED = {
    "unknown": "class:command-unknown",
    "missing": "class:command-missing",
    "open": "class:command-error",
}


@lru_cache(maxsize=256)
def highlight(command: str) -> tuple[Fragment, ...]:
    """The command in pieces, each with the style class of what it is.

    Example: "ls -la" -> (("class:command-program", "ls"), ("", " "), ("class:command-flag", "-la"))
    """
    if len(command) > LONGEST:
        return (("", command),)
    # Pygments' get_tokens would change line ends and byte-order marks, and so the text.
    tokens = _lexer().get_tokens_unprocessed(command)
    return tuple((_style(kind), text) for _, kind, text in tokens)


def underline(
    fragments: Iterable[Fragment], spans: Iterable[tuple[int, int]], style: str
) -> list[Fragment]:
    """The fragments with ``style`` added inside each span of characters.

    An empty span (a blank that may be missing) marks the character after it, or a blank added
    at the end.
    """
    wide = [(start, max(end, start + 1)) for start, end in spans]
    if not wide:
        return list(fragments)
    pieces: list[Fragment] = []
    position = 0
    for old, text in fragments:
        cuts = {0, len(text)}
        for start, end in wide:
            cuts.update(min(max(edge - position, 0), len(text)) for edge in (start, end))
        edges = sorted(cuts)
        for left, right in pairwise(edges):
            inside = any(start <= position + left < end for start, end in wide)
            pieces.append((f"{old} {style}".strip() if inside else old, text[left:right]))
        position += len(text)
    if any(end > position for _, end in wide):
        pieces.append((style, " "))
    return pieces


def marked(fragments: Iterable[Fragment], marks: Iterable[Mark]) -> list[Fragment]:
    """The fragments with what cannot be right in its colour."""
    pieces = list(fragments)
    for mark in marks:
        if mark.kind != "danger":
            pieces = underline(pieces, [(mark.start, mark.end)], _MARKED[mark.kind])
    return pieces


def lines_of(fragments: Iterable[Fragment]) -> list[list[Fragment]]:
    """The fragments cut at newlines, which are left out."""
    lines: list[list[Fragment]] = [[]]
    for style, text in fragments:
        for index, piece in enumerate(text.split("\n")):
            if index:
                lines.append([])
            if piece:
                lines[-1].append((style, piece))
    return lines


@cache
def _lexer() -> CommandLexer:
    from talkie_shell.repl.lexer import CommandLexer

    return CommandLexer()


@cache
def _style(kind: _TokenType) -> str:
    """The style class of a Pygments token, "" for mere text."""
    from pygments.token import Comment, Error, Keyword, Name, Number, Operator, String

    named = (
        (Comment, "comment"),
        (Error, "error"),
        (Keyword, "keyword"),
        (Name.Function, "program"),
        (Name.Attribute, "flag"),
        (Name.Variable, "variable"),
        (Number, "number"),
        (Operator, "operator"),
        (String, "string"),
    )
    return next((f"class:command-{name}" for parent, name in named if kind in parent), "")
