"""``talkie-sh train``: the embedded model, from corpora to weights."""

from __future__ import annotations

import argparse
import dataclasses
import os
import sys
from pathlib import Path

from talkie_shell.cli.options import add_heldout_option
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
    parser.add_argument("sources", nargs="+", metavar="SOURCE", type=Path, help="the commands")
    add_heldout_option(parser)
    parser.add_argument(
        "--development",
        nargs="+",
        metavar="FILE",
        type=Path,
        default=[],
        help="evaluation files to calibrate the confidence on; held out too",
    )
    parser.add_argument("--out", metavar="DIR", type=Path, required=True, help="the run's folder")
    parser.add_argument(
        "--workers",
        metavar="N",
        type=int,
        default=max(1, (os.cpu_count() or 2) - 1),
        help="processes that make examples (default: %(default)s)",
    )
    parser.add_argument(
        "--tiers",
        nargs="+",
        metavar="TIER=WEIGHT",
        type=_weighted,
        default=[],
        help="ways of speaking to learn and how often (default: all, as usual)",
    )
    parser.add_argument(
        "--heard-pairs",
        nargs="+",
        metavar="FILE",
        type=Path,
        default=[],
        help="what a recogniser heard: the heard.jsonl.gz that talkie-sh train-voice leaves",
    )
    parser.add_argument("--start", metavar="DIR", default="", help="weights to go on from")
    from talkie_shell.training.recipe import Recipe

    defaults = Recipe()
    for name, text in _RECIPE_FLAGS.items():
        _add_number(parser, name, getattr(defaults, name), text)
    for name, text in _NETWORK_FLAGS.items():
        _add_number(parser, name, getattr(defaults.network, name), text)


def _weighted(text: str) -> tuple[str, float]:
    """Example: "article=0.3" -> ("article", 0.3); "article" -> ("article", 1.0)."""
    name, _, weight = text.partition("=")
    return name, float(weight or 1)


def _add_number(parser: argparse.ArgumentParser, name: str, default: float, text: str) -> None:
    parser.add_argument(
        f"--{name.replace('_', '-')}",
        metavar="N",
        type=type(default),
        default=default,
        help=f"{text} (default: {default})",
    )


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    from talkie_shell.training.extras import require_training

    require_training()
    from talkie_shell.blas import load_blas

    load_blas()
    from talkie_shell.training.recipe import Recipe
    from talkie_shell.training.train import train

    base = Recipe()
    network = dataclasses.replace(
        base.network, **{name: getattr(arguments, name) for name in _NETWORK_FLAGS}
    )
    recipe = dataclasses.replace(
        base,
        network=network,
        tiers=tuple(arguments.tiers),
        start=arguments.start,
        **{name: getattr(arguments, name) for name in _RECIPE_FLAGS},
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
