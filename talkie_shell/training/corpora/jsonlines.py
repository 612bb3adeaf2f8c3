"""Our own JSON lines: {"command", "source"}, {"template", "page"}, {"dictated", "expected"}."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from talkie_shell.errors import DataError
from talkie_shell.training.corpora.source import SourceCommand, read_lines


def read(path: Path) -> Iterator[SourceCommand]:
    """The commands of a JSON lines file, whichever of the forms each line has.

    Example: ``{"template": "cat {{path/to/file}}", "page": "common/cat"}``
    """
    for number, row in read_rows(path):
        command = _command(row)
        if command is None:
            allowed = '"command", "template" or "expected"'
            raise DataError(f"{path}:{number}: no text under {allowed}")
        yield command


def read_rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Every JSON object of a JSON lines file, with the number of its line."""
    for number, text in read_lines(path):
        if not text.strip():
            continue
        try:
            row = json.loads(text)
        except ValueError as error:
            raise DataError(f"{path}:{number}: not JSON: {error}") from error
        if not isinstance(row, dict):
            raise DataError(f"{path}:{number}: not a JSON object")
        yield number, row


def _command(row: dict[str, Any]) -> SourceCommand | None:
    if isinstance(template := row.get("template"), str):
        page = row.get("page")
        return SourceCommand(template, "tldr", page if isinstance(page, str) else None)
    if isinstance(command := row.get("command"), str):
        return SourceCommand(command, str(row.get("source", "commands")))
    if isinstance(expected := row.get("expected"), str):
        return SourceCommand(expected, str(row.get("source", "pairs")))
    return None
