"""One command against what was said: loops, and words that nobody said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from talkie_shell.checks.repetition import loops
from talkie_shell.records import Lattice

_UNIT = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")


def looped(command: str, lattice: Lattice, expected: str = "") -> bool:
    """Whether the command repeats an n-gram three or more times in a row, and more often
    than it was said or expected."""
    return bool(loops(command, f"{lattice.line}\n{lattice.verbatim}\n{expected}"))


def unsaid(command: str, lattice: Lattice) -> tuple[str, ...]:
    """The pieces of ``command`` that cannot be made from what was said, in order.

    A piece is a run of letters, a run of digits, or one symbol. It was said if readings of
    neighbouring slots, or the utterance itself, spell it; case, order and how often are not
    looked at. Holds for any engine: one that chooses inside the lattice has none, one that
    writes freely is held against the same lattice.

    Example: "ls -la | sort" for "ls dash la" -> ("|", "sort")
    """
    pieces = dict.fromkeys(_UNIT.findall(command))
    heard = {unit.casefold() for unit in _UNIT.findall(lattice.verbatim)}
    readings = tuple(
        tuple(tuple(_UNIT.findall(reading.text.casefold())) for reading in slot.readings)
        for slot in lattice.slots
    )
    heard.update(unit for slot in readings for reading in slot for unit in reading)
    for slot in lattice.slots:
        heard.update(mark for joiner in slot.joiners for mark in _UNIT.findall(joiner))
    return tuple(
        piece
        for piece in pieces
        if piece.casefold() not in heard and not _spelled(piece.casefold(), readings)
    )


_Readings = tuple[tuple[tuple[str, ...], ...], ...]


def _spelled(piece: str, slots: _Readings) -> bool:
    """Whether pieces of neighbouring slots, one reading each, join to ``piece``."""
    reached: set[int] = set()
    for readings in slots:
        ahead: set[int] = set()
        for reading in readings:
            for at in (*reached, 0):
                ahead.update(_through(piece, at, reading))
            ahead.update(_within(piece, reading))
            if not reading:
                ahead |= reached
        if len(piece) in ahead:
            return True
        reached = ahead
    return False


def _through(piece: str, at: int, reading: tuple[str, ...]) -> Iterator[int]:
    """Where ``piece`` is reached when, from ``at``, the reading's units follow."""
    for number, unit in enumerate(reading):
        if not piece.startswith(unit, at):
            return
        at += len(unit)
        if at == len(piece) or number == len(reading) - 1:
            yield at
            return


def _within(piece: str, reading: tuple[str, ...]) -> Iterator[int]:
    """Where ``piece`` is reached when it begins inside the reading."""
    for start in range(1, len(reading)):
        yield from _through(piece, 0, reading[start:])
