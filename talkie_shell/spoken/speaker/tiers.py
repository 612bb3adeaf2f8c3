"""The ways of speaking, and a command said in one of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from random import Random

from talkie_shell.records import Source, Utterance
from talkie_shell.spoken.align import align
from talkie_shell.spoken.lattice import best_path, build_lattice
from talkie_shell.spoken.speaker.article import article_pieces
from talkie_shell.spoken.speaker.conversation import wrapped
from talkie_shell.spoken.speaker.mistakes import with_mistake
from talkie_shell.spoken.speaker.persona import (
    Casing,
    conversational_persona,
    inferring_persona,
    own_words_persona,
    protocol_persona,
)
from talkie_shell.spoken.speaker.phrasebook import Phrasebook, phrasebook_of
from talkie_shell.spoken.speaker.pieces import Part, Piece, text_of
from talkie_shell.spoken.speaker.recogniser import as_recognised, some_noise
from talkie_shell.spoken.speaker.wording import Wording
from talkie_shell.spoken.vocabulary import Vocabulary


class Tier(StrEnum):
    """The ways of speaking."""

    ARTICLE = "article"
    PROTOCOL = "protocol"
    OWN_WORDS = "own-words"
    CONVERSATIONAL = "conversational"
    SELF_CORRECTING = "self-correcting"
    RECOGNISER = "recogniser"
    LITERAL = "literal"
    MIXED_CASE = "mixed-case"


def speak(command: str, tier: Tier, rng: Random, vocabulary: Vocabulary) -> Utterance:
    """One way to say the command in this tier; another seed, another way.

    The command is always in the utterance's lattice: what the lattice could not undo is said
    again otherwise, and typed as it stands when nothing helps. In the article's tier, which
    knows no blanks, runs of blanks come back as one.

    Example: "ls -l /opt", self-correcting -> "ls dash l slash var no wait slash opt"
    """
    if tier is Tier.LITERAL or not command.strip():
        return Utterance(command)
    book = phrasebook_of(vocabulary)
    escaping = tier is Tier.ARTICLE and rng.random() < _ESCAPING
    for attempt in range(int(escaping), _ATTEMPTS):
        utterance = _SPEAKERS[tier](command, book, rng, attempt)
        if _understood(utterance, command, tier, vocabulary):
            return utterance
    return Utterance(command)


def first_saying(command: str, tier: Tier, rng: Random, vocabulary: Vocabulary) -> Utterance:
    """The first way that comes to mind, whether or not the lattice has the command for it.

    What `speak` would say without checking itself: coverage is measured on this.
    """
    if tier is Tier.LITERAL or not command.strip():
        return Utterance(command)
    return _SPEAKERS[tier](command, phrasebook_of(vocabulary), rng, 0)


_ATTEMPTS = 5
_HALF_TYPED = 0.06
_ESCAPING = 0.7
"""How often the article's speaker says that a word is meant, not the symbol of that name."""
_PASSED_ON = 0.2
"""How often another program's recogniser types for the user."""
_BLANK = re.compile(r"(?<=\S) (?=\S)")
_OPENERS = frozenset("({[\\")


def _understood(utterance: Utterance, command: str, tier: Tier, vocabulary: Vocabulary) -> bool:
    lattice = build_lattice(utterance, vocabulary)
    if tier is Tier.PROTOCOL and " " in command and "@" not in command:
        return best_path(lattice) == command
    return align(lattice, command, blanks_as_one=tier is not Tier.PROTOCOL) is not None


def _article(command: str, book: Phrasebook, rng: Random, attempt: int) -> Utterance:
    pieces = article_pieces(command)
    if attempt:
        pieces = escaped(pieces, book)
    return Utterance(text_of(pieces))


def escaped(pieces: list[Piece], book: Phrasebook) -> list[Piece]:
    """The pieces with "literal" before each word that means more than itself."""
    spoken: list[Piece] = []
    for piece in pieces:
        if piece.part is Part.WORD and piece.words.lower() in book.risky:
            spoken.append(Piece("literal", Part.DIRECTIVE, "", piece.token))
        spoken.append(piece)
    return spoken


def _protocol(command: str, book: Phrasebook, rng: Random, attempt: int) -> Utterance:
    persona = protocol_persona(rng)
    if attempt > 1:
        persona.variety, persona.zero = 0.0, "zero"
    return Utterance(text_of(Wording(persona, book, rng, literal=attempt > 0).pieces(command)))


