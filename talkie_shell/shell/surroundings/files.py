"""Names in a folder, and paths that exist in another case. Reads; may be slow."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

MAX_NAMES = 2_000
"""Names taken from one folder; what comes after is not known."""

MAX_HIDDEN = 64
"""Hidden names are given where they are no more than these: nobody says one of hundreds."""

MAX_SCANNED = 20_000
"""Entries looked at in one folder, so that a huge one ends."""

MAX_BEGINNING = 1 << 20
"""Bytes that are read of a file: those that name things are shorter."""

MAX_ENTRIES = 5_000
"""Entries of one folder that are offered as completions."""


def names_in(directory: str) -> frozenset[str]:
    """The names of files and folders in the directory that a person could say.

    At most `MAX_NAMES`, as the folder lists them; without those that hold blanks, control
    characters or bytes that are no text. Raises OSError where the folder cannot be read.
    Example: a folder with ``README.md``, ``my file`` -> {"README.md"}
    """
    shown: list[str] = []
    hidden: list[str] = []
    with os.scandir(directory) as entries:
        for scanned, entry in enumerate(entries):
            if scanned >= MAX_SCANNED or len(shown) >= MAX_NAMES:
                break
            if sayable(entry.name):
                (hidden if entry.name.startswith(".") else shown).append(entry.name)
    if len(hidden) <= MAX_HIDDEN:
        shown += hidden[: MAX_NAMES - len(shown)]
    return frozenset(shown)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a folder: whether it is (or leads to) a folder, whether it can be run."""

    name: str
    folder: bool = False
    runs: bool = False


def entries_in(directory: str) -> tuple[Entry, ...]:
    """What is in the directory, hidden entries too, by name; at most `MAX_ENTRIES`.

    Raises OSError where the folder cannot be read.
    """
    found: list[Entry] = []
    with os.scandir(directory) as entries:
        for entry in entries:
            if len(found) >= MAX_ENTRIES:
                break
            folder = entry.is_dir()
            found.append(Entry(entry.name, folder, not folder and os.access(entry.path, os.X_OK)))
    return tuple(sorted(found, key=lambda one: one.name.casefold()))


Sort = Literal["file", "folder", "missing"]


def sort_of(path: str) -> Sort:
    """What is at the path. Raises OSError where that cannot be told."""
    try:
        return "folder" if stat.S_ISDIR(os.stat(path).st_mode) else "file"  # noqa: PTH116 - asked often
    except (FileNotFoundError, NotADirectoryError):
        return "missing"


def beginning_of(file: Path) -> str:
    """The first `MAX_BEGINNING` bytes of a file as text, "" where there is none.

    Raises OSError where it cannot be read.
    """
    # A pipe of that name would never open; `Path.is_file` raises where it may not look.
    if not os.path.isfile(file):  # noqa: PTH113
        return ""
    with file.open("rb") as opened:
        return opened.read(MAX_BEGINNING).decode("utf-8", "replace")


def sayable(name: str) -> bool:
    r"""Whether the name is one printable word.

    Example: "notes.txt" -> True; "my notes" -> False; "a\x1b[2J" -> False
    """
    return bool(name) and " " not in name and name.isprintable()  # which no other blank is


def path_in_other_case(path: str, directory: str, home: str) -> str | None:
    """The path as it exists, where it exists only in another case; None otherwise.

    ``directory`` is what a relative path starts from, ``home`` what ``~/`` stands for; the
    result is written the way the path was. A component that exists as written is kept; one
    that does not is replaced where exactly one entry differs from it by case alone. Raises
    OSError where a folder on the way cannot be read.
    Example: "readme.MD", a folder with ``README.md`` -> "README.md"
    """
    if not path or "\0" in path:
        return None
    parts = path.split("/")
    if parts[0] == "":
        place, parts_done = "/", [""]
    elif parts[0] == "~":
        place, parts_done = home, ["~"]
    else:
        place, parts_done = directory, []
    for part in parts[len(parts_done) :]:
        if part in ("", ".", ".."):
            found: str | None = part
        else:
            found = _entry(place, part)
        if found is None:
            return None
        parts_done.append(found)
        place = os.path.join(place, found) if found else place  # noqa: PTH118 - ".." must stay
    result = "/".join(parts_done)
    return result if result != path else None


def _entry(directory: str, name: str) -> str | None:
    """The one entry of the directory that is the name, or else is it but for case."""
    with os.scandir(directory) as entries:
        # The listing, not `exists`: a file system that ignores case would say yes to any.
        listed = [entry.name for entry, _ in zip(entries, range(MAX_SCANNED), strict=False)]
    if name in listed:
        return name
    if len(listed) == MAX_SCANNED:
        return None  # who knows what comes after
    return _only(entry for entry in listed if entry.casefold() == name.casefold())


def _only(found: Iterable[str]) -> str | None:
    several = list(found)
    return several[0] if len(several) == 1 else None
