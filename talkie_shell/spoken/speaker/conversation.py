"""A command wrapped in free speech: asking, thinking aloud, politeness."""

from __future__ import annotations

from random import Random

from talkie_shell.spoken.speaker.phrasebook import Phrasebook
from talkie_shell.spoken.speaker.pieces import Part, Piece

_QUOTES = frozenset("\"'`")
_DENSITIES = (0.0, 0.0, 0.04, 0.1, 0.2)


def wrapped(pieces: list[Piece], book: Phrasebook, rng: Random) -> list[Piece]:
    """The pieces with a lead-in, a lead-out and fillers in between, at least one of them.

    Example: git fetch -> okay so um run git fetch please
    """
    density = rng.choice(_DENSITIES)
    inside = with_fillers(pieces, book, rng, density) if density else pieces
    lead_in, lead_out = rng.random() < 0.85, rng.random() < 0.45
    if not lead_in and not lead_out and len(inside) == len(pieces):
        lead_in = True
    before = book.free_speech("leadin.start", rng) if lead_in else ""
    after = book.free_speech("leadout.start", rng) if lead_out else ""
    last = pieces[-1].token if pieces else 0
    head = [Piece(before, Part.FILLER, "", 0)] if before else []
    tail = [Piece(after, Part.FILLER, "", last)] if after else []
    return [*head, *inside, *tail]


def with_fillers(pieces: list[Piece], book: Phrasebook, rng: Random, density: float) -> list[Piece]:
    """Fillers between the words of a command, never inside quotes or after a directive.

    ``density`` is the probability of one at each place that takes one.
    """
    spoken: list[Piece] = []
    quoted: set[str] = set()
    for piece in pieces:
        if spoken and not quoted and spoken[-1].part is not Part.DIRECTIVE:
            words = _filler_before(piece, spoken[-1], book, rng, density)
            if words:
                spoken.append(Piece(words, Part.FILLER, "", piece.token))
        spoken.append(piece)
        if piece.written in _QUOTES:
            quoted ^= {piece.written}
    return spoken


def _filler_before(
    piece: Piece, previous: Piece, book: Phrasebook, rng: Random, density: float
) -> str:
    new_token = piece.token != previous.token
    if not new_token and piece.part is not Part.SYMBOL:
        return ""
    if rng.random() >= (density if new_token else density * 0.2):
        return ""
    if not new_token or rng.random() < 0.6:
        return book.free_speech("within.filler", rng)
    if piece.written in {"-", "--"}:
        return book.free_speech("within.flag", rng)
    if piece.written in {"/", ".", "~", ".."}:
        return book.free_speech("within.path", rng)
    if piece.part is Part.WORD:
        return book.free_speech("within.argument", rng)
    return book.free_speech("within.filler", rng)
