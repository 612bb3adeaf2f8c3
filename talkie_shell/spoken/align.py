"""The path of a lattice that spells a given command.

Used to label training pairs, to measure coverage, and to learn from corrections.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from talkie_shell.records import Kind, Lattice, Reading, Slot

_BLANKS = re.compile(r"[ \t]+")


class Step(NamedTuple):
    """The reading and the joiner chosen for one slot, as indices. A dropped slot's joiner
    means nothing and is 0."""

    reading: int
    joiner: int


Path = tuple[Step, ...]


def spell(lattice: Lattice, path: Path) -> str:
    """The command that a path spells.

    A said blank replaces the joiners on both of its sides.
    """
    parts: list[str] = []
    blank = True
    for slot, step in zip(lattice.slots, path, strict=True):
        reading = slot.readings[step.reading]
        if reading.kind is Kind.DROP:
            continue
        if not blank and reading.text != " ":
            parts.append(slot.joiners[step.joiner])
        parts.append(reading.text)
        blank = reading.text == " "
    return "".join(parts)


def covers(lattice: Lattice, command: str) -> bool:
    """Whether the lattice holds the command, as a path or as the utterance itself."""
    return command == lattice.verbatim or align(lattice, command) is not None


class _Options(NamedTuple):
    """What one slot can add to a command, by the first character added: the text, its price,
    and the step. ``bare`` after a blank (or at the beginning), ``joined`` after anything else.
    ``dropped`` is the price and the step of adding nothing, None where that cannot be."""

    readings: tuple[Reading, ...]
    bare: dict[str, list[tuple[str, float, Step]]]
    joined: dict[str, list[tuple[str, float, Step]]]
    dropped: tuple[float, Step] | None


_MOST_OPTIONS = 1 << 15
_options_known: dict[tuple[int, tuple[str, ...]], _Options] = {}


def _options_of(slot: Slot) -> _Options:
    """The slot's options, remembered by the identity of its readings, which are shared by all
    slots with the same words (hashing them costs more than all the rest of `align`)."""
    key = (id(slot.readings), slot.joiners)
    known = _options_known.get(key)
    if known is not None:
        return known
    if len(_options_known) >= _MOST_OPTIONS:
        _options_known.clear()
    bare: dict[str, list[tuple[str, float, Step]]] = {}
    joined: dict[str, list[tuple[str, float, Step]]] = {}
    dropped = None
    for index, reading in enumerate(slot.readings):
        if reading.kind is Kind.DROP:
            dropped = (0.0 if index == 0 else _DROPPED, Step(index, 0))
            continue
        text = reading.text
        price = _OTHER_READING + 0.01 * index if index else 0.0
        bare.setdefault(text[0], []).append((text, price, Step(index, 0)))
        for at, joiner in enumerate(slot.joiners if text != " " else ("",)):
            piece = joiner + text
            joined.setdefault(piece[0], []).append(
                (piece, price + _OTHER_JOINER * at, Step(index, at))
            )
    # The readings are kept with the options, so their identity cannot pass to others.
    options = _Options(slot.readings, bare, joined, dropped)
    _options_known[key] = options
    return options


_DROPPED = 0.5
_OTHER_READING = 0.1
_OTHER_JOINER = 0.05
_DROPS_BEGIN = 0.8
_EARLY = 1e-4
_EARLY_REPAIRED = 0.04

_Back = tuple[float, int, Step]


def align(lattice: Lattice, command: str, *, blanks_as_one: bool = False) -> Path | None:
    """The likeliest path that spells ``command``, or None where the lattice lacks it.

    Of several, the one nearest to the preprocessor's own choices is taken; words that were
    dropped are preferably fillers and stand together; of two equal sayings the later one is
    kept (what is taken back comes first). With ``blanks_as_one`` runs of blanks in the command
    count as one.

    Dynamic programming over (slot, position in the command): O(slots x reachable positions).
    """
    if blanks_as_one:
        command = _BLANKS.sub(" ", command).strip()
    options = [_options_of(slot) for slot in lattice.slots]
    repaired = all(option.dropped is not None for option in options)
    early_price = _EARLY_REPAIRED if repaired else _EARLY
    count = len(options)
    # A state is four times the position in the command, plus two where words are being
    # dropped, plus one after a blank or at the beginning.
    layer: dict[int, _Back] = {1: (0.0, 0, Step(0, 0))}
    layers = [layer]
    for number, (_, bare, joined, dropped) in enumerate(options):
        # Every path pays for each character of the command, wherever it takes it from.
        early = (count - number) * early_price
        reached: dict[int, _Back] = {}
        for state, (cost, _, _) in layer.items():
            if dropped is not None:
                price, step = dropped
                target = state
                if price and not state & 2:
                    price += _DROPS_BEGIN
                    target |= 2
                price += cost
                known = reached.get(target)
                if known is None or price < known[0]:
                    reached[target] = (price, state, step)
            position = state >> 2
            for text, extra, step in (bare if state & 1 else joined).get(
                command[position : position + 1], ()
            ):
                if command.startswith(text, position):
                    price = cost + extra + early * len(text.lstrip(" "))
                    target = (position + len(text)) << 2 | (text == " ")
                    known = reached.get(target)
                    if known is None or price < known[0]:
                        reached[target] = (price, state, step)
        if not reached:
            return None
        layer = reached
        layers.append(layer)
    ends = [state for state in layer if state >> 2 == len(command)]
    if not ends:
        return None
    at = min(ends, key=lambda end: layers[-1][end][0])
    steps: list[Step] = []
    for back in reversed(layers[1:]):
        _, at, step = back[at]
        steps.append(step)
    return tuple(reversed(steps))
