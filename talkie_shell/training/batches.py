"""Batches of about equally long lines, in a seeded order."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from talkie_shell.structure.features import MOST_READINGS
from talkie_shell.training.examples import ExampleSet, PaddedBatch, pad, without_targets

LENGTHS = (8, 16, 24, 32, 48, 64, 96, 128, 192)
"""Lines are padded to one of these numbers of slots; longer ones are left out."""
_WIDTHS = (8, MOST_READINGS)


class Plan(NamedTuple):
    """The rows of one batch and the sizes they are padded to."""

    rows: npt.NDArray[np.int64]
    length: int
    most: int


def plan_batches(
    examples: ExampleSet, slots_per_batch: int, generator: np.random.Generator
) -> list[Plan]:
    """Every line once, in batches of about ``slots_per_batch`` padded slots, shuffled."""
    counts = np.diff(examples.lines)
    widths = np.diff(examples.slots)
    widest = np.maximum.reduceat(widths, examples.lines[:-1]) if len(examples) else counts
    plans: list[Plan] = []
    shortest = 0
    for length in LENGTHS:
        for narrow, most in zip((0, *_WIDTHS), _WIDTHS, strict=False):
            fits = (counts > shortest) & (counts <= length) & (widest > narrow) & (widest <= most)
            rows = generator.permutation(np.flatnonzero(fits))
            size = max(1, slots_per_batch // length)
            plans += [
                Plan(rows[start : start + size], length, most)
                for start in range(0, len(rows), size)
            ]
        shortest = length
    order = generator.permutation(len(plans))
    return [plans[index] for index in order]


def padded(examples: ExampleSet, plan: Plan) -> PaddedBatch:
    """The batch that a plan describes."""
    return pad(examples, plan.rows, plan.length, plan.most)


def shared(examples: ExampleSet, plan: Plan, rank: int, size: int) -> PaddedBatch:
    """The part of a batch that process ``rank`` of ``size`` works on. Every process gets one, so
    that they stay in step: where there are too few lines, one without targets."""
    rows = plan.rows[rank::size]
    if len(rows):
        return padded(examples, plan._replace(rows=rows))
    return without_targets(padded(examples, plan._replace(rows=plan.rows[:1])))
