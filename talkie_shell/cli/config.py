"""``talkie-sh config``: where the settings are, and what is in force."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from talkie_shell.errors import SettingsError
from talkie_shell.paths import config_file, ensure_private
from talkie_shell.settings import Settings, settings_as_dict, settings_as_toml

NAME = "config"
SUMMARY = "show the settings in force, and where their file is"
EXAMPLE = "talkie-sh config --init"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--init",
        nargs="?",
        type=Path,
        const=config_file(),
        metavar="FILE",
        help="write a commented settings file to start from; one that is there stays as it is",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    if arguments.init is not None:
        _write_first(arguments.init)
        print(arguments.init)
    elif arguments.json:
        print(json.dumps(settings_as_dict(settings), ensure_ascii=False))
    else:
        file = settings.file or config_file()
        there = "" if file.exists() else "  (not there; talkie-sh config --init writes it)"
        print(f"# {file}{there}")
        print(settings_as_toml(settings), end="")
    return 0


def _write_first(file: Path) -> None:
    """Write the file to start from. Raises `SettingsError`, also where there is one."""
    ensure_private(file.parent)
    try:
        with file.open("x", encoding="utf-8") as stream:
            stream.write(settings_as_toml(Settings(), inactive=True))
    except FileExistsError as error:
        raise SettingsError(f"{file} is there already and stays as it is") from error
    except OSError as error:
        raise SettingsError(f"{file}: {error.strerror}") from error
