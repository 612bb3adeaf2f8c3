"""Two words change places, as in readline. Pure."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]+")


def transpose_words(text: str, cursor: int) -> tuple[str, int]:
    """The text with the word at the cursor, or the one after it, in the place of the word before,
    and where the cursor goes: behind both. At the end of the line the last two count.

    Example: "git status log", 14 -> ("git log status", 14)
    """
    words = list(_WORD.finditer(text))
    second = next((at for at, word in enumerate(words) if word.end() > cursor), len(words) - 1)
    if second < 1:
        return text, cursor
    one, other = words[second - 1], words[second]
    between = text[one.end() : other.start()]
    swapped = text[: one.start()] + other[0] + between + one[0] + text[other.end() :]
    return swapped, other.end()
