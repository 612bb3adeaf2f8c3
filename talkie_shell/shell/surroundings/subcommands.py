"""The subcommands that a program has, where they are surely known. Reads; never runs anything."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from glob import escape
from pathlib import Path
from typing import Any

from talkie_shell.context import Subcommands
from talkie_shell.errors import VocabularyError
from talkie_shell.shell.surroundings.executables import folders_of
from talkie_shell.shell.surroundings.git_commands import git_commands

_TABLE = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True, slots=True)
class Family:
    """What the table says of a program; see its head."""

    name: str
    own: Subcommands
    leads: str
    files: tuple[str, ...]
    unsure: Mapping[str, str]
    variables: tuple[str, ...]


@cache
def load_families() -> Mapping[str, Family]:
    """The table by program, read once. Raises `VocabularyError` where it says what none has."""
    import tomli

    found: dict[str, Family] = {}
    for name, entry in tomli.loads(_TABLE.read_text(encoding="utf-8")).items():
        programs = entry.pop("programs", [name])
        found |= dict.fromkeys(programs, _family(name, entry))
    return found


def _family(name: str, entry: dict[str, Any]) -> Family:
    def words(key: str) -> list[str]:
        return str(entry.pop(key, "")).split()

    family = Family(
        name,
        Subcommands(
            frozenset(words("names")),
            frozenset(words("options")),
            frozenset(words("valued")),
            frozenset(words("folder")),
            personal=entry.pop("personal", False),
            prefixes=entry.pop("prefixes", False),
        ),
        entry.pop("leads", ""),
        tuple(words("files")),
        entry.pop("unsure", {}),
        tuple(words("variables")),
    )
    if entry:
        raise VocabularyError(f"{_TABLE.name}: [{name}] has no {min(entry)!r}")
    return family


def subcommands_of(program: str, path: str, directory: str, home: Path) -> Subcommands | None:
    """The subcommands of a program on the PATH, for a line that stands in the directory; None
    where they are not surely known. Raises OSError where a file cannot be read that may name some.

    Example: "git" -> names {"add", "commit", ..., and the user's aliases}
    """
    family = load_families().get(program)
    executable = shutil.which(program, path=os.pathsep.join(folders_of(path)))
    if family is None or executable is None or _names_others(family, directory, home):
        return None
    names = set(family.own.names)
    prefix = Path(executable).resolve().parent.parent
    for pattern in family.files:
        filled = pattern.replace("{prefix}", escape(str(prefix))).replace("~", escape(str(home)), 1)
        for found in Path("/").glob(filled.removeprefix("/")):
            names |= _borne_by(found.name, family.leads)
    if family.leads:
        for folder in folders_of(path):
            for name in _led(folder, family.leads):
                names |= _borne_by(name, family.leads)
    if family.name != "git":
        return family.own.with_names(names)
    own = git_commands(Path(executable), Path(directory), home)
    return None if own is None else family.own.with_names(names | own, whole=True)


def may_bring_others(program: str, variables: frozenset[str]) -> bool:
    """Whether one of the shell's variables may bring the program further subcommands."""
    family = load_families().get(program)
    return family is None or any(name.startswith(family.variables) for name in variables)


def _names_others(family: Family, directory: str, home: Path) -> bool:
    folders = (Path(directory), *Path(directory).parents)
    for name, text in family.unsure.items():
        within = (home,) if name.startswith("~/") else folders
        for folder in within:
            file = folder / name.removeprefix("~/")
            if file.exists() and text in file.read_text(encoding="utf-8", errors="replace"):
                return True
    return False


def _led(folder: str, leads: str) -> list[str]:
    try:
        return [name for name in os.listdir(folder) if name.startswith(leads)]  # noqa: PTH208 - only names
    except OSError:  # not there, or not ours to read: nothing there is run, either
        return []


def _borne_by(file: str, leads: str) -> frozenset[str]:
    """The subcommands that a file of this name may be.

    Example: "brew-cu.rb" -> {"cu.rb", "cu"}; "kubectl-my_plugin-x" -> {"my-plugin"}
    """
    name = file.removeprefix(leads)
    if leads == "kubectl-":
        return frozenset((name.partition("-")[0].replace("_", "-"),))
    return frozenset((name, name.partition(".")[0]))
