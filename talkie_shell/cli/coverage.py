"""``talkie-sh coverage``: how many commands can be had from what people say for them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from talkie_shell.cli.options import whole_number
from talkie_shell.settings import Settings

if TYPE_CHECKING:
    from talkie_shell.spoken.speaker import Tier
    from talkie_shell.spoken.vocabulary import Vocabulary

NAME = "coverage"
SUMMARY = "measure how many commands the preprocessor can hear"
EXAMPLE = "talkie-sh coverage commands.jsonl --tier article --misses"

_TIERS = ("article", "protocol", "own-words")


class _Figure(NamedTuple):
    """One file in one tier: commands said, commands found, what was said of the others."""

    file: str
    tier: str
    said: int
    covered: int
    misses: list[tuple[str, str]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Say every command of the files once in each tier, and count how often the command is\n"
        "among what the words may mean. The files are corpora of commands; placeholders of\n"
        "templates are filled. Nothing is said twice to make it fit."
    )
    parser.add_argument("files", nargs="+", metavar="FILE", type=Path, help="corpora of commands")
    parser.add_argument(
        "--tier",
        action="append",
        metavar="NAME",
        help=f"a way of speaking, more than once for several (default: {', '.join(_TIERS)})",
    )
    parser.add_argument("--misses", action="store_true", help="print what was not found")
    parser.add_argument(
        "--seed",
        type=whole_number(),
        default=0,
        metavar="N",
        help="another seed, other words (default: 0)",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    from talkie_shell.errors import UsageError
    from talkie_shell.spoken import load_vocabulary
    from talkie_shell.spoken.speaker import Tier

    names = arguments.tier or _TIERS
    for name in names:
        if name not in list(Tier):
            raise UsageError(f"there is no tier {name!r}; it is one of {', '.join(Tier)}")
    vocabulary = load_vocabulary(settings.vocabulary or None)
    for file in arguments.files:
        commands = list(_commands(file, arguments.seed))
        for name in names:
            figure = _measure(file.name, commands, Tier(name), arguments.seed, vocabulary)
            _print(figure, as_json=arguments.json, misses=arguments.misses)
    return 0


def _commands(file: Path, seed: int) -> Iterator[str]:
    """The file's commands on one line each, blanks as one, templates filled."""
    from talkie_shell.training.corpora import read_commands
    from talkie_shell.training.filling import fill, is_template

    rng = Random(seed)
    for source in read_commands([file]):
        text = fill(source.text, rng) if is_template(source.text) else source.text
        command = " ".join(text.split())
        if command:
            yield command


def _measure(
    file: str, commands: list[str], tier: Tier, seed: int, vocabulary: Vocabulary
) -> _Figure:
    from talkie_shell.spoken import build_lattice, covers
    from talkie_shell.spoken.speaker import first_saying

    rng = Random(f"{seed} {file} {tier}")
    misses: list[tuple[str, str]] = []
    for command in commands:
        utterance = first_saying(command, tier, rng, vocabulary)
        if not covers(build_lattice(utterance, vocabulary), command):
            misses.append((command, utterance.text))
    return _Figure(file, tier.value, len(commands), len(commands) - len(misses), misses)


def _print(figure: _Figure, *, as_json: bool, misses: bool) -> None:
    share = figure.covered / figure.said if figure.said else 1.0
    if as_json:
        row = {
            "file": figure.file,
            "tier": figure.tier,
            "said": figure.said,
            "covered": figure.covered,
            "share": round(share, 6),
        }
        if misses:
            row["misses"] = [{"command": one, "utterance": two} for one, two in figure.misses]
        print(json.dumps(row, ensure_ascii=False))
        return
    print(f"{figure.file}  {figure.tier}: {share:.2%} ({figure.covered} of {figure.said})")
    if misses:
        for command, utterance in figure.misses:
            print(f"  {command}\n    {utterance}")
