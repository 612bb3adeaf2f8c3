"""Weights on disk, and the network that they are for."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import cast

import pytest

from talkie_shell.blas import load_blas
from talkie_shell.errors import WeightsError
from talkie_shell.pipeline import load_pipeline
from talkie_shell.records import Utterance
from talkie_shell.spoken import build_lattice, load_vocabulary

load_blas()

from talkie_shell.structure import tagger  # noqa: E402 - after BLAS
from talkie_shell.structure.network import (  # noqa: E402 - after BLAS
    Batch,
    Network,
    NetworkConfig,
    Scores,
    named_arrays,
)
from talkie_shell.structure.tagger import WINDOW, score  # noqa: E402 - after BLAS
from talkie_shell.structure.weights import (  # noqa: E402 - after BLAS
    CONFIG_FILE,
    WEIGHTS_FILE,
    Calibration,
    load_weights,
    save_weights,
)

SMALL = NetworkConfig(width=64, layers=1, heads=2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save_weights(tmp_path / "weights", Network(SMALL), Calibration(0.5, -1.0), {"why": "test"})
    return tmp_path / "weights"


class TestWeights:
    def test_come_back_within_the_quantisation(self, tmp_path: Path) -> None:
        network = Network(SMALL)
        save_weights(tmp_path, network, Calibration(0.5, -1.0), {"why": "test"})
        loaded = load_weights(tmp_path)
        assert loaded.calibration == Calibration(0.5, -1.0)
        assert loaded.about == {"why": "test"}
        before, after = (
            named_arrays(network.parameters()),
            named_arrays(loaded.network.parameters()),
        )
        assert before.keys() == after.keys()
        for name, array in before.items():
            spread = float(array.max() - array.min())
            assert float(abs(array - after[name]).max()) <= spread / 200 + 1e-6

    @pytest.mark.parametrize("name", [WEIGHTS_FILE, CONFIG_FILE])
    def test_a_missing_file_is_one_error(self, folder: Path, name: str) -> None:
        (folder / name).unlink()
        with pytest.raises(WeightsError):
            load_weights(folder)

    @pytest.mark.parametrize("name", [WEIGHTS_FILE, CONFIG_FILE])
    @pytest.mark.parametrize("damage", [b"", b"\x00\xff rubbish", b"{}"])
    def test_a_damaged_file_is_one_error(self, folder: Path, name: str, damage: bytes) -> None:
        (folder / name).write_bytes(damage)
        with pytest.raises(WeightsError):
            load_weights(folder)

    def test_a_cut_file_is_one_error(self, folder: Path) -> None:
        whole = (folder / WEIGHTS_FILE).read_bytes()
        (folder / WEIGHTS_FILE).write_bytes(whole[: len(whole) // 2])
        with pytest.raises(WeightsError):
            load_weights(folder)

    def test_another_format_is_refused(self, folder: Path) -> None:
        config = json.loads((folder / CONFIG_FILE).read_text())
        config["format"] = 99
        (folder / CONFIG_FILE).write_text(json.dumps(config))
        with pytest.raises(WeightsError, match="format 99"):
            load_weights(folder)

    def test_the_pipeline_goes_on_without(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("talkie_shell.paths.adapters_dir", lambda: Path("/nowhere/at/all"))
        pipeline = load_pipeline("embedded")
        assert "going on without the model" in pipeline.notice
        assert pipeline.propose(Utterance("git space status")).command == "git status"


class TestScore:
    def test_probabilities_sum_to_one(self) -> None:
        lattice = build_lattice(Utterance("find dot dash name star dot txt"), load_vocabulary())
        line = score(Network(SMALL), [lattice])[0]
        assert len(line.readings) == len(line.joiners) == len(lattice.slots)
        for row in (*line.readings, *line.joiners):
            assert sum(map(math.exp, row)) == pytest.approx(1, abs=1e-4)
        assert 0 <= line.literal <= 1

    def test_a_line_scores_alike_alone_and_among_others(self) -> None:
        vocabulary = load_vocabulary()
        texts = ["ls dash l", "find dot dash name quote star dot txt quote dash print"]
        lattices = [build_lattice(Utterance(text), vocabulary) for text in texts]
        network = Network(SMALL)
        together = score(network, lattices)
        for lattice, line in zip(lattices, together, strict=True):
            alone = score(network, [lattice])[0]
            for left, right in zip(line.readings, alone.readings, strict=True):
                assert left == pytest.approx(right, abs=1e-3)

    @pytest.mark.parametrize("words", [WINDOW - 1, WINDOW, WINDOW + 1, 3 * WINDOW + 7])
    def test_long_lines_are_scored_whole(self, words: int) -> None:
        text = " ".join(["cat", "dash"] * words)[: 5 * words]
        lattice = build_lattice(Utterance(text), load_vocabulary())
        line = score(Network(SMALL), [lattice])[0]
        assert len(line.readings) == len(lattice.slots)
        for slot, row in zip(lattice.slots, line.readings, strict=True):
            assert len(row) == len(slot.readings)

    def test_a_line_of_any_length_goes_through_the_network_in_parts(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        lattice = build_lattice(Utterance(" ".join(["cat dash x"] * 2 * WINDOW)), load_vocabulary())
        network = Network(SMALL)
        whole = score(network, [lattice])[0]
        sizes: list[int] = []

        def watched(batch: Batch) -> Scores:
            sizes.append(batch.slots.size)
            scores: Scores = network(batch)
            return scores

        monkeypatch.setattr(tagger, "_TOGETHER", 2 * WINDOW)
        line = score(cast("Network", watched), [lattice])[0]
        assert len(sizes) > 2
        assert max(sizes) <= 2 * WINDOW
        assert line.literal == pytest.approx(whole.literal, abs=1e-3)
        for left, right in zip(line.readings, whole.readings, strict=True):
            assert left == pytest.approx(right, abs=1e-3)
        assert len(line.moves) == len(whole.moves) == len(lattice.slots)
