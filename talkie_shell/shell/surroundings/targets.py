"""What a project's own files can be asked to do: make's targets, a package's scripts. Reads."""

from __future__ import annotations

import json
import re
from pathlib import Path

from talkie_shell.shell.surroundings.files import beginning_of

_MAKEFILES = ("GNUmakefile", "makefile", "Makefile")
_RULE = re.compile(
    r"^([A-Za-z0-9][\w./ -]*?)\s*::?(?!=)(?:[^#\n]|#(?!#))*(?:##\s*(.*))?$", re.MULTILINE
)


def make_targets(folder: str) -> dict[str, str]:
    """The targets of the folder's makefile, with what ``##`` says of them on their line.

    Example: "test: build ## run the tests" -> {"test": "run the tests"}
    """
    for name in _MAKEFILES:
        found: dict[str, str] = {}
        for targets, about in _RULE.findall(beginning_of(Path(folder, name))):
            for target in targets.split():
                found.setdefault(target, about.strip())
        if found:
            return found
    return {}


def package_scripts(folder: str) -> dict[str, str]:
    """The scripts of the folder's package.json, with what they run."""
    try:
        scripts = json.loads(beginning_of(Path(folder, "package.json")) or "{}").get("scripts", {})
        return {str(name): str(run) for name, run in scripts.items()}
    except (ValueError, AttributeError):
        return {}
