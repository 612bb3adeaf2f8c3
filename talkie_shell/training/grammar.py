"""A small seeded grammar: tables of productions expand to text.

The notation, inside a production:

    <name>        what rule `name` makes
    <name?>       perhaps what it makes; left out six times of ten
    <name*>       none to three different things it makes, separated by blanks
    <name+>       one to three
    <x=name>      what rule `name` makes, remembered: a later <x> repeats it
    <a|b|>        one of these, as they stand (the last one is empty); they may nest
    3x text       (at the start of a production) three times as likely as its neighbours

A rule is a list of productions, or a string of letters: then it makes a bundle of one to
four of them, for ``ls -<letters>``.

Where something comes out empty, the one blank before it goes too, so spacing stays
canonical. Any other ``<`` or ``>`` is itself: redirections need no escape.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate
from random import Random

from talkie_shell.errors import DataError

Memory = dict[tuple[int, str], str]
Maker = Callable[[Random, Memory], str]
Rule = Sequence[str] | str

_REFERENCE = re.compile(r"<(?:([a-z]\w*)=)?([A-Za-z][A-Za-z0-9_]*)([?*+]?)>")
_WEIGHT = re.compile(r"(\d+)x ")
_COUNTS = {"*": (0.35, 0.7, 0.9), "+": (0.0, 0.55, 0.85)}
_OPTIONAL = 0.4
_BUNDLE = (0.3, 0.65, 0.9)


class Grammar:
    """Named rules that expand to text, seeded.

    ``makers`` are the rules written in Python (numbers, hashes…). Tables are added with
    `add_table`; a production sees the rules of its own table first, then the shared ones.
    """

    def __init__(self, makers: Mapping[str, Callable[[Random], str]]) -> None:
        self._rules: dict[str, Maker] = {name: _plain(maker) for name, maker in makers.items()}
        self._named: dict[str, str] = {}
        self.productions = 0

    def add_table(self, rules: Mapping[str, Rule], scope: str = "") -> None:
        """Define every rule of a table; with a ``scope`` they are ``scope.name`` outside."""
        for name, rule in rules.items():
            label = f"{scope}.{name}" if scope else name
            if isinstance(rule, str):
                self._rules[label] = _bundle(rule)
            else:
                self._rules[label] = self._one_of(label, rule, scope, rules)

    def add_union(self, name: str, parts: Iterable[tuple[str, float]]) -> None:
        """Define rule ``name`` as one of other rules, each with its weight."""
        chosen = [(label, weight) for label, weight in parts if weight > 0]
        makers = [self.call(label, name) for label, _ in chosen]
        self._rules[name] = _choose(makers, [weight for _, weight in chosen])

    def check(self) -> None:
        """Raise `DataError` where a production names a rule that is not there."""
        for name, where in self._named.items():
            if name not in self._rules:
                raise DataError(f"grammar rule {where}: there is no rule {name}")

    def __contains__(self, name: object) -> bool:
        return name in self._rules

    def expand(self, name: str, rng: Random) -> str:
        """What rule ``name`` makes next.

        Example: ``expand("file", Random(1))`` -> ``report-final.pdf``
        """
        return self._rules[name](rng, {})

    def _one_of(
        self, label: str, productions: Sequence[str], scope: str, local: Mapping[str, Rule]
    ) -> Maker:
        if not productions:
            raise DataError(f"grammar rule {label}: no productions")
        makers: list[Maker] = []
        weights: list[float] = []
        for text in productions:
            found = _WEIGHT.match(text)
            weights.append(float(found[1]) if found else 1.0)
            self.productions += 1
            reader = _Reader(self, text[found.end() :] if found else text, label, scope, local)
            makers.append(reader.maker())
        return _choose(makers, weights)

    def call(self, name: str, where: str) -> Maker:
        """A maker that asks rule ``name`` when it is called, defined by then."""
        self._named.setdefault(name, where)
        rules = self._rules

        def make(rng: Random, memory: Memory) -> str:
            return rules[name](rng, memory)

        return make


class _Reader:
    """Turns one production into a maker."""

    def __init__(
        self, grammar: Grammar, text: str, label: str, scope: str, local: Mapping[str, Rule]
    ) -> None:
        self.grammar, self.text, self.label = grammar, text, label
        self.scope, self.local = scope, local
        self.number = grammar.productions
        self.bound: set[str] = set()
        self.at = 0

    def maker(self) -> Maker:
        return self._sequence(depth=0)

    def _sequence(self, depth: int) -> Maker:
        parts: list[str | Maker] = []
        literal = ""
        text = self.text
        while self.at < len(text):
            character = text[self.at]
            if depth and character in "|>":
                break
            found = _REFERENCE.match(text, self.at) if character == "<" else None
            if found or (character == "<" and self._opens_choice()):
                if literal:
                    parts.append(literal)
                    literal = ""
                parts.append(self._reference(found) if found else self._choice(depth))
            else:
                literal += character
                self.at += 1
        if literal:
            parts.append(literal)
        return _join(parts)

    def _reference(self, found: re.Match[str]) -> Maker:
        self.at = found.end()
        keep, name, mode = found.groups()
        if name in self.bound and not keep:
            key = (self.number, name)
            return lambda rng, memory: memory[key]
        target = f"{self.scope}.{name}" if self.scope and name in self.local else name
        called = self.grammar.call(target, self.label)
        if keep:
            self.bound.add(keep)
            return _remembered(called, (self.number, keep))
        if mode == "?":
            return lambda rng, memory: called(rng, memory) if rng.random() < _OPTIONAL else ""
        return _several(called, _COUNTS[mode]) if mode else called

    def _opens_choice(self) -> bool:
        if self.text[self.at + 1 : self.at + 2] in ("", " ", "<", "(", "&"):
            return False
        depth, bars = 0, 0
        for character in self.text[self.at :]:
            depth += {"<": 1, ">": -1}.get(character, 0)
            bars += character == "|" and depth == 1
            if depth == 0:
                return bars > 0
        return False

    def _choice(self, depth: int) -> Maker:
        makers: list[Maker] = []
        while self.text[self.at] != ">":
            self.at += 1
            makers.append(self._sequence(depth + 1))
        self.at += 1
        return _choose(makers, [1.0] * len(makers))


def _plain(maker: Callable[[Random], str]) -> Maker:
    return lambda rng, memory: maker(rng)


def _choose(makers: Sequence[Maker], weights: Sequence[float]) -> Maker:
    if len(makers) == 1:
        return makers[0]
    count = len(makers)
    if len(set(weights)) == 1:
        return lambda rng, memory: makers[int(rng.random() * count)](rng, memory)
    bounds = list(accumulate(weights))
    total = bounds.pop()
    return lambda rng, memory: makers[bisect(bounds, rng.random() * total)](rng, memory)


def _join(parts: list[str | Maker]) -> Maker:
    """One maker for parts in a row; blanks beside a part that may be empty belong to it."""
    row = list(parts)
    for index, part in enumerate(row):
        if isinstance(part, str):
            continue
        before = row[index - 1] if index else None
        after = row[index + 1] if index + 1 < len(row) else None
        if isinstance(before, str) and before.endswith(" "):
            row[index - 1] = before[:-1]
            row[index] = _spaced(part, before=" ")
        elif index == 0 and isinstance(after, str) and after.startswith(" "):
            row[1] = after[1:]
            row[0] = _spaced(part, after=" ")
    row = [part for part in row if part != ""]
    if not row:
        return lambda rng, memory: ""
    first = row[0]
    if len(row) == 1:
        return first if not isinstance(first, str) else _constant(first)
    return lambda rng, memory: "".join(
        [part if isinstance(part, str) else part(rng, memory) for part in row]
    )


def _constant(text: str) -> Maker:
    return lambda rng, memory: text


def _spaced(maker: Maker, before: str = "", after: str = "") -> Maker:
    def make(rng: Random, memory: Memory) -> str:
        text = maker(rng, memory)
        return f"{before}{text}{after}" if text else ""

    return make


def _remembered(maker: Maker, key: tuple[int, str]) -> Maker:
    def make(rng: Random, memory: Memory) -> str:
        memory[key] = text = maker(rng, memory)
        return text

    return make


def _several(maker: Maker, bounds: tuple[float, ...]) -> Maker:
    def make(rng: Random, memory: Memory) -> str:
        made: dict[str, str] = {}
        for _ in range(bisect(bounds, rng.random())):
            text = maker(rng, memory)
            if text:
                made.setdefault(re.split("[ =]", text, maxsplit=1)[0], text)
        return " ".join(made.values())

    return make


def _bundle(letters: str) -> Maker:
    def make(rng: Random, memory: Memory) -> str:
        size = min(1 + bisect(_BUNDLE, rng.random()), len(letters))
        chosen = rng.sample(letters, size)
        if rng.random() < 0.6:
            chosen.sort(key=letters.index)
        return "".join(chosen)

    return make
