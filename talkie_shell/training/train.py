"""A whole training run: examples, trainer, calibration, weights and a picture of the curves."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from talkie_shell.engines.embedded import EmbeddedEngine
from talkie_shell.records import Utterance
from talkie_shell.spoken import build_lattice, load_vocabulary
from talkie_shell.structure.network import Network, parameter_count
from talkie_shell.structure.weights import Calibration, Trained, load_weights, save_weights
from talkie_shell.training.calibrating import fit_calibration
from talkie_shell.training.curves import draw_curves
from talkie_shell.training.evaluate import read_pairs
from talkie_shell.training.examples import Pair
from talkie_shell.training.pairs import Material, make_pairs, make_shard
from talkie_shell.training.progress_bar import RunBar
from talkie_shell.training.rounds import Rounds
from talkie_shell.training.run_folder import LOG
from talkie_shell.training.trainer import Progress, Trainer, average
from talkie_shell.training.workers import Workers

if TYPE_CHECKING:
    from talkie_shell.training.recipe import Recipe

CURVES = "curves.svg"
_CALIBRATION_LINES = 4000
_CALIBRATION_SEED = 104_729
_TOGETHER = 64


def train(
    recipe: Recipe,
    *,
    sources: tuple[Path, ...],
    heldout: tuple[Path, ...],
    development: tuple[Path, ...],
    heard: tuple[Path, ...] = (),
    folder: Path,
    workers: int,
) -> Path:
    """Train, calibrate and save; returns the folder of the weights.

    Confidence is calibrated on the ``development`` pairs, which are held out too, or on generated
    ones where there are none. ``heard``: files of pairs that a recogniser really heard. Everything
    is logged in ``folder``; an interrupted run goes on from its last checkpoint.
    """
    mixture = tuple(recipe.mixture.items())
    material = Material(
        sources, (*heldout, *development), mixture, recipe.tiers, heard, recipe.heard
    )
    with (
        Workers(make_shard, folder / "examples", workers) as workshop,
        RunBar(recipe.steps, "of lines right") as bar,
    ):
        rounds = Rounds(
            material,
            workshop,
            seed=recipe.seed,
            shard_size=recipe.shard_size,
            shards=recipe.shards,
        )

        def report(progress: Progress) -> None:
            bar.report(progress.step, progress.loss, progress.line)

        trainer = Trainer(recipe, folder, rounds.starting_at, rounds.validation(), report)
        best = trainer.run()
    weights = folder / "weights"
    if not trainer.leads:
        return weights
    if recipe.start_share:
        average(trainer.network, load_weights(Path(recipe.start)).network, recipe.start_share)
    pairs = _written(development) if development else _generated(material)
    calibration = calibrate(trainer.network, pairs)
    about: dict[str, Any] = {
        "recipe": recipe.as_dict(),
        "parameters": parameter_count(trainer.network),
        "validation_lines_right": round(best, 4),
    }
    save_weights(weights, trainer.network, calibration, about)
    draw_curves(folder / LOG, folder / CURVES, measure="line", title="validation lines right")
    return weights


def calibrate(network: Network, pairs: Sequence[Pair]) -> Calibration:
    """Fit the confidence on pairs that were not trained on."""
    vocabulary = load_vocabulary()
    engine = EmbeddedEngine(Trained(network, Calibration()))
    probabilities: list[float] = []
    right: list[bool] = []
    for start in range(0, len(pairs), _TOGETHER):
        part = pairs[start : start + _TOGETHER]
        lattices = [build_lattice(pair.utterance, vocabulary) for pair in part]
        for pair, found in zip(part, engine.candidates(lattices, limit=1), strict=True):
            probabilities.append(found[0].confidence)
            right.append(found[0].command == pair.command)
    return fit_calibration(probabilities, right)


def _generated(material: Material) -> list[Pair]:
    """Pairs that no round holds."""
    stream = islice(material.stream(_CALIBRATION_SEED), _CALIBRATION_LINES)
    commands = (found.text for found in stream)
    return list(make_pairs(commands, random.Random(_CALIBRATION_SEED), load_vocabulary()))


def _written(files: tuple[Path, ...]) -> list[Pair]:
    """Pairs from evaluation files."""
    return [
        Pair(Utterance(pair.dictated, pair.source), pair.expected, pair.tier)
        for file in files
        for pair in read_pairs(file)
    ]
