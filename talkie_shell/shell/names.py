"""What the shell underneath knows by itself: aliases, functions, builtins, variables, and where
it stands."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

_OURS = "__talkie_"
_VENV_VARIABLES = ("VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT", "CONDA_DEFAULT_ENV")
_VI_KEYS = frozenset({"vi", "viins", "vicmd"})
_SECTIONS = 7 + len(_VENV_VARIABLES)
NAMES_FILE = "names"
"""What the shell calls the file, in the private folder, that it writes before each prompt."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the shell knows after its last command.

    ``builtins`` holds its reserved words too. ``path`` is its own $PATH, which a command may
    have changed (``source venv/bin/activate``), "" where it has not told yet. ``strict``: it does
    not run a command of which a pattern matches no file (zsh's nomatch, bash's failglob).
    ``venv``: the name of the virtual environment that is active in it, "" where none is.
    ``vi``: its own line would have vi's keys.
    """

    aliases: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()
    builtins: frozenset[str] = frozenset()
    variables: frozenset[str] = frozenset()
    path: str = ""
    strict: bool = False
    venv: str = ""
    vi: bool = False

    @property
    def told(self) -> bool:
        """Whether the shell has told: it has builtins."""
        return bool(self.builtins)

    def __contains__(self, word: str) -> bool:
        """Whether a command may begin with this word though there is no such program."""
        return word in self.aliases or word in self.functions or word in self.builtins


def read_names(told: bytes) -> Names:
    r"""Names out of what the shell wrote; nothing where it has not written it all.

    $PATH, aliases, functions, builtins, variables, whether it is strict, the values of the
    variables that `venv_of` reads, a line with the name of its keys, each ended by NUL, names on
    lines of their own.
    Example: ``b"/bin\0ll\nla\0\0cd\0HOME\0\0/x/v\0\0\0vi\0"`` -> aliases ll and la, builtin
    cd, venv v, vi
    """
    *sections, _ = told.split(b"\0")
    if len(sections) != _SECTIONS:
        return Names()
    path, *texts = (os.fsdecode(section) for section in sections)
    lists, (strict, *venv, keys) = texts[:4], texts[4:]
    aliases, functions, builtins, variables = (
        frozenset(name for name in names.splitlines() if not name.startswith(_OURS))
        for names in lists
    )
    return Names(
        aliases,
        functions,
        builtins,
        variables,
        path,
        strict=bool(strict),
        venv=venv_of(dict(zip(_VENV_VARIABLES, venv, strict=True))),
        vi=not _VI_KEYS.isdisjoint(keys.split()),
    )


def venv_of(variables: Mapping[str, str]) -> str:
    """The name of the virtual environment that is active, "" where none is: venv's before conda's,
    which mostly is all around. Characters that do not show are left out.

    Example: VIRTUAL_ENV "/home/ann/app/.venv", VIRTUAL_ENV_PROMPT "(app) " -> "app"
    """
    folder, prompt, conda = (variables.get(name, "") for name in _VENV_VARIABLES)
    told = (prompt if folder else "", PurePath(folder).name, PurePath(conda).name)
    return next((name for name in map(_bare, told) if name), "")


def _bare(told: str) -> str:
    name = "".join(one for one in told if one.isprintable()).strip()
    return name[1:-1].strip() if name.startswith("(") and name.endswith(")") else name
