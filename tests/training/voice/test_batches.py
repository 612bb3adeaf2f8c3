"""Batches of sounds, and adapters on a network."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from mlx import nn

from talkie_shell.errors import DataError
from talkie_shell.training.voice.adapter import (
    AdaptedLinear,
    adapt,
    adapter_arrays,
    read_adapter,
    save_adapter,
)
from talkie_shell.training.voice.batches import Ids, batches_of, masked, plan_batches, windowed
from talkie_shell.training.voice.sounding import Spoken, SpokenSet
from talkie_shell.training.voice.tuning import averaged

mx = pytest.importorskip("mlx.core")

IDS = Ids(start=101, end=100, no_timestamps=102, previous=103)


def spoken(frames: int, text: str = "ab", prompt: str = "") -> Spoken:
    mel = np.full((frames, 80), frames / 1000, np.float16)
    return Spoken(mel, text, prompt, "ls", "article", "kal", 0)


def codes(text: str) -> list[int]:
    return [ord(letter) - 32 for letter in text]


def test_sets_come_back(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("set") / "set.npz"
    sounds = [spoken(30, "git push", "main"), spoken(50)]
    SpokenSet.build(sounds).save(path)
    found = SpokenSet.load(path)
    assert len(found) == 2
    for index, sound in enumerate(sounds):
        np.testing.assert_array_equal(found[index].mel, sound.mel)
        assert found[index][1:] == sound[1:]


def test_every_sound_is_in_one_batch_that_holds_it() -> None:
    frames = np.random.default_rng(1).integers(50, 1500, 200)
    plans = plan_batches(frames, 4000, np.random.default_rng(2))
    assert sorted(int(row) for rows, _ in plans for row in rows) == list(range(200))
    for rows, window in plans:
        assert window % 100 == 0
        assert frames[rows].max() <= window
        assert len(rows) == 1 or len(rows) * (window - 100) <= 4000


def test_windows_are_padded_with_silence_or_cut() -> None:
    mel = np.linspace(0.5, 1, 40 * 80).reshape(40, 80).astype(np.float16)
    batch = windowed([mel], 100)
    np.testing.assert_array_equal(batch[0, :40], mel.astype(np.float32))
    assert (batch[0, 40:] == np.float32(mel.min())).all()
    assert windowed([mel], 20).shape == (1, 20, 80)


def test_only_what_should_be_written_counts() -> None:
    sounds = SpokenSet.build([spoken(60, "ab", "xy")])
    (batch,) = batches_of(
        sounds, IDS, codes, np.random.default_rng(0), frames_a_batch=1000, varied=False
    )
    counted = batch.targets[0][batch.weights[0] == 1]
    assert counted.tolist() == [*codes(" ab"), IDS.end]
    before = batch.inputs[0][: int(batch.weights[0].argmax()) + 1].tolist()
    assert before == [IDS.previous, *codes(" xy"), IDS.start, IDS.no_timestamps]


def test_masks_leave_most_of_it() -> None:
    mel = np.random.default_rng(3).normal(size=(4, 300, 80)).astype(np.float32)
    before = mel.copy()
    masked(mel, np.random.default_rng(4))
    assert 0 < (mel != before).mean() < 0.35


class _Attention(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.query = nn.Linear(6, 4)
        self.other = nn.Linear(6, 4)


class TestAdapters:
    def test_start_by_changing_nothing_and_are_all_that_learns(self) -> None:
        model = _Attention()
        given = mx.random.normal((3, 6))
        before = model.query(given)
        adapt(model, rank=2, scale=2.0)
        assert isinstance(model.query, AdaptedLinear)
        assert mx.allclose(model.query(given), before)
        assert set(adapter_arrays(model)) == {"query.lora_a", "query.lora_b"}

    def test_are_what_merging_makes_of_them(self) -> None:
        model = _Attention()
        adapt(model, rank=2, scale=2.0)
        layer = model.query
        layer.lora_b = mx.random.normal((2, 4))
        given = mx.random.normal((3, 6))
        merged = layer.linear.weight + 2.0 * (layer.lora_a @ layer.lora_b).T
        wanted = given @ merged.T + layer.linear.bias
        assert mx.allclose(layer(given), wanted, atol=1e-5)

    def test_are_gone_on_with_where_they_fit(self, tmp_path: Path) -> None:
        model = _Attention()
        adapt(model, rank=2, scale=2.0)
        arrays = {name: mx.ones(array.shape) for name, array in adapter_arrays(model).items()}
        save_adapter(tmp_path, arrays, {})
        found = read_adapter(tmp_path, model)
        assert found.keys() == arrays.keys()
        assert all(mx.array_equal(found[name], arrays[name]) for name in arrays)
        wider = _Attention()
        adapt(wider, rank=3, scale=2.0)
        with pytest.raises(DataError, match="another rank"):
            read_adapter(tmp_path, wider)
        with pytest.raises(DataError, match="holds no adapter"):
            read_adapter(tmp_path / "none", model)

    def test_are_averaged_with_those_of_the_start(self) -> None:
        best, start = {"a": mx.array([2.0, 4.0])}, {"a": mx.array([0.0, 8.0])}
        assert averaged(best, start, 0.25)["a"].tolist() == [1.5, 5.0]
        assert averaged(best, start, 0.0) is best
        assert averaged(best, {}, 0.5) is best
