"""The name that was probably meant. Pure."""

from __future__ import annotations

from collections.abc import Iterable

_ALIKE = 0.75
_SHORTEST = 3


def nearest(name: str, names: Iterable[str]) -> str:
    """The name with the same letters, or the most alike; "" where none is alike enough.

    Example: "gti" among "git" and "gzip" -> "git"
    """
    if len(name) < _SHORTEST:
        return ""
    import difflib

    every = {one for one in names if abs(len(one) - len(name)) <= 1}
    swapped = [one for one in every if sorted(one) == sorted(name)]
    return next(iter(sorted(swapped) or difflib.get_close_matches(name, every, 1, _ALIKE)), "")


def slips(name: str, names: Iterable[str]) -> list[str]:
    """The names that one slip makes into this one: a letter too many, too few, another, or two
    swapped.

    Example: "psuh" among "push" and "pull" -> ["push"]
    """
    return sorted(one for one in names if _is_slip(name, one))


def _is_slip(name: str, other: str) -> bool:
    if len(name) == len(other):
        wrong = [at for at, letter in enumerate(name) if letter != other[at]]
        if len(wrong) == 2 and wrong[1] == wrong[0] + 1:
            return name[wrong[0]] == other[wrong[1]] and name[wrong[1]] == other[wrong[0]]
        return len(wrong) == 1
    short, long = sorted((name, other), key=len)
    return len(long) == len(short) + 1 and any(
        long[:at] + long[at + 1 :] == short for at in range(len(long))
    )
