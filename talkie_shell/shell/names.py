"""The names that the shell underneath knows by itself: aliases, functions, builtins, variables."""

from __future__ import annotations

import os
from dataclasses import dataclass

_OURS = "__talkie_"
_SECTIONS = 6
NAMES_FILE = "names"
"""What the shell calls the file, in the private folder, that it writes before each prompt."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the shell knows after its last command.

    ``builtins`` holds its reserved words too. ``path`` is its own $PATH, which a command may
    have changed (``source venv/bin/activate``), "" where it has not told yet. ``strict``: it does
    not run a command of which a pattern matches no file (zsh's nomatch, bash's failglob).
    """

    aliases: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()
    builtins: frozenset[str] = frozenset()
    variables: frozenset[str] = frozenset()
    path: str = ""
    strict: bool = False

    def __contains__(self, word: str) -> bool:
        """Whether a command may begin with this word though there is no such program."""
        return word in self.aliases or word in self.functions or word in self.builtins


def read_names(told: bytes) -> Names:
    r"""Names out of what the shell wrote; nothing where it has not written it all.

    $PATH, aliases, functions, builtins, variables, whether it is strict, each ended by NUL,
    names on lines of their own.
    Example: ``b"/bin\0ll\nla\0\0cd\0HOME\0\0"`` -> aliases ll and la, builtin cd
    """
    *sections, _ = told.split(b"\0")
    if len(sections) != _SECTIONS:
        return Names()
    path, *lists, strict = (os.fsdecode(section) for section in sections)
    aliases, functions, builtins, variables = (
        frozenset(name for name in names.splitlines() if not name.startswith(_OURS))
        for names in lists
    )
    return Names(aliases, functions, builtins, variables, path, strict=bool(strict))
