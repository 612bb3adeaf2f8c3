"""Sound files as samples: float32, mono, 16 kHz, from -1 to 1."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from talkie_shell.errors import DataError, SpeechError
from talkie_shell.speech.parts import missing
from talkie_shell.speech.window import SAMPLE_RATE

if TYPE_CHECKING:
    import numpy as np
    import soundfile
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]
    """float32 mono at 16 kHz, shape (n,)."""

_LONGEST = 4 * 3600
"""Seconds of sound that a file may have."""


def check_sound(path: Path) -> None:
    """Look at the beginning of a sound file. Raises as `read_sound`."""
    with _opened(path):
        pass


def read_sound(path: Path) -> Samples:
    """The samples of a sound file in any format that libsndfile reads (wav, flac, ogg, mp3, …).

    Channels are averaged. Raises `DataError` for a file that is missing, empty, longer than
    four hours or no sound, `SpeechError` where what reads sound is not installed.
    """
    try:
        import numpy as np
        import soxr
    except ImportError as error:
        raise missing(error) from error
    with _opened(path) as file:
        rate = file.samplerate
        samples = file.read(dtype="float32", always_2d=True).mean(axis=1)
    if not len(samples):
        raise DataError(f"{path}: there is no sound in it")
    if rate != SAMPLE_RATE:
        samples = soxr.resample(samples, rate, SAMPLE_RATE)
    return np.ascontiguousarray(np.nan_to_num(samples), dtype=np.float32)


@contextmanager
def _opened(path: Path) -> Iterator[soundfile.SoundFile]:
    """The sound file, open; what goes wrong with it is told as `read_sound` does."""
    if not path.is_file():
        there = "that is a folder" if path.is_dir() else "sound is read from plain files alone"
        raise DataError(f"{path}: {there if path.exists() else 'there is no such file'}")
    try:
        import soundfile
    except ImportError as error:
        raise missing(error) from error
    try:
        with soundfile.SoundFile(path) as file:
            if file.frames > _LONGEST * file.samplerate:
                raise DataError(f"{path}: longer than four hours")
            yield file
    except (OSError, RuntimeError, ValueError) as error:
        told = str(error).rpartition(": ")[2].rstrip(".")
        raise DataError(f"{path}: not a sound file that can be read ({told})") from error


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
