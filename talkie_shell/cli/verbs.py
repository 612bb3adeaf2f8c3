"""The table of verbs: one line each.

A verb is a module with ``NAME``, ``SUMMARY``, ``EXAMPLE``, ``add_arguments(parser)`` and
``run(arguments, settings) -> int`` (the exit code). It may have ``FREE_TEXT`` (see `Parser`) and
``SETTINGS_MAY_FAIL``: it runs, with the defaults, also where the settings file is wrong. Its own
imports are light: what is heavy is imported inside ``run``.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from importlib import import_module
from typing import Protocol, cast

from talkie_shell.settings import Settings

VERBS: dict[str, str] = {
    "reconstruct": "talkie_shell.cli.reconstruct",
    "dictate": "talkie_shell.cli.dictate",
    "transcribe": "talkie_shell.cli.transcribe",
    "models": "talkie_shell.cli.models",
    "corrections": "talkie_shell.cli.corrections",
    "coverage": "talkie_shell.cli.coverage",
    "eval": "talkie_shell.cli.evaluate",
    "eval-voice": "talkie_shell.cli.eval_voice",
    "data": "talkie_shell.cli.data",
    "train": "talkie_shell.cli.train",
    "train-voice": "talkie_shell.cli.train_voice",
    "bench": "talkie_shell.cli.bench",
    "load": "talkie_shell.cli.load",
    "devices": "talkie_shell.cli.devices",
    "risk": "talkie_shell.cli.risk",
    "config": "talkie_shell.cli.config",
    "doctor": "talkie_shell.cli.doctor",
    "init": "talkie_shell.cli.init",
    "completions": "talkie_shell.cli.completions",
}
"""Name -> module, in the order of the help text."""


class Verb(Protocol):
    """What a verb's module offers."""

    NAME: str
    SUMMARY: str
    EXAMPLE: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, arguments: argparse.Namespace, settings: Settings) -> int: ...


def load_verbs(words: Sequence[str] | None = None) -> list[Verb]:
    """The verbs that the command line could mean; for None all of them.

    Loading only what is named keeps the start of each verb, and of the prompt, free of the
    others. Help and a word that names none need them all.
    """
    said = list(VERBS) if words is None else words
    named = [name for name in VERBS if name in said]
    if not named and any(word in {"-h", "--help"} or word[:1] != "-" for word in said):
        named = list(VERBS)
    return [cast("Verb", import_module(VERBS[name])) for name in named]
