"""The tables, validated and ready to look up.

A vocabulary maps phrases (tuples of lower-case words) to what they may mean. It is built once
from the tables beside this module and from the user's own words, and never changes after.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

from talkie_shell.errors import VocabularyError
from talkie_shell.records import Source
from talkie_shell.spoken.lexer import lex

Phrase = tuple[str, ...]
Scope = Literal["word", "letter", "run"]
Case = Literal["keep", "lower", "title", "upper", "camel"]

TABLES = Path(__file__).parent / "tables"
_LONGEST_PHRASE = 8


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


@dataclass(frozen=True, slots=True)
class Meaning:
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
    their own, and the preprocessor joins them. ``names`` are what people call a symbol,
    ``weak_names`` those that are at least as often plain words, ``heard_names`` what
    recognisers make of them. ``said`` is what people call a word, ``heard`` what recognisers
    make of it. ``only_heard`` are names that mean something only where they are heard.
    """

    meanings: Mapping[Phrase, Meaning]
    lengths: Mapping[str, tuple[int, ...]]
    compounds: frozenset[Phrase]
    compound_starts: frozenset[str]
    symbols: Mapping[str, Symbol]
    names: Mapping[str, tuple[str, ...]]
    weak_names: Mapping[str, tuple[str, ...]]
    heard_names: Mapping[str, tuple[str, ...]]
    said: Mapping[str, tuple[str, ...]]
    heard: Mapping[str, tuple[str, ...]]
    cased: Mapping[str, tuple[str, ...]]
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
    return tuple(word.text.lower() for word in lex(name))


class _Builder:
    """Collects meanings and refuses two meanings of one kind for one phrase."""

    def __init__(self) -> None:
        self._fields: dict[Phrase, dict[str, Any]] = {}
        self._heard: dict[Phrase, dict[str, Any]] = {}
        self._origin: dict[tuple[Phrase, str], str] = {}
        self.compounds: set[Phrase] = set()

    def add(
        self,
        name: str,
        field: str,
        value: object,
        origin: str,
        *,
        heard: bool = False,
        **more: object,
    ) -> None:
        """A meaning of a name; ``heard``: only recognisers write the name for it."""
        phrase = self._phrase(name, origin)
        before = self._origin.get((phrase, field))
        if before is not None:
            raise VocabularyError(f"{origin}: {name!r} already stands at {before}")
        self._origin[phrase, field] = origin
        fields = self._heard if heard else self._fields
        fields.setdefault(phrase, {}).update({field: value}, **more)

    def add_variant(
        self, name: str, written: str, origin: str, *, first: bool, heard: bool = False
    ) -> None:
        """A word that a name stands for; ``heard``: only in what recognisers write."""
        phrase = self._phrase(name, origin)
        if "".join(phrase) == written.lower() and len(phrase) > 1:
            self.compounds.add(phrase)
            return
        before = (self._fields.get(phrase, {}), self._heard.get(phrase, {}))
        if any(written in fields.get("variants", ()) for fields in before):
            raise VocabularyError(f"{origin}: {name!r} stands twice")
        if written.lower() == " ".join(phrase):
            raise VocabularyError(f"{origin}: {name!r} is the word itself")
        fields = (self._heard if heard else self._fields).setdefault(phrase, {})
        fields["variants"] = (*fields.get("variants", ()), written)
        fields["first"] = bool(fields.get("first")) or first or len(phrase) > 1

    def remove(self, name: str) -> None:
        phrase = phrase_of(name)
        self.compounds.discard(phrase)
        for fields in (self._fields, self._heard):
            for field in fields.pop(phrase, ()):
                self._origin.pop((phrase, field), None)

    def meanings(self) -> tuple[dict[Phrase, Meaning], dict[Phrase, Meaning]]:
        """What phrases mean where they are typed, and where they are heard."""
        typed = {phrase: Meaning(**fields) for phrase, fields in self._fields.items()}
        heard = {phrase: self._both(phrase, fields) for phrase, fields in self._heard.items()}
        return typed, {**typed, **heard}

    def _both(self, phrase: Phrase, heard: Mapping[str, Any]) -> Meaning:
        fields = self._fields.get(phrase, {})
        variants = (*fields.get("variants", ()), *heard.get("variants", ()))
        first = bool(fields.get("first")) or bool(heard.get("first"))
        return Meaning(**{**fields, **heard, "variants": variants, "first": first})

    @staticmethod
    def _phrase(name: str, origin: str) -> Phrase:
        phrase = phrase_of(name)
        if not phrase or len(phrase) > _LONGEST_PHRASE:
            raise VocabularyError(f"{origin}: {name!r} is not a phrase of 1 to 8 words")
        return phrase


