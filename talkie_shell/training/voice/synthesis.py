"""One line said by one voice: 16 kHz mono, float32 in [-1, 1]."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import numpy as np

from talkie_shell.errors import TrainingError
from talkie_shell.speech.window import SAMPLE_RATE
from talkie_shell.training.voice.programs import output_of
from talkie_shell.training.voice.voices import Voice

if TYPE_CHECKING:
    from talkie_shell.speech.sound import Samples

_ESPEAK_WORDS_A_MINUTE = 165


def say(text: str, voice: Voice, *, speed: float = 1.0, warp: float = 1.0) -> Samples:
    """The text as sound [samples]. Letters that are capitals on their own are said by name.

    ``speed`` is a factor of the voice's own pace. ``warp`` makes another speaker of the voice:
    pitch and formants are scaled by it, the pace stays. Raises `TrainingError` where the voice
    fails.
    """
    import soxr

    sound, rate = _ENGINES[voice.engine](text, voice.option, speed / warp)
    return np.asarray(soxr.resample(sound, rate * warp, SAMPLE_RATE), np.float32)


def _flite(text: str, option: str, speed: float) -> tuple[Samples, int]:
    stretch = f"duration_stretch={1 / speed:.3f}"
    command = ["flite", "-voice", option, "--setf", stretch, "-t", _named(text, "ay")]
    return _pcm(output_of([*command, "-o", "/dev/stdout"]))


def _espeak(text: str, option: str, speed: float) -> tuple[Samples, int]:
    pace = str(round(_ESPEAK_WORDS_A_MINUTE * speed))
    command = ["espeak-ng", "--stdout", "-v", option, "-s", pace, "--", _named(text, "eigh")]
    return _pcm(output_of(command))


def _festival(text: str, option: str, speed: float) -> tuple[Samples, int]:
    stretch = f"(Parameter.set 'Duration_Stretch {1 / speed:.3f})"
    command = ["text2wave", "-eval", f"(voice_{option})", "-eval", stretch, "-o", "/dev/stdout"]
    return _pcm(output_of(command, _named(text, "ay")))


def _pico(text: str, option: str, speed: float) -> tuple[Samples, int]:
    # It writes to files only, and only to those whose names tell that they are sounds.
    with TemporaryDirectory(prefix="talkie-voice-") as folder:
        file = Path(folder) / "said.wav"
        marked = f'<speed level="{round(100 * speed)}">{escape(_named(text, "eigh"))}</speed>'
        output_of(["pico2wave", "-l", option, "-w", str(file), marked])
        return _pcm(file.read_bytes())


def _hibari(text: str, option: str, speed: float) -> tuple[Samples, int]:
    from talkie_shell.training.voice.neural import say_hibari

    return say_hibari(_named(text, "[A](/ˈA/)"), option, speed)


def _piper(text: str, option: str, speed: float) -> tuple[Samples, int]:
    from talkie_shell.training.voice.neural import say_piper

    return say_piper(_named(text, "eigh"), option, speed)


_ENGINES: dict[str, Callable[[str, str, float], tuple[Samples, int]]] = {
    "flite": _flite,
    "espeak": _espeak,
    "festival": _festival,
    "pico": _pico,
    "hibari": _hibari,
    "piper": _piper,
}


def _named(text: str, first: str) -> str:
    """The text with the letter A written so that the voice does not take it for the article."""
    return " ".join(first + word[1:] if word in {"A", "A,"} else word for word in text.split())


def _pcm(wav: bytes) -> tuple[Samples, int]:
    """The samples and the rate of a 16-bit mono WAV, also of one whose length was not known when
    its header was written."""
    at = wav.find(b"data")
    if wav[:4] != b"RIFF" or at < 0:
        raise TrainingError("the voice gave no sound")
    rate = int.from_bytes(wav[24:28], "little")
    body = wav[at + 8 :]
    samples = np.frombuffer(body[: len(body) // 2 * 2], "<i2")
    return (samples / 32768).astype(np.float32), rate
