"""The one door to what the machine knows. Never slow, never an error."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from talkie_shell.context import Context
from talkie_shell.paths import cache_dir
from talkie_shell.shell.surroundings.branches import heads_of, references_of
from talkie_shell.shell.surroundings.executables import Folder, programs_on
from talkie_shell.shell.surroundings.files import (
    Entry,
    Sort,
    entries_in,
    names_in,
    path_in_other_case,
    sort_of,
)
from talkie_shell.shell.surroundings.flag_files import words_of
from talkie_shell.shell.surroundings.hosts import hosts_of
from talkie_shell.shell.surroundings.lookups import Lookups
from talkie_shell.shell.surroundings.targets import make_targets, package_scripts

if TYPE_CHECKING:
    from talkie_shell.context import Flags, Subcommands
    from talkie_shell.shell.surroundings.descriptions import Described
    from talkie_shell.shell.surroundings.flag_cache import Found

PATIENCE = 0.02
"""Seconds that a question about a folder may take."""

LONG_PATIENCE = 5.0
"""Seconds that are waited where a caller asks to wait."""

FLAGS_FRESH = 300.0
"""Seconds for which a command's manual and completions are not looked at again."""

MAX_PREPARED = 2_000
"""Commands of which is kept when they were looked at."""

FRESH = 2.0
"""Seconds for which the programs on PATH are not looked at again."""