@cache
def _directive_names() -> frozenset[str]:
    return frozenset(name for _, names in load_vocabulary().directives for name in names)


def is_directive(words: str) -> bool:
    """Whether the tables know the words as saying how others are written.

    Example: "Capital" -> True
    """
    return words.lower() in _directive_names()


def read_table(name: str) -> dict[str, Any]:
    """A table beside this module. Raises `VocabularyError` where it cannot be read."""
    path = TABLES / name
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise VocabularyError(f"{path}: {error}") from error


def _strings(value: object, origin: str) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return value
    raise VocabularyError(f"{origin}: expected a phrase or a list of phrases, got {value!r}")


def _integers(table: Mapping[str, object], origin: str) -> dict[str, int]:
    for word, value in table.items():
        if not isinstance(value, int):
            raise VocabularyError(f"{origin}: {word} must be a whole number, not {value!r}")
    return {word: value for word, value in table.items() if isinstance(value, int)}


def grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """The second of each pair by the first, in their order."""
    found: dict[str, list[str]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}


def load_vocabulary(user: Mapping[str, Any] | None = None) -> Vocabulary:
    """The vocabulary, extended by the user's ``[vocabulary]`` settings.

    ``user`` may hold ``symbols`` and ``words`` (spoken phrase = what is written), ``fillers`` (a
    list), ``remove`` (a list of phrases that lose every meaning) and ``talon = true`` (Talon's
    alphabet). A user's phrase replaces what the tables say of it.

    Raises `VocabularyError` for a table that does not hold together.
    """
    if not user:
        return _default_vocabulary()
    return _build(user)


@cache
def _default_vocabulary() -> Vocabulary:
    return _build({})


def _build(user: Mapping[str, Any]) -> Vocabulary:
    builder = _Builder()
    symbols, names, weak_names, heard_names = _add_symbols(builder)
    words = read_table("shell/words.toml")
    first = set(words["first"])
    for table in ("said", "heard"):
        for written, found in words[table].items():
            for name in _strings(found, f"words.toml: {written}"):
                builder.add_variant(
                    name, written, "words.toml", first=name in first, heard=table == "heard"
                )
    cased = grouped((word.lower(), word) for word in words["cased"]["words"])
    letters = read_table("english/letters.toml")
    for name, letter in letters["nato"].items():
        builder.add(name, "letter", letter, "letters.toml", nato=True)
    heard_letters = dict(letters["heard"])
    if user.get("talon"):
        heard_letters |= letters["talon"]
    for name, letter in heard_letters.items():
        builder.add(name, "letter", letter, "letters.toml")
    casing = read_table("english/casing.toml")
    directives = _add_directives(builder, casing)
    for name in casing["escapes"]["names"]:
        builder.add(name, "escape", value=True, origin="casing.toml")
    fillers = read_table("english/fillers.toml")
    for name in fillers["empty"]:
        builder.add(name, "filler", "empty", "fillers.toml")
    for name in fillers["soft"]:
        builder.add(name, "filler", "soft", "fillers.toml")
    repairs = read_table("english/repairs.toml")
    for name in repairs["replace"]:
        builder.add(name, "repair", "replace", "repairs.toml")
    for name in repairs["erase"]:
        builder.add(name, "repair", "erase", "repairs.toml")
    _add_user(builder, symbols, user)
    numbers = read_table("english/numbers.toml")
    typed, meanings = builder.meanings()
    known = Vocabulary(
        meanings=meanings,
        lengths=_lengths(meanings),
        compounds=frozenset(builder.compounds),
        compound_starts=frozenset(phrase[0] for phrase in builder.compounds),
        symbols=symbols,
        names=names,
        weak_names=weak_names,
        heard_names=heard_names,
        said={written: tuple(names) for written, names in words["said"].items()},
        heard={written: tuple(names) for written, names in words["heard"].items()},
        cased=cased,
        digits=_integers(numbers["digits"], "numbers.toml"),
        teens=_integers(numbers["teens"], "numbers.toml"),
        tens=_integers(numbers["tens"], "numbers.toml"),
        scales=_integers(numbers["scales"], "numbers.toml"),
        repeats=_integers(numbers["repeats"], "numbers.toml"),
        weak_digits=_integers(numbers["weak_digits"], "numbers.toml"),
        letters=grouped((letter, name) for name, letter in heard_letters.items()),
        nato=letters["nato"],
        directives=directives,
        escapes=tuple(casing["escapes"]["names"]),
        fillers=tuple(fillers["empty"]),
        repairs=tuple(repairs["replace"]),
        erasers=tuple(repairs["erase"]),
    )
    return replace(
        known,
        only_heard=frozenset(" ".join(phrase) for phrase in meanings.keys() - typed.keys()),
        typed=replace(known, meanings=typed, lengths=_lengths(typed)),
    )


