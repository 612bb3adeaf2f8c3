"""The path of a lattice that spells a given command.

Used to label training pairs, to measure coverage, and to learn from corrections.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from talkie_shell.records import Kind, Lattice

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


class _State(NamedTuple):
    position: int
    started: bool
    blank: bool


def align(lattice: Lattice, command: str, *, blanks_as_one: bool = False) -> Path | None:
    """The likeliest path that spells ``command``, or None where the lattice lacks it.

    Of several, the one nearest to the preprocessor's own choices is taken, words that were
    dropped are preferably fillers, and of two equal sayings the later one is kept (what is
    taken back comes first). With ``blanks_as_one`` runs of blanks in the command count as one.

    Dynamic programming over (slot, position in the command): O(slots x reachable positions).
    """
    if blanks_as_one:
        command = _BLANKS.sub(" ", command).strip()
    count = len(lattice.slots)
    layers: list[dict[_State, tuple[float, _State | None, Step]]] = [
        {_State(0, started=False, blank=True): (0.0, None, Step(0, 0))}
    ]
    for number, slot in enumerate(lattice.slots):
        early = (count - number) * 1e-4
        reached: dict[_State, tuple[float, _State | None, Step]] = {}
        for state, (cost, _, _) in layers[-1].items():
            for index, reading in enumerate(slot.readings):
                if reading.kind is Kind.DROP:
                    _offer(
                        reached,
                        state,
                        cost + _drop_cost(index, slot.readings),
                        state,
                        Step(index, 0),
                    )
                    continue
                text = reading.text
                price = cost + (0.1 + 0.01 * index if index else 0.0) + early
                after_text = text == " "
                if state.blank or after_text:
                    if command.startswith(text, state.position):
                        target = _State(state.position + len(text), started=True, blank=after_text)
                        _offer(reached, target, price, state, Step(index, 0))
                    continue
                for joiner_index, joiner in enumerate(slot.joiners):
                    piece = joiner + text
                    if command.startswith(piece, state.position):
                        target = _State(state.position + len(piece), started=True, blank=False)
                        _offer(
                            reached,
                            target,
                            price + 0.05 * joiner_index,
                            state,
                            Step(index, joiner_index),
                        )
        if not reached:
            return None
        layers.append(reached)
    ends = [state for state in layers[-1] if state.position == len(command)]
    if not ends:
        return None
    state: _State | None = min(ends, key=lambda end: layers[-1][end][0])
    steps: list[Step] = []
    for layer in reversed(layers[1:]):
        assert state is not None
        _, state, step = layer[state]
        steps.append(step)
    return tuple(reversed(steps))


def _drop_cost(index: int, readings: tuple[object, ...]) -> float:
    """Dropping is free where the preprocessor would drop, dear where it would not."""
    return 0.0 if index == 0 else 0.5 + 0.001 * len(readings)


def _offer(
    reached: dict[_State, tuple[float, _State | None, Step]],
    target: _State,
    cost: float,
    source: _State,
    step: Step,
) -> None:
    known = reached.get(target)
    if known is None or cost < known[0]:
        reached[target] = (cost, source, step)
