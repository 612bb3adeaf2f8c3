"""What an error from SQLite or the file system means for a session that goes on typing."""

from __future__ import annotations

import errno
from enum import Enum, auto
from typing import TYPE_CHECKING

from talkie_shell.errors import TalkieError

if TYPE_CHECKING:
    from pathlib import Path


class Fault(Enum):
    """What is to be done about a write that failed."""

    LOCKED = auto()
    """Someone else holds the file: keep the records, try again."""
    FULL = auto()
    """No room, or the disk answered with an error: keep the records, try again."""
    DAMAGED = auto()
    """Not a database any more: set the file aside and begin a new one."""
    CLOSED = auto()
    """It cannot be written by us at all: leave it for this session."""


WAITING = frozenset({Fault.LOCKED, Fault.FULL})
"""Faults that may pass, so that the records wait in memory."""

_FULL_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


def classify(error: Exception) -> Fault:
    """The fault behind an error.

    Example: sqlite3.OperationalError("database is locked") -> Fault.LOCKED
    """
    import sqlite3

    if isinstance(error, TalkieError) and isinstance(error.__cause__, OSError):
        error = error.__cause__
    if isinstance(error, OSError):
        return Fault.FULL if error.errno in _FULL_DISK else Fault.CLOSED
    code = getattr(error, "sqlite_errorcode", None)
    # The low byte is the primary code; the rest tells variants apart that we treat alike.
    match None if code is None else code & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return Fault.LOCKED
        case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR | sqlite3.SQLITE_NOMEM:
            return Fault.FULL
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return Fault.DAMAGED
        case _:
            return Fault.CLOSED


def explain(fault: Fault, error: Exception, noun: str, path: Path) -> str:
    """The one line a user reads about it. ``noun`` is what the file is, e.g. "correction log"."""
    match fault:
        case Fault.LOCKED:
            return f"the {noun} is locked by another program; records wait ({path})"
        case Fault.FULL:
            return f"the {noun} cannot be written, is the disk full? records wait ({path})"
        case Fault.DAMAGED:
            return f"the {noun} is damaged ({path})"
        case Fault.CLOSED if isinstance(error, TalkieError):
            return str(error)
        case Fault.CLOSED:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            return f"the {noun} is not kept in this session: {reason} ({path})"
