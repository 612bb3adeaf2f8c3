from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
import soundfile

from talkie_shell.errors import DataError, SpeechError
from talkie_shell.speech.sound import read_sound, write_sound


def tone(seconds: float, rate: int, hertz: float = 440.0) -> np.ndarray:
    return 0.5 * np.sin(2 * np.pi * hertz * np.arange(int(seconds * rate)) / rate)


@pytest.mark.parametrize("suffix", ["wav", "flac", "ogg", "mp3"])
@pytest.mark.parametrize("rate", [16_000, 44_100])
def test_any_format_and_rate_becomes_mono_at_16_khz(tmp_path: Path, suffix: str, rate: int) -> None:
    file = tmp_path / f"sound.{suffix}"
    soundfile.write(file, np.stack([tone(1.0, rate), np.zeros(rate)], axis=1), rate)
    samples = read_sound(file)
    assert samples.dtype == np.float32
    assert samples.ndim == 1
    assert len(samples) == pytest.approx(16_000, abs=1200)  # mp3 pads
    strongest = np.argmax(np.abs(np.fft.rfft(samples))) * 16_000 / len(samples)
    assert strongest == pytest.approx(440, abs=2)
    assert np.abs(samples).max() == pytest.approx(0.25, abs=0.03)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    samples = tone(0.5, 16_000).astype(np.float32)
    write_sound(tmp_path / "a.wav", samples)
    assert np.allclose(read_sound(tmp_path / "a.wav"), samples, atol=1e-4)


def test_samples_that_are_no_numbers_are_silence(tmp_path: Path) -> None:
    file = tmp_path / "a.wav"
    soundfile.write(file, np.array([0.1, np.nan, np.inf, 0.2]), 16_000, subtype="FLOAT")
    assert np.isfinite(read_sound(file)).all()


@pytest.mark.parametrize(
    ("content", "told"),
    [(None, "there is no such file"), (b"", "not a sound file"), (b"words", "not a sound file")],
)
def test_what_is_no_sound_is_told_in_one_line(
    tmp_path: Path, content: bytes | None, told: str
) -> None:
    file = tmp_path / "a.wav"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(DataError, match=told) as caught:
        read_sound(file)
    assert str(file) in str(caught.value)


def test_a_sound_file_without_sound_a_folder_and_a_pipe(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.zeros(0), 16_000)
    with pytest.raises(DataError, match="there is no sound in it"):
        read_sound(tmp_path / "a.wav")
    with pytest.raises(DataError, match="that is a folder"):
        read_sound(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(DataError, match="plain files alone"):
        read_sound(tmp_path / "pipe")


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(SpeechError, match="cannot be written"):
        write_sound(tmp_path / "none" / "a.wav", np.zeros(10, np.float32))
