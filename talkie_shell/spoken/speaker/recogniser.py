"""Speech as a recogniser writes it down: sentences, homophones, symbols and glued text."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from talkie_shell.spoken.speaker.phrasebook import Phrasebook
from talkie_shell.spoken.speaker.pieces import Part, Piece

_WRITABLE = frozenset(
    [*".-/=@+%&*:_$#,?!~", "--", "..", "...", "&&", "::", "//", "==", "**", '"', "'", "(", ")"]
)
_GLUE_LEFT = frozenset(
    [*"./=@%:_,?!)'\"", "..", "...", "::", "//", "=="]
)  # no blank before
_GLUE_RIGHT = frozenset([*"./=@:_$#~-(\"'", "--", "..", "::", "//", "=="])  # no blank after
_SENTENCE = (".", ".", ".", "?", "!", "...")


@dataclass(frozen=True, slots=True)
class Noise:
    """How often a recogniser does what: all are probabilities of each chance taken.

    ``symbols``: writes a symbol's characters for its name. ``glue``: leaves no blank beside
    one. ``digits``: writes digits. ``mishears``: a word that sounds alike. ``letters``: writes
    letters in one word of capitals. ``commas``: between words. ``stops``: ends the sentence.
    ``sentence``: begins with a capital. ``proper``: capitals of names. ``hears_fillers``:
    keeps them.
    """

    symbols: float
    glue: float
    digits: float
    mishears: float
    letters: float
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
        commas=amount * rng.choice((0.0, 0.02, 0.06, 0.15)),
        stops=amount * rng.choice((0.0, 0.7, 1.0)),
        sentence=amount * rng.choice((0.0, 1.0, 1.0, 1.0)),
        proper=amount * rng.choice((0.0, 0.5, 1.0)),
        hears_fillers=rng.choice((1.0, 0.6, 0.2)),
    )


class _Page:
    """What is written so far."""

    def __init__(self) -> None:
        self.text = ""
        self.glued = False

    def write(self, words: str, *, before: bool = False, after: bool = False) -> None:
        """``before`` and ``after``: without a blank on that side."""
        if self.text and not (before or self.glued):
            self.text += " "
        self.text += words
        self.glued = after


def as_recognised(pieces: list[Piece], noise: Noise, book: Phrasebook, rng: Random) -> str:
    """The pieces as one line of a recogniser.

    Example: sudo apt install nginx -> "Pseudo apt, install engine x."
    """
    page = _Page()
    index = 0
    quotes = 0
    while index < len(pieces):
        piece = pieces[index]
        taken = 1
        if piece.part is Part.LETTER:
            taken = _letters(pieces, index, page, noise, book, rng)
        elif piece.part is Part.SYMBOL:
            quotes += piece.written in {'"', "'"}
            _symbol(piece, quotes, page, noise, book, rng)
        elif piece.part is Part.NUMBER:
            digits = rng.random() < noise.digits
            glued = digits and page.text[-1:].isdigit()
            page.write(piece.written if digits else piece.words, before=glued and rng.random() < 0.7)
        elif piece.part is Part.FILLER:
            _filler(piece, page, noise, rng)
        else:
            page.write(_word(piece, noise, book, rng))
        index += taken
        if piece.part is Part.CUE and rng.random() < noise.commas * 4:
            page.text += ","
        elif piece.part is Part.WORD and index < len(pieces) and rng.random() < noise.commas:
            page.text += rng.choice((",", ",", ",", "."))
    return _as_sentence(page.text, noise, rng)


def _letters(
    pieces: list[Piece], index: int, page: _Page, noise: Noise, book: Phrasebook, rng: Random
) -> int:
    """Letters said in a row; returns how many."""
    run = [pieces[index]]
    while index + len(run) < len(pieces) and pieces[index + len(run)].part is Part.LETTER:
        run.append(pieces[index + len(run)])
    names = [piece.words for piece in run]
    if all(len(name) == 1 for name in names):
        names = [
            rng.choice(book.letters[name.lower()])
            if name.lower() in book.letters and rng.random() < noise.mishears * 0.5
            else name
            for name in names
        ]
        if rng.random() < noise.letters:
            joiner = rng.choice(("", "", "", " ", "-", "."))
            names = [joiner.join(name.upper() if len(name) == 1 else name for name in names)]
    for name in names:
        page.write(name)
    return len(run)


def _symbol(
    piece: Piece, quotes: int, page: _Page, noise: Noise, book: Phrasebook, rng: Random
) -> None:
    written = piece.written
    if written in _WRITABLE and rng.random() < noise.symbols:
        before = written in _GLUE_LEFT and rng.random() < noise.glue
        after = written in _GLUE_RIGHT and rng.random() < noise.glue
        if written in {'"', "'"}:
            before, after = quotes % 2 == 0, quotes % 2 == 1
        elif written == "--" and rng.random() < 0.2:
            written = rng.choice(("—", "--"))
        page.write(written, before=before, after=after)
        return
    words = piece.words
    if rng.random() < noise.mishears and words in book.misheard:
        words = rng.choice(book.misheard[words])
    elif rng.random() < noise.mishears * 0.2:
        words = words.replace(" ", "-")
    page.write(words)


def _filler(piece: Piece, page: _Page, noise: Noise, rng: Random) -> None:
    if len(piece.words) <= 4 and rng.random() > noise.hears_fillers:
        return
    page.write(piece.words)
    if rng.random() < noise.commas * 4:
        page.text += ","


def _word(piece: Piece, noise: Noise, book: Phrasebook, rng: Random) -> str:
    words = piece.words
    key = words.lower()
    if key in book.misheard and rng.random() < noise.mishears:
        return rng.choice(book.misheard[key])
    if key in book.proper and rng.random() < noise.proper:
        return book.proper[key]
    return words


def _as_sentence(text: str, noise: Noise, rng: Random) -> str:
    if rng.random() < noise.sentence:
        text = text[:1].upper() + text[1:]
        for pronoun in (" i ", " i'd ", " i'll ", " i'm "):
            text = text.replace(pronoun, pronoun.title().replace("'D", "'d").replace("'L", "'l").replace("'M", "'m"))
    if rng.random() < noise.stops:
        text += rng.choice(_SENTENCE)
    return text
