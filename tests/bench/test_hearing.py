"""Sound to words, stage by stage, with a real model."""

from __future__ import annotations

from pathlib import Path

import pytest

from talkie_shell.bench.hearing import STAGES, HearingPlan, time_hearing
from talkie_shell.errors import TalkieError


def test_every_stage_is_timed_as_often_as_asked(speech_model: Path) -> None:
    rounds: list[int] = []
    plan = HearingPlan(str(speech_model), "", "embedded", {}, rounds=2)
    hearing = time_hearing(plan, rounds.append)
    assert rounds == [0, 1, 2]
    assert {stage: len(times) for stage, times in hearing.samples.items()} == dict.fromkeys(
        STAGES, 2
    )
    ((file, seconds, words, command),) = hearing.heard
    assert (file, seconds) == ("spoken.flac", 2.78)
    assert words.startswith("find dot")
    assert command.startswith("find .")


def test_without_a_model_one_line_says_what_to_do() -> None:
    plan = HearingPlan("tiny.en", "", "embedded", {}, rounds=1)
    with pytest.raises(TalkieError, match=r"talkie-sh models fetch tiny\.en"):
        time_hearing(plan, lambda _: None)
