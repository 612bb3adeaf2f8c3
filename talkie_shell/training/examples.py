"""Labelled lattices as flat arrays: what training reads.

A set of examples is ragged (lines of slots of readings), so it is kept flat with offsets, and
padded only when a batch is made.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from talkie_shell.records import Kind, Lattice, Utterance
from talkie_shell.spoken import Vocabulary, align, build_lattice
from talkie_shell.structure.features import (
    JOINERS,
    KINDS,
    MOST_READINGS,
    START,
    WORDS,
    SlotFeatures,
    encode,
    joiner_class,
)

UNKNOWN = 255
"""The target of what no label says anything about."""


class Pair(NamedTuple):
    """What was said, what was meant, and the way of speaking."""

    utterance: Utterance
    command: str
    tier: str


class Labelled(NamedTuple):
    """One line's features and targets. ``readings`` and ``joiners``: one target a slot, UNKNOWN
    where there is none; ``literal``: 1, 0 or UNKNOWN."""

    slots: list[SlotFeatures]
    readings: list[int]
    joiners: list[int]
    literal: int
    voice: int


def label(pair: Pair, vocabulary: Vocabulary) -> Labelled | None:
    """Features and targets of a pair, or None where the lattice lacks the command.

    A line whose command is the utterance itself teaches nothing about being literal, unless it
    was typed as a literal command.
    """
    lattice = build_lattice(pair.utterance, vocabulary)
    if not lattice.slots:
        return None
    literal = pair.tier == "literal"
    same = pair.command == pair.utterance.text
    path = align(lattice, pair.command, blanks_as_one=not literal)
    if path is None and not literal:
        return None
    readings: list[int] = []
    joiners: list[int] = []
    if path is None or any(step.reading >= MOST_READINGS for step in path):
        readings = [UNKNOWN] * len(lattice.slots)
        joiners = list(readings)
    else:
        readings = [step.reading for step in path]
        joiners = _joiner_targets(lattice, readings, [step.joiner for step in path])
    target = 1 if literal else UNKNOWN if same else 0
    voice = int(pair.utterance.source == "voice")
    return Labelled(encode(lattice), readings, joiners, UNKNOWN if voice else target, voice)


def _joiner_targets(lattice: Lattice, readings: list[int], joiners: list[int]) -> list[int]:
    targets: list[int] = []
    blank = True
    for slot, reading, joiner in zip(lattice.slots, readings, joiners, strict=True):
        chosen = slot.readings[reading]
        if chosen.kind is Kind.DROP:
            targets.append(UNKNOWN)
            continue
        free = blank or chosen.text == " "
        targets.append(UNKNOWN if free else joiner_class(slot.joiners[joiner], slot.gap))
        blank = chosen.text == " "
    return targets


@dataclass(slots=True)
class ExampleSet:
    """N lines, S slots, R readings in all, flat.

    lines [N+1] and slots [S+1] are offsets; the rest is what `Labelled` holds, by line, by slot
    and by reading. ``allowed`` [S, JOINERS] says which joiners a slot may have.
    """

    lines: npt.NDArray[np.int64]
    voice: npt.NDArray[np.uint8]
    literal: npt.NDArray[np.uint8]
    slots: npt.NDArray[np.int64]
    hashes: npt.NDArray[np.uint16]
    small: npt.NDArray[np.uint8]
    allowed: npt.NDArray[np.uint8]
    reading_target: npt.NDArray[np.uint8]
    joiner_target: npt.NDArray[np.uint8]
    kinds: npt.NDArray[np.uint8]
    texts: npt.NDArray[np.uint16]

    def __len__(self) -> int:
        return len(self.voice)

    @classmethod
    def build(cls, labelled: Iterable[Labelled]) -> Self:
        """Flatten labelled lines."""
        items = list(labelled)
        slots = [slot for item in items for slot in item.slots]
        allowed = np.zeros((len(slots), JOINERS), np.uint8)
        for row, slot in enumerate(slots):
            allowed[row, list(slot.joiners)] = 1
        return cls(
            lines=np.cumsum([0, *(len(item.slots) for item in items)], dtype=np.int64),
            voice=np.array([item.voice for item in items], np.uint8),
            literal=np.array([item.literal for item in items], np.uint8),
            slots=np.cumsum([0, *(len(slot.kinds) for slot in slots)], dtype=np.int64),
            hashes=np.array([slot.hashes for slot in slots], np.uint16),
            small=np.array(
                [(slot.shape, slot.gap, slot.kind, slot.joiner) for slot in slots], np.uint8
            ),
            allowed=allowed,
            reading_target=np.array(
                [target for item in items for target in item.readings], np.uint8
            ),
            joiner_target=np.array([target for item in items for target in item.joiners], np.uint8),
            kinds=np.array([kind for slot in slots for kind in slot.kinds], np.uint8),
            texts=np.array([text for slot in slots for text in slot.texts], np.uint16),
        )

    @classmethod
    def join(cls, sets: Iterable[ExampleSet]) -> Self:
        """Several sets as one, in order."""
        parts = list(sets)
        joined = {
            field.name: np.concatenate([getattr(part, field.name) for part in parts])
            for field in fields(cls)
            if field.name not in {"lines", "slots"}
        }
        offsets = {
            name: np.concatenate(
                [[0], np.cumsum(np.concatenate([np.diff(getattr(part, name)) for part in parts]))]
            )
            for name in ("lines", "slots")
        }
        return cls(**joined, **offsets)

    def save(self, path: Path) -> None:
        """Write the set as one .npz; it appears whole or not at all."""
        partial = path.with_name(f"partial-{path.name}")
        np.savez(partial, **{field.name: getattr(self, field.name) for field in fields(self)})
        partial.replace(path)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a set written by `save`."""
        with np.load(path) as stored:
            return cls(**{field.name: stored[field.name] for field in fields(cls)})


