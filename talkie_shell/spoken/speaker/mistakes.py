"""Self-corrections: something wrong is said, taken back, and said right."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from talkie_shell.spoken.speaker.numerals import below_hundred, misspoken
from talkie_shell.spoken.speaker.phrasebook import Phrasebook
from talkie_shell.spoken.speaker.pieces import Part, Piece

_USUAL_CUES = (
    "no wait", "wait no", "sorry", "actually", "i mean", "make that", "correction", "no",
    "no sorry", "wait", "no no", "oops", "or rather", "i meant", "hold on", "oh sorry", "oh wait",
)  # fmt: skip
_USUAL_ERASERS = ("scratch that", "strike that", "never mind", "forget that", "start over")
_HESITATIONS = ("um", "uh", "er", "oh", "hmm", "ah")
_AFTERTHOUGHTS = ("um", "uh", "it's", "i want", "run", "that's", "just", "it should be", "use")
_SLIPS = (-2, -1, 1, 1, 2, 10)
_LETTERS = "abcdefghiklmnopqrstuvx"
_SYMBOLS = (
    "dash", "dash", "underscore", "underscore", "dot", "dot", "slash", "slash", "colon", "equals",
    "pipe", "comma", "plus", "quote", "single quote", "star", "at sign", "tilde", "dash dash",
)  # fmt: skip
_SYMBOL_SLIPS = 0.1
_AGAIN = 0.25
"""How often another piece of what was said is wrong too."""
_MISSPOKEN = 0.6
"""How often a wrong number is said as the right one is, but for a word."""
_TOO_MUCH = 0.1
"""How often what is taken back began with a word too many."""
_TOO_MANY = ("sudo", "sudo", "run", "time", "git", "docker", "man", "cd", "echo", "just")
_DENIALS = 0.06
"""How often what was wrong is named again: "src sorry not src config"."""


_SORTS = frozenset({Part.WORD, Part.NUMBER, Part.LETTER})


class _Span(NamedTuple):
    """The pieces of one shell word."""

    first: int
    after: int


def with_mistake(pieces: list[Piece], book: Phrasebook, rng: Random) -> list[Piece]:
    """The pieces with one self-correction; what is taken back is marked so.

    Example: ls -l /opt -> ls dash l slash var no wait slash opt
    """
    spans = _spans(pieces)
    shape = rng.random()
    if shape < 0.14:
        return _whole(pieces, spans, book, rng)
    if shape < 0.2:
        return _stutter(pieces, spans, book, rng)
    return _replaced(pieces, spans, book, rng)


def _spans(pieces: list[Piece]) -> list[_Span]:
    """The shell words that are not yet taken back."""
    spans: list[_Span] = []
    first = 0
    for index in range(1, len(pieces) + 1):
        if index == len(pieces) or pieces[index].token != pieces[first].token:
            spans.append(_Span(first, index))
            first = index
    return spans


def _replaced(
    pieces: list[Piece], spans: list[_Span], book: Phrasebook, rng: Random
) -> list[Piece]:
    """One piece of a shell word is wrong; the piece, its word, or a few words are said again."""
    number = rng.randrange(len(spans)) if rng.random() < 0.4 else len(spans) - 1
    span = spans[number]
    at = _replaceable(pieces, span, rng)
    if at is None:
        return _whole(pieces, spans, book, rng)
    wrong = _wrong(pieces[at], pieces, book, rng)
    if wrong is None:
        return _whole(pieces, spans, book, rng)
    how = rng.random()
    end = at + 1 if rng.random() < 0.6 else span.after
    if how < 0.35 and _may_start(pieces, at):
        start = at
        end = at + 1 if rng.random() < 0.85 else end
        # "dot js er dot tsx": the symbol before is said again.
        if at > span.first and pieces[at - 1].part is Part.SYMBOL and rng.random() < 0.4:
            start = at - 1
    elif how < 0.75 or number == 0:
        start = span.first
    else:
        start = spans[max(0, number - rng.choice((1, 1, 2)))].first
    said = _wrong_again([*pieces[start:at], wrong, *pieces[at + 1 : end]], at - start, book, rng)
    eraser = start == 0 and rng.random() < 0.4
    cue = _cue(book, rng, eraser=eraser or (start == span.first and rng.random() < 0.08))
    if len(said) <= 3 and rng.random() < _DENIALS:
        cue = [*cue, Piece("not", Part.CUE, "", 0), *_retracted(said)]
    return [*pieces[:start], *_retracted(said), *cue, *pieces[start:]]


def _whole(pieces: list[Piece], spans: list[_Span], book: Phrasebook, rng: Random) -> list[Piece]:
    """The whole command, or as much as was said of it, is taken back."""
    count = min(len(spans), rng.choice((1, 2, 2, 3, len(spans))))
    number = rng.randrange(count)
    said = pieces[: spans[count - 1].after]
    at = _replaceable(pieces, spans[number], rng)
    wrong = _wrong(pieces[at], pieces, book, rng) if at is not None else None
    if at is None or wrong is None or rng.random() < 0.15:
        said = [Piece(rng.choice(book.pool), Part.WORD, "", 0)]
    else:
        said = _wrong_again([*said[:at], wrong, *said[at + 1 :]], at, book, rng)
        if rng.random() < _TOO_MUCH:
            said = [Piece(rng.choice(_TOO_MANY), Part.WORD, "", 0), *said]
    cue = _cue(book, rng, eraser=rng.random() < 0.6)
    return [*_retracted(said), *cue, *pieces]


def _wrong_again(said: list[Piece], wrong: int, book: Phrasebook, rng: Random) -> list[Piece]:
    """What was said, sometimes with another piece of it wrong too."""
    if rng.random() >= _AGAIN:
        return said
    places = [
        at
        for at, piece in enumerate(said)
        if at != wrong and piece.part in _SORTS and not piece.retracted
    ]
    if not places:
        return said
    at = rng.choice(places)
    other = _wrong(said[at], said, book, rng)
    return said if other is None else [*said[:at], other, *said[at + 1 :]]


def _stutter(pieces: list[Piece], spans: list[_Span], book: Phrasebook, rng: Random) -> list[Piece]:
    """A shell word, or its beginning, is said twice."""
    number = rng.randrange(len(spans))
    span = spans[number]
    start = spans[max(0, number - rng.choice((0, 0, 1)))].first
    end = span.after if rng.random() < 0.6 else min(span.after, span.first + 2)
    pause = Piece(rng.choice(_HESITATIONS), Part.FILLER, "", span.first)
    return [*pieces[:start], *_retracted(pieces[start:end]), pause, *pieces[start:]]


def _retracted(pieces: list[Piece]) -> list[Piece]:
    return [piece._replace(retracted=True) for piece in pieces]


def _cue(book: Phrasebook, rng: Random, *, eraser: bool) -> list[Piece]:
    usual, every = (_USUAL_ERASERS, book.erasers) if eraser else (_USUAL_CUES, book.repairs)
    words = rng.choice(usual) if rng.random() < 0.7 else rng.choice(every)
    cue = [Piece(words, Part.CUE, "", 0)]
    if rng.random() < 0.15:
        cue.insert(0, Piece(rng.choice(_HESITATIONS), Part.FILLER, "", 0))
    if rng.random() < 0.08:
        cue.append(Piece(rng.choice(_AFTERTHOUGHTS), Part.FILLER, "", 0))
    return cue


def _may_start(pieces: list[Piece], at: int) -> bool:
    """Whether a correction can begin here: not between a directive and its word."""
    return at == 0 or pieces[at - 1].part is not Part.DIRECTIVE


def _replaceable(pieces: list[Piece], span: _Span, rng: Random) -> int | None:
    sorts = _SORTS
    if rng.random() < _SYMBOL_SLIPS:
        sorts = frozenset({Part.SYMBOL})
    places = [
        at
        for at in range(span.first, span.after)
        if pieces[at].part in sorts and not pieces[at].retracted
    ]
    return rng.choice(places) if places else None


def _wrong(right: Piece, pieces: list[Piece], book: Phrasebook, rng: Random) -> Piece | None:
    """Something else of the same sort; None where nothing comes to mind."""
    if right.part is Part.SYMBOL:
        words = rng.choice(_SYMBOLS)
    elif right.part is Part.LETTER:
        words = rng.choice(_LETTERS)
        words = words.upper() if right.words.isupper() else words
    elif right.part is Part.NUMBER:
        value = int(right.written)
        other = max(0, value + rng.choice(_SLIPS)) if value < 90 else rng.randrange(100)
        words = str(other) if right.words.isdigit() else below_hundred(min(other, 99))
        if rng.random() < _MISSPOKEN:
            words = misspoken(right.words, rng)
    else:
        others = book.sorts.get(right.written.lower())
        if not others or rng.random() < 0.15:
            said = [piece.words for piece in pieces if piece.part is Part.WORD]
            others = tuple(said) if rng.random() < 0.3 else book.pool
        words = rng.choice(others)
    return None if words.lower() == right.words.lower() else right._replace(words=words)
