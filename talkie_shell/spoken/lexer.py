"""An utterance's text as words: runs of letters and digits, and single symbols."""

from __future__ import annotations

import re
from typing import NamedTuple

_WORD = re.compile(
    r"(?P<gap>\s*)(?P<word>[^\W_]+(?:['’](?:s|t|ll|re|ve|m|d)(?![^\W_]))?|\S)",
    re.IGNORECASE,
)


class Word(NamedTuple):
    """One word of the source: its text, character offsets, and the white space before it."""

    text: str
    start: int
    end: int
    gap: str


def lex(text: str) -> list[Word]:
    """Split text into words.

    Letters and digits stay together, a contraction keeps its apostrophe, every other
    character stands alone.

    Example: "Find .-name a1" -> Find · . · - · name · a1
    """
    return [
        Word(match["word"], match.start("word"), match.end("word"), match["gap"])
        for match in _WORD.finditer(text)
    ]
