"""What decoding wants to know of a vocabulary: how to write, names, what takes back."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from talkie_shell.spoken import Vocabulary, load_vocabulary
from talkie_shell.spoken.vocabulary import phrase_of


class Lexicon(NamedTuple):
    """``directives`` say how other words are written; ``letters`` are the names of an alphabet
    that nobody says by chance: NATO's, and one that the user added; ``compounds`` are written as
    one word where recognisers write several; ``repairs`` take back what was said before, and
    ``fillers`` mean nothing. All in small letters."""

    directives: frozenset[str]
    letters: frozenset[str]
    compounds: frozenset[str]
    repairs: frozenset[str]
    fillers: frozenset[str]

    def directs(self, words: str) -> bool:
        """Whether the words say how others are written.

        Example: "Capital" -> True
        """
        return words.lower() in self.directives


def lexicon(vocabulary: Vocabulary) -> Lexicon:
    """A vocabulary's; what the user gave another meaning is none of its directives and letters."""
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
    compounds = {"".join(phrase) for phrase in vocabulary.compounds} | vocabulary.unsplit
    return Lexicon(
        directives=frozenset(directives | escapes),
        letters=frozenset(letters),
        compounds=frozenset(compounds),
        repairs=frozenset(vocabulary.repairs),
        fillers=frozenset(vocabulary.fillers),
    )


@cache
def default_lexicon() -> Lexicon:
    """The tables' own."""
    return lexicon(load_vocabulary())


def _letter_names(vocabulary: Vocabulary) -> set[str]:
    return {name for names in vocabulary.letters.values() for name in names}
