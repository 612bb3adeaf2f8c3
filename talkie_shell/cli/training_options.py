"""The flags that the verbs that train share."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from talkie_shell.cli.options import add_files_option, whole_number


def add_heldout_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--heldout``: files whose commands training must not see."""
    add_files_option(parser, "--heldout", "files whose commands, and those near them, are kept out")


def add_run_options(parser: argparse.ArgumentParser, *, workers_make: str) -> None:
    """Add what every run takes: SOURCE, ``--heldout``, ``--out`` and ``--workers``."""
    parser.add_argument("sources", nargs="+", metavar="SOURCE", type=Path, help="the commands")
    add_heldout_option(parser)
    parser.add_argument("--out", metavar="DIR", type=Path, required=True, help="the run's folder")
    parser.add_argument(
        "--workers",
        metavar="N",
        type=whole_number(),
        default=max(1, (os.cpu_count() or 2) - 1),
        help=f"processes that make {workers_make} (default: %(default)s)",
    )


def add_number_options(
    parser: argparse.ArgumentParser, defaults: object, numbers: Mapping[str, str]
) -> None:
    """Add a flag for each of a recipe's named numbers, with what it is; ``defaults`` holds the
    values, and with them the types."""
    for name, text in numbers.items():
        default = getattr(defaults, name)
        parser.add_argument(
            f"--{name.replace('_', '-')}",
            metavar="N",
            type=type(default),
            default=default,
            help=f"{text} (default: {default:g})",
        )


def numbers_given(arguments: argparse.Namespace, numbers: Mapping[str, str]) -> dict[str, Any]:
    """The values of the flags that `add_number_options` added."""
    return {name: getattr(arguments, name) for name in numbers}
