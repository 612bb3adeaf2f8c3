"""``talkie-sh bench``: how fast and how large it is on this machine."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from talkie_shell.cli.options import add_setting_options, whole_number
from talkie_shell.cli.progress import show
from talkie_shell.settings import Settings

if TYPE_CHECKING:
    from talkie_shell.bench.hearing import HearingPlan

NAME = "bench"
SUMMARY = "measure speed and memory on this machine"
EXAMPLE = "talkie-sh bench --without-blas"

_RUNS = 5
_MOST = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Measure speed and memory on this machine, in about a minute: each stage of the path from\n"
        "words to command over built-in utterances, whole runs of the program, and, with a\n"
        "speech model here, each stage from sound to words."
    )
    parser.add_argument(
        "--runs",
        type=whole_number(1, _MOST),
        default=_RUNS,
        metavar="N",
        help=f"rounds over the utterances, 1 to {_MOST} (default: {_RUNS})",
    )
    parser.add_argument(
        "--without-blas", action="store_true", help="also measure with OpenBLAS left out"
    )
    parser.add_argument(
        "--audio",
        nargs="+",
        metavar="FILE",
        type=Path,
        help="sounds to hear instead of the built-in one",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    add_setting_options(parser, "engine", "speech_model", "speech_adapter", inherited=True)


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    from talkie_shell.bench.measure import measure
    from talkie_shell.bench.report import as_dict, as_lines
    from talkie_shell.bench.stages import Plan

    plan = Plan(settings.engine, settings.vocabulary, arguments.runs)
    config = "" if arguments.config is None else str(arguments.config.resolve())
    options = ["--engine", settings.engine, *(["--config", config] if config else [])]
    try:
        report = measure(
            plan,
            options,
            config,
            hearing=_hearing_plan(arguments, settings),
            without_blas=arguments.without_blas,
            tell=show,
        )
    finally:
        show("")
    if arguments.json:
        print(json.dumps(as_dict(report), ensure_ascii=False))
    else:
        print("\n".join(as_lines(report)))
    return 0


def _hearing_plan(arguments: argparse.Namespace, settings: Settings) -> HearingPlan | None:
    """What to hear; None where there is nothing to hear with and nobody asked."""
    from talkie_shell.bench.hearing import HearingPlan
    from talkie_shell.speech.models import is_here
    from talkie_shell.speech.parts import missing_voice_parts
    from talkie_shell.speech.sound import check_sound

    plan = HearingPlan(
        settings.speech_model,
        settings.speech_adapter,
        settings.engine,
        settings.vocabulary,
        arguments.runs,
    )
    if arguments.audio:
        for file in arguments.audio:
            check_sound(file)
        return replace(plan, files=tuple(str(file.resolve()) for file in arguments.audio))
    return plan if is_here(settings.speech_model) and not missing_voice_parts() else None
