"""Requests to answers: the pipeline, kept loaded, under the settings of the moment."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from talkie_shell.choices import draft_of, stops
from talkie_shell.dangers import objection
from talkie_shell.errors import TalkieError
from talkie_shell.paths import config_file
from talkie_shell.records import Utterance
from talkie_shell.resident.protocol import (
    Answer,
    Asked,
    Listen,
    Request,
    Transcripts,
    course_line,
)
from talkie_shell.settings import Settings, load_settings
from talkie_shell.speech.take import Ended

if TYPE_CHECKING:
    import socket

    from talkie_shell.context import Context
    from talkie_shell.pipeline import Pipeline
    from talkie_shell.records import Proposal
    from talkie_shell.resident.ears import Ears
    from talkie_shell.shell.surroundings import Surroundings

MOST_READINGS = 12
"""Nobody walks through more with a key."""

_Signature = tuple[Path, int, int, int]


@dataclass(frozen=True, slots=True)
class _InForce:
    """The settings of one state of one settings file."""

    signature: _Signature
    settings: Settings


class Answerer:
    """The work of a `Server`: answers requests, one after the other, and listens. What was
    loaded stays loaded until the settings file is written."""

    def __init__(self) -> None:
        self._in_force: _InForce | None = None
        self._pipeline: Pipeline | None = None
        self._ears: Ears | None = None
        self._surroundings: Surroundings | None = None
        self._directory = "/"
        self._told = ""

    @property
    def patience(self) -> float:
        settings = self._in_force.settings if self._in_force is not None else Settings()
        return 60.0 * settings.resident_minutes

    @property
    def busy(self) -> bool:
        return self._ears is not None and self._ears.busy

    def answer(self, request: Request | Transcripts) -> Answer:
        """The readings of what was typed or heard; a `TalkieError` becomes the notice."""
        try:
            return self._answer(request)
        except TalkieError as error:
            return Answer(str(error))

    def listen(self, request: Listen, connection: socket.socket) -> bool:
        """See `Ears.listen`."""
        from talkie_shell.resident.ears import Ears

        self._stand(request)
        try:
            settings = self._settings(request.config)
        except TalkieError as error:
            with connection, suppress(OSError):
                connection.sendall(course_line(Ended(None, str(error))))
            return True
        if self._ears is None:
            self._ears = Ears()
        if not self._ears.listen(settings, request.sounds, self._prompt(settings), connection):
            return False
        with suppress(Exception):  # who asks what the words mean will hear of it
            self._load(settings)
        return True

    def close(self) -> None:
        """Forget what is being heard."""
        if self._ears is not None:
            self._ears.close()

    def _answer(self, request: Request | Transcripts) -> Answer:
        self._stand(request)
        settings = self._settings(request.config)
        pipeline = self._load(settings)
        if isinstance(request, Transcripts):
            proposal = pipeline.propose_heard(request.heard)
            heard, note = proposal.utterance.text, request.note
        else:
            source = request.source or settings.source
            proposal = pipeline.propose(Utterance(request.words, source))
            heard = note = ""
        readings = readings_of(proposal, settings.uncertain_below)
        if not readings:
            return Answer("there is nothing in it to make a command of", heard=heard)
        notice = self._notice(proposal, pipeline, settings) or note
        return Answer(notice, readings, heard)

    def _stand(self, asked: Asked) -> None:
        """Be where the shell that asks is."""
        if os.environ.get("PATH") != asked.path:
            # Who looks programs up, here and in their threads, looks here for where.
            os.environ["PATH"] = asked.path
        self._directory = asked.directory

    def _settings(self, config: str) -> Settings:
        signature = _signature(Path(config) if config else config_file())
        if self._in_force is None or self._in_force.signature != signature:
            settings = load_settings(Path(config) if config else None)
            self._in_force, self._pipeline = _InForce(signature, settings), None
        return self._in_force.settings

    def _load(self, settings: Settings) -> Pipeline:
        if self._pipeline is None:
            from talkie_shell.pipeline import load_pipeline

            about = self._context if settings.context else None
            self._pipeline = load_pipeline(settings.engine, settings.vocabulary or None, about)
        return self._pipeline

    def _prompt(self, settings: Settings) -> Callable[[], str]:
        """What may be heard where the shell that asks stands."""
        from talkie_shell.speech.configured import prompt_from

        words = settings.vocabulary.get("words", ())
        about = self._context if settings.context else None
        return lambda: prompt_from((), words, about)

    def _context(self) -> Context:
        if self._surroundings is None:
            from talkie_shell.shell.surroundings import Surroundings

            self._surroundings = Surroundings()
        return self._surroundings.context(self._directory)

    def _notice(self, proposal: Proposal, pipeline: Pipeline, settings: Settings) -> str:
        told = pipeline.notice
        if told and told != self._told:
            self._told = told
            return told
        return objection(proposal.command, proposal, settings, lambda: self._directory)


def readings_of(proposal: Proposal, below: float) -> tuple[str, ...]:
    """The command, then what it may be as well: the least certain choice first, and whole other
    commands last. None where no command could be made.

    ``below``: choices of a lower confidence are open.
    Example: a proposal of ``df -ih``, unsure of its case -> ("df -ih", "df -iH", …)
    """
    if not proposal.command.strip():
        return ()
    walk = stops(draft_of(proposal, below), proposal.alternatives)
    return tuple(stop.draft.text for stop in walk[:MOST_READINGS])


def _signature(file: Path) -> _Signature:
    """Another one whenever the file was written."""
    try:
        told = file.stat()
    except OSError:
        return (file, 0, 0, 0)
    return (file, told.st_ino, told.st_mtime_ns, told.st_size)
