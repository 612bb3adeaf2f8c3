"""Intervals, percentiles and calibration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, sqrt

BINS = 15
_Z = 1.959963984540054
"""Standard deviations on either side of the mean that hold 95 %."""


def wilson(hits: int, count: int) -> tuple[float, float]:
    """The 95 % Wilson interval of a share; (0, 1) where nothing was counted.

    Example: 480 of 630 -> (0.727, 0.794)
    """
    if count == 0:
        return 0.0, 1.0
    share = hits / count
    spread = _Z * _Z / count
    centre = (share + spread / 2) / (1 + spread)
    half = _Z / (1 + spread) * sqrt(share * (1 - share) / count + spread / (4 * count))
    low = 0.0 if hits == 0 else max(0.0, centre - half)
    high = 1.0 if hits == count else min(1.0, centre + half)
    return low, high


def percentile(values: Sequence[float], percent: float) -> float:
    """The percentile, interpolated between neighbours; 0 of nothing.

    Example: [1, 2, 3, 4], 50 -> 2.5
    """
    if not values:
        return 0.0
    ordered = sorted(values)
    place = (len(ordered) - 1) * percent / 100
    low, high = ordered[floor(place)], ordered[ceil(place)]
    return low + (high - low) * (place - floor(place))


@dataclass(frozen=True, slots=True)
class Bin:
    """Proposals whose confidence lies between ``low`` and ``high``: how many, how sure on
    average, and the share that was right."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


def calibration(
    confidences: Sequence[float], right: Sequence[bool], bins: int = BINS
) -> tuple[Bin, ...]:
    """Proposals by confidence, in bins of equal width from 0 to 1; 0 belongs to the first."""
    sums = [[0, 0.0, 0] for _ in range(bins)]
    for confidence, hit in zip(confidences, right, strict=True):
        cell = sums[min(bins, max(1, ceil(confidence * bins))) - 1]
        cell[0] += 1
        cell[1] += confidence
        cell[2] += hit
    return tuple(
        Bin(
            low=number / bins,
            high=(number + 1) / bins,
            count=int(count),
            confidence=total / count if count else 0.0,
            accuracy=hits / count if count else 0.0,
        )
        for number, (count, total, hits) in enumerate(sums)
    )


def expected_calibration_error(
    confidences: Sequence[float], right: Sequence[bool], bins: int = BINS
) -> float:
    """The mean gap between confidence and accuracy over the bins, weighted by their size.

    Example: ten proposals, each 0.8 sure, eight of them right -> 0
    """
    if not confidences:
        return 0.0
    return sum(
        cell.count / len(confidences) * abs(cell.confidence - cell.accuracy)
        for cell in calibration(confidences, right, bins)
    )
