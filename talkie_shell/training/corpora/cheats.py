"""Cheat sheets: plain ones with # comments (cheat), and navi's .cheat files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from talkie_shell.training.corpora.source import SourceCommand, read_lines

_NAVI_META = re.compile(r"[%#@;$]")


def is_navi(first_lines: str) -> bool:
    """Navi sheets open with a line of tags: ``% git, code``."""
    return bool(re.search(r"^% \S", first_lines, re.MULTILINE))


def read_sheet(path: Path) -> Iterator[SourceCommand]:
    """The commands of a plain sheet: what is neither comment nor front matter."""
    front = False
    for number, text in read_lines(path):
        if text.strip() == "---" and (number == 1 or front):
            front = not front
        elif not front and text.strip() and not text.lstrip().startswith("#"):
            yield SourceCommand(text.strip(), "cheat")


def read_navi(path: Path) -> Iterator[SourceCommand]:
    """The commands of a navi sheet, several lines joined by backslashes made one.

    ``%`` tags, ``#`` descriptions, ``@`` inclusions, ``;`` comments and ``$`` definitions
    of placeholders are left out.
    """
    joined = ""
    for _, text in read_lines(path):
        line = text.strip()
        if joined:
            line = f"{joined} {line}"
        elif not line or line.startswith("```") or _NAVI_META.match(line):
            continue
        if line.endswith("\\"):
            joined = line[:-1].rstrip()
            continue
        joined = ""
        yield SourceCommand(line, "navi")
    if joined:
        yield SourceCommand(joined, "navi")
