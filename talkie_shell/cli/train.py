"""``talkie-sh train``: the embedded model, from corpora to weights."""

from __future__ import annotations

import argparse
import dataclasses
import sys

from talkie_shell.cli.options import add_files_option
from talkie_shell.cli.training_options import (
    add_number_options,
    add_run_options,
    numbers_given,
)
from talkie_shell.settings import Settings

NAME = "train"
SUMMARY = "train the embedded model"
EXAMPLE = "talkie-sh train commands.jsonl --heldout heldout.jsonl --out run"

_RECIPE_FLAGS = {
    "steps": "batches to train on",
    "slots_per_batch": "slots in one batch, over all processes",
    "rate": "learning rate of embeddings and heads",
    "matrix_rate": "learning rate of the layers' matrices",
    "warmup": "batches over which the rates rise",
    "seed": "seed of everything drawn",
    "shard_size": "utterances in one generated file",
    "shards": "files in one round of examples",
    "repeats": "how often each round is used",
    "evaluate_every": "batches between two looks at the validation set",
    "patience": "looks without a better one before stopping early; 0 never stops",
    "composed": "share of composed commands",
    "tldr": "share of filled tldr templates",
    "real": "share of other real commands",
    "heard": "share of pairs that a recogniser heard, see --heard-pairs",
    "start_share": "share of the --start weights in the saved average",
}
_NETWORK_FLAGS = {
    "width": "size of the hidden state",
    "layers": "number of layers",
    "heads": "number of heads",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Train the embedded model. SOURCE is a prepared command set (see talkie-sh data) or a\n"
        "corpus in any format that command reads. The run can be killed at any time: the same\n"
        "command goes on where it stopped. On several processes: mlx.launch -n 2 talkie-sh train …"
    )
    add_run_options(parser, workers_make="examples")
    add_files_option(
        parser,
        "--development",
        "evaluation files to calibrate the confidence on; held out too",
    )
    parser.add_argument(
        "--tiers",
        nargs="+",
        metavar="TIER=WEIGHT",
        type=_weighted,
        default=[],
        help="ways of speaking to learn and how often (default: all, as usual)",
    )
    add_files_option(
        parser,
        "--heard-pairs",
        "what a recogniser heard: the heard.jsonl.gz that talkie-sh train-voice leaves",
    )
    parser.add_argument("--start", metavar="DIR", default="", help="weights to go on from")
    from talkie_shell.training.recipe import Recipe

    defaults = Recipe()
    add_number_options(parser, defaults, _RECIPE_FLAGS)
    add_number_options(parser, defaults.network, _NETWORK_FLAGS)


def _weighted(text: str) -> tuple[str, float]:
    """Example: "article=0.3" -> ("article", 0.3); "article" -> ("article", 1.0)."""
    name, _, weight = text.partition("=")
    return name, float(weight or 1)


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    from talkie_shell.training.extras import require_training

    require_training()
    from talkie_shell.blas import load_blas

    load_blas()
    from talkie_shell.training.recipe import Recipe
    from talkie_shell.training.train import train

    base = Recipe()
    network = dataclasses.replace(base.network, **numbers_given(arguments, _NETWORK_FLAGS))
    recipe = dataclasses.replace(
        base,
        network=network,
        tiers=tuple(arguments.tiers),
        start=arguments.start,
        **numbers_given(arguments, _RECIPE_FLAGS),
    )
    weights = train(
        recipe,
        sources=tuple(arguments.sources),
        heldout=tuple(arguments.heldout),
        development=tuple(arguments.development),
        heard=tuple(arguments.heard_pairs),
        folder=arguments.out,
        workers=arguments.workers,
    )
    print(f"the weights are in {weights}", file=sys.stderr)
    return 0
