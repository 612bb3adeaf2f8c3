"""Commands that projects keep for themselves: recipes of Makefiles, scripts of package.json."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from talkie_shell.errors import DataError
from talkie_shell.training.corpora.source import SourceCommand, read_lines

_MAKE_ONLY = re.compile(r"\$[@<^?*%|+]|\$\(|\$\{")
_MAKE_PREFIX = re.compile(r"[@\-+ \t]+")


def is_makefile(name: str) -> bool:
    """Such as ``Makefile``, ``GNUmakefile`` or ``rules.mk``."""
    return name.lower() in ("makefile", "gnumakefile") or name.endswith(".mk")


def read_makefile(path: Path) -> Iterator[SourceCommand]:
    """Recipe lines without make's own variables, ``$$`` turned back into ``$``."""
    continued = False
    for _, text in read_lines(path):
        if text.startswith("\t") and not continued and not text.endswith("\\"):
            recipe = _MAKE_PREFIX.sub("", text, count=1)
            if recipe and not _MAKE_ONLY.search(recipe.replace("$$", "")):
                yield SourceCommand(recipe.replace("$$", "$"), "makefile")
        continued = text.endswith("\\")


def read_package(path: Path) -> Iterator[SourceCommand]:
    """The values of a package.json's "scripts"."""
    text = "\n".join(line for _, line in read_lines(path))
    try:
        scripts = json.loads(text).get("scripts", {})
    except (ValueError, AttributeError) as error:
        raise DataError(f"{path}: not a package.json: {error}") from error
    if isinstance(scripts, dict):
        for command in scripts.values():
            if isinstance(command, str):
                yield SourceCommand(command, "package.json")
