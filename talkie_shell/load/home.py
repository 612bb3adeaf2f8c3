"""A home folder for one trial, and what the program has left in it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Self

from talkie_shell.corrections.store import SCHEMA as CORRECTIONS
from talkie_shell.database import Schema, open_readable
from talkie_shell.errors import LogError
from talkie_shell.shell.history import SCHEMA as HISTORY

_FOLDERS = {
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_CACHE_HOME": ".cache",
    "XDG_RUNTIME_DIR": ".run",
}
_KEPT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "PYTHONPATH", "VIRTUAL_ENV")


class Home:
    """A folder of its own, removed at the end. ``shell`` is the path of the shell underneath."""

    def __init__(self, shell: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="talkie-load-"))
        self.shell = shell
        self.work = self.folder / "work"
        self.work.mkdir()
        self.runtime = self.folder / _FOLDERS["XDG_RUNTIME_DIR"]
        self.runtime.mkdir(mode=0o700)
        (self.folder / ".zshrc").touch()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def environment(self) -> Mapping[str, str]:
        """What a program is started with here: the user's search path and language, no more."""
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        folders = {name: str(self.folder / below) for name, below in _FOLDERS.items()}
        own = {"HOME": str(self.folder), "SHELL": self.shell, "TERM": "xterm-256color"}
        return {"LANG": "C.UTF-8"} | kept | folders | own | {"PWD": str(self.work)}

    def history(self) -> list[str]:
        """The commands in the history, oldest first. Raises LogError for a damaged file."""
        return self._read("history", HISTORY, "SELECT command FROM entries ORDER BY id")

    def log(self) -> list[str]:
        """The commands in the log, oldest first. Raises LogError for a damaged file."""
        query = "SELECT command FROM corrections ORDER BY id"
        return self._read("corrections.db", CORRECTIONS, query)

    def left_behind(self) -> list[str]:
        """What stands in the runtime folder: nothing, when no session runs."""
        return sorted(entry.name for entry in self.runtime.iterdir())

    def _read(self, name: str, schema: Schema, query: str) -> list[str]:
        import sqlite3

        files = (one for one in self.folder.rglob(name) if self.runtime not in one.parents)
        file = next(files, None)
        connection = open_readable(file, schema) if file else None
        if connection is None:
            return []
        with closing(connection):
            try:
                found = connection.execute("PRAGMA integrity_check").fetchone()[0]
                if found != "ok":
                    raise LogError(f"the {schema.noun} is damaged: {found}")
                return [str(row[0]) for row in connection.execute(query)]
            except sqlite3.Error as error:
                raise LogError(f"the {schema.noun} cannot be read: {error}") from error
