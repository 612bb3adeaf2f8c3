"""Speech as a recogniser writes it down: sentences, homophones, symbols and glued text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from talkie_shell.spoken.speaker.compounds import parts_of
from talkie_shell.spoken.speaker.phrasebook import Phrasebook
from talkie_shell.spoken.speaker.pieces import Part, Piece

_WRITABLE = frozenset(
    [*".-/=@+%&*:_$#,?!~", "--", "..", "...", "&&", "::", "//", "==", "**", '"', "'", "(", ")"]
)
_GLUE_LEFT = frozenset([*"./=@%:_,?!)'\"", "..", "...", "::", "//", "=="])  # no blank before
_GLUE_RIGHT = frozenset([*"./=@:_$#~-(\"'", "--", "..", "::", "//", "=="])  # no blank after
_SENTENCE = (".", ".", ".", ".", "?", "!", "...")
_PAUSES = (",", ",", ",", ".")
_PAUSED_AFTER = frozenset({Part.WORD, Part.SYMBOL, Part.LETTER, Part.NUMBER})
_LETTER_JOINERS = ("", "", "", " ", "-", ".")
_TAKEN_FOR_A_NAME = 0.08
_VOWEL = re.compile(r"[aeiouy]", re.IGNORECASE)
_PRONOUN = re.compile(r"\bi(?=(?:'(?:d|ll|m|ve))?\s(?!\w\b))")


@dataclass(frozen=True, slots=True)
class Noise:
    """How often a recogniser does what: all are probabilities of each chance taken.

    ``symbols``: writes a symbol's characters for its name. ``glue``: leaves no blank beside
    one. ``digits``: writes digits. ``mishears``: a word that sounds alike. ``letters``: writes
    letters in one word of capitals. ``commas``: between words. ``stops``: ends the sentence.
    ``hyphens``: a dash stands glued to the word before it. ``splits``: a compound is written as
    its parts. ``sentence``: begins with a capital. ``proper``: capitals of names.
    ``hears_fillers``: keeps them.
    """

    symbols: float
    glue: float
    digits: float
    mishears: float
    letters: float
    hyphens: float
    splits: float
    commas: float
    stops: float
    sentence: float
    proper: float
    hears_fillers: float


def some_noise(rng: Random, amount: float) -> Noise:
    """A recogniser's habits; ``amount`` 1 is a stranger to the shell, 0 writes what is said."""
    return Noise(
        symbols=amount * rng.choice((0.0, 0.1, 0.3, 0.6, 0.9)),
        glue=rng.choice((0.2, 0.6, 0.95)),
        digits=amount * rng.choice((0.0, 0.5, 0.9, 1.0)),
        mishears=amount * rng.choice((0.0, 0.1, 0.2, 0.4)),
        letters=amount * rng.choice((0.0, 0.3, 0.8)),
        hyphens=amount * rng.choice((0.0, 0.0, 0.1, 0.4, 0.9)),
        splits=amount * rng.choice((0.0, 0.1, 0.5)),
        commas=amount * rng.choice((0.0, 0.02, 0.06, 0.15, 0.4)),
        stops=amount * rng.choice((0.0, 0.7, 1.0)),
        sentence=amount * rng.choice((0.0, 1.0, 1.0, 1.0)),
        proper=amount * rng.choice((0.0, 0.5, 1.0)),
        hears_fillers=rng.choice((1.0, 0.6, 0.2)),
    )


def as_recognised(pieces: list[Piece], noise: Noise, book: Phrasebook, rng: Random) -> str:
    """The pieces as one line of a recogniser.

    Example: sudo apt install nginx -> "Pseudo apt, install engine x."
    """
    return _Recogniser(noise, book, rng).line(pieces)


