"""How far what was heard is from what was said, in words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

Edit = Literal["same", "changed", "lost", "added"]

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)*|[0-9]+")


class Step(NamedTuple):
    """One step of an alignment. ``said`` is "" for an added word, ``heard`` for a lost one."""

    edit: Edit
    said: str
    heard: str


@dataclass(frozen=True, slots=True)
class WordErrors:
    """Counts over any number of lines: words said, and those changed, lost and added."""

    words: int = 0
    changed: int = 0
    lost: int = 0
    added: int = 0

    @property
    def rate(self) -> float:
        """The word error rate; it passes 1 where much was added."""
        return (self.changed + self.lost + self.added) / max(1, self.words)

    def __add__(self, other: WordErrors) -> WordErrors:
        return WordErrors(
            self.words + other.words,
            self.changed + other.changed,
            self.lost + other.lost,
            self.added + other.added,
        )


def words_of(text: str) -> list[str]:
    """The words of a line, small, without punctuation.

    Example: "Find .-name, it's 42" -> find · name · it's · 42
    """
    return _WORD.findall(text.lower().replace("’", "'"))


def aligned(said: Sequence[str], heard: Sequence[str]) -> list[Step]:
    """The cheapest way from the words said to those heard (Levenshtein, over words)."""
    rows = [list(range(len(heard) + 1))]
    for number, word in enumerate(said, start=1):
        row = [number]
        before = rows[-1]
        for at, other in enumerate(heard):
            row.append(min(before[at] + (word != other), before[at + 1] + 1, row[at] + 1))
        rows.append(row)
    steps: list[Step] = []
    one, two = len(said), len(heard)
    while one or two:
        cost = rows[one][two]
        if one and two and cost == rows[one - 1][two - 1] + (said[one - 1] != heard[two - 1]):
            same = said[one - 1] == heard[two - 1]
            steps.append(Step("same" if same else "changed", said[one - 1], heard[two - 1]))
            one, two = one - 1, two - 1
        elif one and cost == rows[one - 1][two] + 1:
            steps.append(Step("lost", said[one - 1], ""))
            one -= 1
        else:
            steps.append(Step("added", "", heard[two - 1]))
            two -= 1
    return steps[::-1]


def word_errors(steps: Iterable[Step]) -> WordErrors:
    """The counts of an alignment."""
    counts = Counter(step.edit for step in steps)
    words = counts["same"] + counts["changed"] + counts["lost"]
    return WordErrors(words, counts["changed"], counts["lost"], counts["added"])
