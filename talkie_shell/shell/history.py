"""The history of both the words and the command, shared by many sessions at once.

A file of its own beside the correction log: it is kept when logging is off, and clearing
one does not touch the other. What a session entered itself is also kept in memory, so that
it stays at hand where the file cannot be written.
"""

from __future__ import annotations

import heapq
import threading
import time
from collections import deque
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from talkie_shell.database import Schema, Writer, open_readable, session_name
from talkie_shell.database.files import as_stored
from talkie_shell.errors import LogError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator

SCHEMA = Schema(
    noun="history",
    application=0x74616C68,  # "talh"
    migrations=Path(__file__).parent / "migrations",
)

_INSERT = """
INSERT INTO entries (session, words, command, entered)
VALUES (?, CAST(? AS TEXT), CAST(? AS TEXT), ?)
"""

_NOT_FOUND = """
UPDATE entries SET found = 0 WHERE session = ? AND entered = ? AND command = CAST(? AS TEXT)
"""

_PRUNE = "DELETE FROM entries WHERE id <= (SELECT max(id) FROM entries) - ?"

_OTHERS = "SELECT words, command, entered, found FROM entries WHERE session <> ?"

_NEWS = """
SELECT
    (SELECT max(id) FROM entries),
    (SELECT count(*) FROM entries WHERE id > ? AND session <> ?)
"""

_HOLDS = """
 AND (instr(lower(words), CAST(? AS TEXT)) > 0 OR instr(lower(command), CAST(? AS TEXT)) > 0)
"""

_NEWEST_FIRST = " ORDER BY entered DESC, id DESC"


@dataclass(frozen=True, slots=True)
class Entry:
    """What was said (or typed) and the command that it became; ``entered`` is in seconds
    since the epoch, ``found`` whether the shell found the command."""

    words: str
    command: str
    entered: float
    found: bool = True


class History:
    """A session's view of the history. Reading takes milliseconds of disk time: not for the
    UI thread. Reading never fails; what cannot be read is told once through ``on_notice``.
    ``keep``: how many entries the file may hold; the oldest go first.
    """

    def __init__(
        self,
        path: Path,
        *,
        keep: int = 1_000_000,
        on_notice: Callable[[str], None] | None = None,
    ) -> None:
        self.path = path
        self.keep = keep
        self.session = session_name()
        self._writer = Writer(path, SCHEMA, on_notice=on_notice)
        self._on_notice = on_notice
        self._unreadable = False
        self._seen: int | None = None
        """The newest row when it was last looked at for news."""
        self._own: deque[Entry] = deque(maxlen=keep)
        self._lock = threading.Lock()

    def append(self, words: str, command: str) -> Entry:
        """Remember a command and the words for it. Returns at once."""
        entry = Entry(words, command, time.time())
        with self._lock:
            self._own.append(entry)
        row = (self.session, as_stored(words), as_stored(command), entry.entered)

        def write(connection: sqlite3.Connection, _: int) -> None:
            connection.execute(_INSERT, row)
            connection.execute(_PRUNE, (self.keep,))

        self._writer.submit(write)
        return entry

    def mark_not_found(self, entry: Entry) -> Entry:
        """The entry of this session as one whose command the shell did not find; it stays."""
        marked = replace(entry, found=False)
        with self._lock:
            for at, one in enumerate(self._own):
                if one is entry:
                    self._own[at] = marked
        row = (self.session, entry.entered, as_stored(entry.command))
        self._writer.submit(lambda connection, _: _update(connection, row))
        return marked

    def has_news(self) -> bool:
        """Whether another session has added something since this was asked before, or the file
        is another one. Costs as much as there are rows since."""
        before, at = self._seen, self._seen or 0
        newest, added = next(self._rows(_NEWS, (at, self.session)), (None, 0))
        self._seen = newest or 0
        # Rows are numbered on and on: lower numbers are those of another file.
        return before is None or self._seen < at or bool(added)

    def recent(self, limit: int) -> list[Entry]:
        """The last ``limit`` entries of all sessions, newest first."""
        return list(islice(self._merged(self._mine(), limit, "", ()), limit))

    def search(self, text: str, limit: int) -> list[Entry]:
        """Entries whose words or command hold ``text`` (ASCII case aside), newest first,
        each pair of words and command once.

        Example: "jpg" finds words ``find dot dash name star dot jpg``, command
        ``find . -name *.jpg``
        """
        wanted = as_stored(text).lower()
        mine = (entry for entry in self._mine() if _holds(entry, wanted))
        found = self._merged(mine, None, _HOLDS, (wanted, wanted))
        return list(islice(_once_each(found), limit))

    def flush(self, timeout: float) -> bool:
        """Wait until everything so far is on the disk; False where it is not in time."""
        return self._writer.flush(timeout)

    def close(self, timeout: float = 10.0) -> bool:
        """Write what waits and let go of the file; False where something stayed unwritten."""
        return self._writer.close(timeout)

    def _mine(self) -> list[Entry]:
        with self._lock:
            return list(reversed(self._own))

    def _merged(
        self, mine: Iterable[Entry], limit: int | None, condition: str, values: tuple[bytes, ...]
    ) -> Iterator[Entry]:
        others = self._others(limit, condition, values)
        return heapq.merge(mine, others, key=lambda entry: entry.entered, reverse=True)

    def _others(
        self, limit: int | None, condition: str, values: tuple[bytes, ...]
    ) -> Iterator[Entry]:
        bound = "" if limit is None else f" LIMIT {int(limit)}"
        query = _OTHERS + condition + _NEWEST_FIRST + bound
        for row in self._rows(query, (self.session, *values)):
            words, command, entered, found = row
            yield Entry(words, command, entered, bool(found))

    def _rows(self, query: str, values: tuple[str | bytes | int, ...]) -> Iterator[Any]:
        import sqlite3

        try:
            connection = open_readable(self.path, SCHEMA)
            if connection is None:
                return
            with closing(connection):
                yield from connection.execute(query, values)
        except LogError as error:
            self._tell(str(error))
        except sqlite3.Error as error:
            self._tell(f"the history cannot be read: {error} ({self.path})")

    def _tell(self, line: str) -> None:
        if not self._unreadable and self._on_notice is not None:
            self._on_notice(line)
        self._unreadable = True


def _update(connection: sqlite3.Connection, row: tuple[str, float, bytes]) -> None:
    connection.execute(_NOT_FOUND, row)


def _holds(entry: Entry, wanted: bytes) -> bool:
    return any(wanted in as_stored(text).lower() for text in (entry.words, entry.command))


def _once_each(entries: Iterable[Entry]) -> Iterator[Entry]:
    seen = set()
    for entry in entries:
        if (pair := (entry.words, entry.command)) not in seen:
            seen.add(pair)
            yield entry
