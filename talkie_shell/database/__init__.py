"""SQLite files that many sessions share: opened privately, migrated, written from a thread.
The correction log and the history are two such files.

files     opens them: rights, WAL, migrations
faults    what an error of SQLite means for the session
writer    queues writes and loses none
session   the name a session signs its rows with
"""

from __future__ import annotations

from talkie_shell.database.files import Schema, open_readable, open_writable
from talkie_shell.database.session import is_alive, session_name
from talkie_shell.database.writer import Writer

__all__ = ["Schema", "Writer", "is_alive", "open_readable", "open_writable", "session_name"]
