"""Dictation as the settings have it: the microphone, or sound files in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain, islice, repeat
from pathlib import Path
from typing import TYPE_CHECKING

from talkie_shell.context import Context
from talkie_shell.settings import Settings
from talkie_shell.speech.dictation import Dictation
from talkie_shell.speech.endpointing import Ending
from talkie_shell.speech.microphone import Microphone, prepare
from talkie_shell.speech.prompting import build_prompt
from talkie_shell.speech.sources import FileSource, Source

if TYPE_CHECKING:
    from talkie_shell.speech.recogniser import Recogniser

_RECENT = 8
"""Earlier utterances that tell the recogniser how this user speaks."""


def make_dictation(
    settings: Settings,
    changed: Callable[[], None],
    *,
    source: Callable[[], Source] | None = None,
    prompt: Callable[[], str] = build_prompt,
) -> Dictation:
    """A dictation into the microphone, or into what ``source`` makes for each in its place."""

    def microphone() -> Source:
        return Microphone(settings.microphone)

    def load() -> Recogniser:
        from talkie_shell.speech.recogniser import load_recogniser

        recogniser = load_recogniser(settings)
        if source is None:
            prepare()
        return recogniser

    return Dictation(source or microphone, load, changed, prompt=prompt, ending=ending_of(settings))


def from_files(files: Sequence[Path], speed: float = 1.0) -> Callable[[], Source] | None:
    """What makes each dictation hear the next of the files, ``speed`` times as fast as it was
    spoken, the last one over and over; None where there are none."""
    if not files:
        return None
    waiting = chain(files, repeat(files[-1]))
    return lambda: FileSource(next(waiting), speed)


def ending_of(settings: Settings) -> Ending:
    """What ends a dictation."""
    silence = settings.endpointing_seconds if settings.endpointing else None
    return Ending(silence, settings.longest_dictation)


def prompt_from(
    recent: Iterable[str], vocabulary: Iterable[str], context: Callable[[], Context] | None
) -> str:
    """What the recogniser may expect to hear here. ``recent``: lines of late, newest first;
    those that are commands as typed do not tell how they are said and do not count."""
    spoken = islice((text for text in recent if not _is_typed(text)), _RECENT)
    names = sorted(context().names) if context is not None else []
    return build_prompt(recent=spoken, words=vocabulary, names=names)


def _is_typed(text: str) -> bool:
    return any(not (character.isalnum() or character in " ',.") for character in text)
