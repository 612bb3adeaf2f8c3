"""Number words as digits: deterministic, phrase by phrase.

A *number phrase* is one natural number as people say it ("twenty three", "two hundred fifty
six", "eight thousand"). Digits said one by one, and pairs ("eighty eighty", "one ninety two"),
are several phrases that the lattice joins without a blank.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from talkie_shell.spoken.vocabulary import Vocabulary


class NumberPhrase(NamedTuple):
    """The words taken and what they may be, likeliest first, as digits (perhaps with a blank)."""

    length: int
    texts: tuple[str, ...]


def number_phrase(words: Sequence[str], index: int, vocabulary: Vocabulary) -> NumberPhrase | None:
    """The longest number phrase at ``index`` of lower-case words, or None.

    Example: ["two", "hundred", "five", "x"], 0 -> length 3, ("205", "200 5", "2005")
    """
    found = _scaled(words, index, vocabulary)
    if found is not None:
        return found
    found = _below_hundred(words, index, vocabulary)
    if found is not None:
        return found
    return _repeated(words, index, vocabulary)


def _word(words: Sequence[str], index: int) -> str:
    return words[index] if index < len(words) else ""


def _below_hundred(words: Sequence[str], index: int, vocabulary: Vocabulary) -> NumberPhrase | None:
    word = _word(words, index)
    digit = vocabulary.digits.get(word)
    if digit is not None:
        return NumberPhrase(1, (str(digit),))
    teen = vocabulary.teens.get(word)
    if teen is not None:
        return NumberPhrase(1, (str(teen),))
    ten = vocabulary.tens.get(word)
    if ten is None:
        return None
    unit = vocabulary.digits.get(_word(words, index + 1))
    if unit:
        return NumberPhrase(2, (str(ten + unit), f"{ten}{unit}", f"{ten} {unit}"))
    return NumberPhrase(1, (str(ten),))


def _scaled(words: Sequence[str], index: int, vocabulary: Vocabulary) -> NumberPhrase | None:
    """Numbers with hundred, thousand, million: each scale smaller than the one before."""
    position = index
    total = 0
    parts: list[int] = []
    ceiling = 10**12
    while True:
        step = _group(words, position, vocabulary, ceiling)
        if step is None:
            break
        length, value, scale = step
        total += value
        parts.append(value)
        position += length
        ceiling = scale
        if scale == 1:
            break
        after = position + (_word(words, position) == "and")
        if _group(words, after, vocabulary, ceiling) is None:
            break
        position = after
    if not parts or all(part < 100 for part in parts):
        return None
    texts = [str(total)]
    if len(parts) > 1:
        texts.append(" ".join(map(str, parts)))
        texts.append("".join(map(str, parts)))
    return NumberPhrase(position - index, tuple(dict.fromkeys(texts)))


def _group(
    words: Sequence[str], index: int, vocabulary: Vocabulary, ceiling: int
) -> tuple[int, int, int] | None:
    """A count with its scale below ``ceiling``: (words taken, value, scale), or None.

    Example: ["two", "hundred", "five"], 0 -> (2, 200, 100); then at 2 -> (1, 5, 1)
    """
    first = _word(words, index)
    count: int | None
    if first == "a" and _word(words, index + 1) in vocabulary.scales:
        length, count = 1, 1
    else:
        phrase = _below_hundred(words, index, vocabulary)
        if phrase is None:
            return None
        length, count = phrase.length, int(phrase.texts[0])
    scale = vocabulary.scales.get(_word(words, index + length))
    if scale is None:
        fits = 0 < count < min(ceiling, 100)
        return (length, count, 1) if fits else None
    if count <= 0 or scale >= ceiling:
        return None
    length += 1
    value = count * scale
    if scale == 100:
        larger = vocabulary.scales.get(_word(words, index + length), 0)
        if larger > 100 and larger < ceiling:
            return (length + 1, value * larger, larger)
        rest = _hundreds_then_scale(words, index + length, vocabulary, ceiling)
        if rest is not None:
            extra, units, larger = rest
            return (length + extra, (value + units) * larger, larger)
    return (length, value, scale)


def _hundreds_then_scale(
    words: Sequence[str], index: int, vocabulary: Vocabulary, ceiling: int
) -> tuple[int, int, int] | None:
    """The rest of "… [and] fifty six thousand" after a hundred: (words, units, scale)."""
    skipped = int(_word(words, index) == "and")
    phrase = _below_hundred(words, index + skipped, vocabulary)
    if phrase is None:
        return None
    length = skipped + phrase.length
    scale = vocabulary.scales.get(_word(words, index + length), 0)
    if not 100 < scale < ceiling:
        return None
    return length + 1, int(phrase.texts[0]), scale


def _repeated(words: Sequence[str], index: int, vocabulary: Vocabulary) -> NumberPhrase | None:
    """A digit said once with its repetition: "double oh" -> ``00``, "triple seven" -> ``777``."""
    times = vocabulary.repeats.get(_word(words, index))
    if times is None:
        return None
    word = _word(words, index + 1)
    digit = vocabulary.digits.get(word)
    if digit is None and word in {"oh", "o"}:
        digit = 0
    if digit is None:
        return None
    return NumberPhrase(2, (str(digit) * times,))
