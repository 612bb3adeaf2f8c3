"""What is measured by ear, and the figures of it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from talkie_shell.pipeline import load_pipeline
from talkie_shell.records import Heard
from talkie_shell.speech.decoding import never
from talkie_shell.training.evaluate import Pair
from talkie_shell.training.voice import hearing
from talkie_shell.training.voice.hearing import Memory, listen
from talkie_shell.training.voice.outcome import Outcome, as_dict
from talkie_shell.training.voice.outcome_text import as_text, write_page
from talkie_shell.training.voice.trials import (
    CONDITIONS,
    SPEEDS,
    Trial,
    choose_trials,
    sentences,
)
from talkie_shell.training.voice.voices import Voice

VOICES = [Voice("one", "flite", "kal"), Voice("two", "espeak", "en", heldout=True)]
PAIRS = [
    Pair(f"git log dash n {number}", f"git log -n {number}", "article") for number in range(1, 31)
]


class TestChoice:
    def test_each_pair_once_in_each_condition_with_voices_and_speeds_in_turn(self) -> None:
        trials = choose_trials(PAIRS, VOICES)
        assert Counter(trial.condition for trial in trials) == dict.fromkeys(CONDITIONS, 30)
        voices = Counter((trial.voice.name, trial.speed) for trial in trials)
        assert len(voices) == len(VOICES) * len(SPEEDS)
        assert max(voices.values()) - min(voices.values()) <= len(CONDITIONS)
        for condition in CONDITIONS:
            mouths = {
                (trial.voice.name, trial.speed) for trial in trials if trial.condition == condition
            }
            assert len(mouths) == len(VOICES) * len(SPEEDS)

    def test_everything_by_everyone(self) -> None:
        trials = choose_trials(PAIRS[:3], VOICES, every=True)
        assert len({trial.key for trial in trials}) == len(trials)
        assert len(trials) == 3 * len(VOICES) * len(SPEEDS) * len(CONDITIONS)

    def test_the_seed_draws(self) -> None:
        one, two, other = (choose_trials(PAIRS, VOICES, limit=9, seed=seed) for seed in (1, 1, 2))
        assert one == two != other
        assert len(one) == 9

    def test_what_nobody_could_say_is_left_out(self) -> None:
        assert choose_trials([Pair("echo ünïcode", "x")], VOICES) == []


class _Deaf:
    """Hears every dash as a dot, and counts how often it listens."""

    name = "deaf"

    def __init__(self, trials: list[Trial]) -> None:
        self.times = 0
        self._texts = iter([trial.saying.written.replace("dash", "dot") for trial in trials])

    def recognise(
        self, samples: object, *, prompt: str = "", final: bool = True, stopped: object = never
    ) -> Heard:
        self.times += 1
        return Heard(next(self._texts), seconds_audio=2.0, seconds=0.5)


@pytest.fixture
def trials(monkeypatch: pytest.MonkeyPatch) -> list[Trial]:
    pytest.importorskip("soundfile")
    quiet = np.zeros(1600, np.float32)
    monkeypatch.setattr(hearing, "sound_of", lambda trial: quiet)
    english = sentences(["The weather is fine."])
    return [*choose_trials(PAIRS[:5], VOICES), *choose_trials(english, VOICES[:1], (1.0,))]


class TestListening:
    def test_figures(self, trials: list[Trial], tmp_path: Path) -> None:
        pipeline = load_pipeline("preprocessor")
        heard = listen(trials, _Deaf(trials), pipeline, Memory("deaf", tmp_path))
        outcome = Outcome(tuple(heard))
        assert outcome.overall.count == 20
        assert outcome.overall.errors.changed == 20
        assert outcome.overall.rate("exact").hits == 0
        assert outcome.english.errors.rate == 0
        assert outcome.words[0][:3] == ("dash", 20, 20)
        assert outcome.words[0].heard == (("dot", 20),)
        assert outcome.overall.factor == 0.25
        figures = as_dict(outcome)
        counts = {name: group["count"] for name, group in figures["voice"].items()}
        assert counts.keys() == {"one", "two (not trained on)"}
        assert sum(counts.values()) == 20
        assert figures["condition"]["echo"]["word_error_rate"] == pytest.approx(0.2, abs=0.05)
        assert "dash" in as_text(outcome, 2)
        page = write_page(tmp_path / "report", outcome, "By ear")
        assert "words wrong" in page.read_text()
        assert json.loads((page.parent / "figures.json").read_text())["overall"]["count"] == 20

    def test_goes_on_where_it_stopped(self, trials: list[Trial], tmp_path: Path) -> None:
        pipeline = load_pipeline("preprocessor")
        deaf = _Deaf(trials)
        first = listen(trials, deaf, pipeline, Memory("deaf", tmp_path))
        for _ in range(7):
            next(first)
        again = list(listen(trials, deaf, pipeline, Memory("deaf", tmp_path)))
        assert deaf.times == len(trials) == len(again)
        fresh = _Deaf(trials)
        list(listen(trials, fresh, pipeline, Memory("deaf", tmp_path, anew=True)))
        assert fresh.times == len(trials)
        other = _Deaf(trials)
        list(listen(trials[:3], other, pipeline, Memory("another", tmp_path)))
        assert other.times == 3

    def test_a_line_cut_off_is_heard_again(self, trials: list[Trial], tmp_path: Path) -> None:
        pipeline = load_pipeline("preprocessor")
        list(listen(trials, _Deaf(trials), pipeline, Memory("deaf", tmp_path)))
        file = tmp_path / "voice" / "heard-deaf.jsonl"
        file.write_text(file.read_text()[:-30])
        deaf = _Deaf(trials[-1:])
        list(listen(trials, deaf, pipeline, Memory("deaf", tmp_path)))
        assert deaf.times == 1
