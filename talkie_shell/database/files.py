"""Opening a private SQLite file that many sessions share.

The file is created 0600 (SQLite gives ``-wal`` and ``-shm`` the same rights), runs in WAL
mode, and carries its format's number in ``user_version``. Migrations are numbered ``.sql``
files that are never edited once released.
"""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from talkie_shell.errors import LogError
from talkie_shell.paths import ensure_private

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

COMPANIONS = ("", "-wal", "-shm")
"""What SQLite keeps beside the file, as suffixes of its name."""

_CACHE = 256
"""Kilobytes of the file at hand: a writer adds at its end, and stays open all day."""


@dataclass(frozen=True, slots=True)
class Schema:
    """What a file is and how it came to be.

    ``noun`` names it to the user; ``application`` is SQLite's application_id, by which a
    foreign file is told apart; ``migrations`` is the folder of ``NNNN_name.sql`` files.
    """

    noun: str
    application: int
    migrations: Path

    def steps(self) -> tuple[str, ...]:
        """The migrations' SQL, in order: step 0 makes format 1."""
        return tuple(
            file.read_text(encoding="utf-8") for file in sorted(self.migrations.glob("*.sql"))
        )


def open_writable(path: Path, schema: Schema, patience: float) -> sqlite3.Connection:
    """Open, create or migrate the file. ``patience``: seconds to wait for other writers.

    The connection is in autocommit mode; text comes back with undecodable bytes as
    surrogates. Raises LogError for a foreign or newer file, and what SQLite and the file
    system raise otherwise.
    """
    ensure_private(path.parent)
    _create_private(path)
    connection = _connect(path, "rw", patience)
    try:
        if _needs_work(connection, schema):
            with _one_at_a_time(path.parent):
                _prepare(connection, schema, path)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA cache_size = -{_CACHE}")
    except BaseException:
        connection.close()
        raise
    return connection


def open_readable(path: Path, schema: Schema, patience: float = 5.0) -> sqlite3.Connection | None:
    """Open the file for reading only, or None where there is none yet.

    A file of an older format is migrated first. Raises LogError in one line for a file that
    is foreign, newer or damaged.
    """
    import sqlite3

    try:
        if not path.exists():
            return None
        with closing(_connect(path, "ro", patience)) as connection:
            outdated = _needs_work(connection, schema)
        if outdated:
            open_writable(path, schema, patience).close()
        return _connect(path, "ro", patience)
    except (sqlite3.Error, OSError) as error:
        raise LogError(f"the {schema.noun} cannot be read: {error} ({path})") from error


def examine(path: Path, schema: Schema, patience: float = 1.0) -> None:
    """Read a little of the file, where there is one, and change nothing. Raises LogError in one
    line for a file that is foreign, newer or damaged."""
    import sqlite3

    try:
        if path.exists():
            with closing(_connect(path, "ro", patience)) as connection:
                _refuse_others(connection, schema, path)
    except (sqlite3.Error, OSError) as error:
        raise LogError(f"the {schema.noun} cannot be read: {error} ({path})") from error


def set_aside(path: Path, inode: int) -> Path | None:
    """Rename a damaged file (and its companions), so that nothing of it is lost.

    ``inode`` is the file that was found damaged: where another session has already put a
    new one in its place, nothing is moved and None returned.
    """
    with _one_at_a_time(path.parent):
        if inode_of(path) != inode:
            return None
        stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime())
        target = path.with_name(f"{path.name}.damaged-{stamp}-{os.getpid()}")
        for suffix in reversed(COMPANIONS):
            source = path.with_name(path.name + suffix)
            if source.exists():
                source.rename(target.with_name(target.name + suffix))
        return target


def inode_of(path: Path) -> int | None:
    """The file's inode number, None where there is no file."""
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return None


def as_stored(text: str) -> bytes:
    """Text as the bytes to be stored, for ``CAST(? AS TEXT)``: what a terminal sent that is
    not UTF-8 comes back unchanged."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")


def _create_private(path: Path) -> None:
    # Only where there is no file: closing a descriptor of a file that SQLite has open in
    # this process would drop SQLite's locks on it (POSIX locks belong to the process).
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600))
    except FileExistsError:
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)


def _connect(path: Path, mode: str, patience: float) -> sqlite3.Connection:
    import sqlite3

    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=patience,
        isolation_level=None,
    )
    connection.text_factory = _decoded
    return connection


def _decoded(stored: bytes) -> str:
    return stored.decode("utf-8", "surrogateescape")


def _pragma(connection: sqlite3.Connection, name: str) -> int | str:
    value: int | str = connection.execute(f"PRAGMA {name}").fetchone()[0]
    return value


def _needs_work(connection: sqlite3.Connection, schema: Schema) -> bool:
    return (
        _pragma(connection, "user_version") != len(schema.steps())
        or _pragma(connection, "application_id") != schema.application
        or _pragma(connection, "journal_mode") != "wal"
    )


def _refuse_others(connection: sqlite3.Connection, schema: Schema, path: Path) -> None:
    """Raise LogError where the file is not ours, or a newer version's."""
    steps = schema.steps()
    version = int(_pragma(connection, "user_version"))
    application = _pragma(connection, "application_id")
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if application != schema.application and (tables or version or application):
        raise LogError(f"this is not a {schema.noun}, so it is left alone: {path}")
    if version > len(steps):
        raise LogError(
            f"the {schema.noun} was written by a newer talkie-sh (format {version}, this one "
            f"knows {len(steps)}) and is left alone: {path}"
        )


def _prepare(connection: sqlite3.Connection, schema: Schema, path: Path) -> None:
    steps = schema.steps()
    _refuse_others(connection, schema, path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another session may have done it while we waited for the lock.
        for number in range(int(_pragma(connection, "user_version")), len(steps)):
            for statement in _statements(steps[number]):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number + 1}")
        connection.execute(f"PRAGMA application_id = {schema.application}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _statements(script: str) -> Iterator[str]:
    """The script's statements; `executescript` would commit the transaction around it."""
    import sqlite3

    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Hold the folder's lock: SQLite's busy timeout does not cover the change to WAL."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
