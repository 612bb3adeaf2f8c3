"""Sound files as samples: float32, mono, 16 kHz, from -1 to 1."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from talkie_shell.errors import SpeechError
from talkie_shell.speech.parts import missing
from talkie_shell.speech.window import SAMPLE_RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]
    """float32 mono at 16 kHz, shape (n,)."""

_LONGEST = 4 * 3600
"""Seconds of sound that a file may have."""


def read_sound(path: Path) -> Samples:
    """The samples of a sound file in any format that libsndfile reads (wav, flac, ogg, mp3, …).

    Channels are averaged. Raises `SpeechError` for a file that is missing, empty, longer than
    four hours or no sound.
    """
    try:
        import numpy as np
        import soundfile
        import soxr
    except ImportError as error:
        raise missing(error) from error
    if not path.is_file():
        there = "that is a folder" if path.is_dir() else "sound is read from plain files alone"
        raise SpeechError(f"{path}: {there if path.exists() else 'there is no such file'}")
    try:
        with soundfile.SoundFile(path) as file:
            rate = file.samplerate
            if file.frames > _LONGEST * rate:
                raise SpeechError(f"{path}: longer than four hours")
            samples = file.read(dtype="float32", always_2d=True).mean(axis=1)
    except (OSError, RuntimeError, ValueError) as error:
        told = str(error).rpartition(": ")[2].rstrip(".")
        raise SpeechError(f"{path}: not a sound file that can be read ({told})") from error
    if not len(samples):
        raise SpeechError(f"{path}: there is no sound in it")
    if rate != SAMPLE_RATE:
        samples = soxr.resample(samples, rate, SAMPLE_RATE)
    return np.ascontiguousarray(np.nan_to_num(samples), dtype=np.float32)


def write_sound(path: Path, samples: Samples) -> None:
    """Write samples as a 16-bit wav or flac file, by the path's suffix.

    Raises `SpeechError` where it cannot be written.
    """
    try:
        import soundfile
    except ImportError as error:
        raise missing(error) from error
    try:
        soundfile.write(path, samples, SAMPLE_RATE, subtype="PCM_16")
    except (OSError, RuntimeError, ValueError, TypeError) as error:
        raise SpeechError(f"{path}: the sound cannot be written ({error})") from error
