"""Trials through the recogniser and the pipeline. Sounds and transcripts are kept in the user's
cache, so that an interrupted measurement goes on where it stopped."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from talkie_shell.errors import DataError
from talkie_shell.paths import cache_dir, ensure_private
from talkie_shell.records import Heard, Lattice, Proposal, Utterance
from talkie_shell.scoring import Score, Step, WordErrors, aligned, score, word_errors
from talkie_shell.speech.recogniser import Recogniser
from talkie_shell.speech.sound import read_sound, write_sound
from talkie_shell.training.voice.pronouncing import comparable
from talkie_shell.training.voice.trials import Trial, sound_of

if TYPE_CHECKING:
    from talkie_shell.speech.sound import Samples


class HeardProposer(Protocol):
    """What is needed of `talkie_shell.pipeline.Pipeline`."""

    def preprocess(self, utterance: Utterance) -> Lattice: ...

    def propose_heard(self, heard: Heard) -> Proposal: ...


@dataclass(frozen=True, slots=True)
class HeardTrial:
    """A trial, what was heard in it, and what came of it. ``score`` and ``proposal`` are None for
    ordinary English."""

    trial: Trial
    heard: Heard
    steps: tuple[Step, ...]
    proposal: Proposal | None = None
    score: Score | None = None

    @property
    def errors(self) -> WordErrors:
        return word_errors(self.steps)

    @property
    def seconds(self) -> float:
        """From the end of the sound to the checked proposal."""
        return self.heard.seconds + (self.proposal.milliseconds / 1000 if self.proposal else 0.0)


class Memory:
    """Sounds, and transcripts by one recogniser, in the user's cache.

    ``listener`` names recogniser, adapter and prompt: what one heard is not another's. ``anew``
    forgets what it heard before; the sounds stay.
    """

    def __init__(self, listener: str, folder: Path | None = None, *, anew: bool = False) -> None:
        base = ensure_private((folder or cache_dir()) / "voice")
        self._sounds = ensure_private(base / "sounds")
        self._file = base / f"heard-{listener}.jsonl"
        if anew:
            self._file.unlink(missing_ok=True)
        self._heard = dict(_rows(self._file))

    def sound(self, trial: Trial) -> Samples:
        """The trial's sound, made once."""
        path = self._sounds / f"{trial.key}.flac"
        if path.is_file():
            try:
                return read_sound(path)
            except DataError:
                path.unlink(missing_ok=True)
        sound = sound_of(trial)
        partial = path.with_suffix(".partial.flac")
        write_sound(partial, sound)
        partial.replace(path)
        return read_sound(path)

    def heard(self, trial: Trial) -> Heard | None:
        """What was heard in the trial before."""
        return self._heard.get(trial.key)

    def remember(self, trial: Trial, heard: Heard) -> None:
        """Keep what was heard."""
        self._heard[trial.key] = heard
        row = {"key": trial.key, **asdict(heard)}
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _rows(file: Path) -> Iterator[tuple[str, Heard]]:
    """What a file remembers; a last line that was cut off is no row."""
    if not file.is_file():
        return
    for line in file.read_text(encoding="utf-8").splitlines():
        try:
            row = json.loads(line)
            key = row.pop("key")
            heard = Heard(**row)
        except (ValueError, TypeError, KeyError):
            continue
        yield (
            key,
            Heard(
                heard.text,
                tuple(heard.alternatives),
                heard.confidence,
                tuple(heard.scores),
                heard.seconds_audio,
                heard.seconds,
            ),
        )


def listen(
    trials: Sequence[Trial],
    recogniser: Recogniser,
    pipeline: HeardProposer,
    memory: Memory,
    prompt: str = "",
) -> Iterator[HeardTrial]:
    """What comes of each trial, in order, as they are ready."""
    for trial in trials:
        heard = memory.heard(trial)
        if heard is None:
            heard = recogniser.recognise(memory.sound(trial), prompt=prompt)
            memory.remember(trial, heard)
        yield judged(trial, heard, pipeline)


def judged(trial: Trial, heard: Heard, pipeline: HeardProposer) -> HeardTrial:
    """What comes of what was heard."""
    steps = tuple(aligned(comparable(trial.saying.written), comparable(heard.text)))
    if not trial.is_command:
        return HeardTrial(trial, heard, steps)
    proposal = pipeline.propose_heard(heard)
    lattice = pipeline.preprocess(proposal.utterance)
    found = score(trial.pair.expected, proposal, lattice)
    return HeardTrial(trial, heard, steps, proposal, found)
