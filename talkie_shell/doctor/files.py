"""Settings, folders and their permissions."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from talkie_shell.doctor.findings import Finding, ok, problem, warning
from talkie_shell.errors import TalkieError

_MOST_FILES = 1_000
"""Files of ours that are looked at."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A folder or file of ours. ``mode`` are the permission bits, None where it is not there;
    ``usable``: we can write it, or could make it."""

    path: Path
    mode: int | None
    usable: bool
    folder: bool = True


def check_settings(file: Path, *, there: bool, error: TalkieError | None) -> list[Finding]:
    """Whether the settings file can be read and means something."""
    name = "settings"
    if error is not None:
        return [problem(name, str(error), f"mend or remove {file}; talkie-sh works again then")]
    if not there:
        return [ok(name, "as they come", "talkie-sh config --init writes a file to change")]
    return [ok(name, str(file))]


def gather_entries(private: Iterable[Path], others: Iterable[Path]) -> list[Entry]:
    """The folders, and of the private ones the files in them."""
    entries = [_entry(folder) for folder in (*private, *others)]
    for folder in private:
        files = sorted(folder.iterdir())[:_MOST_FILES] if _is_readable(folder) else []
        entries += [_entry(file) for file in files if not file.is_symlink() and file.is_file()]
    return entries


def check_entries(entries: Iterable[Entry], private: Iterable[Path]) -> list[Finding]:
    """Whether we can write what we must, and nobody else can read what they should not."""
    name = "folders"
    found = []
    guarded = set(private)
    for entry in entries:
        if not entry.usable:
            say = "cannot be written" if entry.mode is not None else "cannot be made"
            found.append(problem(name, f"{entry.path} {say}", f"make {_owned(entry)} yours"))
        elif entry.mode is not None and entry.mode & 0o077:
            if entry.folder and entry.path not in guarded:
                continue
            said = f"others may look into {entry.path} (mode {entry.mode:03o})"
            if entry.folder:
                found.append(warning(name, said, f"chmod 700 '{entry.path}'"))
            else:
                found.append(problem(name, said, f"chmod 600 '{entry.path}'"))
    return found or [ok(name, "private and writable")]


def check_kept(faults: Iterable[str]) -> list[Finding]:
    """Whether the log and the history can be read, and so be added to. ``faults``: what is wrong
    with them, a line each."""
    todo = "until it is moved away, nothing is added to it"
    found = [problem("log", fault, todo) for fault in faults]
    return found or [ok("log", "it and the history can be read")]


def _owned(entry: Entry) -> Path:
    """What has to change hands: the entry, or the folder that it would be made in."""
    path = entry.path
    while not os.path.exists(path) and path != path.parent:  # noqa: PTH110 - never raises
        path = path.parent
    return path


def _entry(path: Path) -> Entry:
    try:
        mode = stat.S_IMODE(path.lstat().st_mode)
    except OSError:
        return Entry(path, None, _could_make(path))
    folder = _is_folder(path)
    return Entry(path, mode, os.access(path, os.W_OK | (os.X_OK if folder else 0)), folder)


def _could_make(path: Path) -> bool:
    found = (one for one in path.parents if os.path.exists(one))  # noqa: PTH110 - never raises
    above = next(found, None)
    return above is not None and _is_folder(above) and os.access(above, os.W_OK | os.X_OK)


def _is_readable(folder: Path) -> bool:
    return _is_folder(folder) and os.access(folder, os.R_OK | os.X_OK)


def _is_folder(path: Path) -> bool:
    """Not `Path.is_dir`, which raises where a folder above may not be entered."""
    return os.path.isdir(path)  # noqa: PTH112
