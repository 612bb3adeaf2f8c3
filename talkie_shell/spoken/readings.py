"""What the words of one slot may mean, best first."""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

from talkie_shell.records import Kind, Reading
from talkie_shell.spoken.numbers import number_phrase
from talkie_shell.spoken.vocabulary import Meaning

if TYPE_CHECKING:
    from talkie_shell.spoken.vocabulary import Phrase, Vocabulary

_NOTHING = Meaning()
_DROP = Reading("", Kind.DROP)
_MOST_SPLITS = 12
_WRITTEN_PUNCTUATION = frozenset(",.?!;:-–—…")


class Around:
    """What stands around a slot, as far as it changes which reading comes first: bits of a plain
    number, for an enumeration would cost a tenth of the preprocessor's time."""

    NOTHING = 0
    AFTER_DASH = 1
    """The slot follows a dash: letters are flags."""
    DIGITS = 2
    """The slot stands beside a number."""
    ESCAPED = 4
    """The user said that the word itself is meant."""
    DROPPABLE = 8
    """Free speech: any plain word may mean nothing."""
    REPAIRED = 16
    """A self-correction: anything may have been taken back."""
    SENTENCE_START = 32
    """A recogniser's sentence begins here: its capital means nothing."""
    SENTENCE_MARK = 64
    """Punctuation that a recogniser may have added."""
    LOWER = 128
    TITLE = 256
    UPPER = 512
    """The case that a directive asks for."""
    LETTER = 1024
    """A directive asks for a letter."""
    FLAG = 2048
    """The words are a flag whose hyphens nobody said."""
    CAMEL = 4096
    """The words are a name with capitals inside."""


_CASED = Around.LOWER | Around.TITLE | Around.UPPER


@lru_cache(maxsize=1 << 11)
def readings_of(
    surface: str, phrase: Phrase, around: int, vocabulary: Vocabulary
) -> tuple[Reading, ...]:
    """The readings of a span, best first, without repeats, never empty.

    ``surface`` is the span as it stands in the source, ``phrase`` its words in lower case.

    Example: "dash" -> ``-`` (symbol), ``dash`` (keep), …
    """
    if around & Around.FLAG:
        return (Reading("-".join(phrase), Kind.VARIANT), _kept(surface))
    if around & Around.CAMEL:
        name = vocabulary.camel_names[phrase]
        written = Reading(name.written, Kind.VARIANT)
        if name.behind.startswith("-"):
            return (written,)
        return _distinct([written, _kept(surface), *_splits(tuple(surface.split()), vocabulary)])
    meaning = vocabulary.meanings.get(phrase, _NOTHING)
    ordered: list[Reading] = []
    plain = _plain(surface, phrase, around, vocabulary)
    if around & Around.ESCAPED:
        ordered += plain
        plain = []
    if _means_nothing(meaning, around, phrase):
        ordered.append(_DROP)
    ordered += _special(phrase, meaning, around, vocabulary)
    ordered += plain
    ordered += _weak(phrase, meaning, around, vocabulary)
    if len(phrase) > 1:
        hyphenated = "-" in surface
        words = surface.replace("-", " ").split() if hyphenated else surface.split()
        splits = _splits(tuple(words), vocabulary)
        ordered += splits
        if hyphenated:
            ordered += [Reading(one.text.replace(" ", "-"), one.kind) for one in splits]
    if _may_be_dropped(meaning, around, phrase):
        ordered.append(_DROP)
    return _distinct(ordered)


def _kept(surface: str) -> Reading:
    return Reading(" ".join(surface.split()), Kind.KEEP)


def _distinct(readings: list[Reading]) -> tuple[Reading, ...]:
    seen: set[str] = set()
    kept: list[Reading] = []
    for reading in readings:
        if reading.text not in seen:
            seen.add(reading.text)
            kept.append(reading)
    return tuple(kept)


def _means_nothing(meaning: Meaning, around: int, phrase: Phrase) -> bool:
    if meaning.escape:
        # After a dash it is part of a flag: --from-literal.
        return not around & Around.AFTER_DASH
    if meaning.filler == "empty" or meaning.directive is not None:
        return True
    return bool(around & Around.SENTENCE_MARK) and phrase[0] in _WRITTEN_PUNCTUATION


def _may_be_dropped(meaning: Meaning, around: int, phrase: Phrase) -> bool:
    if around & Around.REPAIRED or meaning.filler is not None or meaning.repair is not None:
        return True
    if phrase[0] in _WRITTEN_PUNCTUATION or meaning.escape:
        return True
    return bool(around & Around.DROPPABLE) and (meaning.symbol is None or meaning.weak)


