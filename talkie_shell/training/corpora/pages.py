"""Pages of a tldr checkout: markdown whose examples stand alone between backticks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from talkie_shell.training.corpora.source import SourceCommand, read_lines

_EXAMPLE = re.compile(r"`([^`].*?)`\s*$")


def is_page(first_lines: str) -> bool:
    """A page starts with its title, ``# tar``, and a description, ``> Archiving utility``."""
    return bool(re.match(r"# \S.*\n\s*\n?> ", first_lines))


def read(path: Path) -> Iterator[SourceCommand]:
    """The examples of one page; its name is platform/tool, as ``linux/apt-get``."""
    page = f"{path.parent.name}/{path.stem}"
    for _, text in read_lines(path):
        found = _EXAMPLE.match(text)
        if found:
            yield SourceCommand(found[1], "tldr", page)
