"""The vocabulary turned round: from what is written to the ways of saying it."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from random import Random
from typing import Any

from talkie_shell.spoken.table_files import grouped, read_table
from talkie_shell.spoken.vocabulary import Vocabulary

_EACH_LESS = 0.34
_RARE = 0.01
_RULE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Weighted:
    """Things to choose from, some oftener than others."""

    items: tuple[str, ...]
    bounds: tuple[float, ...]

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, float]]) -> Weighted:
        chosen = list(pairs)
        return cls(
            tuple(item for item, _ in chosen), tuple(accumulate(weight for _, weight in chosen))
        )

    def pick(self, rng: Random) -> str:
        return self.items[bisect(self.bounds, rng.random() * self.bounds[-1])]


@dataclass(frozen=True, slots=True, eq=False)
class Phrasebook:
    """What the speaker knows. Compared by identity, built once a vocabulary.

    ``names``: symbol -> its names; ``plain_names``: those that mean nothing else. ``phrases``:
    operator -> what free speech says for it. ``said``: word -> other ways to say it.
    ``misheard``: what is said -> what a recogniser writes; ``letters``: the same for letters;
    ``proper``: its capitals. ``capital``, ``upper``, ``lower`` and ``runs``: the names of casing
    directives. ``settled``: words whose case everybody knows. ``whole_flags``: flags of a few
    letters that are words. ``sorts``: value -> the others of its sort; ``pool``: all of them.
    ``free``: the grammar of free speech, its rules named "section.rule". ``risky``: words that
    first of all mean something else; ``meaningful``: that may.
    """

    names: Mapping[str, Weighted]
    plain_names: Mapping[str, Weighted]
    phrases: Mapping[str, tuple[str, ...]]
    said: Mapping[str, tuple[str, ...]]
    misheard: Mapping[str, tuple[str, ...]]
    nato: Mapping[str, tuple[str, ...]]
    letters: Mapping[str, tuple[str, ...]]
    capital: Weighted
    upper: Weighted
    lower: Weighted
    runs: Mapping[tuple[str, str], tuple[str, ...]]
    sorts: Mapping[str, tuple[str, ...]]
    settled: frozenset[str]
    whole_flags: frozenset[str]
    free: Mapping[str, Weighted]
    risky: frozenset[str]
    meaningful: frozenset[str]
    proper: Mapping[str, str]
    pool: tuple[str, ...]
    escapes: tuple[str, ...]
    repairs: tuple[str, ...]
    erasers: tuple[str, ...]

    def free_speech(self, rule: str, rng: Random) -> str:
        """A random expansion of a rule, "section.rule"; "" where it is silent.

        Example: "leadin.start" -> "okay so could you run"
        """
        section = rule.partition(".")[0]
        return _RULE.sub(
            lambda match: self.free_speech(f"{section}.{match[1]}", rng), self.free[rule].pick(rng)
        )


@lru_cache(maxsize=8)
def phrasebook_of(vocabulary: Vocabulary) -> Phrasebook:
    """The vocabulary's phrasebook. Raises `VocabularyError` for tables that do not hold."""
    speaking = read_table("english/speaking.toml")
    usual: dict[str, list[str]] = speaking["usual"]
    operators: list[str] = speaking["operators"]["texts"]
    confusions = read_table("english/confusions.toml")
    sorts = _sorts()
    numbers = frozenset(
        word
        for table in (
            vocabulary.digits,
            vocabulary.teens,
            vocabulary.tens,
            vocabulary.scales,
            vocabulary.repeats,
        )
        for word in table
    )
    names = {text: _weigh(text, said, operators, vocabulary) for text, said in usual.items()}
    known = {
        text: tuple(name for name in vocabulary.names.get(text, ()) if _sayable(name))
        for text in operators
    }
    phrases = {
        text: tuple(name for name in found if name not in usual.get(text, ()))
        for text, found in known.items()
    }
    return Phrasebook(
        names=names,
        plain_names={text: _without_weak(text, names[text], vocabulary) for text in names},
        phrases={text: found for text, found in phrases.items() if found},
        said=_said(speaking),
        misheard=_misheard(vocabulary, confusions["misheard"]),
        nato=grouped((letter, name) for name, letter in vocabulary.nato.items()),
        letters=vocabulary.letters,
        capital=_directive(vocabulary, "title", "word", {"capital": 12.0, "cap": 5.0}),
        upper=_directive(vocabulary, "upper", "word", {"all caps": 8.0, "uppercase": 3.0}),
        lower=_directive(vocabulary, "lower", "word", {"lowercase": 4.0, "lower": 4.0}),
        runs={
            (directive.case, directive.joiner or ""): said
            for directive, said in vocabulary.directives
            if directive.scope == "run"
        },
        settled=frozenset(speaking["settled"]["words"]),
        whole_flags=frozenset(speaking["flags"]["words"]),
        sorts=sorts,
        pool=tuple(sorts),
        proper={word.lower(): word for word in confusions["proper"]["words"]},
        free=_grammar(read_table("english/freespeech.toml")),
        risky=frozenset(
            phrase[0]
            for phrase, meaning in vocabulary.meanings.items()
            if len(phrase) == 1
            and ((meaning.symbol and not meaning.weak) or meaning.directive or meaning.escape)
        )
        | numbers,
        meaningful=frozenset(phrase[0] for phrase in vocabulary.meanings if len(phrase) == 1)
        | numbers,
        escapes=vocabulary.escapes,
        repairs=vocabulary.repairs,
        erasers=vocabulary.erasers,
    )


