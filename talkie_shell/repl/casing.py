"""Changing case at the cursor: a word, or one letter of a flag bundle. Pure."""

from __future__ import annotations

import re
from typing import Literal

Case = Literal["upper", "lower", "capital"]

_BUNDLE = re.compile(r"(?<!\S)-(?P<letters>[A-Za-z]+)(?=$|[\s=\d])")
_WORD = re.compile(r"[^\W_]+")


def change_case(text: str, cursor: int, case: Case) -> tuple[str, int]:
    """The text with the case at the cursor changed, and where the cursor goes.

    On a bundle of flags (``-iH``) only the letter at the cursor changes and the cursor moves
    to the next one. Elsewhere it is readline's way: from the cursor to the end of the word,
    the next word if it stands before one. With nothing after the cursor, what is just before
    it counts, so that the key is of use at the end of the line.
    """
    if not 0 <= cursor <= len(text):
        raise ValueError(f"no position {cursor} in a text of {len(text)}")
    for bundle in _BUNDLE.finditer(text):
        first, last = bundle.span("letters")
        if first - 1 <= cursor <= last:
            at = min(max(cursor, first), last - 1)
            return text[:at] + _cased(text[at], case) + text[at + 1 :], at + 1
    ahead = _WORD.search(text, cursor)
    if ahead is not None:
        start, end = ahead.span()
        return text[:start] + _cased(text[start:end], case) + text[end:], end
    words = list(_WORD.finditer(text, 0, cursor))
    if not words:
        return text, cursor
    start, end = words[-1].span()
    return text[:start] + _cased(text[start:end], case) + text[end:], cursor


def _cased(letters: str, case: Case) -> str:
    match case:
        case "upper":
            changed = letters.upper()
        case "lower":
            changed = letters.lower()
        case "capital":
            changed = letters[:1].upper() + letters[1:].lower()
    # A letter whose other case is longer (ß) would move everything after it.
    return changed if len(changed) == len(letters) else letters
