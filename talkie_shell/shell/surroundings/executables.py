"""The programs on PATH, folder by folder. Reads; may be slow."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_PROGRAMS = 20_000
"""Programs taken from one folder of PATH."""


@dataclass(frozen=True, slots=True)
class Folder:
    """One folder's programs, and when the folder had last changed (ns)."""

    changed: int
    programs: frozenset[str]


def folders_of(path: str) -> tuple[str, ...]:
    """The absolute folders of a PATH, in order, each once.

    Example: "/usr/bin::bin:/usr/bin" -> ("/usr/bin",)
    """
    return tuple(dict.fromkeys(part for part in path.split(os.pathsep) if part.startswith("/")))


def programs_on(path: str, known: Mapping[str, Folder]) -> dict[str, Folder]:
    """Each readable folder of the PATH with its programs.

    A folder that has not changed since it was ``known`` is not read again.
    """
    found: dict[str, Folder] = {}
    for folder in folders_of(path):
        try:
            changed = os.stat(folder).st_mtime_ns  # noqa: PTH116 - no object per folder and call
            before = known.get(folder)
            if before is not None and before.changed == changed:
                found[folder] = before
            else:
                found[folder] = Folder(changed, _programs_in(folder))
        except OSError:  # not there, not ours to read, or gone
            continue
    return found


def _programs_in(folder: str) -> frozenset[str]:
    programs: set[str] = set()
    with os.scandir(folder) as entries:
        for entry in entries:
            if len(programs) >= MAX_PROGRAMS:
                break
            if entry.name.isprintable() and entry.is_file() and os.access(entry.path, os.X_OK):
                programs.add(entry.name)
    return frozenset(programs)
