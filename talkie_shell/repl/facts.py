"""What the machine has, asked for a command's marks. May be slow: never on the line's thread."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from talkie_shell.context import Flags, Subcommands
from talkie_shell.repl.nearest import nearest

if TYPE_CHECKING:
    from talkie_shell.shell.names import Names
    from talkie_shell.shell.surroundings import Surroundings
    from talkie_shell.shell.surroundings.files import Sort

PATIENCE = 0.5
"""Seconds for one question about a file: a dead mount costs one of them."""


class MachineFacts:
    """The answers for where the line stands: the programs on the shell's PATH, its own names,
    files from ``directory`` on."""

    def __init__(
        self, surroundings: Surroundings, names: Callable[[], Names], directory: str
    ) -> None:
        self._surroundings = surroundings
        self._names = names()
        self._directory = directory
        self._path = self._names.path or None
        self._programs = surroundings.executables(self._path, wait=True)

    def is_command(self, name: str) -> bool | None:
        if name in self._programs or name in self._names:
            return True
        # Before the shell has told its own names, its aliases are not known.
        return False if self._programs and self._names.told else None

    @property
    def strict(self) -> bool:
        return self._names.strict

    def is_alias(self, name: str) -> bool:
        return name in self._names.aliases

    def begins_command(self, start: str) -> bool:
        return any(name.startswith(start) for names in self._all() for name in names)

    def near_command(self, name: str) -> str:
        lower = name.lower()
        if len(name) > 2 and lower != name and self.is_command(lower):
            return lower
        return nearest(name, (one for names in self._all() for one in names))

    def sort_of(self, path: str) -> Sort | None:
        if path.startswith("~") and not path.startswith("~/") and path != "~":
            return None
        return self._surroundings.sort_of(self._place(path), PATIENCE)

    def begins_path(self, start: str) -> bool:
        folder, _, begun = self._place(start).rpartition("/")
        begun = begun.casefold()
        entries = self._surroundings.entries(folder or "/", PATIENCE)
        names = (entry.name.casefold() for entry in entries)
        return any(name.startswith(begun) and name != begun for name in names)

    def matches(self, pattern: str) -> bool | None:
        folder, _, last = self._place(pattern).rpartition("/")
        entries = self._surroundings.entries(folder or "/", PATIENCE)
        if not entries or "*" in folder or "?" in folder or "[" in folder:
            return None
        from fnmatch import fnmatchcase

        hidden = last.startswith(".")
        return any(
            fnmatchcase(entry.name, last) and entry.name.startswith(".") <= hidden
            for entry in entries
        )

    def other_case(self, path: str) -> str:
        return self._surroundings.files_in_other_case(path, self._directory, PATIENCE) or ""

    def flags(self, command: str) -> Flags | None:
        return self._surroundings.flags(command, self._path, wait=True)

    def subcommands(self, program: str, folder: str) -> Subcommands | None:
        from talkie_shell.shell.surroundings.subcommands import may_bring_others

        names = self._names
        if not names.told or program in names or may_bring_others(program, names.variables):
            return None
        path = self._path or os.environ.get("PATH", "")
        found = self._surroundings.subcommands(program, path, self._place(folder), PATIENCE)
        described = self._surroundings.described(program, self._path, within=PATIENCE)
        if found is None or described is None:
            return found
        return found.with_names(found.names | described.subcommands.keys(), whole=found.whole)

    def _place(self, path: str) -> str:
        return os.path.join(self._directory, os.path.expanduser(path))  # noqa: PTH111, PTH118

    def _all(self) -> tuple[frozenset[str], ...]:
        names = self._names
        return self._programs, names.aliases, names.functions, names.builtins
