"""Round after round: read a line, record it, run it, say how it went.

What was typed while a command ran and read by no program is the next line's text: it never
presses Enter by itself.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from talkie_shell.corrections import CorrectionLog, should_log
from talkie_shell.errors import TalkieError
from talkie_shell.records import Correction, Outcome, Utterance
from talkie_shell.repl.history import Shelf
from talkie_shell.repl.pasted import clean
from talkie_shell.repl.prompt import Standing, outcome_text
from talkie_shell.repl.state import Confirmed, utterance_text
from talkie_shell.settings import Settings
from talkie_shell.shell.surroundings.branches import branch_of
from talkie_shell.shell.surroundings.lookups import Lookups

if TYPE_CHECKING:
    from talkie_shell.shell.names import Names
    from talkie_shell.speech.sound import Samples

BRANCH_PATIENCE = 0.05
"""Seconds that a prompt waits for its branch: a dead network mount must not hold it up."""
_NOTHING = " "
"""What an Enter on an empty line runs where there are jobs: the shell tells which are done. Its
blank keeps it out of the shell's history."""
_NOT_FOUND = 127
"""The status of a command that the shell did not find."""
RECORD_FIRST = 0.2
"""Seconds that a command waits for its record to be on the disk, at most."""


class Result(Protocol):
    """How a command ended, as the session tells it."""

    @property
    def status(self) -> int: ...
    @property
    def seconds(self) -> float: ...
    @property
    def directory(self) -> str: ...
    @property
    def jobs(self) -> int: ...
    @property
    def ended(self) -> bool: ...
    @property
    def lost(self) -> str: ...
    @property
    def ran(self) -> bool: ...
    @property
    def interrupted(self) -> bool: ...
    @property
    def typed_ahead(self) -> str: ...


class Session(Protocol):
    """The shell underneath."""

    def run(self, command: str) -> Result: ...
    def names(self) -> Names: ...


class Reader(Protocol):
    """What reads a confirmed command: the line editor, or its plain stand-in."""

    @property
    def settings(self) -> Settings: ...
    def read(self, standing: Standing, typed: str = "") -> Confirmed | None: ...


class Rounds:
    """The session's life. ``say`` prints a line for the user (its style's name, the text);
    ``fresh`` has the next output start on a line of its own."""

    def __init__(
        self,
        reader: Reader,
        session: Session,
        log: CorrectionLog,
        shelf: Shelf,
        standing: Standing,
        *,
        private: bool,
        say: Callable[[str, str], None],
        fresh: Callable[[], None],
    ) -> None:
        self._reader = reader
        self._session = session
        self._log = log
        self._shelf = shelf
        self._standing = standing
        self._private = private
        self._say = say
        self._fresh = fresh
        self._typed = ""
        self._branches: Lookups[str] = Lookups(lambda directory, _: branch_of(directory))

    def go(self) -> int:
        """Until the user leaves; the exit status of the last command."""
        ended = False
        while not ended:
            try:
                typed, self._typed = self._typed, ""
                confirmed = self._reader.read(self._around(), typed)
            except EOFError:
                return self._status
            except KeyboardInterrupt:
                continue
            if confirmed is None:
                # The shell underneath knows whether anything stands against leaving.
                ended = self._run("exit").ended
            elif confirmed.command.strip():
                ended = self._confirmed(confirmed)
            elif self._standing.jobs:
                ended = self._run(_NOTHING).ended
        return self._status

    def _around(self) -> Standing:
        template, standing = self._reader.settings.prompt, self._standing
        if "{venv" in template and (names := self._session.names()).told:
            standing = replace(standing, venv=names.venv)
        if "{branch" in template:
            branch = self._branches.ask(standing.directory, BRANCH_PATIENCE)
            standing = replace(standing, branch=branch or "")
        return standing

    @property
    def _status(self) -> int:
        return self._standing.status or 0

    def _confirmed(self, confirmed: Confirmed) -> bool:
        """Record and run a command; whether the session ended with it."""
        texts = (confirmed.words, confirmed.command)
        # What the shelf of a private session holds ends with the session.
        kept = all(should_log(text, private=False, enabled=True) for text in texts)
        if kept:
            self._shelf.append(*texts)
        result = self._logged(confirmed)
        if kept and result.status == _NOT_FOUND:
            self._shelf.last_not_found()
        return result.ended

    def _logged(self, confirmed: Confirmed) -> Result:
        """Run a command, with its record where one is kept."""
        logging = self._reader.settings.logging
        texts = (confirmed.words, confirmed.command)
        if not all(should_log(text, self._private, logging) for text in texts):
            return self._run(confirmed.command)
        record = correction_of(confirmed, self._standing.directory, time.time())
        ticket = self._log.begin(record)
        if confirmed.sounds:
            self._keep(record.started, confirmed.sounds)
        ticket.wait(RECORD_FIRST)
        try:
            result = self._run(confirmed.command)
        except BaseException:
            # The terminal was closed, or the shell underneath cannot be had any more.
            self._log.finish(ticket, "abandoned", None, None)
            raise
        self._log.finish(ticket, outcome_of(result), result.status, result.seconds)
        return result

    def _keep(self, started: float, sounds: Sequence[Samples]) -> None:
        from talkie_shell.speech.keeping import keep_sound

        try:
            keep_sound(started, sounds)
        except TalkieError as error:
            self._say("notice", str(error))

    def _run(self, command: str) -> Result:
        result = self._session.run(command)
        self._typed = clean(result.typed_ahead).rstrip("\n")
        self._standing = replace(
            self._standing,
            directory=result.directory,
            status=result.status,
            seconds=result.seconds,
            jobs=result.jobs,
        )
        if not result.ended:
            self._fresh()
            said = outcome_text(
                result.status,
                result.seconds,
                interrupted=result.interrupted,
                prompt=self._reader.settings.prompt,
            )
            if said and command != _NOTHING and not _stopped(result):
                self._say("failed" if result.status else "toolbar", said)
            if result.lost:
                self._say("notice", result.lost)
            if not result.ran and command != _NOTHING:
                self._say("notice", "the command did not run: it stands in the line again")
                self._typed = command
            _follow(result.directory)
        return result


def correction_of(confirmed: Confirmed, directory: str, started: float) -> Correction:
    """The record of a command that is about to run. Pure."""
    proposal = confirmed.proposal
    source = proposal.utterance.source if proposal is not None else "typed"
    utterance = Utterance(utterance_text(confirmed.words), source)
    if proposal is None:
        return Correction(
            utterance=utterance,
            preprocessed=utterance.text,
            proposed=utterance.text,
            confidence=0.0,
            engine="none",
            command=confirmed.command,
            directory=directory,
            started=started,
        )
    return Correction(
        utterance=utterance,
        preprocessed=proposal.preprocessed,
        proposed=proposal.command,
        confidence=proposal.confidence,
        engine=proposal.engine,
        command=confirmed.command,
        directory=directory,
        started=started,
        uncertain=proposal.uncertain,
    )


def outcome_of(result: Result) -> Outcome:
    """What became of the command. Pure."""
    if result.lost:
        return "abandoned"
    if result.interrupted:
        return "interrupted"
    return "failed" if result.status else "succeeded"


def _stopped(result: Result) -> bool:
    """Whether Ctrl-Z sent the command aside, of which the shell itself tells."""
    return result.jobs > 0 and result.status == 128 + signal.SIGTSTP


def _follow(directory: str) -> None:
    """Stand where the shell underneath stands, so that a word's files are looked up there."""
    try:
        os.chdir(directory)
    except OSError:
        return  # removed, or not ours to enter: the shell underneath says so itself
