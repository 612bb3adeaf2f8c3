"""Long sound in pieces that fit Whisper's window."""

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
    """The samples in pieces of at most 28 s, cut where it is quietest after the first 15 s."""
    import numpy as np

    while len(samples) > _LONGEST:
        where = samples[_SHORTEST:_LONGEST]
        frames = where[: len(where) // _FRAME * _FRAME].reshape(-1, _FRAME)
        cut = _SHORTEST + int(np.argmin(np.square(frames).sum(axis=1))) * _FRAME + _FRAME // 2
        yield samples[:cut]
        samples = samples[cut:]
    yield samples
