"""Who speaks: the habits that one utterance keeps to."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from random import Random

from talkie_shell.spoken.speaker.numerals import NumberStyle
from talkie_shell.spoken.speaker.phrasebook import Phrasebook


class Casing(StrEnum):
    """What becomes of capitals."""

    SAID = "said"
    """capital w"""
    WRITTEN = "written"
    """W, as it stands"""
    LOST = "lost"
    """w"""


class Letters(StrEnum):
    """What becomes of letters that stand alone."""

    PLAIN = "plain"
    CAPITALS = "capitals"
    """Each letter a capital, whatever it is (recognisers and the article do so)."""
    ANY = "any"
    """Capital or not by chance: the case is to be inferred."""
    NATO = "nato"


@dataclass(slots=True)
class Persona:
    """The habits. Probabilities are of doing so each time there is the chance.

    ``space``: says blanks. ``other``: takes a word's other name ("make dir"). ``spell``: spells
    words, short ones above all. ``runs``: names a casing for several words ("camel case get user").
    ``bundle``: spells a bundle of flags letter by letter. ``escape``: says "literal" before a
    word that means more than itself. ``phrases``: says operators as phrases ("and then").
    ``plain``: only names that mean nothing else. ``flag_case``: what becomes of capitals
    among flags and lone letters. ``names`` remembers what was chosen.
    """

    variety: float = 0.0
    plain: bool = False
    space: float = 0.0
    other: float = 0.0
    spell: float = 0.0
    runs: float = 0.0
    bundle: float = 1.0
    escape: float = 1.0
    phrases: float = 0.0
    number: NumberStyle = NumberStyle.NATURAL
    zero: str = "zero"
    casing: Casing = Casing.SAID
    flag_case: Casing = Casing.SAID
    letters: Letters = Letters.PLAIN
    names: dict[str, str] = field(default_factory=dict)

    def name(self, text: str, book: Phrasebook, rng: Random) -> str | None:
        """The person's name for a symbol; None where it has none."""
        known = self.names.get(text)
        if known is not None and rng.random() < 0.85:
            return known
        weighted = (book.plain_names if self.plain else book.names).get(text)
        if weighted is None:
            return None
        said = weighted.pick(rng) if rng.random() < self.variety else weighted.items[0]
        self.names[text] = said
        return said


_ZEROS = ("zero",) * 8 + ("oh",) * 5 + ("o", "naught", "nought")
_NUMBERS = (
    (NumberStyle.NATURAL,) * 6
    + (NumberStyle.PAIRS,) * 5
    + (NumberStyle.DIGITS,) * 4
    + (NumberStyle.REPEATS, NumberStyle.WRITTEN, NumberStyle.WRITTEN)
)
_CASINGS = (Casing.SAID,) * 5 + (Casing.WRITTEN,) * 3
_WORD_CASINGS = (Casing.SAID,) * 4 + (Casing.WRITTEN,) * 2 + (Casing.LOST,) * 3


def protocol_persona(rng: Random) -> Persona:
    """Says every blank and every capital."""
    return Persona(
        variety=rng.choice((0.0, 0.0, 0.1, 0.4)),
        plain=True,
        space=1.0,
        runs=rng.choice((0.0, 0.4, 0.8)),
        bundle=rng.choice((1.0, 1.0, 0.3)),
        number=rng.choice(_NUMBERS),
        zero=rng.choice(_ZEROS),
    )


def own_words_persona(rng: Random) -> Persona:
    """Says it in words of their own."""
    chance = rng.random
    return Persona(
        variety=rng.choice((0.0, 0.15, 0.5, 1.0)),
        space=0.0 if chance() < 0.8 else chance() ** 2,
        other=rng.choice((0.0, 0.1, 0.3, 0.7)),
        spell=rng.choice((0.0, 0.0, 0.05, 0.3)),
        runs=rng.choice((0.0, 0.4, 0.8)),
        bundle=rng.choice((1.0, 0.8, 0.3, 0.0)),
        escape=rng.choice((0.5, 0.9, 1.0)),
        phrases=rng.choice((0.0, 0.0, 0.1, 0.4)),
        number=rng.choice(_NUMBERS),
        zero=rng.choice(_ZEROS),
        casing=rng.choice(_WORD_CASINGS),
        flag_case=rng.choice(_CASINGS),
        letters=Letters.NATO if chance() < 0.08 else Letters.PLAIN,
    )


def conversational_persona(rng: Random) -> Persona:
    """Own words, operators in phrases."""
    persona = own_words_persona(rng)
    persona.phrases = rng.choice((0.3, 0.7, 0.95))
    return persona


def inferring_persona(rng: Random) -> Persona:
    """Says letters in whatever case: which one is meant follows from the command."""
    persona = own_words_persona(rng)
    persona.letters = rng.choice((Letters.CAPITALS, Letters.ANY, Letters.PLAIN, Letters.PLAIN))
    persona.flag_case = Casing.LOST
    persona.casing = rng.choice((Casing.LOST, Casing.LOST, Casing.WRITTEN, Casing.SAID))
    persona.bundle = rng.choice((1.0, 1.0, 0.5))
    return persona
