"""Who takes words back mostly begins again with a word said before: "three dot ten no three dot
twelve". What stands from there to the correction is likelier taken back.

Retracing: Levelt, "Monitoring and self-repair in speech", Cognition 14 (1983).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from talkie_shell.records import Kind, Lattice, Slot
from talkie_shell.structure.tagger import gained

if TYPE_CHECKING:
    from talkie_shell.structure.lexicon import Lexicon
    from talkie_shell.structure.tagger import LineScores

_GAIN = 2.5
"""Added to the log-odds of dropping each of these words. Set on tests/data/development.jsonl."""
_MEANT = math.log(0.5)
"""The least log-probability of a correction's words to mean one."""


def favour_retracing(lattice: Lattice, scores: LineScores, lexicon: Lexicon) -> LineScores:
    """The scores, with dropping what a correction begins again with gaining; the sums of
    probabilities stay 1."""
    said = [slot.words.lower() for slot in lattice.slots]
    readings = list(scores.readings)
    at = 0
    while at < len(said):
        repair, at = at, at + 1
        if said[repair] not in lexicon.repairs:
            continue
        while at < len(said) and (said[at] in lexicon.repairs or said[at] in lexicon.fillers):
            at += 1
        drop = _drop(lattice.slots[repair])
        if drop is None or scores.readings[repair][drop] < _MEANT:
            continue
        for index in range(_begun_before(said, repair, at), repair):
            drop = _drop(lattice.slots[index])
            if drop is not None:
                readings[index] = gained(readings[index], drop, _GAIN)
    return scores._replace(readings=readings)


def _drop(slot: Slot) -> int | None:
    kinds = [reading.kind for reading in slot.readings]
    return kinds.index(Kind.DROP) if Kind.DROP in kinds else None


def _begun_before(said: list[str], repair: int, again: int) -> int:
    """Where the words from ``again`` on stand before the repair, as many of them as possible and
    as late as possible; ``repair`` itself where not even the first does."""
    longest, begun = 1, repair
    for start in range(repair):
        length = 0
        while (
            start + length < repair
            and again + length < len(said)
            and said[start + length] == said[again + length]
        ):
            length += 1
        if length >= longest:
            longest, begun = length, start
    return begun
