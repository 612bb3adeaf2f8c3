"""``talkie-sh eval``: every figure of a set of pairs, by tier and by category."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from talkie_shell.cli.bar import shown
from talkie_shell.cli.notice import notice
from talkie_shell.cli.options import add_figures_options, add_setting_options
from talkie_shell.settings import Settings

if TYPE_CHECKING:
    from talkie_shell.context import Context
    from talkie_shell.pipeline import Pipeline
    from talkie_shell.training.evaluate import Result
    from talkie_shell.training.stages import Stage

NAME = "eval"
SUMMARY = "measure how often the command is the expected one"
EXAMPLE = "talkie-sh eval pairs.jsonl --report report"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Measure how often the command is the expected one. FILE holds JSON lines of\n"
        '{"dictated", "expected"} with optional "tier", "category" and "source" (typed, voice).'
    )
    parser.add_argument("files", nargs="+", metavar="FILE", type=Path, help="the pairs")
    add_figures_options(parser, page_with="plots")
    parser.add_argument(
        "--stages", action="store_true", help="show what each stage of the pipeline brings"
    )
    parser.add_argument(
        "--tier", metavar="NAME", default="", help="the tier of the pairs that name none"
    )
    parser.add_argument(
        "--context",
        metavar="DIR",
        default="",
        help="let what this machine knows help, as if in DIR (default: it does not)",
    )
    add_setting_options(parser, "engine", inherited=True)


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    from talkie_shell.pipeline import load_pipeline
    from talkie_shell.training.evaluate import UNLABELLED, Evaluation, evaluate, read_pairs
    from talkie_shell.training.figures_json import as_dict
    from talkie_shell.training.figures_text import as_text

    if arguments.report:
        from talkie_shell.training.plots import require_matplotlib

        require_matplotlib()
    tier = arguments.tier or UNLABELLED
    pairs = [pair for file in arguments.files for pair in read_pairs(file, tier)]
    context = _context(arguments.context) if arguments.context else None
    pipeline = load_pipeline(settings.engine, settings.vocabulary or None, context)
    notice(pipeline.notice)
    evaluation = Evaluation(tuple(shown(evaluate(pairs, pipeline), len(pairs), "pair")))
    stages = _stages(evaluation.results, pipeline) if arguments.stages else ()
    if arguments.json:
        print(json.dumps(as_dict(evaluation, stages), ensure_ascii=False))
    else:
        print(as_text(evaluation, stages, arguments.worst))
    if arguments.report:
        from talkie_shell.training.report import write_report

        page = write_report(arguments.report, evaluation, stages)
        print(f"the report is {page}", file=sys.stderr)
    return 0


def _context(directory: str) -> Callable[[], Context]:
    from talkie_shell.shell.surroundings import Surroundings

    surroundings = Surroundings()
    return lambda: surroundings.context(directory, wait=True)


def _stages(results: Sequence[Result], pipeline: Pipeline) -> tuple[Stage, ...]:
    from talkie_shell.engines import load_engine
    from talkie_shell.training.stages import staged, stages

    preprocessor = load_engine("preprocessor")
    commands = (staged(result, pipeline, preprocessor) for result in results)
    return stages(results, shown(commands, len(results), "pair"))
