"""The records everyone may know: utterance, lattice, proposal, correction.

One word for one thing:

    heard       what a recogniser made of a sound: transcripts and how sure it is
    utterance   what was typed or heard
    lattice     its slots, each with the readings its words may have (the "tokens")
    proposal    the command an engine chose inside the lattice, and how sure it is
    command     what the user confirmed
    correction  the record of all four and of what became of them

Everything here is a frozen value without I/O.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Literal

Source = Literal["typed", "voice"]
SOURCES: tuple[Source, ...] = ("typed", "voice")


class Kind(IntEnum):
    """What a reading does to the words of its slot. The model scores kinds, so the
    numbers are part of the weights' format: append, never renumber."""

    KEEP = 0
    """The words as they stand in the source."""
    LOWER = 1
    TITLE = 2
    UPPER = 3
    SYMBOL = 4
    """A spoken symbol as its characters: "dash" -> ``-``; a said "space" is one too."""
    NUMBER = 5
    """A spoken number as digits: "twenty three" -> ``23``."""
    LETTER = 6
    """A letter by name: "bee" -> ``b``, "zulu" -> ``z``."""
    VARIANT = 7
    """A word that is heard for another: "text" -> ``txt``, "pseudo" -> ``sudo``."""
    DROP = 8
    """Nothing: a filler, a directive already obeyed, or words taken back."""
    SPLIT = 9
    """A phrase read as its parts: "at sign" -> ``@ sign``."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """What was typed or heard, untouched."""

    text: str
    source: Source = "typed"


@dataclass(frozen=True, slots=True)
class Heard:
    """What a recogniser made of a sound.

    ``text`` is "" where nothing was said. ``alternatives``: other transcripts, likeliest first.
    ``scores``: what ``text`` and then each alternative are ranked by, log-probabilities with what
    the recogniser adds to longer ones; ``confidence``: the probability of ``text``.
    ``seconds_audio``: how long the sound was, ``seconds``: how long recognising it took.
    """

    text: str
    alternatives: tuple[str, ...] = ()
    confidence: float = 0.0
    scores: tuple[float, ...] = ()
    seconds_audio: float = 0.0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing the words of a slot may mean. ``text`` is empty for `Kind.DROP`."""

    text: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Slot:
    """A span of the utterance with its readings and the joiners that may precede it.

    ``start`` and ``end`` are character offsets into the utterance's text; ``gap`` is the
    white space that stood before the span in the source ("" where it was glued on).
    ``readings`` and ``joiners`` are never empty and come best first: index 0 is what the
    preprocessor would choose alone. A joiner stands between the nearest earlier slot that
    was not dropped and this one.
    """

    words: str
    start: int
    end: int
    gap: str
    readings: tuple[Reading, ...]
    joiners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lattice:
    """Everything an utterance may mean, as a sequence of slots.

    A path picks one reading and one joiner a slot. The utterance itself, untouched, is
    always a path too (`verbatim`): text that is already a command must survive.
    """

    utterance: Utterance
    slots: tuple[Slot, ...]

    @property
    def line(self) -> str:
        """The best reading of each slot, separated by blanks: the line the UI shows.

        Example: "find dot dash name star dot txt" -> ``find . - name * . txt``
        """
        return " ".join(
            slot.readings[0].text for slot in self.slots if slot.readings[0].text.strip()
        )

    @property
    def verbatim(self) -> str:
        """The utterance as it stands."""
        return self.utterance.text


@dataclass(frozen=True, slots=True)
class Choice:
    """A span of the command the engine was unsure of.

    ``start``/``end`` are character offsets into the command (equal for a missing blank).
    ``readings`` are replacements for that span, likeliest first: the first is what stands
    there. ``confidence`` is the probability of the first.
    """

    start: int
    end: int
    readings: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """One command an engine found, before it is checked. ``confidence`` is a calibrated
    probability that it is what was meant."""

    command: str
    confidence: float
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Checks:
    """What the postprocessor found in a finished line.

    ``parses``: a shell parser accepts it. ``balanced``: quotes, brackets, braces and
    substitutions close. ``error_at``: character offset of the first syntax error, None
    where there is none. ``mended``: what the postprocessor changed, in words, one entry a
    change. ``unsaid``: tokens that nobody said (always empty for engines that choose
    inside the lattice).
    """

    parses: bool
    balanced: bool
    error_at: int | None = None
    mended: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an engine made of an utterance, checked.

    ``literal``: the command is exactly what was typed, so there is nothing to confirm.
    ``alternatives``: up to five other commands, likeliest first. ``milliseconds``: from
    utterance to checked proposal.
    """

    utterance: Utterance
    preprocessed: str
    command: str
    confidence: float
    checks: Checks
    engine: str
    milliseconds: float
    uncertain: tuple[Choice, ...] = ()
    alternatives: tuple[str, ...] = ()

    @property
    def literal(self) -> bool:
        return self.command == self.utterance.text


Outcome = Literal["started", "succeeded", "failed", "interrupted", "abandoned"]


@dataclass(frozen=True, slots=True)
class Correction:
    """The record of an utterance that became a command (the log's row).

    ``proposed`` is the engine's command, ``command`` what the user confirmed. Times are
    seconds since the epoch; ``duration`` is in seconds; ``status`` is the exit status, None
    until the command ended.
    """

    utterance: Utterance
    preprocessed: str
    proposed: str
    confidence: float
    engine: str
    command: str
    directory: str
    started: float
    uncertain: tuple[Choice, ...] = ()
    outcome: Outcome = "started"
    status: int | None = None
    duration: float | None = None
    identifier: int | None = field(default=None, compare=False)
