"""The tables beside this module, and what their entries have to be."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from talkie_shell.errors import VocabularyError

TABLES = Path(__file__).parent / "tables"
_SECTION = re.compile(r"\[([\w-]+)\]$")
_ROW = re.compile(r'([\w-]+) = \["([^"\\]*(?:", "[^"\\]*)*)"\]$')


def read_table(name: str) -> dict[str, Any]:
    """A table beside this module. Raises `VocabularyError` where it cannot be read.

    A section's rows that are one line of plain strings each are taken out first: tomllib, which
    is slow, gets the rest.
    """
    path = TABLES / name
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
        rows = _taken_out(lines)
        table = tomllib.loads("\n".join(lines))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise VocabularyError(f"{path}: {error}") from error
    for section, key, values in rows:
        if key in table[section]:
            raise VocabularyError(f"{path}: {key} stands twice in [{section}]")
        table[section][key] = values
    return table


def _taken_out(lines: list[str]) -> list[tuple[str, str, list[str]]]:
    """The rows of the sections that are one line of strings: section, key and values. In the
    lines they become empty."""
    rows: list[tuple[str, str, list[str]]] = []
    section = ""
    for at, line in enumerate(lines):
        if line.startswith("["):
            header = _SECTION.match(line)
            section = header[1] if header else ""
        elif section and (row := _ROW.match(line)):
            rows.append((section, row[1], row[2].split('", "')))
            lines[at] = ""
    return rows


def phrases_in(value: object, origin: str) -> list[str]:
    """The one phrase or the phrases that an entry names. Raises `VocabularyError`."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return value
    raise VocabularyError(f"{origin}: expected a phrase or a list of phrases, got {value!r}")


def integers_in(table: Mapping[str, object], origin: str) -> dict[str, int]:
    """The table, whose entries have to be whole numbers. Raises `VocabularyError`."""
    for word, value in table.items():
        if not isinstance(value, int):
            raise VocabularyError(f"{origin}: {word} must be a whole number, not {value!r}")
    return {word: value for word, value in table.items() if isinstance(value, int)}


def grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """The second of each pair by the first, in their order."""
    found: dict[str, list[str]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}
