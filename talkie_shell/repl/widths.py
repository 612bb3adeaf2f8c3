"""Text in so many columns of the screen. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from prompt_toolkit.utils import get_cwidth


def head(text: str, columns: int) -> str:
    """The text, ended early where it is wider.

    Example: "documents", 6 -> "docum…"; "日本語", 5 -> "日本…"
    """
    if _fitting(text, columns) == len(text):
        return text
    return text[: _fitting(text, columns - 1)] + "…"


def tail(text: str, columns: int) -> str:
    """The text, begun late where it is wider.

    Example: "documents", 6 -> "…ments"
    """
    if _fitting(text, columns) == len(text):
        return text
    return "…" + text[len(text) - _fitting(reversed(text), columns - 1) :]


def _fitting(characters: Iterable[str], columns: int) -> int:
    """How many of the characters fit; of a long text no more is looked at."""
    count = 0
    for character in characters:
        columns -= get_cwidth(character)
        if columns < 0:
            break
        count += 1
    return count
