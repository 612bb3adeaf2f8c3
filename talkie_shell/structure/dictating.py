"""Words of a vocabulary that show that somebody dictates: names of letters, and how to write."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from talkie_shell.spoken import Vocabulary, load_vocabulary
from talkie_shell.spoken.vocabulary import phrase_of


class Dictating(NamedTuple):
    """``directives`` say how other words are written; ``letters`` are the names of an alphabet
    that nobody says by chance: NATO's, and one that the user added. All in small letters."""

    directives: frozenset[str]
    letters: frozenset[str]

    def directs(self, words: str) -> bool:
        """Whether the words say how others are written.

        Example: "Capital" -> True
        """
        return words.lower() in self.directives


def dictating(vocabulary: Vocabulary) -> Dictating:
    """Those of a vocabulary; what the user gave another meaning is none of them."""
    meanings = vocabulary.meanings
    directives = {
        name
        for _, names in vocabulary.directives
        for name in names
        if (meaning := meanings.get(phrase_of(name))) is not None and meaning.directive is not None
    }
    escapes = {
        name
        for name in vocabulary.escapes
        if (meaning := meanings.get(phrase_of(name))) is not None and meaning.escape
    }
    added = _letter_names(vocabulary) - _letter_names(load_vocabulary())
    letters = {
        name
        for name in {*vocabulary.nato, *added}
        if (meaning := meanings.get(phrase_of(name))) is not None and meaning.letter is not None
    }
    return Dictating(frozenset(directives | escapes), frozenset(letters))


@cache
def dictating_by_default() -> Dictating:
    """Those of the tables alone."""
    return dictating(load_vocabulary())


def _letter_names(vocabulary: Vocabulary) -> set[str]:
    return {name for names in vocabulary.letters.values() for name in names}
