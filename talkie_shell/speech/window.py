"""How much sound the recogniser sees at once.

Whisper was made for windows of 30 s; most of that is silence behind a command, and the
encoder's time grows with it. Training and recognition must cut alike, so it is said here once.
"""

from __future__ import annotations

SAMPLE_RATE = 16_000
"""Samples a second of all sound in this program."""
HOP = 160
"""Samples between two mel frames."""
LONGEST = 3000
"""Mel frames of Whisper's own window, 30 s."""
_PADDING = 200
"""Mel frames of silence after the sound, at least."""
_STEP = 100
"""Windows are whole seconds, so that there are few shapes."""


def window_frames(n_samples: int) -> int:
    """The mel frames of the window for so many samples, at most `LONGEST`; always even.

    Example: 48000 samples (3 s) -> 500
    """
    sound = -(-n_samples // HOP)
    return min(LONGEST, -(-(sound + _PADDING) // _STEP) * _STEP)
