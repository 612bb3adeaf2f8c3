"""``talkie-sh init``: its keys in your own bash, zsh or fish."""

from __future__ import annotations

import argparse
import sys

from talkie_shell.settings import Settings

NAME = "init"
SUMMARY = "print what puts its keys into your own shell"
EXAMPLE = "talkie-sh init fish | source"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Print what puts the keys of talkie-sh into your own shell: one turns the words on the\n"
        "line into the command, and back; others walk what else it may be, or take dictation.\n"
        "Nothing runs before you press Enter. Load it at the end of your rc file:\n\n"
        '  bash   eval "$(talkie-sh init bash)"     in ~/.bashrc\n'
        '  zsh    eval "$(talkie-sh init zsh)"      in ~/.zshrc\n'
        "  fish   talkie-sh init fish | source      in ~/.config/fish/config.fish\n\n"
        "[shell_keys] in the settings file says which keys; talkie-sh config shows them."
    )
    parser.add_argument("shell", choices=("bash", "zsh", "fish"), metavar="bash|zsh|fish")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    from pathlib import Path

    from talkie_shell.resident import client
    from talkie_shell.resident.address import address_of
    from talkie_shell.shell.integration import Place, script

    config = str(arguments.config.resolve()) if arguments.config else ""
    place = Place(
        sys.executable, str(Path(client.__file__).resolve()), *address_of(settings), config
    )
    sys.stdout.write(script(arguments.shell, settings, place))
    return 0