def _sayable(name: str) -> bool:
    return all(character.isalnum() or character in " '" for character in name)


def _weigh(text: str, usual: list[str], operators: list[str], vocabulary: Vocabulary) -> Weighted:
    """The usual names by rank; a single symbol's other names are rare."""
    pairs = [(name, _EACH_LESS**rank) for rank, name in enumerate(usual)]
    if text not in operators:
        others = (*vocabulary.names.get(text, ()), *vocabulary.weak_names.get(text, ()))
        pairs += [(name, _RARE) for name in others if name not in usual and _sayable(name)]
    return Weighted.of(pairs)


def _without_weak(text: str, names: Weighted, vocabulary: Vocabulary) -> Weighted:
    """The names that are not as often plain words; "at" stays, for nobody says "at sign"."""
    weak = () if text == "@" else vocabulary.weak_names.get(text, ())
    bounds = (0.0, *names.bounds)
    return Weighted.of(
        (name, bounds[at + 1] - bounds[at])
        for at, name in enumerate(names.items)
        if name not in weak
    )


def _said(speaking: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    said = {written: tuple(names) for written, names in speaking["said"].items()}
    for phrase in speaking["split"]["words"]:
        written = phrase.replace(" ", "")
        said[written] = (*said.get(written, ()), phrase)
    return said


def _misheard(
    vocabulary: Vocabulary, confusions: Mapping[str, list[str]]
) -> dict[str, tuple[str, ...]]:
    """What recognisers write for words, letters and whole phrases."""
    misheard: dict[str, list[str]] = {}
    for table in (vocabulary.said, vocabulary.heard):
        for word, names in table.items():
            misheard.setdefault(word, []).extend(names)
    for text, heard in vocabulary.heard_names.items():
        for name in (*vocabulary.names[text], *vocabulary.weak_names[text]):
            misheard.setdefault(name, []).extend(heard)
    for spoken, spellings in confusions.items():
        misheard.setdefault(spoken, []).extend(spellings)
    return {spoken: tuple(dict.fromkeys(found)) for spoken, found in misheard.items() if found}


def _directive(
    vocabulary: Vocabulary, case: str, scope: str, usual: Mapping[str, float]
) -> Weighted:
    names = [
        name
        for directive, said in vocabulary.directives
        if directive.case == case and directive.scope == scope
        for name in said
    ]
    return Weighted.of((name, usual.get(name, 0.5)) for name in names)


def _sorts() -> dict[str, tuple[str, ...]]:
    sorts: dict[str, list[str]] = {}
    for values in read_table("english/mistakes.toml")["sorts"].values():
        for value in values:
            sorts.setdefault(value, []).extend(other for other in values if other != value)
    return {value: tuple(others) for value, others in sorts.items()}


def _grammar(table: Mapping[str, Mapping[str, list[str]]]) -> dict[str, Weighted]:
    """Rules by "section.rule"; "3 | text" weighs three times as much as "text"."""
    rules: dict[str, Weighted] = {}
    for section, entries in table.items():
        for name, alternatives in entries.items():
            pairs: list[tuple[str, float]] = []
            for entry in alternatives:
                head, bar, tail = entry.partition(" | ")
                weighed = bool(bar) and head.isdigit()
                pairs.append((tail, float(head)) if weighed else (entry, 1.0))
            rules[f"{section}.{name}"] = Weighted.of(pairs)
    return rules
