"""Shell scripts: their simple one-line commands, by the syntax tree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from talkie_shell.checks.syntax import tree_of
from talkie_shell.training.corpora.source import SourceCommand, read_lines

if TYPE_CHECKING:
    from tree_sitter import Node

LONGEST = 200
"""Characters; longer commands of scripts are not what anyone says."""

_WANTED = {"command", "pipeline", "list", "redirected_statement", "declaration_command"}
_INSIDE = {"program", "if_statement", "while_statement", "for_statement", "case_statement"}
_INSIDE |= {"function_definition", "compound_statement", "do_group", "else_clause", "case_item"}
_INSIDE |= {"elif_clause"}


def read(path: Path) -> Iterator[SourceCommand]:
    """Commands, pipelines and lists that stand on one line, without what controls them."""
    text = "\n".join(line for _, line in read_lines(path))
    for command in one_liners(text):
        yield SourceCommand(command, "script")


def one_liners(script: str) -> Iterator[str]:
    """The simple commands of a script.

    Example: ``if true; then cp a b; fi`` -> ``cp a b``
    """
    yield from _walk(tree_of(script), script)


def _walk(node: Node, script: str) -> Iterator[str]:
    for index, child in enumerate(node.children):
        condition = node.field_name_for_child(index) in ("condition", "value", "name")
        if child.type in _WANTED and not condition and not child.has_error:
            text = script[child.start_byte : child.end_byte]
            if "\n" not in text and len(text) <= LONGEST:
                yield text
        elif child.type in _INSIDE:
            yield from _walk(child, script)