def _lengths(phrases: Iterable[Phrase]) -> dict[str, tuple[int, ...]]:
    """The lengths of the phrases that start with a word, longest first."""
    lengths: dict[str, set[int]] = {}
    for phrase in phrases:
        lengths.setdefault(phrase[0], set()).add(len(phrase))
    return {word: tuple(sorted(found, reverse=True)) for word, found in lengths.items()}


_Names = dict[str, tuple[str, ...]]


def _add_symbols(builder: _Builder) -> tuple[dict[str, Symbol], _Names, _Names, _Names]:
    symbols: dict[str, Symbol] = {}
    names: _Names = {}
    weak_names: _Names = {}
    heard_names: _Names = {}
    for row in read_table("shell/symbols.toml")["symbol"]:
        symbol = Symbol(row["text"], row["glue"])
        if symbol.text in symbols:
            raise VocabularyError(f"symbols.toml: {symbol.text!r} stands twice")
        symbols[symbol.text] = symbol
        names[symbol.text] = tuple(row["names"])
        weak_names[symbol.text] = tuple(row.get("weak", ()))
        for name in row["names"]:
            builder.add(name, "symbol", symbol, f"symbols.toml: {symbol.text!r}")
        heard_names[symbol.text] = tuple(row.get("heard", ()))
        origin = f"symbols.toml: {symbol.text!r}"
        for name in row.get("weak", ()):
            builder.add(name, "symbol", symbol, origin, weak=True)
        for name in row.get("heard", ()):
            builder.add(name, "symbol", symbol, origin, weak=True, heard=True)
    return symbols, names, weak_names, heard_names


def _add_directives(
    builder: _Builder, casing: Mapping[str, Any]
) -> tuple[tuple[Directive, tuple[str, ...]], ...]:
    directives: list[tuple[Directive, tuple[str, ...]]] = []
    for row in casing["directive"]:
        directive = Directive(row["case"], row["scope"], row.get("joiner"))
        directives.append((directive, tuple(row["names"])))
        for name in row["names"]:
            builder.add(name, "directive", directive, "casing.toml")
    return tuple(directives)


_USER_KEYS = ("symbols", "words", "fillers", "remove", "talon")


def _add_user(builder: _Builder, symbols: dict[str, Symbol], user: Mapping[str, Any]) -> None:
    for key in user:
        if key not in _USER_KEYS:
            raise VocabularyError(
                f"settings: [vocabulary] has no {key!r}; it knows {', '.join(_USER_KEYS)}"
            )
    for name in _strings(user.get("remove", []), "settings: vocabulary.remove"):
        builder.remove(name)
    for name in _strings(user.get("fillers", []), "settings: vocabulary.fillers"):
        builder.remove(name)
        builder.add(name, "filler", "soft", "settings: vocabulary.fillers")
    for table in ("symbols", "words"):
        entries = user.get(table, {})
        if not isinstance(entries, Mapping):
            raise VocabularyError(f"settings: [vocabulary.{table}] must be a table")
        for name, written in entries.items():
            origin = f"settings: vocabulary.{table}"
            if not isinstance(written, str) or not written:
                raise VocabularyError(f"{origin}: {name!r} must name some text")
            if not (written.isprintable() or written in "\n\t"):
                raise VocabularyError(f"{origin}: {name!r} holds control characters")
            builder.remove(name)
            if table == "symbols":
                known = symbols.get(written)
                builder.add(name, "symbol", known or Symbol(written, "none"), origin)
            else:
                builder.add_variant(name, written, origin, first=True)
