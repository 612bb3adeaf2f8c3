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
PADDING = 400
"""Mel frames of silence behind the sound that Whisper wants as it is: with fewer it repeats
itself, and more changes nothing."""
ADAPTED_PADDING = 100
"""The same for a network that was trained on short windows."""
_STEP = 100
"""Windows are whole seconds, so that there are few shapes."""


def window_frames(n_samples: int, padding: int = PADDING) -> int:
    """The mel frames of the window for so many samples, at most `LONGEST`; always even.

    Example: 48000 samples (3 s) -> 700
    """
    sound = -(-n_samples // HOP)
    return min(LONGEST, -(-(sound + padding) // _STEP) * _STEP)
