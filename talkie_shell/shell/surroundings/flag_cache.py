"""Flags and what they do, remembered between sessions: one small private JSON file a command.

An entry holds as long as the files it was made from are the same. What is damaged, foreign or
cannot be written is as if it were not there.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from talkie_shell.context import Flags
from talkie_shell.errors import FolderError
from talkie_shell.paths import ensure_private
from talkie_shell.shell.surroundings.descriptions import Described

FORMAT = 3
"""Raised whenever flags would be read differently from the same files."""

_MAX_NAME = 200


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of a command: its flags, or (None) that they cannot be told for sure, and
    what is said of it."""

    flags: Flags | None
    described: Described = field(default_factory=Described)


def stamp(files: list[Path]) -> list[list[Any]]:
    """What tells whether the files are still the same: path, time of change (ns), bytes."""
    stamps = []
    for file in files:
        status = file.stat()
        stamps.append([str(file), status.st_mtime_ns, status.st_size])
    return stamps


def recall(folder: Path, command: str, sources: list[list[Any]]) -> Found | None:
    """What was remembered of the command from the same sources, None where nothing was."""
    try:
        entry = json.loads(_place(folder, command).read_bytes())
        if entry["format"] != FORMAT or entry["sources"] != sources:
            return None
        described = Described(
            str(entry["summary"]),
            _texts(entry["said"]),
            _texts(entry["subcommands"]),
            {str(name): _texts(values) for name, values in entry["values"].items()},
        )
        if entry["flags"] is None:
            return Found(None, described)
        return Found(
            Flags(**{name: frozenset(map(str, entry["flags"][name])) for name in Flags.__slots__}),
            described,
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def remember(folder: Path, command: str, sources: list[list[Any]], found: Found) -> None:
    """Write the entry, whole or not at all (mode 0600)."""
    flags = found.flags
    entry = {
        "format": FORMAT,
        "sources": sources,
        "flags": flags and {name: sorted(getattr(flags, name)) for name in Flags.__slots__},
        "summary": found.described.summary,
        "said": dict(found.described.flags),
        "subcommands": dict(found.described.subcommands),
        "values": {name: dict(values) for name, values in found.described.values.items()},
    }
    import tempfile

    with suppress(OSError, FolderError):
        ensure_private(folder)
        descriptor, name = tempfile.mkstemp(dir=folder, prefix=".new-")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump(entry, file)
            Path(name).replace(_place(folder, command))
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise


def _texts(told: dict[Any, Any]) -> dict[str, str]:
    return {str(name): str(text) for name, text in told.items()}


def _place(folder: Path, command: str) -> Path:
    return folder / f"{quote(command, safe=' ').replace(' ', '+')[:_MAX_NAME]}.json"
