"""``talkie-sh train-voice``: the recogniser learns to hear a shell."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from talkie_shell.cli.options import add_files_option, add_voices_option
from talkie_shell.cli.training_options import (
    add_number_options,
    add_run_options,
    numbers_given,
)
from talkie_shell.settings import Settings

NAME = "train-voice"
SUMMARY = "adapt the recogniser to dictated commands"
EXAMPLE = "talkie-sh train-voice commands.jsonl --heldout heldout.jsonl --out run"

_RECIPE_FLAGS = {
    "steps": "batches to train on",
    "minutes": "minutes to train for at most, sounds made on the way included; 0 for no limit",
    "rank": "rank of the adapters",
    "scale": "scale of the adapters",
    "rate": "learning rate",
    "warmup": "batches over which the rate rises",
    "frames_a_batch": "10 ms frames in one batch",
    "together": "files of sounds that are shuffled together",
    "evaluate_every": "batches between two looks at the validation set",
    "seed": "seed of everything drawn",
    "start_share": "share of the --start adapter in the saved average",
}
_SOUND_FLAGS = {
    "lines": "lines to train on",
    "unseen": "lines that are only listened to, for what is misheard",
    "validation": "lines of the validation set",
    "shard": "lines in one file of sounds",
    "views": "conditions in which each line is heard",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Adapt a Whisper model to dictated commands: commands are spoken in many ways by every\n"
        "voice of this machine (flite, espeak-ng, festival, pico2wave, hibari), heard in noise\n"
        "and in rooms, and learnt by low-rank adapters. SOURCE is as in talkie-sh train. The run\n"
        "can be killed at any time: the same command goes on where it stopped."
    )
    add_run_options(parser, workers_make="sounds")
    add_files_option(parser, "--english", "plain text, so that ordinary English is not forgotten")
    parser.add_argument(
        "--base",
        metavar="MODEL",
        default="tiny.en",
        help="the Whisper model to adapt: its name, or a folder (default: tiny.en)",
    )
    parser.add_argument("--start", metavar="DIR", default="", help="an adapter to go on from")
    add_voices_option(parser)
    from talkie_shell.training.voice.recipe import Sounds, VoiceRecipe

    add_number_options(parser, VoiceRecipe(), _RECIPE_FLAGS)
    add_number_options(parser, Sounds(), _SOUND_FLAGS)


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    from talkie_shell.training.extras import require_training

    require_training(by_ear=True)
    from talkie_shell.blas import load_blas

    load_blas()
    from talkie_shell.speech.models import folder_of, is_folder
    from talkie_shell.training.pairs import Material
    from talkie_shell.training.voice.recipe import Sounds, VoiceRecipe
    from talkie_shell.training.voice.train import train_voice
    from talkie_shell.training.voice.voices import installed_voices, voices_named

    name = arguments.base
    base = Path(name).expanduser() if is_folder(name) else folder_of(name)
    recipe = VoiceRecipe(**numbers_given(arguments, _RECIPE_FLAGS), start=arguments.start)
    sounds = Sounds(**numbers_given(arguments, _SOUND_FLAGS), seed=arguments.seed)
    adapter = train_voice(
        recipe,
        sounds,
        base=base,
        model_name=base.name,
        material=Material(tuple(arguments.sources), tuple(arguments.heldout)),
        english=arguments.english,
        voices=voices_named(arguments.voices) if arguments.voices else installed_voices(),
        folder=arguments.out,
        workers=arguments.workers,
    )
    print(f"the adapter is in {adapter}", file=sys.stderr)
    return 0