def _own_words(command: str, book: Phrasebook, rng: Random, attempt: int) -> Utterance:
    if attempt == 0 and rng.random() < _HALF_TYPED:
        typed, rest = _typed_part(command, rng)
        line = f"{typed} {text_of(_own_pieces(rest, book, rng, attempt))}".strip()
        if line != command:
            return Utterance(line)
    return Utterance(text_of(_own_pieces(command, book, rng, attempt)))


def _typed_part(command: str, rng: Random) -> tuple[str, str]:
    """The command cut at a blank that is outside quotes and braces: what was typed before its
    rest is dictated. "" and the command where there is no such blank.

    Example: "ls -la /tmp" -> "ls -la", "/tmp"
    """
    cuts: list[int] = []
    for blank in _BLANK.finditer(command):
        before = command[: blank.start()]
        if not any(before.count(mark) % 2 for mark in "\"'`") and not set(before) & _OPENERS:
            cuts.append(blank.start())
    if not cuts:
        return "", command
    cut = rng.choice(cuts)
    return command[:cut], command[cut + 1 :]


def _own_pieces(command: str, book: Phrasebook, rng: Random, attempt: int) -> list[Piece]:
    persona = own_words_persona(rng)
    return Wording(persona, book, rng, literal=attempt > 1).pieces(command)


def _conversational(command: str, book: Phrasebook, rng: Random, attempt: int) -> Utterance:
    if rng.random() < 0.15:
        pieces = article_pieces(command)
    else:
        persona = conversational_persona(rng)
        pieces = Wording(persona, book, rng, literal=attempt > 2).pieces(command)
    return Utterance(text_of(wrapped(pieces, book, rng)), _either(rng))


def _self_correcting(command: str, book: Phrasebook, rng: Random, attempt: int) -> Utterance:
    return Utterance(text_of(mistaken_pieces(command, book, rng, attempt)), _either(rng))


def mistaken_pieces(command: str, book: Phrasebook, rng: Random, attempt: int) -> list[Piece]:
    """A self-correcting saying, its retracted pieces marked."""
    base = rng.random()
    if base < 0.3:
        pieces = article_pieces(command)
    elif base < 0.7:
        pieces = _own_pieces(command, book, rng, attempt)
    else:
        persona = conversational_persona(rng)
        pieces = Wording(persona, book, rng, literal=attempt > 2).pieces(command)
    pieces = with_mistake(pieces, book, rng)
    if rng.random() < 0.12:
        pieces = with_mistake(pieces, book, rng)
    return wrapped(pieces, book, rng) if base > 0.85 else pieces


def _recogniser(command: str, book: Phrasebook, rng: Random, attempt: int) -> Utterance:
    base = rng.random()
    if base < 0.3:
        pieces = article_pieces(command)
    elif base < 0.4:
        pieces = Wording(protocol_persona(rng), book, rng).pieces(command)
    elif base < 0.75:
        pieces = _own_pieces(command, book, rng, attempt)
    elif base < 0.92:
        pieces = wrapped(Wording(conversational_persona(rng), book, rng).pieces(command), book, rng)
    else:
        pieces = mistaken_pieces(command, book, rng, attempt)
    noise = some_noise(rng, 1.0 - attempt / _ATTEMPTS)
    source: Source = "typed" if rng.random() < _PASSED_ON else "voice"
    return Utterance(as_recognised(pieces, noise, book, rng), source)


def _mixed_case(command: str, book: Phrasebook, rng: Random, attempt: int) -> Utterance:
    persona = inferring_persona(rng)
    if attempt > 2:
        persona.casing = Casing.WRITTEN
    return Utterance(text_of(Wording(persona, book, rng, literal=attempt > 1).pieces(command)))


def _either(rng: Random) -> Source:
    return "voice" if rng.random() < 0.3 else "typed"


_SPEAKERS: dict[Tier, Callable[[str, Phrasebook, Random, int], Utterance]] = {
    Tier.ARTICLE: _article,
    Tier.PROTOCOL: _protocol,
    Tier.OWN_WORDS: _own_words,
    Tier.CONVERSATIONAL: _conversational,
    Tier.SELF_CORRECTING: _self_correcting,
    Tier.RECOGNISER: _recogniser,
    Tier.MIXED_CASE: _mixed_case,
}
