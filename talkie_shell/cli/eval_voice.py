"""``talkie-sh eval-voice``: commands are spoken, heard and reconstructed, and counted."""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from talkie_shell.cli.notice import notice
from talkie_shell.cli.options import (
    add_figures_options,
    add_files_option,
    add_setting_options,
    add_voices_option,
    whole_number,
)
from talkie_shell.settings import Settings

if TYPE_CHECKING:
    from talkie_shell.training.voice.trials import Trial

NAME = "eval-voice"
SUMMARY = "measure dictation by ear: speak, hear, reconstruct"
EXAMPLE = "talkie-sh eval-voice pairs.jsonl --limit 200 --report report"

_TIERS = ("article", "own-words", "conversational")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Commands are spoken by every voice of this machine (flite, espeak-ng; hibari and Piper's\n"
        "joe where they are installed), at three speeds, clean, in noise at 20 and 10 dB and in a\n"
        "room with an echo; then recognised and reconstructed. FILE is as in talkie-sh eval. Each\n"
        "pair is said once in each condition, voices and speeds in turn. What was heard is kept\n"
        "in the cache: an interrupted measurement goes on where it stopped."
    )
    parser.add_argument("files", nargs="+", metavar="FILE", type=Path, help="the pairs")
    parser.add_argument(
        "--tiers",
        nargs="+",
        metavar="NAME",
        default=list(_TIERS),
        help=f"ways of speaking (default: {' '.join(_TIERS)})",
    )
    add_voices_option(parser)
    parser.add_argument(
        "--speeds",
        nargs="+",
        metavar="X",
        type=_speed,
        default=[0.8, 1.0, 1.25],
        help="factors of each voice's own pace (default: 0.8 1.0 1.25)",
    )
    parser.add_argument(
        "--conditions",
        nargs="+",
        metavar="NAME",
        default=[],
        help="'clean', 'noise 20 dB', 'noise 10 dB', 'echo' (default: all)",
    )
    add_files_option(parser, "--english", "plain text to read too")
    parser.add_argument(
        "--sentences",
        metavar="N",
        type=whole_number(),
        default=60,
        help="how many of it (default: 60)",
    )
    parser.add_argument(
        "--every", action="store_true", help="every pair by every voice, at every speed"
    )
    parser.add_argument(
        "--limit",
        metavar="N",
        type=whole_number(),
        default=0,
        help="only N sounds, drawn by the seed (default: all)",
    )
    parser.add_argument(
        "--seed",
        metavar="N",
        type=whole_number(),
        default=0,
        help="seed of everything drawn (default: 0)",
    )
    parser.add_argument(
        "--no-prompt", action="store_true", help="tell the recogniser nothing before"
    )
    parser.add_argument(
        "--anew", action="store_true", help="forget what was heard before, and listen again"
    )
    add_figures_options(parser, page_with="all figures")
    add_setting_options(parser, "engine", "speech_model", "speech_adapter", inherited=True)


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 0.4 <= speed <= 2.5:
        raise argparse.ArgumentTypeError(f"{text!r} is not from 0.4 to 2.5")
    return speed


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    from talkie_shell.cli.bar import shown
    from talkie_shell.pipeline import load_pipeline
    from talkie_shell.speech.prompting import build_prompt
    from talkie_shell.speech.recogniser import load_recogniser
    from talkie_shell.training.voice.hearing import Memory, listen
    from talkie_shell.training.voice.outcome import Outcome, as_dict
    from talkie_shell.training.voice.outcome_text import as_text, write_page

    trials = _trials(arguments)
    prompt = "" if arguments.no_prompt else build_prompt()
    pipeline = load_pipeline(settings.engine, settings.vocabulary or None)
    notice(pipeline.notice)
    memory = Memory(_listener(settings, prompted=bool(prompt)), anew=arguments.anew)
    heard = listen(trials, load_recogniser(settings), pipeline, memory, prompt)
    outcome = Outcome(tuple(shown(heard, len(trials), "sound")))
    if arguments.json:
        print(json.dumps(as_dict(outcome), ensure_ascii=False))
    else:
        print(as_text(outcome, arguments.worst))
    if arguments.report:
        page = write_page(arguments.report, outcome, "Dictation, measured by ear")
        print(f"the report is {page}", file=sys.stderr)
    return 0


def _trials(arguments: argparse.Namespace) -> list[Trial]:
    from talkie_shell.errors import UsageError
    from talkie_shell.training.evaluate import read_pairs
    from talkie_shell.training.voice.lines import english_lines
    from talkie_shell.training.voice.trials import CONDITIONS, choose_trials, sentences
    from talkie_shell.training.voice.voices import installed_voices, voices_named

    conditions = arguments.conditions or list(CONDITIONS)
    unknown = [name for name in conditions if name not in CONDITIONS]
    if unknown:
        raise UsageError(f"no condition {unknown[0]!r}; there are: {', '.join(CONDITIONS)}")
    pairs = [
        pair
        for file in arguments.files
        for pair in read_pairs(file)
        if pair.tier in arguments.tiers
    ]
    voices = voices_named(arguments.voices) if arguments.voices else installed_voices()
    prose = [line.said for line in english_lines(arguments.english) if line.heldout]
    chosen = [
        choose_trials(
            some,
            voices,
            arguments.speeds,
            conditions,
            every=arguments.every,
            limit=limit,
            seed=arguments.seed,
        )
        for some, limit in (
            (pairs, arguments.limit),
            (sentences(prose), arguments.sentences),
        )
    ]
    return [trial for trials in chosen for trial in trials]


def _listener(settings: Settings, *, prompted: bool) -> str:
    """A name for what hears: model, adapter and whether it is prompted."""
    from talkie_shell.speech.models import own_adapter

    name = settings.speech_adapter
    adapter = own_adapter(settings.speech_model) if name == "default" else Path(name).expanduser()
    adapter = adapter if name else None
    parts = [settings.speech_model, _fingerprint(adapter) if adapter else "as-it-is"]
    parts.append("prompted" if prompted else "unprompted")
    return re.sub(r"[^A-Za-z0-9.-]+", "-", "-".join(parts)).strip("-")


def _fingerprint(adapter: Path) -> str:
    import hashlib

    from talkie_shell.speech.network import ADAPTER_CONFIG, ADAPTER_FILE

    told = [(adapter / name).read_bytes() for name in (ADAPTER_CONFIG, ADAPTER_FILE)]
    return hashlib.sha256(b"".join(told)).hexdigest()[:12]
