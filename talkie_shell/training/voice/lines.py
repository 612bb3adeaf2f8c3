"""Lines to say: commands in the ways people dictate them, and ordinary English.

English keeps its capitals and stops, as a recogniser writes it: it is there so that what the
recogniser knew is not lost.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from talkie_shell.errors import DataError
from talkie_shell.records import Utterance
from talkie_shell.spoken import Vocabulary, align, build_lattice
from talkie_shell.spoken.speaker import Tier, speak
from talkie_shell.training.pairs import Material
from talkie_shell.training.prose import with_prose
from talkie_shell.training.voice.pronouncing import normal, pronounce

ENGLISH = "english"
NOTHING = "nothing"
"""The tiers of lines that are no dictated commands: prose, and noise with nobody speaking."""

TIERS: dict[Tier, float] = {
    Tier.ARTICLE: 0.24,
    Tier.PROTOCOL: 0.08,
    Tier.OWN_WORDS: 0.30,
    Tier.CONVERSATIONAL: 0.20,
    Tier.SELF_CORRECTING: 0.10,
    Tier.MIXED_CASE: 0.08,
}
_MOST_WORDS = 34
_SHORTEST, _LONGEST = 4, 22
_HELD_OUT_IN = 40
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_PLAIN = re.compile(r"[A-Z][A-Za-z', ]*[a-z][.!?]")
_LETTERED = re.compile(r"\b[A-Z]{2,}\b|\b[b-hj-zB-HJ-Z]\b")


class Line(NamedTuple):
    """One line to say. ``said``: the words for the voice; ``heard``: what a recogniser should
    write; ``command``: what is meant, "" for English. ``heldout``: never trained on."""

    said: str
    heard: str
    command: str
    tier: str
    heldout: bool = False


def command_lines(material: Material, seed: int, vocabulary: Vocabulary) -> Iterator[Line]:
    """Endless lines of commands. One in forty commands is held out, whatever its words."""
    rng = Random(f"lines:{seed}")
    shares = {Tier(name): weight for name, weight in material.tiers} or TIERS
    for source in material.stream(seed):
        command = " ".join(with_prose(source.text, rng).split())
        tier = rng.choices(list(shares), list(shares.values()))[0]
        line = spoken_line(speak(command, tier, rng, vocabulary), command, tier, rng, vocabulary)
        if line is not None:
            yield line._replace(heldout=is_heldout(command))


def spoken_line(
    utterance: Utterance, command: str, tier: str, rng: Random, vocabulary: Vocabulary
) -> Line | None:
    """How a voice says the utterance; None where nobody could, or where the command is not
    among what the words may mean once they are written as a recogniser should."""
    written = normal(utterance.text)
    if written is None or len(written.split()) > _MOST_WORDS:
        return None
    said, heard = pronounce(written, rng)
    lattice = build_lattice(Utterance(heard, "voice"), vocabulary)
    if align(lattice, command, blanks_as_one=True) is None:
        return None
    return Line(said, heard, command, str(tier))


def english_lines(files: Iterable[Path]) -> list[Line]:
    """The plain sentences of text files, each once, in their order.

    A sentence is plain that a voice reads as it stands: words and commas, no abbreviations, four
    to twenty-two words. Raises `DataError` for a file that cannot be read.
    """
    seen: dict[str, Line] = {}
    for file in files:
        try:
            text = file.read_text(encoding="utf-8", errors="ignore")
        except OSError as error:
            raise DataError(f"cannot read {file}: {error.strerror}") from error
        for paragraph in re.split(r"\n%\n|\n\s*\n|\n\t", text):
            for sentence in _SENTENCE.split(" ".join(paragraph.split())):
                count = len(sentence.split())
                if (
                    _SHORTEST <= count <= _LONGEST
                    and _PLAIN.fullmatch(sentence)
                    and not _LETTERED.search(sentence)
                ):
                    heldout = is_heldout(sentence)
                    seen[sentence] = Line(sentence, sentence, "", ENGLISH, heldout)
    return list(seen.values())


def is_heldout(text: str) -> bool:
    """Whether the text is among the fortieth that is never trained on."""
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) % _HELD_OUT_IN == 0


def write_lines(path: Path, lines: Iterable[Line]) -> int:
    """Write lines as compressed JSON lines, whole or not at all; returns how many."""
    partial = path.with_name(f"partial-{path.name}")
    count = 0
    with gzip.open(partial, "wt", encoding="utf-8", compresslevel=9) as file:
        for line in lines:
            file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
            count += 1
    partial.replace(path)
    return count


def read_lines(path: Path) -> list[Line]:
    """Lines written by `write_lines`. Raises `DataError` where the file is none of these."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            return [Line(*json.loads(row)) for row in file]
    except (OSError, EOFError, TypeError, ValueError) as error:
        raise DataError(f"{path} is no file of lines to say: {error}") from error
