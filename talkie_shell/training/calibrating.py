"""Fits the confidence: a probability that a path is right becomes the chance that it is.

Platt scaling (Platt, 1999) on the log-odds of the best path, by Newton's method. A step that
makes it worse is halved: far from the best values a whole one leads further and further away.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from talkie_shell.structure.weights import Calibration

_STEPS = 50
_HALVINGS = 20
_RIDGE = 1e-3


def fit_calibration(probabilities: Sequence[float], right: Sequence[bool]) -> Calibration:
    """The slope and offset that make the log-loss of "right" least.

    ``probabilities`` are what the decoder gave uncalibrated, one a line. Needs lines of both
    kinds; without them nothing is scaled.
    """
    if len(set(right)) < 2:
        return Calibration()
    lines = [(_log_odds(one), correct) for one, correct in zip(probabilities, right, strict=True)]
    found = Calibration()
    loss = _loss(lines, found)
    for _ in range(_STEPS):
        slope_step, offset_step = _step(lines, found)
        for halving in range(_HALVINGS):
            share = 0.5**halving
            tried = Calibration(
                found.slope - share * slope_step, found.offset - share * offset_step
            )
            if (now := _loss(lines, tried)) <= loss:
                found, loss = tried, now
                break
        else:
            break
    return found


def _step(lines: Sequence[tuple[float, bool]], at: Calibration) -> tuple[float, float]:
    """What Newton's method takes from slope and offset."""
    gradient_slope = gradient_offset = 0.0
    a, b, c = _RIDGE, 0.0, _RIDGE
    for x, correct in lines:
        chance = math.exp(-_softplus(-(at.slope * x + at.offset)))
        miss = chance - correct
        weight = chance * (1 - chance)
        gradient_slope += miss * x
        gradient_offset += miss
        a += weight * x * x
        b += weight * x
        c += weight
    determinant = a * c - b * b
    return (
        (c * gradient_slope - b * gradient_offset) / determinant,
        (a * gradient_offset - b * gradient_slope) / determinant,
    )


def _loss(lines: Sequence[tuple[float, bool]], at: Calibration) -> float:
    return sum(
        _softplus(-(at.slope * x + at.offset) if correct else at.slope * x + at.offset)
        for x, correct in lines
    )


def _softplus(x: float) -> float:
    """log(1 + e^x), without overflow."""
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


def _log_odds(probability: float) -> float:
    kept = min(1 - 1e-6, max(1e-6, probability))
    return math.log(kept / (1 - kept))
