"""The casing of identifiers: words with capitals, and several words joined to one."""

from __future__ import annotations

import re
from typing import NamedTuple

from talkie_shell.spoken.speaker.units import Sort, Unit

_SEGMENT = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z]+|[^A-Z]+")


class Run(NamedTuple):
    """An identifier of several words in one casing; ``taken`` counts its units."""

    words: list[str]
    case: str
    joiner: str
    taken: int


def segments(word: str) -> list[str]:
    """A word cut where its case changes.

    Example: "getURLFor" -> get · URL · For
    """
    return _SEGMENT.findall(word)


def run_at(units: list[Unit], index: int) -> Run | None:
    """The identifier that starts here, if one directive can name its casing.

    Example: units of "my_file.txt", 0 -> my · file, "lower", "_"
    """
    words, joiner, taken = _identifier(units, index)
    if len(words) < 2 or any(len(word) < 2 for word in words):
        return None
    cases = [_case_of(word) for word in words]
    if not joiner and cases[0] == "lower" and set(cases[1:]) == {"title"}:
        return Run(words, "camel", joiner, taken)
    if len(set(cases)) == 1 and cases[0]:
        return Run(words, cases[0], joiner, taken)
    return None


def _case_of(word: str) -> str:
    if not word.isascii():
        return ""
    if word.islower():
        return "lower"
    if word.isupper():
        return "upper"
    return "title" if word[0].isupper() and word[1:].islower() else ""


def _identifier(units: list[Unit], index: int) -> tuple[list[str], str, int]:
    """The words of the identifier that starts here, what joins them, and the units taken.

    No words where something other than a symbol or a blank follows.
    """
    if index and units[index - 1].sort in {Sort.WORD, Sort.NUMBER}:
        return [], "", 0
    parts = segments(units[index].text)
    if len(parts) > 1:
        ends = index + 1 >= len(units) or units[index + 1].sort in {Sort.SYMBOL, Sort.BLANK}
        return (parts, "", 1) if ends else ([], "", 0)
    words = [units[index].text]
    joiner = units[index + 1].text if index + 1 < len(units) else ""
    if joiner not in {"_", "-", "."}:
        return [], "", 0
    if joiner != "-" and index and units[index - 1].text == joiner:
        return [], "", 0
    at = index + 1
    while at + 1 < len(units) and units[at].text == joiner and units[at + 1].sort is Sort.WORD:
        words.append(units[at + 1].text)
        at += 2
    if at < len(units) and units[at].text == joiner:
        return [], "", 0
    if at < len(units) and units[at].sort in {Sort.WORD, Sort.NUMBER}:
        return [], "", 0
    return words, joiner, at - index
