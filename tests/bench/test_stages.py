from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from talkie_shell.bench import stages
from talkie_shell.bench.stages import STAGES, Plan, time_stages, utterances
from talkie_shell.errors import TalkieError


class TestUtterances:
    def test_are_varied(self):
        texts = [utterance.text for utterance in utterances()]
        assert len(set(texts)) == len(texts) >= 60
        lengths = sorted(len(text.split()) for text in texts)
        assert lengths[0] <= 3
        assert lengths[-1] >= 20

    def test_every_tier_is_there(self):
        file = Path(stages.__file__).with_name("utterances.toml")
        tiers = tomllib.loads(file.read_text(encoding="utf-8"))
        assert len(tiers) == 8
        assert {len(texts) for texts in tiers.values()} == {8}
        spoken = [utterance.text for utterance in utterances() if utterance.source == "voice"]
        assert spoken == tiers["recogniser"]


class TestTimeStages:
    def test_times_every_utterance_in_every_round(self):
        rounds: list[int] = []
        plan = Plan("preprocessor", {}, rounds=2, seconds=60)
        timed = time_stages(plan, blas=False, on_round=rounds.append)
        assert rounds == [0, 1, 2]
        assert {name: len(times) for name, times in timed.samples.items()} == dict.fromkeys(
            STAGES, 2 * len(utterances())
        )
        assert all(time > 0 for times in timed.samples.values() for time in times)
        assert timed.engine == "preprocessor"
        assert timed.blas is None
        assert timed.load > 0

    def test_stops_when_time_is_up(self):
        timed = time_stages(
            Plan("preprocessor", {}, rounds=20, seconds=1e-9), blas=False, on_round=lambda _: None
        )
        assert timed.rounds == 1

    def test_a_failure_is_one_line(self):
        plan = Plan("abacus", {}, rounds=1)
        with pytest.raises(TalkieError, match=r"^the stages could not be timed: .*abacus"):
            time_stages(plan, blas=True, on_round=lambda _: None)
