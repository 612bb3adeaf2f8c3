"""What a voice should say for an utterance, and what a recogniser should write for that.

The two differ: "chown" is said "C H own" by one person and "change own" by another, and should be
written "chown" for both. One sound has one spelling, or nothing can be learnt: words that sound
like plain English are written as plain English ("text", not "txt"; the lattice has both), letters
are small, numbers are words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

import tomli

from talkie_shell.spoken.speaker.article import NAMES
from talkie_shell.spoken.speaker.numerals import digit_by_digit, natural
from talkie_shell.spoken.table_files import read_table

_TABLE = Path(__file__).parent / "tables" / "pronunciations.toml"
_SPEAKABLE = re.compile(r"[a-z0-9' ]+")
_VOWEL = re.compile(r"[aeiouy]")
_LONGEST_SPELLED = 5
_LONGEST_PHRASE = 4
_STOPS = re.compile(r"[.,!?;:]+(?=\s|$)|[,!?]")
_SIGN = re.compile(r"[^\w\s']|_")
_LEADS = frozenset({"dash", "minus", "hyphen", "capital", "letter", "caps", "tack"})
_USUAL, _PAUSING, _PAUSE = 0.6, 0.25, 0.15


class Saying(NamedTuple):
    """``said``: words for a voice, letters by name as capitals. ``written``: what it should be
    heard as."""

    said: str
    written: str


@dataclass(frozen=True, slots=True)
class Pronunciations:
    """The tables, ready to look up.

    ``ways``: the sayings of a word, usual first. ``written``: the word that a phrase said in
    its place is written as. ``letters``: words that are spelled. ``plain``: sayings that are
    written as they are; ``simple``: the first of them that a word has.
    """

    ways: Mapping[str, tuple[str, ...]]
    written: Mapping[tuple[str, ...], str]
    letters: frozenset[str]
    plain: frozenset[str]
    simple: Mapping[str, str]


@cache
def pronunciations() -> Pronunciations:
    """The tables beside this module, joined with what the speaker knows."""
    table = tomli.loads(_TABLE.read_text(encoding="utf-8"))
    speaking = read_table("english/speaking.toml")
    plain = frozenset(table["plain"]["sayings"])
    ways: dict[str, tuple[str, ...]] = {}
    for word, known in speaking["said"].items():
        ways[word] = tuple(_spoken(saying) for saying in known)
    for word, own in table["words"].items():
        ways[word] = tuple(dict.fromkeys((*own, *ways.get(word, ()))))
    written: dict[tuple[str, ...], str] = {}
    for word, sayings in ways.items():
        for saying in sayings:
            phrase = tuple(saying.lower().split())
            if " ".join(phrase) not in plain and (len(phrase) > 1 or phrase[0] != word):
                written.setdefault(phrase, word)
    for phrase_text, word in table["same"].items():
        written[tuple(phrase_text.split())] = word
    simple = {
        word: saying.lower()
        for word, sayings in ways.items()
        for saying in sayings[::-1]
        if saying.lower() in plain
    }
    return Pronunciations(ways, written, frozenset(table["letters"]["words"]), plain, simple)


def _spoken(saying: str) -> str:
    """The saying with its letters as capitals.

    Example: "cube c t l" -> cube C T L
    """
    return " ".join(word.upper() if len(word) == 1 else word for word in saying.split())


def normal(utterance: str) -> str | None:
    """The utterance as a recogniser should write it, or None where it holds what nobody says.

    Example: "sue do Chown 42" -> "sudo chown forty two"
    """
    text = " ".join(utterance.lower().replace("-", " ").split())
    if not _SPEAKABLE.fullmatch(text):
        return None
    known = pronunciations()
    words = [said for word in text.split() for said in _number_words(word)]
    found: list[str] = []
    at = 0
    while at < len(words):
        for length in range(min(_LONGEST_PHRASE, len(words) - at), 0, -1):
            phrase = tuple(words[at : at + length])
            word = known.written.get(phrase)
            if word is not None and not _is_bundle(phrase, found):
                found.append(word)
                at += length
                break
        else:
            found.append(words[at])
            at += 1
    return " ".join(found)


def comparable(heard: str) -> list[str]:
    """The words of a transcript, as `normal` would have written them: signs by name, numbers as
    words, one spelling a sound. Commas and stops at the end of a word are no words.

    Example: "Find .-name star.txt." -> find · dot · dash · name · star · dot · text
    """
    text = _STOPS.sub(" ", heard.replace("’", "'"))
    text = _SIGN.sub(lambda sign: f" {NAMES.get(sign[0], ' ')} ", text)
    known = pronunciations()
    words = (normal(text) or " ".join(_RUN.findall(text.lower()))).split()
    return [word for one in words for word in known.simple.get(one, one).split()]


def _is_bundle(phrase: Sequence[str], before: Sequence[str]) -> bool:
    """Whether the phrase is letters that belong to flags: "dash l s" are two of them."""
    if not all(len(word) == 1 for word in phrase):
        return False
    return bool(before) and (before[-1] in _LEADS or len(before[-1]) == 1)


_RUN = re.compile(r"[0-9]+|[a-z']+")


def _number_words(word: str) -> list[str]:
    """The word with its digits as words.

    Example: "sha256" -> sha · two · hundred · fifty · six
    """
    if word.isalpha():
        return [word]
    words: list[str] = []
    for run in _RUN.findall(word):
        if not run[0].isdigit():
            words.append(run)
        elif run[0] == "0" or len(run) > 4:
            words += digit_by_digit(run).split()
        else:
            words += natural(int(run)).split()
    return words


def pronounce(written: str, rng: Random) -> Saying:
    """One way to say what `normal` gave, and what it should be heard as.

    Example: "sudo chown" -> Saying("sue doo C H own", "sudo chown")
    """
    known = pronunciations()
    said: list[str] = []
    heard: list[str] = []
    words = written.split()
    pauses = rng.random() < _PAUSING
    for at, word in enumerate(words):
        way, spelling = _say(word, words, at, known, rng)
        last = at == len(words) - 1
        said.append(way + "," if pauses and not last and rng.random() < _PAUSE else way)
        heard.append(spelling)
    return Saying(" ".join(said), " ".join(heard))


def _say(
    word: str, words: Sequence[str], at: int, known: Pronunciations, rng: Random
) -> tuple[str, str]:
    if len(word) == 1:
        article = word == "a" and not _spelled_around(words, at)
        return (word if article else word.upper()), word
    ways = known.ways.get(word)
    if ways:
        way = ways[0] if rng.random() < _USUAL else rng.choice(ways)
        lower = way.lower()
        return way, (lower if lower in known.plain else word)
    consonants = len(word) <= _LONGEST_SPELLED and not _VOWEL.search(word)
    if (consonants or word in known.letters) and "'" not in word:
        return " ".join(word.upper()), word
    return word, word


def _spelled_around(words: Sequence[str], at: int) -> bool:
    """Whether a letter stands where letters are named."""
    before = words[at - 1] if at else ""
    after = words[at + 1] if at + 1 < len(words) else ""
    symbol = before in _LEADS or before in {"dot", "slash", "underscore", "dollar", "tilde"}
    return symbol or len(before) == 1 or len(after) == 1 or not after
