"""Digits as the words people say for them."""

from __future__ import annotations

import random
from enum import StrEnum
from itertools import pairwise

_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
    "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_KINDS = (_DIGITS[1:], _TEENS, _TENS[2:])
_REPEATS = {2: "double", 3: "triple", 4: "quadruple"}


class NumberStyle(StrEnum):
    """How a person says numbers."""

    NATURAL = "natural"
    """two hundred fifty six"""
    PAIRS = "pairs"
    """two fifty six, eighty eighty"""
    DIGITS = "digits"
    """two five six"""
    REPEATS = "repeats"
    """double oh seven"""
    WRITTEN = "written"
    """256"""


def below_hundred(value: int) -> str:
    """A number from 0 to 99 in words.

    Example: 42 -> "forty two"
    """
    if value < 10:
        return _DIGITS[value]
    if value < 20:
        return _TEENS[value - 10]
    tens, ones = divmod(value, 10)
    return _TENS[tens] if not ones else f"{_TENS[tens]} {_DIGITS[ones]}"


def misspoken(words: str, rng: random.Random) -> str:
    """A number said like this one, with one of its words (or digits) another of its kind; the
    same where it has none.

    Example: "nine eight seven" -> "nine eight one"; "six hundred" -> "four hundred"
    """
    said = words.split()
    kinds = [next((kind for kind in _KINDS if word in kind), ()) for word in said]
    places = [at for at, kind in enumerate(kinds) if kind]
    if places:
        at = rng.choice(places)
        said[at] = rng.choice([word for word in kinds[at] if word != said[at]])
        return " ".join(said)
    places = [at for at, char in enumerate(words) if char.isdigit()]
    if not places:
        return words
    at = rng.choice(places)
    return words[:at] + rng.choice("123456789".replace(words[at], "")) + words[at + 1 :]


def digit_by_digit(digits: str, zero: str = "zero") -> str:
    """Each digit's name.

    Example: "127" -> "one two seven"
    """
    return " ".join(zero if digit == "0" else _DIGITS[int(digit)] for digit in digits)


def in_pairs(digits: str, zero: str = "oh") -> str:
    """Two digits at a time, the odd one first.

    Example: "8080" -> "eighty eighty"; "192" -> "one ninety two"; "1905" -> "nineteen oh five"
    """
    words = [_DIGITS[int(digits[0])]] if len(digits) % 2 else []
    for at in range(len(digits) % 2, len(digits), 2):
        pair = digits[at : at + 2]
        if pair[0] == "0":
            words.append(digit_by_digit(pair, zero))
        else:
            words.append(below_hundred(int(pair)))
    return " ".join(words)


def natural(value: int, *, conjunction: bool = False) -> str:
    """A number below a billion in words.

    Example: 256 -> "two hundred fifty six"; with ``conjunction``: "two hundred and fifty six"
    """
    if value < 100:
        return below_hundred(value)
    words: list[str] = []
    for scale, name in ((1_000_000, "million"), (1000, "thousand")):
        count, value = divmod(value, scale)
        if count:
            words += [natural(count, conjunction=conjunction), name]
    hundreds, rest = divmod(value, 100)
    if hundreds:
        words += [_DIGITS[hundreds], "hundred"]
    if rest:
        if conjunction and words:
            words.append("and")
        words.append(below_hundred(rest))
    return " ".join(words)


def with_repeats(digits: str, zero: str = "oh") -> str:
    """Digit by digit, equal neighbours together.

    Example: "007" -> "double oh seven"
    """
    words: list[str] = []
    at = 0
    while at < len(digits):
        run = 1
        while run < 4 and digits[at : at + run + 1] == digits[at] * (run + 1):
            run += 1
        name = digit_by_digit(digits[at], zero)
        words.append(f"{_REPEATS[run]} {name}" if run > 1 else name)
        at += run
    return " ".join(words)


def say_number(digits: str, style: NumberStyle, zero: str, rng: random.Random) -> str:
    """A run of digits in one of the forms that suit it, near the person's style.

    ``zero``: the person's word for a nought among digits.
    """
    size = len(digits)
    if style is NumberStyle.WRITTEN:
        return digits
    if size == 1:
        return _DIGITS[int(digits)] if digits != "0" or zero in {"oh", "o"} else zero
    repeats = any(one == two for one, two in pairwise(digits))
    if style is NumberStyle.REPEATS and repeats:
        return with_repeats(digits, zero)
    if digits[0] == "0" or size > 9:
        return digit_by_digit(digits, zero)
    value = int(digits)
    if size == 2:
        if style is NumberStyle.DIGITS and rng.random() < 0.3:
            return digit_by_digit(digits, zero)
        return below_hundred(value)
    if style is NumberStyle.DIGITS or size > 6:
        return digit_by_digit(digits, zero)
    if style is NumberStyle.PAIRS and size <= 4 and digits[-2:] != "00":
        return in_pairs(digits, "oh" if zero in {"zero", "oh"} else zero)
    if style is NumberStyle.PAIRS and size == 4 and digits[2:] == "00" and digits[1] != "0":
        return f"{below_hundred(value // 100)} hundred"
    if value % 1000 and value > 9999 and rng.random() < 0.5:
        return digit_by_digit(digits, zero)
    return natural(value, conjunction=rng.random() < 0.25)
