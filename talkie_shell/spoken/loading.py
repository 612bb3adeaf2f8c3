"""The vocabulary of the tables and of the user's own words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from talkie_shell.errors import VocabularyError
from talkie_shell.spoken.camel_names import camel_names
from talkie_shell.spoken.meanings import Meanings
from talkie_shell.spoken.table_files import grouped, integers_in, phrases_in, read_table
from talkie_shell.spoken.vocabulary import Directive, Phrase, Symbol, Vocabulary


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
    meanings = Meanings()
    symbols, names, weak_names, heard_names = _add_symbols(meanings)
    words = read_table("shell/words.toml")
    first = set(words["first"])
    for table in ("said", "heard"):
        for written, found in words[table].items():
            for name in phrases_in(found, f"words.toml: {written}"):
                meanings.add_variant(
                    name, written, "words.toml", first=name in first, heard=table == "heard"
                )
    said = _with_joined(words["said"], words["joined"], meanings)
    cased, cased_flags = (
        grouped((word.lower(), word) for word in words["cased"][table])
        for table in ("words", "flags")
    )
    numbers = read_table("english/numbers.toml")
    digits = integers_in(numbers["digits"], "numbers.toml")
    teens = integers_in(numbers["teens"], "numbers.toml")
    camel = camel_names(words["camel"], digits | teens)
    letters = read_table("english/letters.toml")
    for name, letter in letters["nato"].items():
        meanings.add(name, "letter", letter, "letters.toml", nato=True)
    heard_letters = dict(letters["heard"])
    if user.get("talon"):
        heard_letters |= letters["talon"]
    for name, letter in heard_letters.items():
        meanings.add(name, "letter", letter, "letters.toml")
    casing = read_table("english/casing.toml")
    directives = _add_directives(meanings, casing)
    meanings.add_all(casing["escapes"]["names"], "escape", True, "casing.toml")
    fillers = read_table("english/fillers.toml")
    for filler in ("empty", "soft"):
        meanings.add_all(fillers[filler], "filler", filler, "fillers.toml")
    repairs = read_table("english/repairs.toml")
    for repair in ("replace", "erase"):
        meanings.add_all(repairs[repair], "repair", repair, "repairs.toml")
    _add_user(meanings, symbols, user)
    typed, heard = meanings.typed_and_heard()
    known = Vocabulary(
        meanings=heard,
        lengths=_lengths(heard),
        compounds=frozenset(meanings.compounds),
        compound_starts=frozenset(phrase[0] for phrase in meanings.compounds),
        unsplit=frozenset(name for group in words["unsplit"].values() for name in group.split()),
        symbols=symbols,
        names=names,
        weak_names=weak_names,
        heard_names=heard_names,
        said=said,
        heard={written: tuple(names) for written, names in words["heard"].items()},
        cased=cased,
        cased_flags=cased_flags,
        hyphened_flags=_longest_first(
            tuple(flag.split("-")) for flag in words["hyphened"]["flags"]
        ),
        one_dash=frozenset(tuple(flag.split("-")) for flag in words["hyphened"]["one_dash"]),
        camel_names=camel,
        camel_phrases=_longest_first(camel),
        digits=digits,
        teens=teens,
        tens=integers_in(numbers["tens"], "numbers.toml"),
        scales=integers_in(numbers["scales"], "numbers.toml"),
        repeats=integers_in(numbers["repeats"], "numbers.toml"),
        weak_digits=integers_in(numbers["weak_digits"], "numbers.toml"),
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
        only_heard=frozenset(" ".join(phrase) for phrase in heard.keys() - typed.keys()),
        typed=replace(known, meanings=typed, lengths=_lengths(typed)),
    )


def _with_joined(
    said: Mapping[str, list[str]], joined: Mapping[str, str], meanings: Meanings
) -> dict[str, tuple[str, ...]]:
    """What words are called, with the names that are written as several words."""
    names = {written: tuple(found) for written, found in said.items()}
    for group in joined.values():
        for name in " ".join(group.split()).split(", "):
            phrase = tuple(name.split())
            written = "".join(phrase)
            if len(phrase) < 2 or phrase in meanings.compounds:
                raise VocabularyError(f"words.toml: {name!r} is one word or stands twice")
            meanings.compounds.add(phrase)
            names[written] = (*names.get(written, ()), name)
    return names


def _longest_first(phrases: Iterable[Phrase]) -> dict[str, tuple[Phrase, ...]]:
    """Phrases by their first word."""
    return grouped((phrase[0], phrase) for phrase in sorted(phrases, key=len, reverse=True))


def _lengths(phrases: Iterable[Phrase]) -> dict[str, tuple[int, ...]]:
    """The lengths of the phrases that start with a word, longest first."""
    lengths: defaultdict[str, set[int]] = defaultdict(set)
    for phrase in phrases:
        lengths[phrase[0]].add(len(phrase))
    return {word: tuple(sorted(found, reverse=True)) for word, found in lengths.items()}


_Names = dict[str, tuple[str, ...]]


def _add_symbols(meanings: Meanings) -> tuple[dict[str, Symbol], _Names, _Names, _Names]:
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
            meanings.add(name, "symbol", symbol, f"symbols.toml: {symbol.text!r}")
        heard_names[symbol.text] = tuple(row.get("heard", ()))
        origin = f"symbols.toml: {symbol.text!r}"
        for name in row.get("weak", ()):
            meanings.add(name, "symbol", symbol, origin, weak=True)
        for name in row.get("heard", ()):
            meanings.add(name, "symbol", symbol, origin, weak=True, heard=True)
    return symbols, names, weak_names, heard_names


def _add_directives(
    meanings: Meanings, casing: Mapping[str, Any]
) -> tuple[tuple[Directive, tuple[str, ...]], ...]:
    directives: list[tuple[Directive, tuple[str, ...]]] = []
    for row in casing["directive"]:
        directive = Directive(row["case"], row["scope"], row.get("joiner"))
        directives.append((directive, tuple(row["names"])))
        for name in row["names"]:
            meanings.add(name, "directive", directive, "casing.toml")
    return tuple(directives)


_USER_KEYS = ("symbols", "words", "fillers", "remove", "talon")


def _add_user(meanings: Meanings, symbols: dict[str, Symbol], user: Mapping[str, Any]) -> None:
    for key in user:
        if key not in _USER_KEYS:
            raise VocabularyError(
                f"settings: [vocabulary] has no {key!r}; it knows {', '.join(_USER_KEYS)}"
            )
    for name in phrases_in(user.get("remove", []), "settings: vocabulary.remove"):
        meanings.remove(name)
    for name in phrases_in(user.get("fillers", []), "settings: vocabulary.fillers"):
        meanings.remove(name)
        meanings.add(name, "filler", "soft", "settings: vocabulary.fillers")
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
            meanings.remove(name)
            if table == "symbols":
                known = symbols.get(written)
                meanings.add(name, "symbol", known or Symbol(written, "none"), origin)
            else:
                meanings.add_variant(name, written, origin, first=True, cased=True)
