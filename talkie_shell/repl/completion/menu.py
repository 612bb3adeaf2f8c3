"""The menu of candidates under the line. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from prompt_toolkit.utils import get_cwidth

from talkie_shell.repl.completion.candidates import Candidate
from talkie_shell.repl.highlighting import Fragment
from talkie_shell.repl.state import Line
from talkie_shell.repl.widths import head

WIDEST = 40
"""Columns for a name; a longer one is cut."""
_GAP = 2
_LEAST = 8
"""Columns that a description needs."""


@dataclass(frozen=True, slots=True)
class Menu:
    """The candidates, and the one that stands in the line: ``row``, -1 for none.

    ``base`` is the line as it was typed, ``start`` where in it a candidate goes.
    """

    candidates: tuple[Candidate, ...]
    base: Line
    start: int
    row: int = -1

    def moved(self, by: int) -> Menu:
        """On to another candidate, round and round."""
        if self.row < 0:
            return replace(self, row=0 if by > 0 else len(self.candidates) - 1)
        return replace(self, row=(self.row + by) % len(self.candidates))

    @property
    def line(self) -> Line:
        """The line with the chosen candidate in it."""
        if self.row < 0:
            return self.base
        return inserted(self.base, self.start, self.candidates[self.row].text)


def inserted(line: Line, start: int, text: str) -> Line:
    """The line with the text in place of what stands between ``start`` and the cursor."""
    rest = line.text[line.cursor :]
    return Line(line.text[:start] + text + rest, start + len(text))


def columns_of(menu: Menu, columns: int) -> int:
    """How many candidates stand beside each other: one where something is said of most."""
    if sum(bool(one.about) for one in menu.candidates) * 2 > len(menu.candidates):
        return 1
    width = max(min(get_cwidth(one.shown), WIDEST) for one in menu.candidates) + _GAP
    return max(1, (columns - _GAP) // width)


def menu_rows(menu: Menu, columns: int, height: int) -> list[list[Fragment]]:
    """The rows of the menu that fit, around the chosen candidate.

    Candidates run down the columns, as a listing does.
    """
    beside = columns_of(menu, columns)
    count = len(menu.candidates)
    rows = -(-count // beside)
    at = max(menu.row, 0) % rows if beside > 1 else max(menu.row, 0)
    first = max(0, min(at - height // 2, rows - height))
    width = max(min(get_cwidth(one.shown), WIDEST) for one in menu.candidates)
    shown: list[list[Fragment]] = []
    for row in range(first, min(first + height, rows)):
        pieces: list[Fragment] = [("", " " * _GAP)]
        for index in range(row, count, rows):
            one = menu.candidates[index]
            pieces += _name(one, width, columns, chosen=index == menu.row)
            if beside == 1:
                pieces += _about(one, columns - 2 * _GAP - width - 1)
        shown.append(pieces)
    return shown


def _name(one: Candidate, width: int, columns: int, *, chosen: bool) -> Sequence[Fragment]:
    name = head(one.shown, min(width, columns - _GAP - 1))
    style = "class:completion-current" if chosen else "class:completion"
    return [(style, name), ("", " " * (width - get_cwidth(name) + _GAP))]


def _about(one: Candidate, room: int) -> Sequence[Fragment]:
    if not one.about or room < _LEAST:
        return []
    return [("class:completion-about", head(one.about, room))]
