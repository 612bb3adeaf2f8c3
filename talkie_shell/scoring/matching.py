"""One command against the one that was expected."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Literal

from talkie_shell.checks.words import split

Grade = Literal["exact", "near", "partial", "wrong"]

NEAR = 0.9
PARTIAL = 0.7

_BLANKS = re.compile(r"[ \t]+")


def exact(got: str, expected: str) -> bool:
    """The same characters."""
    return got == expected


def same_but_blanks(got: str, expected: str) -> bool:
    """The same once every run of blanks counts as one, and those at the ends as none.

    Example: "ls  -l", "ls -l" -> True
    """
    return _blanks_as_one(got) == _blanks_as_one(expected)


def same_but_case(got: str, expected: str) -> bool:
    """The same once case is ignored."""
    return got.casefold() == expected.casefold()


def same_argv(got: str, expected: str) -> bool:
    """A shell would see the same words and operators (see `talkie_shell.checks.words`).

    Example: "echo 'a b'|wc", 'echo "a b" | wc' -> True
    """
    return got == expected or split(got) == split(expected)


def closeness(got: str, expected: str) -> float:
    """The ratio of difflib, 0 to 1, taken as the article takes it: expected first."""
    return SequenceMatcher(None, expected, got).ratio()


def grade(got: str, expected: str) -> Grade:
    """The article's grades: exact; near above 0.9; partial from 0.7 to 0.9; wrong below.

    Example: "df -ih", "df -iH" -> partial
    """
    return grade_of(closeness(got, expected), is_exact=exact(got, expected))


def grade_of(ratio: float, *, is_exact: bool) -> Grade:
    """The grade for a closeness that is already known."""
    if is_exact:
        return "exact"
    if ratio > NEAR:
        return "near"
    return "partial" if ratio >= PARTIAL else "wrong"


def in_top(ranked: Sequence[str], expected: str, k: int = 3) -> bool:
    """Whether the expected command is among the first ``k``, best first."""
    return expected in ranked[:k]


def _blanks_as_one(command: str) -> str:
    return _BLANKS.sub(" ", command).strip()
