"""The tables beside this module, and what their entries have to be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import tomli

from talkie_shell.errors import VocabularyError

Value = TypeVar("Value")

TABLES = Path(__file__).parent / "tables"


def read_table(name: str) -> dict[str, Any]:
    """A table beside this module. Raises `VocabularyError` where it cannot be read."""
    path = TABLES / name
    try:
        return tomli.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomli.TOMLDecodeError) as error:
        raise VocabularyError(f"{path}: {error}") from error


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


def grouped(pairs: Iterable[tuple[str, Value]]) -> dict[str, tuple[Value, ...]]:
    """The second of each pair by the first, in their order."""
    found: dict[str, list[Value]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}
