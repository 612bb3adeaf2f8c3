"""Writing the log: a record before its command runs, completed after.

Nothing here waits for the disk; `Ticket.wait` does, for who wants the record to be durable
before the command starts.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from talkie_shell.database import Schema, Writer, session_name
from talkie_shell.database.files import as_stored
from talkie_shell.database.writer import is_written

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from concurrent.futures import Future

    from talkie_shell.records import Correction, Outcome

SCHEMA = Schema(
    noun="correction log",
    application=0x74616C6B,  # "talk"
    migrations=Path(__file__).parent / "migrations",
)

_INSERT = """
INSERT INTO corrections (
    session, utterance, source, preprocessed, proposed, confidence, uncertain, engine,
    command, directory, started, outcome, status, duration
) VALUES (
    ?, CAST(? AS TEXT), ?, CAST(? AS TEXT), CAST(? AS TEXT), ?, ?, ?,
    CAST(? AS TEXT), CAST(? AS TEXT), ?, ?, ?, ?
)
"""

_UPDATE = "UPDATE corrections SET outcome = ?, status = ?, duration = ? WHERE id = ?"


@dataclass(slots=True)
class Ticket:
    """A record on its way to the log; `CorrectionLog.finish` takes it back. ``begun``, ``row``
    and ``generation`` (which file the row is in) are the log's own."""

    correction: Correction
    begun: Future[None] | None = None
    row: int | None = None
    generation: int = 0

    def wait(self, timeout: float) -> bool:
        """Whether the record is on the disk within ``timeout`` seconds. Never raises, and
        must not be called on the UI thread."""
        return self.begun is not None and is_written(self.begun, timeout)


class CorrectionLog:
    """A session's hold on the log. ``on_notice`` is called from the writing thread with each
    line that the user should read (at most one a kind of trouble); `notice` keeps the first.
    """

    def __init__(self, path: Path, *, on_notice: Callable[[str], None] | None = None) -> None:
        self.session = session_name()
        self._writer = Writer(path, SCHEMA, on_notice=on_notice)

    @property
    def notice(self) -> str | None:
        return self._writer.notice

    def begin(self, correction: Correction) -> Ticket:
        """Record a command that is about to run. Returns at once."""
        ticket = Ticket(correction)
        session = self.session

        def write(connection: sqlite3.Connection, generation: int) -> None:
            ticket.row = _insert(connection, session, ticket.correction)
            ticket.generation = generation

        ticket.begun = self._writer.submit(write)
        return ticket

    def finish(
        self, ticket: Ticket, outcome: Outcome, status: int | None, duration: float | None
    ) -> None:
        """Complete a record. Returns at once.

        A record that the user deleted meanwhile stays deleted; one whose file was set aside
        or removed meanwhile is written whole into the new file.
        """
        session = self.session
        ended = replace(ticket.correction, outcome=outcome, status=status, duration=duration)

        def write(connection: sqlite3.Connection, generation: int) -> None:
            if ticket.generation == generation:
                connection.execute(_UPDATE, (outcome, status, duration, ticket.row))
            else:
                _insert(connection, session, ended)

        self._writer.submit(write)

    def flush(self, timeout: float) -> bool:
        """Wait until everything so far is on the disk; False where it is not in time."""
        return self._writer.flush(timeout)

    def close(self, timeout: float = 10.0) -> bool:
        """Write what waits and let go of the file; False where something stayed unwritten."""
        return self._writer.close(timeout)


def _insert(connection: sqlite3.Connection, session: str, record: Correction) -> int | None:
    cursor = connection.execute(
        _INSERT,
        (
            session,
            as_stored(record.utterance.text),
            record.utterance.source,
            as_stored(record.preprocessed),
            as_stored(record.proposed),
            record.confidence,
            json.dumps([asdict(choice) for choice in record.uncertain]),
            record.engine,
            as_stored(record.command),
            as_stored(record.directory),
            record.started,
            record.outcome,
            record.status,
            record.duration,
        ),
    )
    return cursor.lastrowid
