"""Whole runs on a tiny set: they learn, resume after a kill, and agree over processes."""

from __future__ import annotations

import json
import math
import os
import random
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from talkie_shell.blas import load_blas
from talkie_shell.errors import TrainingError
from talkie_shell.structure.weights import Calibration
from talkie_shell.training.calibrating import fit_calibration
from talkie_shell.training.examples import ExampleSet
from talkie_shell.training.recipe import NetworkShape, Recipe

load_blas()

import mlx.core as mx  # noqa: E402 - after BLAS

from talkie_shell.structure.network import Network, NetworkConfig  # noqa: E402 - after BLAS
from talkie_shell.training.run_folder import LOG  # noqa: E402 - after BLAS
from talkie_shell.training.trainer import Progress, Trainer, average  # noqa: E402 - after BLAS

TINY = Recipe(
    steps=30,
    slots_per_batch=512,
    warmup=5,
    evaluate_every=10,
    repeats=1,
    network=NetworkShape(width=64, layers=1, heads=2),
)


def run(recipe: Recipe, folder: Path, examples: ExampleSet) -> tuple[float, list[Progress]]:
    told: list[Progress] = []

    def rounds(first: int) -> Iterator[ExampleSet]:
        while True:
            yield examples

    trainer = Trainer(recipe, folder, rounds, examples, told.append)
    return trainer.run(), told


class _KilledError(Exception):
    """Stands for a kill in the middle of a run."""


class TestTrainer:
    def test_learns(self, examples: ExampleSet, tmp_path: Path) -> None:
        best, told = run(TINY, tmp_path, examples)
        losses = [progress.validation_loss for progress in told if progress.validation_loss]
        assert losses[-1] < losses[0]
        assert best == max(progress.line or 0 for progress in told)
        logged = [json.loads(line) for line in (tmp_path / LOG).read_text().splitlines()]
        assert [entry["step"] for entry in logged if entry["line"] is not None] == [10, 20, 30]

    def test_goes_on_where_it_was_killed(self, examples: ExampleSet, tmp_path: Path) -> None:
        whole, _ = run(TINY, tmp_path / "whole", examples)

        def dying(progress: Progress) -> None:
            if progress.step == 20 and progress.line is not None:
                raise _KilledError

        def rounds(first: int) -> Iterator[ExampleSet]:
            while True:
                yield examples

        with pytest.raises(_KilledError):
            Trainer(TINY, tmp_path / "killed", rounds, examples, dying).run()
        resumed, told = run(TINY, tmp_path / "killed", examples)
        assert [progress.step for progress in told if progress.line is not None] == [20, 30]
        assert resumed == pytest.approx(whole, abs=0.02)

    def test_a_finished_run_is_not_done_again(self, examples: ExampleSet, tmp_path: Path) -> None:
        best, _ = run(TINY, tmp_path, examples)
        again, told = run(TINY, tmp_path, examples)
        assert (again, told) == (pytest.approx(best), [])

    def test_another_recipe_needs_another_folder(
        self, examples: ExampleSet, tmp_path: Path
    ) -> None:
        run(TINY, tmp_path, examples)
        other = Recipe(steps=40, network=TINY.network)
        with pytest.raises(TrainingError, match="another recipe"):
            run(other, tmp_path, examples)

    def test_patience_stops_early(self, examples: ExampleSet, tmp_path: Path) -> None:
        frozen = Recipe(
            steps=1000,
            slots_per_batch=512,
            rate=0.0,
            matrix_rate=0.0,
            evaluate_every=5,
            patience=2,
            repeats=1,
            network=TINY.network,
        )
        _, told = run(frozen, tmp_path, examples)
        assert told[-1].step == 15


def test_an_average_lies_between_two_networks() -> None:
    one, other = Network(NetworkConfig(64, 1, 2)), Network(NetworkConfig(64, 1, 2))
    before, theirs = one.joiner_scores.weight, other.joiner_scores.weight
    average(one, other, 0.25)
    assert mx.allclose(one.joiner_scores.weight, 0.75 * before + 0.25 * theirs, atol=1e-6)


_WORKER = """
import sys
from pathlib import Path
from talkie_shell.blas import load_blas
load_blas()
from tests.training.conftest import example_set
from tests.training.test_trainer import TINY, run
run(TINY, Path(sys.argv[1]), example_set(120, 1))
"""


def two_free_ports() -> int:
    """The first of two, one after the other, that nobody listens on."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port: int = first.getsockname()[1]
            with suppress(OSError, OverflowError):
                second.bind(("127.0.0.1", port + 1))
                return port


@pytest.mark.timeout(300)
def test_two_processes_train_like_one(tmp_path: Path) -> None:
    script = tmp_path / "worker.py"
    script.write_text(_WORKER)
    root = Path(__file__).parents[2]
    environment = os.environ | {"PYTHONPATH": str(root), "OPENBLAS_NUM_THREADS": "1"}
    alone = [sys.executable, str(script)]
    launch = [
        *(str(Path(sys.executable).with_name("mlx.launch")), "-n", "2", "--backend", "ring"),
        *("--starting-port", str(two_free_ports())),
    ]
    for command, name in ((alone, "one"), ([*launch, *alone], "two")):
        done = subprocess.run(
            [*command, str(tmp_path / name)],
            env=environment,
            cwd=root,
            capture_output=True,
            text=True,
            timeout=140,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert (tmp_path / name / LOG).exists(), done.stderr
    one, two = (
        [
            json.loads(line)["validation_loss"]
            for line in (tmp_path / name / LOG).read_text().splitlines()
        ]
        for name in ("one", "two")
    )
    assert len(one) == 3
    assert two == pytest.approx(one, rel=0.05)


class TestCalibration:
    def test_finds_the_scale_that_was_used(self) -> None:
        rng = random.Random(1)
        probabilities = [rng.uniform(0.05, 0.999) for _ in range(4000)]
        right = [rng.random() < _softened(probability) for probability in probabilities]
        found = fit_calibration(probabilities, right)
        assert found.slope == pytest.approx(0.5, abs=0.1)
        assert found.offset == pytest.approx(0.0, abs=0.1)

    def test_of_a_model_that_is_sure_and_mostly_wrong(self) -> None:
        found = fit_calibration([0.999999] * 200 + [0.5] * 3, [True] + [False] * 202)
        sure = 1 / (1 + math.exp(-(found.slope * math.log(999999) + found.offset)))
        assert sure == pytest.approx(1 / 200, rel=0.1)

    def test_leaves_alone_what_cannot_be_judged(self) -> None:
        assert fit_calibration([0.9, 0.8], [True, True]) == Calibration()


def _softened(probability: float) -> float:
    odds = (probability / (1 - probability)) ** 0.5
    return odds / (1 + odds)
