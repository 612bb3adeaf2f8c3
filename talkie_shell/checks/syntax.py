"""Whether a shell would parse a line, and where it would stop: tree-sitter's bash grammar.

The parser is imported on first use. It agrees with ``bash -n`` on all but about one in a
thousand real commands; where they are known to differ is listed, with both verdicts, in
tests/checks/syntax.tsv.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from talkie_shell.checks.balance import unclosed
from talkie_shell.checks.words import ends_escaped

if TYPE_CHECKING:
    from tree_sitter import Language, Node


@cache
def _grammar() -> Language:
    import tree_sitter_bash
    from tree_sitter import Language

    return Language(tree_sitter_bash.language())


def _tree(source: bytes) -> Node:
    from tree_sitter import Parser

    return Parser(_grammar()).parse(source).root_node


def tree_of(script: str) -> Node:
    """The root of the script's syntax tree, whose offsets in bytes are offsets in characters."""
    return _tree(_as_ascii(script))


def _as_ascii(script: str) -> bytes:
    return _FOREIGN.sub("_", script).encode("ascii")


# After a brace the grammar's own scanner looks characters up in a table that is too short for
# those beyond ASCII, and may crash. To a shell they are parts of words, as the underscore is,
# which also makes the grammar's offsets in bytes offsets in characters.
_FOREIGN = re.compile(r"[^\x00-\x7f]")
LONGEST = 4000
"""Characters the grammar is given: some nonsense costs it minutes and gigabytes beyond that
(thousands of pipes, ``a=(a=(…``). Longer lines are only looked at for what is left open."""
# A dollar before one of these names nothing; the grammar stumbles over it.
_LONE_DOLLAR = re.compile(rb"\$(?=[/.,:%^+=~`\]])")
_RESERVED = frozenset((b"then", b"else", b"elif", b"fi", b"do", b"done", b"esac", b"}"))
_SUSPECT = re.compile(
    rb"\b(?:then|else|elif|fi|do|done|esac)\b|(?:^|[;&|\n])[ \t]*\}|;;|[^\s|&;(!]\s+\("
)


def syntax_error(command: str) -> int | None:
    """The character offset of the first place a shell would not accept, None where the
    whole of ``command`` parses. The empty command parses. An open quote or bracket is an
    error; an escape at the very end, which waits for the next line, is none. A command
    longer than `LONGEST` counts as parsing where everything in it closes.

    Example: "ls | | wc" -> 5
    """
    if len(command) > LONGEST:
        return next((mark.start for mark in unclosed(command)), None)
    source = _as_ascii(_escape_closed(command))
    root = _tree(source)
    if root.has_error:
        root = _tree(_LONE_DOLLAR.sub(b"_", source))
    at = _first_error(root) if root.has_error else _misplaced(root, source)
    if at is None:
        return None
    while source[at : at + 1].isspace():
        at += 1  # the grammar counts the blanks before an open quote as its own
    return min(at, len(command))


def _escape_closed(command: str) -> str:
    """As bash reads it: a backslash at the very end stands for itself."""
    return command + "\\" if ends_escaped(command) else command


def _misplaced(root: Node, source: bytes) -> int | None:
    """What the grammar lets pass and a shell does not: a word like ``done`` in place of a
    command, parentheses among the arguments, ``;;`` outside of a case."""
    if not _SUSPECT.search(source):
        return None
    waiting = [root]
    while waiting:
        node = waiting.pop()
        above = node.parent.type if node.parent else ""
        if (
            (node.type == "command_name" and node.text in _RESERVED)
            or (node.type == "subshell" and above == "command")
            or (node.type == ";;" and above != "case_item")
        ):
            return node.start_byte
        waiting.extend(reversed(node.children))
    return None


def _first_error(node: Node) -> int:
    """The byte offset of the first error in ``node``, which has one."""
    while not node.is_missing:
        broken = next((child for child in node.children if child.has_error), None)
        if broken is None or (node.is_error and broken.start_byte > node.start_byte):
            break
        node = broken
    return node.start_byte
