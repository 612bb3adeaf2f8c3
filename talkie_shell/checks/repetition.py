"""Loops: an n-gram that comes three or more times in a row, and more often than it was said.

A small language model that loses its way repeats itself (``127127127…``, ``-0 -0 -0 …``).
What was said decides what is a loop: ``../../..`` and ``8.8.8.8`` were said that way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 64
"""The longest n-gram looked for, in units."""
LEAST = 3
"""Repetitions in a row that make a loop."""

_UNIT = re.compile(r"[^\W\d_]+|\d|[^\w\s]|_")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Loop:
    """A repeated n-gram. ``start``/``end`` are the characters of the command to cut,
    ``text`` the n-gram once, ``times`` how often it stood there."""

    start: int
    end: int
    text: str
    times: int


class _Alphabet:
    """Turns text into a string with one character per unit, so that `re` can compare
    whole words. A unit is a run of letters, one digit or one symbol; case is ignored."""

    def __init__(self) -> None:
        self._letters: dict[str, str] = {}

    def encode(self, units: Iterable[str]) -> str:
        letters = self._letters
        return "".join(
            letters.setdefault(unit.casefold(), chr(0x100 + len(letters))) for unit in units
        )


@lru_cache(maxsize=LONGEST)
def _run_of(period: int) -> re.Pattern[str]:
    return re.compile(rf"(.{{{period}}})\1{{{LEAST - 1},}}", re.DOTALL)


def _runs(text: str, period: int) -> Iterator[tuple[int, int]]:
    """The spans of ``text`` where ``period`` characters repeat, left to right."""
    for match in _run_of(period).finditer(text):
        yield match.span()


def _times_said_in_a_row(said: str) -> int:
    """How often any phrase of ``said`` comes in a row: "dot dot dot" -> 3. Words repeated
    aloud may be repeated in the command, whatever they are read as."""
    alphabet = _Alphabet()
    text = alphabet.encode(_BLANKS.split(said.strip()))
    most = 1
    for period in range(1, min(LONGEST, len(text) // 2) + 1):
        for start, end in _runs(text, period):
            most = max(most, (end - start) // period)
    return most


def loops(command: str, said: str) -> tuple[Loop, ...]:
    """The loops of the shortest period found in ``command``, left to right, none overlapping.

    ``said`` holds what was said, one way of writing it per line (the preprocessor's best
    line, the utterance itself): an n-gram was said as often as the most generous line has
    it. Cost is linear in the length of both.

    Example: loops("xargs -0 -0 -0 -0 rm", "xargs dash zero rm") -> one loop of ``-0``
    """
    found = _unit_loops(command, said)
    return found or _letter_loops(command, said)


def _unit_loops(command: str, said: str) -> tuple[Loop, ...]:
    spans = [match.span() for match in _UNIT.finditer(command)]
    if len(spans) < LEAST:
        return ()
    alphabet = _Alphabet()
    text = alphabet.encode(command[start:end] for start, end in spans)
    heard: list[str] | None = None
    in_a_row = 0
    for period in range(1, min(LONGEST, len(text) // LEAST) + 1):
        found: list[Loop] = []
        for start, end in _runs(text, period):
            if heard is None:
                heard = [alphabet.encode(_UNIT.findall(line)) for line in said.split("\n")]
                in_a_row = max(_times_said_in_a_row(line) for line in said.split("\n"))
            gram = text[start : start + period]
            times = (end - start) // period
            allowed = max(1, in_a_row, *(line.count(gram) for line in heard))
            if times <= allowed:
                continue
            kept = start + period * allowed
            rest = text[end:]
            broken_off = rest and gram.startswith(rest) and not _said(gram * allowed + rest, heard)
            found.append(
                Loop(
                    start=spans[kept - 1][1],
                    end=spans[-1 if broken_off else end - 1][1],
                    text=command[spans[start][0] : spans[start + period - 1][1]],
                    times=times,
                )
            )
        if found:
            return tuple(found)
    return ()


def _said(grams: str, heard: list[str]) -> bool:
    return any(grams in line for line in heard)


_WORD = re.compile(r"[^\W\d_]{3,}")
_STUTTER = re.compile(r"([^\W\d_]{1,16}?)\1{2,}", re.IGNORECASE)


def _letter_loops(command: str, said: str) -> tuple[Loop, ...]:
    """Loops inside a word that nobody said: "stststst". A word that was said, whole or
    spelled ("w w w"), is left alone."""
    stutters = [
        (word.start() + stutter.start(), stutter[1], stutter[0])
        for word in _WORD.finditer(command)
        for stutter in _STUTTER.finditer(word[0])
    ]
    if not stutters:
        return ()
    heard = [_BLANKS.sub("", line).casefold() for line in said.split("\n")]
    allowed = max(_times_said_in_a_row(line) for line in said.split("\n"))
    return tuple(
        Loop(start + len(gram) * allowed, start + len(run), gram, len(run) // len(gram))
        for start, gram, run in stutters
        if len(run) > len(gram) * allowed and not any(run.casefold() in line for line in heard)
    )


def cut_loops(command: str, said: str) -> tuple[str, tuple[Loop, ...]]:
    """``command`` without its loops, and the loops that were cut.

    Each loop is cut to as many repetitions as were said, at least one. Nothing is ever
    added.

    Example: ("ping 127127127127", "ping 127") -> ``ping 127``
    """
    cut: list[Loop] = []
    while found := loops(command, said):
        cut.extend(found)
        pieces = []
        position = 0
        for loop in found:
            pieces.append(command[position : loop.start])
            position = loop.end
        pieces.append(command[position:])
        command = "".join(pieces)
    return command, tuple(cut)