class PaddedBatch(NamedTuple):
    """B lines padded to T slots and R readings, as numpy arrays; see `network.Batch`.

    reading_target, joiner_target [B, T] and literal [B] hold UNKNOWN where nothing is known;
    allowed [B, T, JOINERS]. What the targets before a slot are, [B, T]: ``slot_before`` is the
    kind of the last slot's target, ``word_before`` that of the last word's; ``own_kind`` is that
    of the slot's own.
    """

    hashes: npt.NDArray[np.int32]
    small: npt.NDArray[np.int32]
    kinds: npt.NDArray[np.int32]
    texts: npt.NDArray[np.int32]
    readings: npt.NDArray[np.uint8]
    slots: npt.NDArray[np.uint8]
    voice: npt.NDArray[np.int32]
    allowed: npt.NDArray[np.uint8]
    reading_target: npt.NDArray[np.int32]
    joiner_target: npt.NDArray[np.int32]
    literal: npt.NDArray[np.int32]
    slot_before: npt.NDArray[np.int32]
    word_before: npt.NDArray[np.int32]
    own_kind: npt.NDArray[np.int32]


def without_targets(batch: PaddedBatch) -> PaddedBatch:
    """The batch with nothing known: it costs nothing and teaches nothing."""
    return batch._replace(
        reading_target=np.full_like(batch.reading_target, UNKNOWN),
        joiner_target=np.full_like(batch.joiner_target, UNKNOWN),
        literal=np.full_like(batch.literal, UNKNOWN),
    )


def pad(examples: ExampleSet, rows: npt.NDArray[np.int64], length: int, most: int) -> PaddedBatch:
    """The lines of ``rows``, padded to ``length`` slots and ``most`` readings."""
    starts = examples.lines[rows]
    counts = examples.lines[rows + 1] - starts
    columns = np.arange(length)
    present = columns < counts[:, None]
    slots = np.where(present, starts[:, None] + columns, 0)
    first = examples.slots[slots]
    widths = np.where(present, examples.slots[slots + 1] - first, 0)
    ranks = np.arange(most)
    has = ranks < widths[..., None]
    at = np.where(has, first[..., None] + ranks, 0)
    wide = present[..., None]
    kinds = np.where(has, examples.kinds[at], 0).astype(np.int32)
    reading_target = np.where(present, examples.reading_target[slots], UNKNOWN).astype(np.int32)
    known = reading_target != UNKNOWN
    chosen = np.where(known, reading_target, 0)[..., None]
    own_kind = np.take_along_axis(kinds, chosen, axis=2)[..., 0]
    return PaddedBatch(
        hashes=np.where(wide, examples.hashes[slots], 0).astype(np.int32),
        small=np.where(wide, examples.small[slots], 0).astype(np.int32),
        kinds=kinds,
        texts=np.where(has, examples.texts[at], 0).astype(np.int32),
        readings=has.astype(np.uint8),
        slots=present.astype(np.uint8),
        voice=examples.voice[rows].astype(np.int32),
        allowed=np.where(wide, examples.allowed[slots], 1).astype(np.uint8),
        reading_target=reading_target,
        joiner_target=np.where(present, examples.joiner_target[slots], UNKNOWN).astype(np.int32),
        literal=examples.literal[rows].astype(np.int32),
        slot_before=_before(np.where(known, own_kind, START)),
        word_before=_before(_last_words(np.where(known, own_kind, START))),
        own_kind=own_kind,
    )


_WORD_KINDS = np.isin(np.arange(KINDS + 1), sorted(WORDS))


def _last_words(kinds: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """At each slot, the kind of the last word up to it. kinds: [B, T]."""
    positions = np.where(_WORD_KINDS[kinds], np.arange(kinds.shape[1]), -1)
    last = np.maximum.accumulate(positions, axis=1)
    found = np.take_along_axis(kinds, np.maximum(last, 0), axis=1)
    return np.where(last >= 0, found, START)


def _before(kinds: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """What stands at each slot's left neighbour, START at the first. kinds: [B, T]."""
    return np.pad(kinds[:, :-1], [(0, 0), (1, 0)], constant_values=START).astype(np.int32)
