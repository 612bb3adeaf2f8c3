"""Runs the network over lattices: features in, log-probabilities out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, cast

from talkie_shell.records import Lattice
from talkie_shell.structure.features import HASHES, KINDS, SlotFeatures, encode

if TYPE_CHECKING:
    from talkie_shell.structure.network import Batch, Network

WINDOW = 192
"""Slots seen at once; longer lines are cut into windows that overlap by a quarter."""
_MARGIN = WINDOW // 8
_TOGETHER = 4096
"""Slots, with what pads them, that go through the network at once: memory stays that of so many,
however long a line is."""
_MOST = 60.0
_NOTHING = SlotFeatures((0,) * HASHES, 0, 0, 0, 0, (0,), (0,), (0,))


Table = list[list[float]]


class Moves(NamedTuple):
    """What other decisions add to the scores of one slot.

    ``after_slot`` and ``after_word``: by the kind chosen for the slot before, and for the last
    word before (`features.START` where there is none), what each kind of reading gains.
    ``of_kind``: by the slot's own kind, what each of its joiners gains.
    """

    after_slot: Table
    after_word: Table
    of_kind: Table

    def unmoved(self) -> Moves:
        """The same where the decisions before say nothing of the slot's reading."""
        still = [[0.0] * KINDS for _ in self.after_slot]
        return self._replace(after_slot=still, after_word=still)


class LineScores(NamedTuple):
    """Log-probabilities of one line.

    ``readings``: per slot, one a reading. ``joiners``: per slot, one a joiner. ``literal``: the
    probability that the line is already a command. ``moves``: per slot, how decisions move one
    another; empty where none does.
    """

    readings: list[list[float]]
    joiners: list[list[float]]
    literal: float
    moves: Sequence[Moves] = ()


def collate(lines: Sequence[Sequence[SlotFeatures]], voice: Sequence[bool]) -> Batch:
    """Pad lines into one batch."""
    import mlx.core as mx

    from talkie_shell.structure.network import Batch

    length = max(len(line) for line in lines)
    most = max(len(slot.kinds) for line in lines for slot in line)
    padded = [[*line, *[_NOTHING] * (length - len(line))] for line in lines]

    def column(name: str) -> mx.array:
        return mx.array([[getattr(slot, name) for slot in line] for line in padded])

    def fill(values: tuple[int, ...]) -> tuple[int, ...]:
        return values + (0,) * (most - len(values))

    return Batch(
        hashes=column("hashes"),
        shape=column("shape"),
        gap=column("gap"),
        kind=column("kind"),
        joiner=column("joiner"),
        kinds=mx.array([[fill(slot.kinds) for slot in line] for line in padded]),
        texts=mx.array([[fill(slot.texts) for slot in line] for line in padded]),
        readings=mx.array([[fill((1,) * len(slot.kinds)) for slot in line] for line in padded]),
        slots=mx.array([[1] * len(line) + [0] * (length - len(line)) for line in lines]),
        voice=mx.array([int(flag) for flag in voice]),
    )


def score(network: Network, lattices: Sequence[Lattice]) -> list[LineScores]:
    """Score lattices that each have at least one slot, in one pass or a few."""
    encoded = [encode(lattice) for lattice in lattices]
    windows = [
        (number, start) for number, line in enumerate(encoded) for start in _starts(len(line))
    ]
    moves: list[list[Moves]] = [[] for _ in lattices]
    found = [LineScores([], [], 1.0, moved) for moved in moves]
    for part in _parts(windows, max(map(len, encoded))):
        batch = collate(
            [encoded[number][start : start + WINDOW] for number, start in part],
            [lattices[number].utterance.source == "voice" for number, _ in part],
        )
        scores = network(batch)
        readings = cast("list[list[list[float]]]", scores.readings.tolist())
        joiners = cast("list[list[list[float]]]", scores.joiners.tolist())
        literal = cast("list[float]", scores.literal.tolist())
        after_slot = cast("list[list[Table]]", scores.after_slot.tolist())
        after_word = cast("list[list[Table]]", scores.after_word.tolist())
        of_kind = cast("list[list[Table]]", scores.of_kind.tolist())
        for row, (number, start) in enumerate(part):
            line, slots = found[number], encoded[number]
            end = min(start + WINDOW, len(slots))
            if end < len(slots):
                end -= _MARGIN
            for index in range(len(line.readings), end):
                slot = slots[index]
                reading = readings[row][index - start][: len(slot.kinds)]
                line.readings.append(log_normalised(reading))
                by_class = joiners[row][index - start]
                line.joiners.append(log_normalised([by_class[kind] for kind in slot.joiners]))
                moves[number].append(
                    Moves(
                        after_slot[row][index - start],
                        after_word[row][index - start],
                        [[gains[c] for c in slot.joiners] for gains in of_kind[row][index - start]],
                    )
                )
            found[number] = line._replace(literal=min(line.literal, _chance(literal[row])))
    return found


def _parts(windows: list[tuple[int, int]], longest: int) -> Iterator[list[tuple[int, int]]]:
    """The windows in parts that go through the network at once."""
    most = max(1, _TOGETHER // min(longest, WINDOW))
    for start in range(0, len(windows), most):
        yield windows[start : start + most]


def _chance(log_odds: float) -> float:
    return 1 / (1 + math.exp(-max(-_MOST, min(_MOST, log_odds))))


def _starts(length: int) -> list[int]:
    starts = [0]
    while starts[-1] + WINDOW < length:
        starts.append(starts[-1] + WINDOW - 2 * _MARGIN)
    return starts


def gained(row: list[float], at: int, gain: float) -> list[float]:
    """Log-probabilities of which one gained so much in log-odds; they still sum to 1."""
    return log_normalised([*row[:at], row[at] + gain, *row[at + 1 :]])


def log_normalised(values: list[float]) -> list[float]:
    """Scores as log-probabilities that sum to one."""
    most = max(values)
    total = most + math.log(sum(math.exp(value - most) for value in values))
    return [value - total for value in values]
