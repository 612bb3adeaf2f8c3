"""What is no speech, however fluently a recogniser writes it.

The constants were set on noise, hum, clicks and tones of several levels and lengths, beside
spoken commands. Whisper as it is gives at least 0.77 for silence to the former and at most 0.34 to
the latter; with the adapter it gives at least 0.41, and at most 0.10 to commands in noise of 0 dB.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from talkie_shell.speech.sound import Samples

_QUIET = 1e-3
"""The loudest sample of what nobody can have said anything in (-60 dB of full scale)."""
_SHORTEST = 1600
"""Samples (0.1 s) without which there is no word."""
_SILENCE = 0.6
"""Whisper's probability of no speech from which nothing was said."""
_ADAPTED_SILENCE = 0.25
"""The same with an adapter."""
_LONGEST_UNIT = 12
_REPEATS = 6
"""A unit of tokens that comes so often in a row is a loop; "dot dot slash" comes five times at
most in paths that people say."""
_TOKENS_A_SECOND = 7.0
"""Fast dictation has five words a second, and a word of a command a token and a half."""
_TOKENS_AT_LEAST = 5
_TOKENS_AS_A_RULE = 3.0


def is_quiet(samples: Samples) -> bool:
    """Whether there is nothing in it to listen to, so that the network need not be asked."""
    return len(samples) < _SHORTEST or float(abs(samples).max()) < _QUIET


def is_silence(probability: float, *, adapted: bool) -> bool:
    """Whether nobody spoke, by the network's own probability of that."""
    return probability > (_ADAPTED_SILENCE if adapted else _SILENCE)


def loops(tokens: Sequence[int]) -> bool:
    """Whether the tokens end in a unit that came `_REPEATS` times in a row.

    Example: [5, 7, 7, 7, 7, 7, 7] -> True
    """
    for size in range(1, _LONGEST_UNIT + 1):
        needed = size * _REPEATS
        if needed > len(tokens):
            return False
        tail = tokens[-needed:]
        if all(tail[index] == tail[index % size] for index in range(size, needed)):
            return True
    return False


def expected(seconds: float) -> int:
    """The tokens that so many seconds have as a rule."""
    return int(_TOKENS_AS_A_RULE * seconds)


def longest(seconds: float) -> int:
    """The tokens that can be said in so many seconds."""
    return int(_TOKENS_AT_LEAST + _TOKENS_A_SECOND * seconds)
