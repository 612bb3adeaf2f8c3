"""Long sound in pieces, cut where it is quiet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from talkie_shell.speech.window import SAMPLE_RATE

if TYPE_CHECKING:
    from talkie_shell.speech.sound import Samples

_LONGEST = 28 * SAMPLE_RATE
_SHORTEST = 15 * SAMPLE_RATE
_FRAME = SAMPLE_RATE // 10


def pieces(samples: Samples) -> Iterator[Samples]:
    """The samples in pieces of at most 28 s, which fit Whisper's window, cut where it is quietest
    after the first 15 s."""
    while len(samples) > _LONGEST:
        cut = quietest(samples, _SHORTEST, _LONGEST)
        yield samples[:cut]
        samples = samples[cut:]
    yield samples


def quietest(samples: Samples, first: int, last: int) -> int:
    """The middle of the quietest tenth of a second in ``samples[first:last]``."""
    import numpy as np

    where = samples[first:last]
    frames = where[: len(where) // _FRAME * _FRAME].reshape(-1, _FRAME)
    return first + int(np.argmin(np.square(frames).sum(axis=1))) * _FRAME + _FRAME // 2
