"""Words that are spelt: letters or an alphabet's names for them, one after the other.

Whoever spells goes on in the same way: the letters are one word, or each is a word of its own.
The network decides at each place by itself, so here the places of one run decide together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from talkie_shell.records import Kind, Lattice, Slot
from talkie_shell.structure.tagger import LineScores, log_normalised

_FEWEST = 3
"""Letters that are a word spelt; two may be two flags, or a program and its first argument."""
_SETTLED = 20.0
"""What the joiner that a run decided for gains, in log-probability."""
_SURE = -10.0
"""Where the network gives less to a joined pair, a word ends for certain ("a w s s three")."""
_SPELLS = 2.0
"""What one word gains at each place where nobody does by chance what they do: name letters, or
pause after each so that a recogniser writes commas."""


class _Run(NamedTuple):
    """Slots that spell in one way. ``named``: with names of letters; ``bundled``: they follow a
    dash, and may be flags."""

    slots: tuple[int, ...]
    named: bool
    bundled: bool

    @property
    def deliberate(self) -> bool:
        return self.named or self.slots[-1] - self.slots[0] >= len(self.slots)


def join_spelt(lattice: Lattice, scores: LineScores, names: frozenset[str]) -> LineScores:
    """The scores with one decision for each run: joined, or apart, whichever is likelier over
    all its places. Flags in a bundle are left alone; names after them begin a word. ``names`` are
    those of letters.

    Example: "n g i n x" -> ``nginx`` or ``n g i n x``, but not ``ng inx``
    """
    readings, joiners = list(scores.readings), list(scores.joiners)

    def settle(index: int, joiner: str) -> None:
        row = list(joiners[index])
        row[lattice.slots[index].joiners.index(joiner)] += _SETTLED
        joiners[index] = log_normalised(row)

    flags: _Run | None = None
    for run in _runs(lattice, names):
        after_flags = flags is not None and flags.slots[-1] == run.slots[0] - 1
        flags = run if run.bundled else None
        if len(run.slots) < _FEWEST or run.bundled:
            continue
        for index in run.slots if run.named else ():
            readings[index] = _as_letters(lattice.slots[index], readings[index])
        if after_flags:
            settle(run.slots[0], " ")
        for word in _words(run, lattice, scores):
            decided = _decided(word, run, lattice, scores)
            for index in word[1:]:
                settle(index, decided)
    return scores._replace(readings=readings, joiners=joiners)


def _decided(word: Sequence[int], run: _Run, lattice: Lattice, scores: LineScores) -> str:
    """The joiner for all places inside a word that is spelt."""
    rows = [_row(lattice.slots[index], index, scores) for index in word[1:]]
    joined = sum(row[""] for row in rows) + (_SPELLS * len(rows) if run.deliberate else 0.0)
    return "" if joined >= sum(row[" "] for row in rows) else " "


def _words(run: _Run, lattice: Lattice, scores: LineScores) -> Iterator[Sequence[int]]:
    """The run, cut where a word ends for certain; what is too short is left out."""
    start = 0
    for at, index in enumerate(run.slots[1:], 1):
        if _row(lattice.slots[index], index, scores)[""] < _SURE:
            if at - start >= _FEWEST:
                yield run.slots[start:at]
            start = at
    if len(run.slots) - start >= _FEWEST:
        yield run.slots[start:]


def _as_letters(slot: Slot, row: list[float]) -> list[float]:
    gains = (_SPELLS * (reading.kind is Kind.LETTER) for reading in slot.readings)
    return log_normalised([score + gain for score, gain in zip(row, gains, strict=False)])


def _row(slot: Slot, index: int, scores: LineScores) -> dict[str, float]:
    """The log-probabilities of a slot's joiners where its likeliest reading is chosen."""
    row = scores.joiners[index]
    if scores.moves:
        readings = scores.readings[index]
        kind = slot.readings[readings.index(max(readings))].kind
        gains = scores.moves[index].of_kind[kind]
        row = log_normalised([score + gain for score, gain in zip(row, gains, strict=True)])
    return dict(zip(slot.joiners, row, strict=True))


def _runs(lattice: Lattice, names: frozenset[str]) -> Iterator[_Run]:
    """The runs of one letter or more, in order. Commas that a recogniser wrote do not end one."""
    alphabet = ""
    run: list[int] = []
    bundled = after_dash = False
    for index, slot in enumerate(lattice.slots):
        best = slot.readings[0]
        if best.kind is Kind.DROP and not slot.words.isalnum():
            continue
        now = _alphabet(slot, names)
        if now != alphabet:
            if alphabet:
                yield _Run(tuple(run), alphabet == "names", bundled)
            alphabet, run, bundled = now, [], after_dash
        run.append(index)
        after_dash = best.text == "-"
    if alphabet:
        yield _Run(tuple(run), alphabet == "names", bundled)


def _alphabet(slot: Slot, names: frozenset[str]) -> str:
    """letters, names, or "" for anything else."""
    if not {"", " "} <= set(slot.joiners):
        return ""
    if len(slot.words) == 1 and slot.words.isalpha() and slot.words.isascii():
        return "letters"
    return "names" if slot.words.lower() in names else ""
