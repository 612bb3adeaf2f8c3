"""Fits the confidence: a probability that a path is right becomes the chance that it is.

Platt scaling (Platt, 1999) on the log-odds of the best path, by Newton's method.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from talkie_shell.structure.weights import Calibration

_STEPS = 50
_RIDGE = 1e-3


def fit_calibration(probabilities: Sequence[float], right: Sequence[bool]) -> Calibration:
    """The slope and offset that make the log-loss of "right" least.

    ``probabilities`` are what the decoder gave uncalibrated, one a line. Needs lines of both
    kinds; without them nothing is scaled.
    """
    if len(set(right)) < 2:
        return Calibration()
    slope, offset = 1.0, 0.0
    odds = [_log_odds(probability) for probability in probabilities]
    for _ in range(_STEPS):
        gradient_slope = gradient_offset = 0.0
        a, b, c = _RIDGE, 0.0, _RIDGE
        for x, correct in zip(odds, right, strict=True):
            chance = 1 / (1 + math.exp(-(slope * x + offset)))
            miss = chance - correct
            weight = chance * (1 - chance)
            gradient_slope += miss * x
            gradient_offset += miss
            a += weight * x * x
            b += weight * x
            c += weight
        determinant = a * c - b * b
        slope -= (c * gradient_slope - b * gradient_offset) / determinant
        offset -= (a * gradient_offset - b * gradient_slope) / determinant
    return Calibration(slope, offset)


def _log_odds(probability: float) -> float:
    kept = min(1 - 1e-6, max(1e-6, probability))
    return math.log(kept / (1 - kept))
