"""A command as the units that people say one by one."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import NamedTuple


class Sort(IntEnum):
    """What a unit is."""

    WORD = 0
    NUMBER = 1
    BLANK = 2
    SYMBOL = 3


class Unit(NamedTuple):
    """A run of letters, a run of digits, a run of blanks, or one symbol.

    ``token`` counts the shell words that blanks separate.
    """

    text: str
    sort: Sort
    token: int


_UNIT = re.compile(
    r"(?P<word>[^\W\d_]+)|(?P<number>[0-9]+)|(?P<blank>[ \t]+)|(?P<symbol>.)", re.DOTALL
)
_SORTS = {
    "word": Sort.WORD,
    "number": Sort.NUMBER,
    "blank": Sort.BLANK,
    "symbol": Sort.SYMBOL,
}


def units_of(command: str) -> list[Unit]:
    """The units of a command.

    Example: "head -n42" -> head · blank · - · n · 42
    """
    units: list[Unit] = []
    token = 0
    for match in _UNIT.finditer(command):
        sort = _SORTS[match.lastgroup or "symbol"]
        if sort is Sort.BLANK:
            token += 1
        units.append(Unit(match[0], sort, token))
    return units


_COMPOSITES = (
    "2>&1", "/dev/null", "<<<", "...", "&&", "||", ">>", "2>", "&>", "|&", "<<", "--", "..", "**",
    "::", "$(", "->", "=>", "==", "{}", "()", "[]", "//", "[[", "]]",
)  # fmt: skip
_COMPOSITE = re.compile("|".join(re.escape(text) for text in _COMPOSITES))


def composite_at(units: list[Unit], index: int) -> tuple[str, int] | None:
    """A symbol of several characters that starts at this unit: its text and its units.

    Example: units of "a && b", 2 -> ("&&", 2)
    """
    first = units[index]
    if first.sort is not Sort.SYMBOL and first.text != "2":
        return None
    text = "".join(unit.text for unit in units[index : index + 4])
    match = _COMPOSITE.match(text)
    if match is None:
        return None
    found = match[0]
    length = count = 0
    while length < len(found):
        length += len(units[index + count].text)
        count += 1
    return (found, count) if length == len(found) else None
