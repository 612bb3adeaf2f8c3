"""Shell histories: bash with and without times, zsh's extended form, fish's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from talkie_shell.training.corpora.source import SourceCommand, read_lines

_TIME = re.compile(r"#\d{9,}$")
_EXTENDED = re.compile(r": \d+:\d+;")
_FISH_ENTRY = "- cmd: "
_FISH_ESCAPE = re.compile(r"\\(.)")


def is_history(name: str, first_lines: str) -> bool:
    """Told by its name, or by what only a history holds: times before commands."""
    if "history" in name or name in ("histfile", ".histfile"):
        return True
    first = first_lines.split("\n", 1)[0]
    return bool(_TIME.match(first) or _EXTENDED.match(first) or first.startswith(_FISH_ENTRY))


def read(path: Path) -> Iterator[SourceCommand]:
    """Its commands, oldest first; of commands over several lines only whole ones.

    Example: ``: 1700000000:0;ls -la`` -> ``ls -la``
    """
    lines = [text for _, text in read_lines(path)]
    if any(text.startswith(_FISH_ENTRY) for text in lines[:50]):
        commands = _fish(lines)
    elif any(_EXTENDED.match(text) for text in lines[:50]):
        commands = _zsh(lines)
    else:
        commands = (text for text in lines if text.strip() and not _TIME.match(text))
    for text in commands:
        yield SourceCommand(text, "history")


def _fish(lines: list[str]) -> Iterator[str]:
    for text in lines:
        if text.startswith(_FISH_ENTRY):
            entry = text.removeprefix(_FISH_ENTRY)
            if r"\n" not in entry.replace(r"\\", ""):
                yield _FISH_ESCAPE.sub(r"\1", entry)


def _zsh(lines: list[str]) -> Iterator[str]:
    continued = False
    for index, text in enumerate(lines):
        starts = _EXTENDED.match(text)
        if not starts or continued:
            continued = text.endswith("\\") and (continued or bool(starts))
            continue
        continued = text.endswith("\\") and index + 1 < len(lines)
        if not continued:
            yield text[starts.end() :]
