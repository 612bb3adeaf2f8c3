"""Samples to transcripts: what every recogniser offers, and the one that the settings ask for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from talkie_shell.errors import SpeechError
from talkie_shell.records import Heard
from talkie_shell.settings import Settings
from talkie_shell.speech.decoding import never

if TYPE_CHECKING:
    from talkie_shell.speech.fetching import Notice, Tell
    from talkie_shell.speech.sound import Samples
    from talkie_shell.speech.whisper import WhisperRecogniser


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


def load_recogniser(
    settings: Settings, fetching: tuple[Tell, Notice] | None = None
) -> WhisperRecogniser:
    """The recogniser that the settings ask for, ready to hear.

    ``fetching`` hears of it where a model that is not here is fetched, see `fetch_model`; without
    it none is. Raises `SpeechError`, which says what to do.
    """
    from talkie_shell.speech.models import find_model, folder_of, is_folder, is_model, own_adapter
    from talkie_shell.speech.whisper import WhisperRecogniser

    name = settings.speech_model
    if is_folder(name):
        folder = Path(name).expanduser()
    else:
        model = find_model(name)
        folder = folder_of(name)
        if not is_model(folder):
            if fetching is None:
                raise SpeechError(f"the speech model is not here: talkie-sh models fetch {name}")
            from talkie_shell.speech.fetching import fetch_model

            fetch_model(model, *fetching)
    adapter: Path | None = None
    if settings.speech_adapter == "default":
        adapter = own_adapter(name)
    elif settings.speech_adapter:
        adapter = Path(settings.speech_adapter).expanduser()
    return WhisperRecogniser.load(folder, name, adapter)
