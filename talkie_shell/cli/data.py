"""``talkie-sh data``: corpora of real commands become a command set to train on."""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from talkie_shell.cli.options import whole_number
from talkie_shell.cli.training_options import add_heldout_option
from talkie_shell.settings import Settings

NAME = "data"
SUMMARY = "make a command set to train on, and look into it"
EXAMPLE = "talkie-sh data tldr/pages all.cm --commands commands.jsonl"

_SAMPLES = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Read commands from SOURCE: NL2Bash's all.cm, a tldr checkout, cheat sheets, shell\n"
        "histories and scripts, Makefiles, package.json, JSON lines, or a command set made\n"
        "before; files or folders. Write them cleaned, or print some of what training would see:\n"
        "templates filled, composed commands among them. --pairs has them spoken, for evaluation\n"
        "files; --chat writes them as mlx-lm trains on them."
    )
    parser.add_argument("sources", nargs="+", metavar="SOURCE", type=Path, help="the commands")
    parser.add_argument(
        "--commands", metavar="FILE", type=Path, help="write the cleaned set here, as JSON lines"
    )
    add_heldout_option(parser)
    parser.add_argument(
        "--sample",
        metavar="N",
        type=whole_number(),
        help=f"print N commands of the stream (default: {_SAMPLES} where nothing is written)",
    )
    parser.add_argument(
        "--seed",
        metavar="N",
        type=whole_number(),
        default=0,
        help="seed of the stream (default: 0)",
    )
    parser.add_argument(
        "--pairs", action="store_true", help="print what is said beside each command, as JSON lines"
    )
    parser.add_argument(
        "--chat",
        metavar="DIR",
        type=Path,
        help="write what is said and meant into train, valid and test.jsonl, as chats",
    )
    parser.add_argument("--force", action="store_true", help="overwrite the files of --chat")
    parser.add_argument("--json", action="store_true", help="print JSON objects")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    from talkie_shell.training.heldout import read_heldout
    from talkie_shell.training.prepared import prepare, save_commands

    heldout = read_heldout(arguments.heldout)
    samples = arguments.sample
    if arguments.commands is not None:
        commands = prepare(arguments.sources, heldout)
        save_commands(commands, arguments.commands)
        _tell(Counter(command.source for command in commands), arguments)
        arguments.sources = [arguments.commands]
    elif samples is None:
        samples = _SAMPLES
    if samples:
        from talkie_shell.training.streaming import CommandStream

        stream = CommandStream(arguments.sources, heldout, arguments.seed, count=samples)
        if arguments.pairs or arguments.chat:
            _say((command.text for command in stream), arguments)
            return 0
        for command in stream:
            row = {"command": command.text, "source": command.source}
            print(json.dumps(row) if arguments.json else command.text)
    return 0


def _say(commands: Iterator[str], arguments: argparse.Namespace) -> None:
    """The commands, spoken: printed, or written as chats."""
    from talkie_shell.corrections.export import split_pairs, write_export
    from talkie_shell.spoken import load_vocabulary
    from talkie_shell.training.pairs import make_pairs

    pairs = make_pairs(commands, random.Random(arguments.seed), load_vocabulary())
    if arguments.chat:
        said = split_pairs((pair.utterance.text, pair.command) for pair in pairs)
        counts = write_export(arguments.chat, said, force=arguments.force)
        print(", ".join(f"{split} {count:,}" for split, count in counts.items()))
        return
    for pair in pairs:
        row = {
            "dictated": pair.utterance.text,
            "expected": pair.command,
            "tier": pair.tier,
            "source": pair.utterance.source,
        }
        print(json.dumps(row, ensure_ascii=False))


def _tell(counts: Counter[str], arguments: argparse.Namespace) -> None:
    if arguments.json:
        print(json.dumps({"commands": counts.total(), "sources": dict(counts.most_common())}))
        return
    width = max((len(source) for source in counts), default=0)
    for source, count in counts.most_common():
        print(f"{source:{width}}  {count:7,}")
    print(f"{counts.total():,} commands in {arguments.commands}")
