"""What people call things, ready to look up.

A vocabulary maps phrases (tuples of lower-case words) to what they may mean. It is made once, of
the tables and of the user's own words (see `talkie_shell.spoken.loading`), and never changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from talkie_shell.records import Source
from talkie_shell.spoken.lexer import lex

Phrase = tuple[str, ...]
Scope = Literal["word", "letter", "run"]
Case = Literal["keep", "lower", "title", "upper", "camel"]


@dataclass(frozen=True, slots=True)
class Symbol:
    """Characters with a spoken name. ``glue`` says where the preprocessor leaves no blank."""

    text: str
    glue: str


@dataclass(frozen=True, slots=True)
class Directive:
    """Words that say how the following words are written (see tables/english/casing.toml)."""

    case: Case
    scope: Scope
    joiner: str | None


class CamelName(NamedTuple):
    """A name with capitals inside, and what its words mean it behind: dashes, a dot, a flag's
    letter, "" anything."""

    written: str
    behind: str


class Meaning(NamedTuple):
    """Everything one phrase may mean. A phrase may be several of these at once."""

    symbol: Symbol | None = None
    weak: bool = False
    variants: tuple[str, ...] = ()
    first: bool = False
    letter: str | None = None
    nato: bool = False
    directive: Directive | None = None
    escape: bool = False
    filler: Literal["empty", "soft"] | None = None
    repair: Literal["replace", "erase"] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Phrases and their meanings, plus the number words. Compared by identity.

    It reads what a recogniser wrote; ``typed`` is the same without what only recognisers write,
    and None where it is that itself.

    ``meanings`` is keyed by phrases of lower-case words; ``lengths`` maps a phrase's first word
    to the lengths of the phrases that start with it, longest first. ``compounds`` are phrases
    whose words simply run together ("check out"): the lattice has them without a meaning of
    their own, and the preprocessor joins them; ``unsplit`` are words that recognisers split
    anyhow. ``names`` are what people call a symbol,
    ``weak_names`` those that are at least as often plain words, ``heard_names`` what
    recognisers make of them. ``cased`` and, behind a dash, ``cased_flags`` hold words with
    capitals of their own by their small letters. ``said`` is what people call a word, ``heard``
    what recognisers make of it. ``only_heard`` are names that mean something only where they are
    heard. ``hyphened_flags`` are the words of flags whose hyphens nobody says, by the first, the
    longest first; those in ``one_dash`` stand behind one dash, too. ``camel_names`` are by
    the words they are made of, and ``camel_phrases`` these words by the first of them, longest
    first.
    """

    meanings: Mapping[Phrase, Meaning]
    lengths: Mapping[str, tuple[int, ...]]
    compounds: frozenset[Phrase]
    compound_starts: frozenset[str]
    unsplit: frozenset[str]
    symbols: Mapping[str, Symbol]
    names: Mapping[str, tuple[str, ...]]
    weak_names: Mapping[str, tuple[str, ...]]
    heard_names: Mapping[str, tuple[str, ...]]
    said: Mapping[str, tuple[str, ...]]
    heard: Mapping[str, tuple[str, ...]]
    cased: Mapping[str, tuple[str, ...]]
    cased_flags: Mapping[str, tuple[str, ...]]
    hyphened_flags: Mapping[str, tuple[Phrase, ...]]
    one_dash: frozenset[Phrase]
    camel_names: Mapping[Phrase, CamelName]
    camel_phrases: Mapping[str, tuple[Phrase, ...]]
    digits: Mapping[str, int]
    teens: Mapping[str, int]
    tens: Mapping[str, int]
    scales: Mapping[str, int]
    repeats: Mapping[str, int]
    weak_digits: Mapping[str, int]
    letters: Mapping[str, tuple[str, ...]]
    nato: Mapping[str, str]
    directives: tuple[tuple[Directive, tuple[str, ...]], ...]
    escapes: tuple[str, ...]
    fillers: tuple[str, ...]
    repairs: tuple[str, ...]
    erasers: tuple[str, ...]
    only_heard: frozenset[str] = frozenset()
    typed: Vocabulary | None = None

    def of(self, source: Source) -> Vocabulary:
        """The vocabulary for words from there."""
        return self.typed if source == "typed" and self.typed is not None else self


def phrase_of(name: str) -> Phrase:
    """A spoken name as the words the lexer makes of it.

    Example: "Open Paren" -> ("open", "paren")
    """
    if name.isascii() and name.replace(" ", "").isalnum():  # the tables hold thousands of these
        return tuple(name.lower().split())
    return tuple(word.text.lower() for word in lex(name))
