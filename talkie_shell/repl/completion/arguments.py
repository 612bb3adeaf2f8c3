"""What a program's arguments are: the table, checked on load."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

from talkie_shell.errors import VocabularyError

Kind = Literal[
    "files",
    "folders",
    "commands",
    "variables",
    "hosts",
    "references",
    "users",
    "jobs",
    "signals",
    "targets",
    "scripts",
    "nothing",
]
Existing = Literal["all", "but_last", "first", "folders"]
_TABLE = Path(__file__).with_name("arguments.toml")


@dataclass(frozen=True, slots=True)
class Arguments:
    """``takes``: by program, pairs of subcommands (none: any) and kinds, the first that fits
    counts. ``existing``: which of a program's arguments must be there."""

    takes: Mapping[str, tuple[tuple[frozenset[str], tuple[Kind, ...]], ...]]
    existing: Mapping[str, Existing]

    def kinds(self, program: str, words: Sequence[str]) -> tuple[Kind, ...]:
        """What may follow the program and the words after it.

        Example: "git", ["checkout"] -> ("references",); "vim", [] -> ("files",)
        """
        for subcommands, kinds in self.takes.get(program, ()):
            if not subcommands or subcommands.intersection(words):
                return kinds
        return ("files",)


@cache
def load_arguments() -> Arguments:
    """The table, read once. Raises `VocabularyError` where it names a kind that is none."""
    import tomli

    data = tomli.loads(_TABLE.read_text(encoding="utf-8"))
    takes: dict[str, list[tuple[frozenset[str], tuple[Kind, ...]]]] = {}
    for entry in data["takes"]:
        unknown = set(entry["kinds"]) - set(get_args(Kind))
        if unknown:
            raise VocabularyError(f"{_TABLE.name}: there is no kind {min(unknown)!r}")
        subcommands = frozenset(filter(None, entry.get("subcommands", "").split("|")))
        for program in entry["programs"]:
            takes.setdefault(program, []).append((subcommands, tuple(entry["kinds"])))
    unknown = set(data["existing"]) - set(get_args(Existing))
    if unknown:
        raise VocabularyError(f"{_TABLE.name}: [existing] has no {min(unknown)!r}")
    existing: dict[str, Existing] = {}
    for which, programs in data["existing"].items():
        for program in programs:
            existing[program] = cast("Existing", which)
    return Arguments({name: tuple(some) for name, some in takes.items()}, existing)
