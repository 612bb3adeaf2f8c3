"""Requests to answers: the pipeline, kept loaded, under the settings of the moment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from talkie_shell.choices import draft_of, stops
from talkie_shell.dangers import objection
from talkie_shell.errors import TalkieError
from talkie_shell.paths import config_file
from talkie_shell.records import Utterance
from talkie_shell.resident.protocol import Answer, Request
from talkie_shell.settings import Settings, load_settings

if TYPE_CHECKING:
    from talkie_shell.context import Context
    from talkie_shell.pipeline import Pipeline
    from talkie_shell.records import Proposal
    from talkie_shell.shell.surroundings import Surroundings

MOST_READINGS = 12
"""Nobody walks through more with a key."""

_Signature = tuple[Path, int, int, int]


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What was loaded under one state of one settings file."""

    signature: _Signature
    settings: Settings
    pipeline: Pipeline


class Answerer:
    """Answers requests, one after the other. Loads the model at the first, and again what the
    settings file changes when that was written."""

    def __init__(self) -> None:
        self._loaded: _Loaded | None = None
        self._surroundings: Surroundings | None = None
        self._directory = "/"
        self._told = ""

    @property
    def settings(self) -> Settings | None:
        """Those in force at the last request; None before the first."""
        return self._loaded.settings if self._loaded else None

    def answer(self, request: Request) -> Answer:
        """The readings of the request's words; a `TalkieError` becomes the answer's notice."""
        try:
            return self._answer(request)
        except TalkieError as error:
            return Answer(str(error))

    def _answer(self, request: Request) -> Answer:
        if os.environ.get("PATH") != request.path:
            # Who looks programs up, here and in their threads, looks here for where.
            os.environ["PATH"] = request.path
        self._directory = request.directory
        loaded = self._load(request.config)
        source = request.source or loaded.settings.source
        proposal = loaded.pipeline.propose(Utterance(request.words, source))
        readings = readings_of(proposal, loaded.settings.uncertain_below)
        if not readings:
            return Answer("there is nothing in it to make a command of")
        return Answer(self._notice(proposal, loaded), readings)

    def _load(self, config: str) -> _Loaded:
        signature = _signature(Path(config) if config else config_file())
        if self._loaded is None or self._loaded.signature != signature:
            from talkie_shell.pipeline import load_pipeline

            settings = load_settings(Path(config) if config else None)
            about = self._context if settings.context else None
            pipeline = load_pipeline(settings.engine, settings.vocabulary or None, about)
            self._loaded = _Loaded(signature, settings, pipeline)
        return self._loaded

    def _context(self) -> Context:
        if self._surroundings is None:
            from talkie_shell.shell.surroundings import Surroundings

            self._surroundings = Surroundings()
        return self._surroundings.context(self._directory)

    def _notice(self, proposal: Proposal, loaded: _Loaded) -> str:
        told = loaded.pipeline.notice
        if told and told != self._told:
            self._told = told
            return told
        return objection(proposal.command, proposal, loaded.settings, lambda: self._directory)


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
