"""When a dictation is over: decided on how likely each moment is speech. Pure.

    silent ──speech──> speaking ──quiet for long enough──> "silence"
      │                   └──────too long in all─────────> "longest"
      └──no speech for long──────────────────────────────> "nothing"

A moment is a few hundredths of a second, as long as the detector judges at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Over = Literal["", "silence", "nothing", "longest"]
"""Why a dictation is over, "" while it is not."""

BEGINS = 0.5
"""Probability from which a moment is speech, after silence."""
GOES_ON = 0.35
"""Probability from which it still is, once somebody speaks."""
_SURE = 2
"""Moments in a row that make speech: one alone may be a click of the key."""


@dataclass(frozen=True, slots=True)
class Ending:
    """What ends a dictation, in seconds. ``silence`` None: only the user and ``longest`` do.

    ``nothing``: how long nobody may speak at all.
    """

    silence: float | None = 0.8
    longest: float = 30.0
    nothing: float = 8.0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What was heard of a dictation so far, in seconds since it began.

    ``began``: where speech first began, None before. ``ended``: where the last of it ended.
    """

    seconds: float = 0.0
    began: float | None = None
    ended: float = 0.0
    run: int = 0

    def after(self, probability: float, seconds: float) -> Endpoint:
        """The endpoint after a moment of that length whose probability of speech is given."""
        now = self.seconds + seconds
        threshold = GOES_ON if self.run >= _SURE else BEGINS
        if probability < threshold:
            return replace(self, seconds=now, run=0)
        run = self.run + 1
        if run < _SURE:
            return replace(self, seconds=now, run=run)
        began = self.began if self.began is not None else now - run * seconds
        return Endpoint(now, began, now, run)

    @property
    def quiet(self) -> float:
        """Seconds since the last speech, 0 before there was any."""
        return self.seconds - self.ended if self.began is not None else 0.0

    def over(self, ending: Ending) -> Over:
        """Whether and why the dictation is over."""
        if self.seconds >= ending.longest:
            return "longest"
        if ending.silence is None:
            return ""
        if self.began is None:
            return "nothing" if self.seconds >= ending.nothing else ""
        return "silence" if self.quiet >= ending.silence else ""
