"""How loud sound is, for the meter."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from talkie_shell.speech.sound import Samples

QUIETEST = -60.0
"""Decibels below full scale where the meter begins."""
_FULL = 0.99
"""Of full scale: a peak beyond it was most likely cut off."""


@dataclass(frozen=True, slots=True)
class Level:
    """``decibels``: root mean square below full scale, from `QUIETEST` to 0. ``clipped``: a peak
    reached full scale, so that sound was cut off."""

    decibels: float = QUIETEST
    clipped: bool = False

    @property
    def share(self) -> float:
        """The level as a share of the meter, 0 to 1."""
        return 1 - self.decibels / QUIETEST


def level_of(samples: Samples) -> Level:
    """The level of a block; silence for an empty one."""
    if not len(samples):
        return Level()
    peak = float(abs(samples).max())
    power = float((samples * samples).mean())
    decibels = 10 * math.log10(power) if power > 0 else QUIETEST
    return Level(min(0.0, max(QUIETEST, decibels)), peak >= _FULL)
