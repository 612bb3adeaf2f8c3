"""The tables, validated and ready to look up.

A vocabulary maps phrases (tuples of lower-case words) to what they may mean. It is built once
from the tables beside this module and from the user's own words, and never changes after.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from talkie_shell.errors import VocabularyError
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

    ``meanings`` is keyed by phrases of lower-case words; ``lengths`` maps a phrase's first word
    to the lengths of the phrases that start with it, longest first. ``compounds`` are phrases
    whose words simply run together ("check out"): the lattice has them without a meaning of
    their own, and the preprocessor joins them. ``names`` are what people call a symbol,
    ``weak_names`` those that are at least as often plain words, ``heard_names`` what
    recognisers make of them.
    """

    meanings: Mapping[Phrase, Meaning]
    lengths: Mapping[str, tuple[int, ...]]
    compounds: frozenset[Phrase]
    compound_starts: frozenset[str]
    symbols: Mapping[str, Symbol]
    names: Mapping[str, tuple[str, ...]]
    weak_names: Mapping[str, tuple[str, ...]]
    heard_names: Mapping[str, tuple[str, ...]]
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


def phrase_of(name: str) -> Phrase:
    """A spoken name as the words the lexer makes of it.

    Example: "Open Paren" -> ("open", "paren")
    """
    return tuple(word.text.lower() for word in lex(name))


class _Builder:
    """Collects meanings and refuses two meanings of one kind for one phrase."""

    def __init__(self) -> None:
        self.fields: dict[Phrase, dict[str, Any]] = {}
        self.origin: dict[tuple[Phrase, str], str] = {}
        self.compounds: set[Phrase] = set()

    def add(self, name: str, field: str, value: object, origin: str, **more: object) -> None:
        phrase = phrase_of(name)
        if not phrase or len(phrase) > _LONGEST_PHRASE:
            raise VocabularyError(f"{origin}: {name!r} is not a phrase of 1 to 8 words")
        before = self.origin.get((phrase, field))
        if before is not None:
            raise VocabularyError(f"{origin}: {name!r} already stands at {before}")
        self.origin[phrase, field] = origin
        self.fields.setdefault(phrase, {}).update({field: value}, **more)

    def add_variant(self, name: str, written: str, origin: str, *, first: bool) -> None:
        phrase = phrase_of(name)
        if not phrase or len(phrase) > _LONGEST_PHRASE:
            raise VocabularyError(f"{origin}: {name!r} is not a phrase of 1 to 8 words")
        if "".join(phrase) == written.lower() and len(phrase) > 1:
            self.compounds.add(phrase)
            return
        fields = self.fields.setdefault(phrase, {})
        variants: tuple[str, ...] = fields.get("variants", ())
        if written in variants:
            raise VocabularyError(f"{origin}: {name!r} stands twice")
        if written.lower() == " ".join(phrase):
            raise VocabularyError(f"{origin}: {name!r} is the word itself")
        fields["variants"] = (*variants, written)
        fields["first"] = bool(fields.get("first")) or first or len(phrase) > 1

    def remove(self, name: str) -> None:
        phrase = phrase_of(name)
        self.compounds.discard(phrase)
        for field in self.fields.pop(phrase, ()):
            self.origin.pop((phrase, field), None)

    def meanings(self) -> dict[Phrase, Meaning]:
        return {phrase: Meaning(**fields) for phrase, fields in self.fields.items()}


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


def _group(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    grouped: dict[str, list[str]] = {}
    for key, value in pairs:
        grouped.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in grouped.items()}


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
    for written, heard in words["heard"].items():
        for name in _strings(heard, f"words.toml: {written}"):
            builder.add_variant(name, written, "words.toml", first=name in first)
    cased = _group((word.lower(), word) for word in words["cased"]["words"])
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
    meanings = builder.meanings()
    lengths: dict[str, set[int]] = {}
    for phrase in meanings:
        lengths.setdefault(phrase[0], set()).add(len(phrase))
    return Vocabulary(
        meanings=meanings,
        lengths={word: tuple(sorted(found, reverse=True)) for word, found in lengths.items()},
        compounds=frozenset(builder.compounds),
        compound_starts=frozenset(phrase[0] for phrase in builder.compounds),
        symbols=symbols,
        names=names,
        weak_names=weak_names,
        heard_names=heard_names,
        heard={written: tuple(heard) for written, heard in words["heard"].items()},
        cased=cased,
        digits=_integers(numbers["digits"], "numbers.toml"),
        teens=_integers(numbers["teens"], "numbers.toml"),
        tens=_integers(numbers["tens"], "numbers.toml"),
        scales=_integers(numbers["scales"], "numbers.toml"),
        repeats=_integers(numbers["repeats"], "numbers.toml"),
        weak_digits=_integers(numbers["weak_digits"], "numbers.toml"),
        letters=_group((letter, name) for name, letter in heard_letters.items()),
        nato=letters["nato"],
        directives=directives,
        escapes=tuple(casing["escapes"]["names"]),
        fillers=tuple(fillers["empty"]),
        repairs=tuple(repairs["replace"]),
        erasers=tuple(repairs["erase"]),
    )


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
        for name in (*row.get("weak", ()), *row.get("heard", ())):
            builder.add(name, "symbol", symbol, f"symbols.toml: {symbol.text!r}", weak=True)
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