class _Recogniser:
    """Writes down what it hears, piece by piece."""

    def __init__(self, noise: Noise, book: Phrasebook, rng: Random) -> None:
        self._noise = noise
        self._book = book
        self._rng = rng
        self._text = ""
        self._glued = False
        self._quotes = 0

    def line(self, pieces: list[Piece]) -> str:
        index = 0
        while index < len(pieces):
            piece = pieces[index]
            taken = 1
            if piece.part is Part.LETTER:
                taken = self._letters(pieces, index)
            elif piece.part is Part.SYMBOL:
                self._symbol(piece)
            elif piece.part is Part.NUMBER:
                self._number(piece)
            elif piece.part is Part.FILLER:
                self._filler(piece)
            else:
                self._write(self._word(piece))
            index += taken
            if piece.part is Part.CUE and self._chance(self._noise.commas * 4):
                self._text += ","
            elif piece.part in _PAUSED_AFTER and index < len(pieces):
                self._pause()
        return self._as_sentence()

    def _chance(self, probability: float) -> bool:
        return self._rng.random() < probability

    def _write(self, words: str, *, before: bool = False, after: bool = False) -> None:
        """``before`` and ``after``: without a blank on that side."""
        if self._text and not (before or self._glued):
            self._text += " "
        self._text += words
        self._glued = after

    def _pause(self) -> None:
        if self._chance(self._noise.commas):
            self._text += self._rng.choice(_PAUSES)

    def _number(self, piece: Piece) -> None:
        digits = self._chance(self._noise.digits)
        glued = digits and self._text[-1:].isdigit() and self._chance(0.7)
        self._write(piece.written if digits else piece.words, before=glued)

    def _letters(self, pieces: list[Piece], index: int) -> int:
        """Letters said in a row; returns how many."""
        run = [pieces[index]]
        while index + len(run) < len(pieces) and pieces[index + len(run)].part is Part.LETTER:
            run.append(pieces[index + len(run)])
        names = [piece.words for piece in run]
        if all(len(name) == 1 for name in names):
            names = [self._letter(name) for name in names]
            if all(len(name) == 1 for name in names) and self._chance(self._noise.letters):
                joiner = self._rng.choice(_LETTER_JOINERS)
                names = [joiner.join(names).upper()]
        for name in names:
            self._write(name)
        return len(run)

    def _letter(self, name: str) -> str:
        heard = self._book.letters.get(name.lower())
        if heard and self._chance(self._noise.mishears * 0.5):
            return self._rng.choice(heard)
        return name

    def _symbol(self, piece: Piece) -> None:
        written, noise = piece.written, self._noise
        quote = written in {'"', "'"}
        self._quotes += quote
        if written in _WRITABLE and self._chance(noise.symbols):
            before = written in _GLUE_LEFT and self._chance(noise.glue)
            if written in {"-", "--"}:
                before = self._chance(noise.hyphens)
            after = written in _GLUE_RIGHT and self._chance(noise.glue)
            if quote:
                before, after = self._quotes % 2 == 0, self._quotes % 2 == 1
            elif written == "--" and self._chance(0.1):
                written = "—"
            self._write(written, before=before, after=after)
            return
        words = piece.words
        if words in self._book.misheard and self._chance(noise.mishears * 0.3):
            words = self._rng.choice(self._book.misheard[words])
        elif self._chance(noise.mishears * 0.2):
            words = words.replace(" ", "-")
        hyphenated = self._chance(noise.mishears * 0.08)
        self._write(f"{words}-" if hyphenated else words, after=hyphenated)

    def _filler(self, piece: Piece) -> None:
        if len(piece.words) <= 4 and not self._chance(self._noise.hears_fillers):
            return
        self._write(piece.words)
        if self._chance(self._noise.commas * 4):
            self._text += ","

    def _word(self, piece: Piece) -> str:
        key = piece.words.lower()
        if key in self._book.misheard and self._chance(self._noise.mishears):
            return self._rng.choice(self._book.misheard[key])
        if self._chance(self._noise.splits):
            return " ".join(parts_of(piece.words))
        if key in self._book.proper and self._chance(self._noise.proper):
            return self._book.proper[key]
        if piece.words.isalpha() and self._chance(self._noise.proper * _TAKEN_FOR_A_NAME):
            return self._as_name(piece.words)
        return piece.words

    def _as_name(self, word: str) -> str:
        """An unknown word, taken for a name or for a run of letters."""
        spelt = len(word) <= 4 and (not _VOWEL.search(word) or self._chance(0.3))
        return word.upper() if spelt else word[:1].upper() + word[1:]

    def _as_sentence(self) -> str:
        text = self._text
        if self._chance(self._noise.sentence):
            text = _PRONOUN.sub("I", text[:1].upper() + text[1:])
        if self._chance(self._noise.stops):
            text = text.removesuffix(",") + self._rng.choice(_SENTENCE)
        return text
