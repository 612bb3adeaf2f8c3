"""Which decision inside the lattice went wrong: a space, a case, a reading, a dropped word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from talkie_shell.records import Kind, Lattice, Slot
from talkie_shell.spoken import Path, align

Matter = Literal["space", "case", "reading", "dropped"]
MATTERS: tuple[Matter, ...] = ("space", "case", "reading", "dropped")


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of one slot. For ``space`` the values are the joiners before it, else its
    readings; ``expected_kind`` and ``got_kind`` say what those do to the words (joiners: keep)."""

    matter: Matter
    words: str
    expected: str
    got: str
    expected_kind: Kind
    got_kind: Kind

    @property
    def right(self) -> bool:
        return self.expected == self.got and (
            (self.expected_kind is Kind.DROP) == (self.got_kind is Kind.DROP)
        )


def decisions(lattice: Lattice, expected: str, got: str) -> tuple[Decision, ...] | None:
    """Every decision between the expected command and the one that was got, right or wrong;
    a slot without a choice makes none. None where the lattice lacks one of the two."""
    wanted = align(lattice, expected)
    chosen = wanted if got == expected else align(lattice, got)
    if wanted is None or chosen is None:
        return None
    made: list[Decision] = []
    effective = zip(_joiners(lattice, wanted), _joiners(lattice, chosen), strict=True)
    steps = zip(lattice.slots, wanted, chosen, effective, strict=True)
    for slot, want, choice, (joiner, other) in steps:
        one, two = slot.readings[want.reading], slot.readings[choice.reading]
        if len(slot.readings) > 1:
            matter = _matter(slot, one.text, two.text, one.kind, two.kind)
            made.append(Decision(matter, slot.words, one.text, two.text, one.kind, two.kind))
        if len(slot.joiners) > 1 and joiner is not None and other is not None:
            made.append(Decision("space", slot.words, joiner, other, Kind.KEEP, Kind.KEEP))
    return tuple(made)


def _matter(slot: Slot, one: str, two: str, kind: Kind, other: Kind) -> Matter:
    """What kind of choice it was; where it was made right, the hardest one there was."""
    if (kind is Kind.DROP) != (other is Kind.DROP):
        return "dropped"
    if one != two:
        return "case" if one.casefold() == two.casefold() else "reading"
    if kind is Kind.DROP:
        return "dropped"
    written = {reading.text for reading in slot.readings if reading.kind is not Kind.DROP}
    if len({text.casefold() for text in written}) > 1:
        return "reading"
    return "case" if len(written) > 1 else "dropped"


def _joiners(lattice: Lattice, path: Path) -> list[str | None]:
    """The joiner in front of each slot; None where there is nothing to join."""
    found: list[str | None] = []
    blank = True
    for slot, step in zip(lattice.slots, path, strict=True):
        reading = slot.readings[step.reading]
        if reading.kind is Kind.DROP:
            found.append(None)
            continue
        said = reading.text == " "
        found.append(None if blank or said else slot.joiners[step.joiner])
        blank = said
    return found


@dataclass(frozen=True, slots=True)
class Tally:
    """Decisions counted. ``made`` and ``wrong`` are by matter; ``kinds`` counts (expected,
    got) kinds of readings, ``joiners`` (expected, got) joiners; ``mistakes`` lists the wrong
    ones with their numbers, the commonest first. ``outside`` counts the pairs that could not
    be compared because the lattice lacks one of the commands."""

    made: dict[Matter, int]
    wrong: dict[Matter, int]
    kinds: dict[tuple[str, str], int]
    joiners: dict[tuple[str, str], int]
    mistakes: tuple[tuple[Decision, int], ...]
    outside: int


def tally(pairs: Iterable[tuple[Decision, ...] | None]) -> Tally:
    """Count the decisions of many pairs."""
    made: Counter[Matter] = Counter()
    wrong: Counter[Matter] = Counter()
    kinds: Counter[tuple[str, str]] = Counter()
    joiners: Counter[tuple[str, str]] = Counter()
    mistakes: Counter[Decision] = Counter()
    outside = 0
    for pair in pairs:
        if pair is None:
            outside += 1
            continue
        for decision in pair:
            made[decision.matter] += 1
            if decision.matter == "space":
                joiners[decision.expected, decision.got] += 1
            else:
                kinds[decision.expected_kind.name.lower(), decision.got_kind.name.lower()] += 1
            if not decision.right:
                wrong[decision.matter] += 1
                mistakes[decision] += 1
    return Tally(
        made={matter: made[matter] for matter in MATTERS},
        wrong={matter: wrong[matter] for matter in MATTERS},
        kinds=dict(kinds),
        joiners=dict(joiners),
        mistakes=tuple(mistakes.most_common()),
        outside=outside,
    )
