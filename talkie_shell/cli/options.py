"""Flags that stand for settings, derived from the settings' one definition."""

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
            help=f"{doc} (default: {setting.default})",
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
