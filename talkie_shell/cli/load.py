"""``talkie-sh load``: does it stand load and faults on this machine."""

from __future__ import annotations

import argparse
import json
import os
import shutil
from dataclasses import fields, replace

from talkie_shell.cli.options import add_setting_options, whole_number
from talkie_shell.cli.progress import show
from talkie_shell.errors import ShellError, TalkieError
from talkie_shell.settings import Settings

NAME = "load"
SUMMARY = "try it under load and faults, and print figures"
EXAMPLE = "talkie-sh load --full --shell zsh --json"

_SIZE = whole_number(0, 10_000_000)
_SIZES = {
    "commands": ("N", "commands through one session"),
    "sessions": ("N", "sessions at once"),
    "each": ("N", "commands that each of these runs"),
    "kills": ("N", "times that something is killed"),
    "closings": ("N", "terminals closed in the middle of a command"),
    "keys": ("SECONDS", "how long random bytes are typed"),
    "megabytes": ("N", "MB printed, to compare the speed with the bare shell's"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Run the program in terminals of its own, push it, kill parts of it, and print what\n"
        "became of it. It works in a private home: nothing of yours is read, written or run.\n"
        "A minute or two; --full takes about half an hour. Ctrl-C ends it with what is known."
    )
    parser.add_argument("--full", action="store_true", help="the sizes for a release")
    for name, (what, help_) in _SIZES.items():
        parser.add_argument(f"--{name}", type=_SIZE, metavar=what, help=f"{help_}; 0 leaves it out")
    parser.add_argument(
        "--only", choices=tuple(_SIZES), action="append", help="leave the others out"
    )
    parser.add_argument("--shell", metavar="NAME", help="the shell underneath (default: your own)")
    parser.add_argument(
        "--seed", type=_SIZE, default=0, metavar="N", help="seed of what is random (default: 0)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    add_setting_options(parser, "engine", inherited=True)


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    from talkie_shell.bench.machine import describe_machine
    from talkie_shell.cli.parser import INTERRUPTED
    from talkie_shell.load.plan import FULL, Sizes, carry_out
    from talkie_shell.load.report import as_dict, as_lines
    from talkie_shell.load.trial import Setup
    from talkie_shell.shell.underneath import choose_shell

    sizes = FULL if arguments.full else Sizes()
    given = {name: getattr(arguments, name) for name in _SIZES}
    if arguments.only:
        kept = {*arguments.only, "each"}
        sizes = replace(sizes, **{one.name: 0 for one in fields(sizes) if one.name not in kept})
    sizes = replace(sizes, **{name: size for name, size in given.items() if size is not None})
    shell = choose_shell(arguments.shell or settings.shell, os.environ, shutil.which)
    if shell is None:
        raise ShellError("neither bash nor zsh is installed")
    setup = Setup(shell.path, ("--engine", settings.engine), arguments.seed)
    try:
        outcomes, interrupted = carry_out(sizes, setup, show)
    finally:
        show("")
    machine = describe_machine()
    if arguments.json:
        told = as_dict(machine, shell.path, outcomes, interrupted=interrupted)
        print(json.dumps(told, ensure_ascii=False))
    else:
        print("\n".join(as_lines(machine, shell.path, outcomes)))
    if interrupted:
        return INTERRUPTED
    return 0 if all(outcome.met for outcome in outcomes) else TalkieError.exit_code
