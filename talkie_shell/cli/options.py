"""The flags that more than one verb takes; those that stand for settings are derived from the
settings' one definition."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from talkie_shell.settings import Settings, load_settings
from talkie_shell.settings.definitions import SCALARS

_PREFIX = "setting."
_SCALARS = {one.name: one for one in SCALARS}


def add_setting_options(
    parser: argparse.ArgumentParser, *names: str, inherited: bool = False
) -> None:
    """Add ``--name`` for each named setting; what is given ends up in the verb's settings.

    ``inherited``: the flag also exists before the verb, and is kept where it is not given here.
    """
    for name in names:
        setting = _SCALARS[name]
        choices: tuple[str, ...] = setting.metadata["choices"]
        doc = setting.metadata["doc"]
        parser.add_argument(
            f"--{name.replace('_', '-')}",
            dest=_PREFIX + name,
            choices=choices or None,
            metavar=None if choices else name.upper(),
            default=argparse.SUPPRESS if inherited else None,
            help=doc + (f" (default: {setting.default})" if setting.default != "" else ""),
        )


def whole_number(least: int = 0, most: int = 1_000_000_000) -> Callable[[str], int]:
    """What reads a flag's number, and refuses in one line what is out of bounds."""

    def number(text: str) -> int:
        value = int(text) if text.isdecimal() and len(text) < 20 else -1
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is not a number from {least} to {most}")
        return value

    return number


_SUGGESTED = "suggested"


def suggest(action: argparse.Action, words: Iterable[str]) -> None:
    """Have shells offer these words for a value that may be another."""
    setattr(action, _SUGGESTED, tuple(words))


def suggested(action: argparse.Action) -> tuple[str, ...]:
    """What `suggest` was told."""
    words: tuple[str, ...] = getattr(action, _SUGGESTED, ())
    return words


def add_common_options(parser: argparse.ArgumentParser, *, inherited: bool = False) -> None:
    """Add the flags that every verb takes."""
    nothing = argparse.SUPPRESS if inherited else None
    parser.add_argument(
        "--config",
        metavar="FILE",
        type=Path,
        default=nothing,
        help="read this settings file instead of your own",
    )
    parser.add_argument(
        "--debug",
        action="store_true",
        default=argparse.SUPPRESS if inherited else False,
        help="show the traceback of an error",
    )


def add_files_option(parser: argparse.ArgumentParser, flag: str, text: str) -> None:
    """Add a flag that takes one file or several; none is an empty list."""
    parser.add_argument(flag, nargs="+", metavar="FILE", type=Path, default=[], help=text)


def add_voices_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--voices``: who speaks."""
    parser.add_argument(
        "--voices", nargs="+", metavar="NAME", default=[], help="voices (default: all there are)"
    )


def add_figures_options(parser: argparse.ArgumentParser, *, page_with: str) -> None:
    """Add how figures are told: ``--json``, ``--report`` and ``--worst``."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--report", metavar="DIR", type=Path, help=f"also write a page with {page_with} into DIR"
    )
    parser.add_argument(
        "--worst",
        metavar="N",
        type=whole_number(),
        default=10,
        help="misses to print (default: 10)",
    )


def settings_for(arguments: argparse.Namespace, *, file: Path | None = None) -> Settings:
    """The settings that the parsed command line asks for; ``file`` is read in place of the
    user's own."""
    given: Mapping[str, object] = vars(arguments)
    overrides = {
        name.removeprefix(_PREFIX): value
        for name, value in given.items()
        if name.startswith(_PREFIX)
    }
    if given.get("private"):
        overrides["logging"] = False
    return load_settings(file or arguments.config, overrides)