def _special(
    phrase: Phrase, meaning: Meaning, around: int, vocabulary: Vocabulary
) -> list[Reading]:
    """Readings that come before the word itself."""
    found: list[Reading] = []
    if around & Around.LETTER and meaning.letter:
        lower = around & Around.LOWER
        letter = meaning.letter if lower else meaning.letter.upper()
        found.append(Reading(letter, Kind.LETTER))
    if meaning.symbol is not None and not meaning.weak:
        found.append(Reading(meaning.symbol.text, Kind.SYMBOL))
    number = number_phrase(phrase, 0, vocabulary)
    if number is not None and number.length == len(phrase):
        found.append(Reading(number.texts[0], Kind.NUMBER))
        found += [Reading(text, Kind.SPLIT) for text in number.texts[1:]]
    if around & Around.DIGITS and not around & _CASED:
        if len(phrase) == 1 and phrase[0] in vocabulary.weak_digits:
            found.append(Reading(str(vocabulary.weak_digits[phrase[0]]), Kind.NUMBER))
        if meaning.symbol is not None and meaning.symbol.text == ".":
            found.append(Reading(".", Kind.SYMBOL))
    if around & Around.AFTER_DASH and len(phrase) > 1 and all(len(word) == 1 for word in phrase):
        found.append(Reading("".join(phrase), Kind.SPLIT))
    if around & Around.AFTER_DASH and meaning.letter:
        found.append(Reading(meaning.letter, Kind.LETTER))
    if meaning.first:
        found += [Reading(variant, Kind.VARIANT) for variant in meaning.variants]
    return found


def _weak(phrase: Phrase, meaning: Meaning, around: int, vocabulary: Vocabulary) -> list[Reading]:
    """Readings that come after the word itself."""
    found = [Reading(variant, Kind.VARIANT) for variant in meaning.variants]
    if meaning.symbol is not None and meaning.weak:
        found.append(Reading(meaning.symbol.text, Kind.SYMBOL))
    if meaning.letter:
        found.append(Reading(meaning.letter, Kind.LETTER))
        found.append(Reading(meaning.letter.upper(), Kind.LETTER))
    if len(phrase) == 1 and phrase[0] in vocabulary.weak_digits:
        found.append(Reading(str(vocabulary.weak_digits[phrase[0]]), Kind.NUMBER))
    return found


def _plain(surface: str, phrase: Phrase, around: int, vocabulary: Vocabulary) -> list[Reading]:
    """The words themselves, in every case."""
    if len(phrase) > 1:
        text = " ".join(phrase)
        keep = " ".join(surface.split())
        return [Reading(keep, Kind.KEEP), Reading(text, Kind.LOWER)]
    if not surface[0].isalnum():
        symbol = vocabulary.symbols.get(surface)
        return [Reading(surface, Kind.SYMBOL if symbol else Kind.KEEP)]
    lower, upper = surface.lower(), surface.upper()
    if lower == upper:
        return [Reading(surface, Kind.KEEP)]
    if len(surface) == 1:
        cases = [Reading(lower, Kind.LOWER), Reading(upper, Kind.UPPER)]
        return cases[::-1] if around & (Around.UPPER | Around.TITLE) else cases
    title = lower[0].upper() + lower[1:]
    cases = [
        Reading(surface, Kind.KEEP),
        Reading(lower, Kind.LOWER),
        Reading(title, Kind.TITLE),
        Reading(upper, Kind.UPPER),
    ]
    if around & Around.UPPER:
        cases.insert(0, Reading(upper, Kind.UPPER))
    elif around & Around.TITLE:
        kept = surface[0].upper() + surface[1:]
        cases.insert(0, Reading(kept, Kind.TITLE))
    elif around & Around.LOWER or (around & Around.SENTENCE_START and surface == title):
        cases.insert(0, Reading(lower, Kind.LOWER))
    cases += [Reading(text, Kind.VARIANT) for text in vocabulary.cased.get(lower, ())]
    if around & Around.AFTER_DASH:
        cases += [Reading(text, Kind.VARIANT) for text in vocabulary.cased_flags.get(lower, ())]
    return cases


def _splits(words: tuple[str, ...], vocabulary: Vocabulary) -> list[Reading]:
    """A phrase read as shorter phrases, with and without a blank between them."""
    texts: list[str] = []
    for cut in range(1, len(words)):
        heads, tails = _units(words[:cut], vocabulary), _units(words[cut:], vocabulary)
        for (head, tail), joiner in product(product(heads, tails), ("", " ")):
            texts.append(head + joiner + tail)
    return [Reading(text, Kind.SPLIT) for text in texts[:_MOST_SPLITS]]


def _units(words: tuple[str, ...], vocabulary: Vocabulary) -> list[str]:
    phrase = tuple(word.lower() for word in words)
    meaning = vocabulary.meanings.get(phrase, _NOTHING)
    texts: list[str] = []
    if meaning.symbol is not None:
        texts.append(meaning.symbol.text)
    number = number_phrase(phrase, 0, vocabulary)
    if number is not None and number.length == len(phrase):
        texts.append(number.texts[0])
    if len(phrase) == 1 and not texts:
        texts.append(words[0])
        if len(words[0]) == 1:
            texts += [phrase[0], phrase[0].upper()]
    elif not texts:
        texts.append(" ".join(words))
    elif meaning.symbol is not None and meaning.weak:
        texts.append(words[0])
    return list(dict.fromkeys(texts))
