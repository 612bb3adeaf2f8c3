"""Names that exist are likelier to be meant: files, branches, programs, compounds.

Wherever readings of neighbouring slots can spell a known name, those readings gain. Nothing is
added to the lattice: a name is only found where it was said.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

from talkie_shell.records import Kind, Lattice
from talkie_shell.structure.tagger import LineScores, gained, log_normalised

_GAIN = 2.5
"""Added to the log-odds of each reading and joiner that spells a known name."""
_AS_ONE = 12.0
"""Added for each place where the words of a compound meet."""
_SETTLED = 2.0
"""Where only the case is open, what exists comes this far above everything else, whatever the
decisions before it."""
CASES = frozenset({Kind.KEEP, Kind.LOWER, Kind.TITLE, Kind.UPPER})
_SHORTEST = 2
_DASHES = frozenset({"-", "--"})
_PRINTING = frozenset({"echo", "printf", "say"})
"""What these are given is text."""
_QUOTES = frozenset({"'", '"'})
_BEFORE_PROGRAM = frozenset({"", "|", "||", "&&", ";", "&", "$(", "(", "sudo", "xargs"})
_END = ""

_Trie = dict[str, "_Trie"]


class _Step(NamedTuple):
    slot: int
    reading: int
    joiner: int


def favour_names(
    lattice: Lattice, scores: LineScores, names: frozenset[str], *, programs: bool = False
) -> LineScores:
    """The scores, with the readings gaining that spell a name; the sums of probabilities stay 1.

    A name does not begin at a dash: that is a flag; what is only printed is no name. With
    ``programs`` the names are programs': they count where a program can stand, and where several
    slots spell them.

    Example: with README.md there, "read me dot m d" leans to ``README.md``
    """
    if not names or lattice.slots[0].readings[0].text in _PRINTING:
        return scores
    trie = _trie(names)
    gains: set[_Step] = set()
    at = 0
    before = ""
    while at < len(lattice.slots):
        here = before in _BEFORE_PROGRAM if programs else before not in _DASHES
        longest = _longest(lattice, at, trie, 1 + programs) if here else ()
        gains.update(longest)
        at += max(1, len(longest))
        before = lattice.slots[at - 1].readings[0].text or before
    return _gaining(lattice, scores, gains, settles=True)


def favour_compounds(lattice: Lattice, scores: LineScores, compounds: frozenset[str]) -> LineScores:
    """The scores, with the readings gaining that spell as one a compound of which a recogniser
    made several words; the sums of probabilities stay 1. What is quoted or only printed is text.

    Example: "FF MPEG dash I" leans to ``ffmpeg -i``
    """
    if lattice.slots[0].readings[0].text in _PRINTING:
        return scores
    trie = _trie(compounds)
    gains: set[_Step] = set()
    at = 0
    quote = ""
    while at < len(lattice.slots):
        said = lattice.slots[at].readings[0].text
        if said in _QUOTES and quote in {"", said}:
            quote = "" if quote else said
        longest = () if quote else _longest(lattice, at, trie, 2)
        gains.update(longest)
        at += max(1, len(longest))
    return _gaining(lattice, scores, gains, settles=False)


def favour_flags(lattice: Lattice, scores: LineScores, programs: frozenset[str]) -> LineScores:
    """The scores, with the blank gaining between a program that exists and letters behind a dash:
    these are its flags, and no part of another program's name unless that exists as well.

    Example: "pstree dash a p l" leans to ``pstree -apl``
    """
    slots = lattice.slots
    joiners = list(scores.joiners)
    for at in range(1, len(slots) - 1):
        dash, program = slots[at], slots[at - 1].words.lower()
        before = slots[at - 2].readings[0].text if at > 1 else ""
        if dash.readings[0].text != "-" or " " not in dash.joiners:
            continue
        if before not in _BEFORE_PROGRAM or program not in programs:
            continue
        letters = "".join(takewhile(_is_letter, (slot.words.lower() for slot in slots[at + 1 :])))
        if letters and f"{program}-{letters}" not in programs:
            joiners[at] = gained(joiners[at], dash.joiners.index(" "), _AS_ONE)
    return scores._replace(joiners=joiners)


def _is_letter(words: str) -> bool:
    return len(words) == 1 and words.isalpha()


def _gaining(
    lattice: Lattice, scores: LineScores, gains: set[_Step], *, settles: bool
) -> LineScores:
    """``settles``: where only the case is open, it is no more."""
    if not gains:
        return scores
    readings = [list(row) for row in scores.readings]
    joiners = [list(row) for row in scores.joiners]
    moves = list(scores.moves)
    first = {step.slot for step in gains} - {step.slot + 1 for step in gains}
    for step in gains:
        if step.reading < len(readings[step.slot]):
            row = readings[step.slot]
            kinds = [reading.kind for reading in lattice.slots[step.slot].readings[: len(row)]]
            likeliest = max(range(len(row)), key=row.__getitem__)
            if settles and kinds[step.reading] in CASES and kinds[likeliest] in CASES:
                row[step.reading] = max(row) + _SETTLED
                if moves:
                    moves[step.slot] = moves[step.slot].unmoved()
            else:
                row[step.reading] += _GAIN
        if step.slot not in first:
            joiners[step.slot][step.joiner] += _GAIN if settles else _AS_ONE
    return scores._replace(
        readings=[log_normalised(row) for row in readings],
        joiners=[log_normalised(row) for row in joiners],
        moves=moves,
    )


def _longest(lattice: Lattice, start: int, trie: _Trie, least: int) -> tuple[_Step, ...]:
    """The best way in which at least so many slots from ``start`` on spell a name, () for none."""
    ways = (way for way in _spelt(lattice, start, trie) if len(way) >= least)
    return max(ways, key=_preference, default=())


def _preference(steps: tuple[_Step, ...]) -> tuple[int, int]:
    """Longer names first; of two, the one nearest to what was said."""
    return len(steps), -sum(step.reading for step in steps)


def _spelt(lattice: Lattice, start: int, trie: _Trie) -> Iterator[tuple[_Step, ...]]:
    """The ways in which slots from ``start`` on spell a whole name."""
    waiting: list[tuple[int, _Trie, tuple[_Step, ...], int]] = [(start, trie, (), 0)]
    while waiting:
        index, node, steps, length = waiting.pop()
        if steps and _END in node and length >= _SHORTEST:
            yield steps
        if index == len(lattice.slots):
            continue
        slot = lattice.slots[index]
        said_symbol = slot.readings[0].kind is Kind.SYMBOL
        for joiner_index, joiner in enumerate(slot.joiners if steps else ("",)):
            if joiner == " ":
                continue
            after = _walk(node, joiner)
            if after is None:
                continue
            for reading_index, reading in enumerate(slot.readings):
                if reading.kind is Kind.DROP or (said_symbol and reading_index):
                    continue
                reached = _walk(after, reading.text)
                if reached is not None:
                    step = _Step(index, reading_index, joiner_index)
                    grown = length + len(joiner) + len(reading.text)
                    waiting.append((index + 1, reached, (*steps, step), grown))


def _walk(node: _Trie, text: str) -> _Trie | None:
    at: _Trie | None = node
    for char in text:
        if at is None:
            return None
        at = at.get(char)
    return at


@lru_cache(maxsize=8)
def _trie(names: frozenset[str]) -> _Trie:
    root: _Trie = {}
    for name in names:
        node = root
        for char in name:
            node = node.setdefault(char, {})
        node[_END] = {}
    return root
