"""Samples to transcripts: what every recogniser offers, and the one that the settings ask for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from talkie_shell.records import Heard

if TYPE_CHECKING:
    from talkie_shell.speech.sound import Samples


def never() -> bool:
    """Nobody asks to stop."""
    return False


class Recogniser(Protocol):
    """Hears words in samples."""

    @property
    def name(self) -> str: ...

    def recognise(
        self,
        samples: Samples,
        *,
        prompt: str = "",
        final: bool = True,
        stopped: Callable[[], bool] = never,
    ) -> Heard:
        """What was said; ``text`` is "" where nothing was.

        ``samples``: float32 mono at 16 kHz, shape (n,). ``prompt``: what words to expect, see
        `talkie_shell.speech.prompting`. ``final``: False asks for the words so far, fast and
        without alternatives. ``stopped`` is asked at each token; once it says yes, the words
        found by then are returned.
        """
        ...
