"""Reading the log, newest first."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from talkie_shell.corrections.store import SCHEMA
from talkie_shell.database import is_alive, open_readable
from talkie_shell.errors import LogError
from talkie_shell.records import Choice, Correction, Utterance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from talkie_shell.records import Outcome

_SELECT = """
SELECT id, session, utterance, source, preprocessed, proposed, confidence, uncertain, engine,
    command, directory, started, outcome, status, duration
FROM corrections ORDER BY id DESC LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Logged:
    """A correction as it lies in the log, and the session that wrote it."""

    session: str
    correction: Correction


def read_corrections(path: Path, limit: int | None = None) -> Iterator[Logged]:
    """The last ``limit`` corrections (all: None), newest first, read as they are asked for.

    A record that was begun by a session which is gone is "abandoned". Raises LogError.
    """
    import sqlite3

    connection = open_readable(path, SCHEMA)
    if connection is None:
        return
    known: dict[str, bool] = {}

    def alive(session: str) -> bool:
        if session not in known:
            known[session] = is_alive(session)
        return known[session]

    with closing(connection):
        try:
            for row in connection.execute(_SELECT, (-1 if limit is None else limit,)):
                yield _logged(row, alive)
        except sqlite3.Error as error:
            raise LogError(f"the {SCHEMA.noun} cannot be read: {error} ({path})") from error


def outcome_now(outcome: Outcome, session: str, alive: Callable[[str], bool]) -> Outcome:
    """The outcome as it stands today.

    Example: ("started", "laptop:4711:9f3a61c2", lambda _: False) -> "abandoned"
    """
    return "abandoned" if outcome == "started" and not alive(session) else outcome


def _logged(row: tuple[Any, ...], alive: Callable[[str], bool]) -> Logged:
    number, session, text, source, preprocessed, proposed, confidence, uncertain, *rest = row
    engine, command, directory, started, outcome, status, duration = rest
    return Logged(
        session,
        Correction(
            Utterance(text, source),
            preprocessed,
            proposed,
            confidence,
            engine,
            command,
            directory,
            started,
            uncertain=tuple(
                Choice(kept["start"], kept["end"], tuple(kept["readings"]), kept["confidence"])
                for kept in json.loads(uncertain)
            ),
            outcome=outcome_now(outcome, session, alive),
            status=status,
            duration=duration,
            identifier=number,
        ),
    )
