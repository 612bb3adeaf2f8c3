"""The folder of a run: whole after a kill at any moment, and of one recipe alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from talkie_shell.errors import TrainingError
from talkie_shell.training.run_folder import LAST, LOG, RECIPE, RunFolder, under

mx = pytest.importorskip("mlx.core")

ARRAYS = {"run.step": mx.array(3), "network.weight": mx.array([1.0, 2.0])}


def test_a_run_begins_in_an_empty_folder(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run")
    assert folder.resume({"steps": 5}) is None
    assert folder.best() is None


def test_goes_on_with_what_was_saved(tmp_path: Path) -> None:
    RunFolder(tmp_path).checkpoint({"steps": 5}, ARRAYS)
    found = RunFolder(tmp_path).resume({"steps": 5})
    assert int(found["run.step"]) == 3
    assert under("network.", found)["weight"].tolist() == [1.0, 2.0]
    assert not list(tmp_path.glob("partial-*"))


def test_a_kill_after_the_recipe_leaves_a_run_that_begins(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    folder.checkpoint({"steps": 5}, ARRAYS)
    (tmp_path / LAST).unlink()
    assert folder.resume({"steps": 5}) is None


@pytest.mark.parametrize("kept", ['{"steps": 6}', '{"steps": 5, "rate": 1}'])
def test_another_recipe_is_refused(tmp_path: Path, kept: str) -> None:
    folder = RunFolder(tmp_path)
    folder.checkpoint({"steps": 5}, ARRAYS)
    (tmp_path / RECIPE).write_text(kept)
    with pytest.raises(TrainingError, match="another recipe"):
        folder.resume({"steps": 5})


def test_what_is_free_may_differ(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    folder.checkpoint({"steps": 5, "rank": 8}, ARRAYS)
    assert folder.resume({"steps": 9, "rank": 8}, free={"steps"}) is not None


def test_a_checkpoint_without_its_recipe_is_told(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    folder.checkpoint({"steps": 5}, ARRAYS)
    (tmp_path / RECIPE).unlink()
    with pytest.raises(TrainingError, match="without its recipe"):
        folder.resume({"steps": 5})


def test_one_that_does_not_write_leaves_nothing(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path, writes=False)
    folder.log({"step": 1})
    folder.keep_best(ARRAYS)
    folder.checkpoint({"steps": 5}, ARRAYS)
    assert not list(tmp_path.iterdir())


def test_the_log_is_a_line_an_entry(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    for step in (1, 2):
        folder.log({"step": step})
    rows = [json.loads(line) for line in (tmp_path / LOG).read_text().splitlines()]
    assert [(row["step"], row["time"] > 0) for row in rows] == [(1, True), (2, True)]
