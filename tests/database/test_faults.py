from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import pytest

from talkie_shell.database.faults import Fault, classify, explain
from talkie_shell.errors import FolderError, LogError


def from_sqlite(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("told by SQLite")
    error.sqlite_errorcode = code
    return error


def from_folder(code: int) -> FolderError:
    error = FolderError("cannot make the folder")
    error.__cause__ = OSError(code, "told by the system")
    return error


class TestClassify:
    @pytest.mark.parametrize(
        ("error", "fault"),
        [
            (from_sqlite(sqlite3.SQLITE_BUSY), Fault.LOCKED),
            (from_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), Fault.LOCKED),
            (from_sqlite(sqlite3.SQLITE_FULL), Fault.FULL),
            (from_sqlite(sqlite3.SQLITE_IOERR_WRITE), Fault.FULL),
            (from_sqlite(sqlite3.SQLITE_CORRUPT), Fault.DAMAGED),
            (from_sqlite(sqlite3.SQLITE_NOTADB), Fault.DAMAGED),
            (from_sqlite(sqlite3.SQLITE_READONLY), Fault.CLOSED),
            (from_sqlite(sqlite3.SQLITE_CANTOPEN), Fault.CLOSED),
            (sqlite3.ProgrammingError("no code"), Fault.CLOSED),
            (OSError(errno.ENOSPC, "No space left on device"), Fault.FULL),
            (OSError(errno.EROFS, "Read-only file system"), Fault.CLOSED),
            (from_folder(errno.ENOSPC), Fault.FULL),
            (from_folder(errno.EACCES), Fault.CLOSED),
            (LogError("newer"), Fault.CLOSED),
        ],
    )
    def test_what_is_to_be_done(self, error: Exception, fault: Fault):
        assert classify(error) is fault


class TestExplain:
    @pytest.mark.parametrize(
        ("fault", "error", "line"),
        [
            (
                Fault.LOCKED,
                from_sqlite(5),
                "the log is locked by another program; records wait (f)",
            ),
            (Fault.CLOSED, LogError("it is newer"), "it is newer"),
            (
                Fault.CLOSED,
                OSError(errno.EROFS, "Read-only file system"),
                "the log is not kept in this session: Read-only file system (f)",
            ),
            (
                Fault.CLOSED,
                from_sqlite(8),
                "the log is not kept in this session: told by SQLite (f)",
            ),
        ],
    )
    def test_is_one_line(self, fault: Fault, error: Exception, line: str):
        assert explain(fault, error, "log", Path("f")) == line
