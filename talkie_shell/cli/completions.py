"""``talkie-sh completions``: what a shell completes after ``talkie-sh``."""

from __future__ import annotations

import argparse

from talkie_shell.settings import Settings

NAME = "completions"
SUMMARY = "print the completions of talkie-sh for a shell"
EXAMPLE = "talkie-sh completions fish > ~/.config/fish/completions/talkie-sh.fish"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=("bash", "zsh", "fish"), metavar="bash|zsh|fish")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    from talkie_shell.cli.completion_scripts import completion_script
    from talkie_shell.cli.parser import build_parser

    print(completion_script(build_parser(), arguments.shell), end="")
    return 0
