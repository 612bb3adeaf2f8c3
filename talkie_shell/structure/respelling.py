"""Names that exist, written as they are where the words were said without their separators.

People do not say what holds a name together: "my app dot py" for ``my_app.py``, "get user dot
js" for ``getUser.js``. Where a run of a command's words is such a name but for blanks, dashes,
underscores, dots and case, it may be that name. No word comes in that was not said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_SHORTEST = 4
_MOST_WORDS = 6
_SEPARATORS = str.maketrans("", "", " -_.")
_DASHED = re.compile(r"-\w")
_PIECE = re.compile(r"'[^']*'?|\"[^\"]*\"?|\\.|[\w.+@/-]+|\S")


class Respelling(NamedTuple):
    """A command with spans written as names: ``start`` and ``end`` are the place of one of them,
    ``before`` is what stood there."""

    command: str
    start: int
    end: int
    before: str


def respelt(command: str, names: frozenset[str]) -> Respelling | None:
    """The command with every span that is one of the names but for separators and case, the
    longest first; None where there is none. A program, a flag and what stands in quotes are left
    alone.

    Example: "python my app.py", {"my_app.py"} -> ``python my_app.py``
    """
    known = _squashed(names)
    made: Respelling | None = None
    if known:
        while (again := _respelt_once(made.command if made else command, names, known)) is not None:
            made = again
    return made


def in_other_case(command: str, names: frozenset[str]) -> bool:
    """Whether an argument that is one plain word exists, but only in another case.

    Example: "cd documents", {"Documents"} -> True
    """
    cases = _cases(names)
    return any(
        word not in names and word.casefold() in cases
        for word in command.split()[1:]
        if word.isalpha()
    )


def _respelt_once(command: str, names: frozenset[str], known: dict[str, str]) -> Respelling | None:
    found = list(_PIECE.finditer(command))
    plain = [piece[0][0].isalnum() or piece[0][0] in "._" for piece in found]
    for first, last in _runs(found, plain):
        start, end = found[first].start(), found[last].end()
        before = command[start:end]
        name = known.get(_squash(before))
        if name is None or name == before or before in names:
            continue
        if first == last and name.casefold() == before.casefold():
            continue  # only its case is open: the lattice has that choice
        if first < last and all(found[at][0] in names for at in range(first, last + 1)):
            continue
        respelled = command[:start] + name + command[end:]
        return Respelling(respelled, start, start + len(name), before)
    return None


def _runs(found: list[re.Match[str]], plain: list[bool]) -> Iterator[tuple[int, int]]:
    """First and last piece of each run that could be a name, the longest first."""
    for length in range(min(_MOST_WORDS, len(found)), 0, -1):
        for first in range(1, len(found) - length + 1):
            last = first + length - 1
            middle = range(first + 1, last + 1)
            if (
                plain[first]
                and all(plain[at] or _DASHED.match(found[at][0]) for at in middle)
                and all(found[at].start() - found[at - 1].end() == 1 for at in middle)
            ):
                yield first, last


def _squash(text: str) -> str:
    return text.translate(_SEPARATORS).casefold()


@lru_cache(maxsize=8)
def _cases(names: frozenset[str]) -> frozenset[str]:
    return frozenset(name.casefold() for name in names if len(name) >= _SHORTEST)


@lru_cache(maxsize=8)
def _squashed(names: frozenset[str]) -> dict[str, str]:
    """Names by what is left of them without separators; those that share it with another name
    are left out."""
    made: dict[str, str] = {}
    shared: set[str] = set()
    for name in names:
        key = _squash(name)
        if key in made:
            shared.add(key)
        made[key] = name
    return {key: name for key, name in made.items() if key not in shared and len(key) >= _SHORTEST}
