"""A lattice as integers: what the network sees of each slot and of each reading.

Words and readings enter as hashes of themselves and of their pieces (as fastText does with
n-grams: Bojanowski et al., "Enriching Word Vectors with Subword Information", 2017), so there
is no closed vocabulary and no tokenizer to ship.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from talkie_shell.records import Kind, Lattice, Reading, Slot

WORD_BUCKETS = 16384
READING_BUCKETS = 8192
HASHES = 8
SHAPES = 32
GAPS = 4
KINDS = len(Kind)
JOINERS = 4
MOST_READINGS = 16
"""Readings beyond this many are never chosen by the model (they come least likely last)."""

GLUED, SPACED, DIRECTED, AS_SOURCE = range(JOINERS)

START = KINDS
"""Stands for the kind of what came before where nothing did."""
WORDS = frozenset({Kind.KEEP, Kind.LOWER, Kind.TITLE, Kind.UPPER, Kind.LETTER, Kind.VARIANT})
"""Kinds of readings that are words or letters: their case tends to go on."""


class SlotFeatures(NamedTuple):
    """One slot as integers.

    ``hashes``: HASHES indices below WORD_BUCKETS (0 is "nothing"). ``shape``, ``gap``,
    ``kind`` (of the best reading), ``joiner`` (class of the best joiner): small indices.
    ``kinds`` and ``texts``: one entry a reading, at most MOST_READINGS; texts are below
    READING_BUCKETS. ``joiners``: the class of each joiner.
    """

    hashes: tuple[int, ...]
    shape: int
    gap: int
    kind: int
    joiner: int
    kinds: tuple[int, ...]
    texts: tuple[int, ...]
    joiners: tuple[int, ...]


def encode(lattice: Lattice) -> list[SlotFeatures]:
    """Features of every slot, in order."""
    return [_encode_slot(slot, first=index == 0) for index, slot in enumerate(lattice.slots)]


def _encode_slot(slot: Slot, *, first: bool) -> SlotFeatures:
    hashes, shape, kinds, texts = _word_features(slot.words, slot.readings)
    joiners = tuple(joiner_class(joiner, slot.gap) for joiner in slot.joiners)
    return SlotFeatures(
        hashes, shape, _gap(slot.gap, first=first), kinds[0], joiners[0], kinds, texts, joiners
    )


def joiner_class(joiner: str, gap: str) -> int:
    """The class that the network knows a joiner by."""
    if joiner == "":
        return GLUED
    if joiner == " ":
        return SPACED
    return AS_SOURCE if joiner == gap else DIRECTED


def _gap(gap: str, *, first: bool) -> int:
    if first:
        return 3
    if gap in {"", " "}:
        return len(gap)
    return 2


@lru_cache(maxsize=1 << 12)
def _word_features(
    words: str, readings: tuple[Reading, ...]
) -> tuple[tuple[int, ...], int, tuple[int, ...], tuple[int, ...]]:
    lower = words.lower()
    middle = max(0, len(lower) // 2 - 1)
    second = readings[1].text if len(readings) > 1 else ""
    pieces = (
        f"w{lower}",
        f"b{readings[0].text}",
        f"p{lower[:3]}",
        f"s{lower[-3:]}",
        f"q{lower[:2]}",
        f"t{lower[-2:]}",
        f"m{lower[middle : middle + 3]}",
        f"c{second}",
    )
    hashes = tuple(1 + crc32(piece.encode()) % (WORD_BUCKETS - 1) for piece in pieces)
    kept = readings[:MOST_READINGS]
    kinds = tuple(int(reading.kind) for reading in kept)
    texts = tuple(crc32(reading.text.encode()) % READING_BUCKETS for reading in kept)
    return hashes, _shape(words), kinds, texts


def _shape(words: str) -> int:
    """Case and make-up of the words as one of SHAPES numbers: a form (0-6) and a length (0-3)."""
    if words.isdigit():
        form = 0
    elif not words[0].isalnum():
        form = 1
    elif len(words) == 1:
        form = 2 if words.islower() else 3
    elif words.islower():
        form = 4
    elif words.isupper():
        form = 5
    elif words.istitle():
        form = 6
    else:
        form = 7
    length = 0 if len(words) <= 2 else 1 if len(words) == 3 else 2 if len(words) <= 6 else 3
    return form * 4 + length