class Surroundings:
    """What can be known about a folder, the programs and their flags.

    ``cache`` is the folder in which flags are remembered, the platform's own by default;
    ``patience`` the seconds that a question about a folder may take before it is answered
    with what is known. May be used from several threads.
    """

    def __init__(self, cache: Path | None = None, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._cache = (cache_dir() if cache is None else cache) / "flags"
        self._flags: Lookups[Found] = Lookups(self._find_flags, remembered=512)
        self._prepared: dict[str, float] = {}
        self._files: Lookups[frozenset[str]] = Lookups(lambda folder, _: names_in(folder))
        self._references: Lookups[dict[str, str]] = Lookups(lambda folder, _: references_of(folder))
        self._heads: Lookups[dict[str, str]] = Lookups(lambda folder, _: heads_of(folder))
        self._cases: Lookups[tuple[str | None]] = Lookups(_look_for_case)
        self._entries: Lookups[tuple[Entry, ...]] = Lookups(lambda folder, _: entries_in(folder))
        self._sorts: Lookups[Sort] = Lookups(lambda path, _: sort_of(path), remembered=256)
        self._targets: Lookups[dict[str, str]] = Lookups(lambda folder, _: make_targets(folder))
        self._scripts: Lookups[dict[str, str]] = Lookups(lambda folder, _: package_scripts(folder))
        self._hosts: Lookups[dict[str, str]] = Lookups(lambda home, _: hosts_of(Path(home)))
        self._subcommands: Lookups[Subcommands] = Lookups(_look_for_subcommands)
        self._programs: Lookups[dict[str, Folder]] = Lookups(
            lambda path, known: programs_on(path, known or {}), remembered=4
        )
        self._union: tuple[dict[str, Folder], frozenset[str]] = ({}, frozenset())
        self._looked = float("-inf")

    def context(self, directory: str, path: str | None = None, *, wait: bool = False) -> Context:
        """What is known at this moment, for a proposal; programs are those on ``path`` (``$PATH``
        by default). ``wait`` has it wait for programs and flags too, at most `LONG_PATIENCE` for
        each."""
        programs = self.executables(path, wait=wait)
        return Context(
            self.names(directory),
            frozenset(name for name in programs if name.islower()),
            lambda command: self.flags(command, path, wait=wait),
        )

    def names(self, directory: str) -> frozenset[str]:
        """Names a person may say now: in the directory, and of the git repository around it.

        Files and folders (hidden ones where they are few), branches, tags, remotes and their
        branches; at most about 2,000 of each, none with a blank or a control character.
        Waits at most ``patience`` in all; what is not known by then is left out.
        Example: a clone of a project -> {"README.md", "src", "main", "origin", "origin/main"}
        """
        place = os.path.abspath(directory)  # noqa: PTH100 - touches no disk and never raises
        until = time.monotonic() + self._patience
        files = self._files.ask(place, max(0.0, until - time.monotonic()))
        references = self._references.ask(place, max(0.0, until - time.monotonic()))
        return (files or frozenset()) | frozenset(references or ())

    def entries(self, folder: str, within: float) -> tuple[Entry, ...]:
        """What is in the folder, for completion; empty where that is not known in time."""
        return self._entries.ask(folder, within) or ()

    def references(self, directory: str, within: float) -> dict[str, str]:
        """Branches, tags, remotes, HEAD and its like of the git repository around the directory,
        with what each is."""
        named = self._references.ask(directory, within) or {}
        return named | (self._heads.ask(directory, within) or {})

    def targets(self, directory: str, within: float) -> dict[str, str]:
        """The targets of the directory's makefile."""
        return self._targets.ask(directory, within) or {}

    def scripts(self, directory: str, within: float) -> dict[str, str]:
        """The scripts of the directory's package.json."""
        return self._scripts.ask(directory, within) or {}

    def hosts(self, within: float) -> dict[str, str]:
        """Machines that ssh knows, with where they are known from."""
        return self._hosts.ask(str(Path.home()), within) or {}

    def sort_of(self, path: str, within: float) -> Sort | None:
        """What is at the path; None where that is not known in time."""
        return self._sorts.ask(path, within)

    def executables(self, path: str | None = None, *, wait: bool = False) -> frozenset[str]:
        """The programs on ``path`` (``$PATH`` by default) as far as they are known.

        Empty at first: the folders are read in the background, and looked at again, at most
        every `FRESH` seconds, when this is called. ``wait`` waits for it, at most
        `LONG_PATIENCE`.
        """
        path = _path(path)
        now = time.monotonic()
        known = self._programs.known(path)
        if wait or known is None or now - self._looked > FRESH:
            self._looked = now
            known = self._programs.ask(path, LONG_PATIENCE if wait else 0.0)
        if known is None:
            return frozenset()
        before, union = self._union
        if before is not known:
            union = frozenset().union(*(folder.programs for folder in known.values()))
            self._union = (known, union)
        return union

    def subcommands(self, program: str, path: str, place: str, within: float) -> Subcommands | None:
        """The subcommands of the program on the PATH for who stands in the place; None where they
        are not surely known, or not in time."""
        return self._subcommands.ask(f"{program}\0{path}\0{place}", within)

    def prepare(self, command: str, path: str | None = None) -> None:
        """Look the command's flags up in the background, unless that was done lately."""
        question = _flags_question(command, path)
        if question and self._due(question):
            self._flags.ask(question)

    def flags(self, command: str, path: str | None = None, *, wait: bool = False) -> Flags | None:
        """The flags of the command, or of its subcommand; None where they are not known.

        Read from its manual and its fish completions, never by running it; None for what is
        no program on ``path`` (``$PATH`` by default; the shell's own commands are not), and also
        where these do not say enough, and while they are being read: the first call starts that,
        ``wait`` waits for it, at most `LONG_PATIENCE`.
        Example: "git commit" -> Flags(short={"a", "m", "S", ...}, long={"amend", ...}, words={})
        """
        question = _flags_question(command, path)
        if not question:
            return None
        found = self._flags.known(question)
        if self._due(question) or (wait and found is None):
            found = self._flags.ask(question, LONG_PATIENCE if wait else 0.0)
        return found.flags if found else None

    def described(
        self, command: str, path: str | None = None, *, within: float = 0.0
    ) -> Described | None:
        """What its manual and completions say of the command (or its subcommand) and its flags,
        where it is a program on ``path`` (``$PATH`` by default); None while it is not known.
        Waits at most ``within`` seconds.

        Example: "tar" -> flags {"-x": "extract files from an archive", ...}
        """
        question = _flags_question(command, path)
        if not question:
            return None
        found = self._flags.known(question)
        if self._due(question) or found is None:
            found = self._flags.ask(question, within)
        return found.described if found else None

    def _due(self, question: str) -> bool:
        """Whether it is time to look at the command's flags (again); it is noted as done."""
        now = time.monotonic()
        if now - self._prepared.get(question, float("-inf")) <= FLAGS_FRESH:
            return False
        if len(self._prepared) >= MAX_PREPARED:
            self._prepared.clear()
        self._prepared[question] = now
        return True

    def _find_flags(self, question: str, before: Found | None) -> Found:
        # Here, and so aside: its patterns take time to compile.
        from talkie_shell.shell.surroundings.known_flags import find_flags

        command, path = question.split("\0")
        return find_flags(tuple(command.split()), self._cache, _config(), path)

    def files_in_other_case(
        self, path: str, directory: str, within: float | None = None
    ) -> str | None:
        """The path as it exists where it exists only in another case; None otherwise.

        Relative paths start from ``directory``; ``~/`` is understood. None also where two
        entries fit, or nothing is known in time.
        Example: "docs/readme.md" where ``Docs/README.md`` exists -> "Docs/README.md"
        """
        patience = self._patience if within is None else within
        answer = self._cases.ask(f"{directory}\0{path}", patience)
        return answer[0] if answer else None


def _path(told: str | None) -> str:
    """The PATH that is meant."""
    return os.environ.get("PATH", "") if told is None else told


def _flags_question(command: str, path: str | None) -> str:
    """What is asked for the command's flags; "" where it can have none."""
    words = " ".join(words_of(command))
    return f"{words}\0{_path(path)}" if words else ""


def _look_for_subcommands(question: str, _: Subcommands | None) -> Subcommands:
    # Here, and so aside: few lines need its table.
    from talkie_shell.shell.surroundings.subcommands import subcommands_of

    program, path, place = question.split("\0")
    found = subcommands_of(program, path, place, Path.home())
    if found is None:
        raise ValueError(f"the subcommands of {program} are not known")
    return found


def _look_for_case(question: str, before: tuple[str | None] | None) -> tuple[str | None]:
    directory, _, path = question.partition("\0")
    return (path_in_other_case(path, directory, str(Path.home())),)


def _config() -> Path:
    """Where programs keep a user's configuration, fish among them."""
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
