"""What is said, piece by piece: the words, and what they stand for."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple


class Part(IntEnum):
    """What a piece stands for."""

    WORD = 0
    LETTER = 1
    NUMBER = 2
    SYMBOL = 3
    BLANK = 4
    DIRECTIVE = 5
    FILLER = 6
    CUE = 7


class Piece(NamedTuple):
    """Words said in one go.

    ``written`` is what they stand for in the command ("" for what stands for nothing),
    ``token`` the shell word they belong to. ``retracted``: they are taken back later.
    """

    words: str
    part: Part
    written: str
    token: int
    retracted: bool = False


def text_of(pieces: Iterable[Piece]) -> str:
    """The pieces as one line."""
    return " ".join(piece.words for piece in pieces)
