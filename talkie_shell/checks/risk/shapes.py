"""The table of risky shapes: why each is one, and which programs' arguments make one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from talkie_shell.checks.risk.marks import shown
from talkie_shell.errors import VocabularyError

Severity = Literal["caution", "danger"]
_TABLE = Path(__file__).with_name("shapes.toml")
_VERBS = 5
"""How many operands may name what is done, as in ``gcloud compute instances delete``."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape: why it is risky, with ``{}`` for what it strikes."""

    name: str
    why: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """What of a program's arguments makes a shape; see the table's head. Each entry of
    ``words`` and ``every`` lists other spellings of one word."""

    shape: str
    words: tuple[frozenset[str], ...]
    last: frozenset[str]
    verbs: frozenset[str]
    spares: frozenset[str]
    targets: frozenset[str]
    some: frozenset[str]
    every: tuple[frozenset[str], ...]
    unless: frozenset[str]

    def fits(self, flags: frozenset[str], operands: Sequence[str]) -> bool:
        """Whether a call with these flags and operands is of the shape."""
        if len(operands) < len(self.words) or flags & self.unless:
            return False
        if not all(word in allowed for allowed, word in zip(self.words, operands, strict=False)):
            return False
        if self.last and not (operands and operands[-1] in self.last):
            return False
        first = operands[:_VERBS]
        if self.spares.intersection(first) or (self.verbs and self.verbs.isdisjoint(first)):
            return False
        if not self._strikes(operands):
            return False
        if not all(flags & spellings for spellings in self.every):
            return False
        return not self.some or bool(flags & self.some)

    def struck(self, operands: Sequence[str]) -> str:
        """What a call of the shape strikes, "" where the call does not name it.

        Example: ["remove", "vim", "libc6:i386"] -> "libc6", for the targets libc6 and bash
        """
        if not self.targets:
            return shown(operands[-1]) if operands else ""
        names = (shown(word).partition(":")[0] for word in operands[len(self.words) :])
        return next((name for name in names if name in self.targets), "")

    def _strikes(self, operands: Sequence[str]) -> bool:
        return not self.targets or bool(self.struck(operands))


@dataclass(frozen=True, slots=True)
class Table:
    """The shapes by name, the rules by program, the flags of a program that take a value."""

    shapes: Mapping[str, Shape]
    rules: Mapping[str, tuple[Rule, ...]]
    values: Mapping[str, frozenset[str]]


@cache
def load_table() -> Table:
    """The table, read once. Raises `VocabularyError` where a rule names a shape that is none."""
    import tomli

    data = tomli.loads(_TABLE.read_text(encoding="utf-8"))
    shapes = {name: Shape(name, one["why"], one["severity"]) for name, one in data["shape"].items()}
    rules: dict[str, list[Rule]] = {}
    for entry in data["rule"]:
        if entry["shape"] not in shapes:
            raise VocabularyError(f"{_TABLE.name}: there is no shape {entry['shape']!r}")
        for program in entry["programs"]:
            rules.setdefault(program, []).append(_rule(entry, data["names"]))
    return Table(
        shapes,
        {name: tuple(some) for name, some in rules.items()},
        {name: frozenset(flags) for name, flags in data["values"].items()},
    )


def _rule(entry: Mapping[str, Any], names: Mapping[str, Sequence[str]]) -> Rule:
    return Rule(
        shape=entry["shape"],
        words=tuple(frozenset(word.split("|")) for word in entry.get("words", ())),
        last=frozenset(entry.get("last", ())),
        verbs=frozenset(entry.get("verbs", ())),
        spares=frozenset(entry.get("spares", ())),
        targets=frozenset(names[entry["targets"]] if "targets" in entry else ()),
        some=frozenset(entry.get("any", ())),
        every=tuple(frozenset(word.split("|")) for word in entry.get("all", ())),
        unless=frozenset(entry.get("unless", ())),
    )


def sorted_out(
    words: Sequence[str], values: frozenset[str] = frozenset()
) -> tuple[frozenset[str], list[str]]:
    """The flags of a call, bundles taken apart, and its operands.

    Example: ["-rf", "x", "--all=1"] -> {"-rf", "-r", "-f", "--all"}, ["x"]
    """
    flags: set[str] = set()
    operands: list[str] = []
    rest: Iterator[str] = iter(words)
    for word in rest:
        if word == "--":
            operands += rest
        elif word.startswith("--"):
            flags.add(word.partition("=")[0])
            if word in values:
                next(rest, None)
        elif word.startswith("-") and len(word) > 1:
            flags.add(word.partition("=")[0])
            flags.update("-" + letter for letter in word[1:].partition("=")[0])
            if word in values:
                next(rest, None)
        else:
            operands.append(word)
    return frozenset(flags), operands
