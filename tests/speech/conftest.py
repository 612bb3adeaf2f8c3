"""Really spoken sound, for tests that hear."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from talkie_shell.speech.models import own_adapter
from talkie_shell.speech.whisper import WhisperRecogniser
from tests.voices import say

Speak = Callable[[str], Path]


@pytest.fixture
def speak(tmp_path: Path) -> Speak:
    """Has a voice say the words into a wav file."""

    def speak(words: str) -> Path:
        file = tmp_path / f"{len(list(tmp_path.iterdir()))}.wav"
        say(words, file)
        return file

    return speak


@pytest.fixture(scope="session")
def recogniser(speech_model: Path) -> WhisperRecogniser:
    """Whisper as it is, without an adapter."""
    return WhisperRecogniser.load(speech_model, "tiny.en")


@pytest.fixture(scope="session")
def adapted(speech_model: Path) -> WhisperRecogniser:
    """Whisper as users have it, with the adapter that came with the program."""
    return WhisperRecogniser.load(speech_model, "tiny.en", own_adapter("tiny.en"))
