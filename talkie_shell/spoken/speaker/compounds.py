"""Compounds as the words they are made of, the way recognisers write them."""

from __future__ import annotations

from functools import cache, lru_cache

from talkie_shell.spoken.table_files import read_table

_SHORTEST = 5


@lru_cache(maxsize=4096)
def parts_of(word: str) -> tuple[str, ...]:
    """The two words a compound is made of, or the word itself.

    Example: "syslog" -> ("sys", "log"); "nginx" -> ("nginx",)
    """
    lower = word.lower()
    if len(word) < _SHORTEST or not word.isalpha():
        return (word,)
    for cut in range(2, len(word) - 1):
        if lower[:cut] in _parts() and lower[cut:] in _parts():
            return word[:cut], word[cut:]
    return (word,)


@cache
def _parts() -> frozenset[str]:
    words: str = read_table("english/compounds.toml")["parts"]
    return frozenset(words.split())
