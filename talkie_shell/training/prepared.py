"""Prepared command sets: corpora cleaned once, kept as JSON lines.

Each line is {"text" or "template", "source", "weight"}; a template is filled when drawn.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from talkie_shell.errors import DataError
from talkie_shell.training.cleaning import CleanCommand, clean
from talkie_shell.training.corpora import SourceCommand, read_commands
from talkie_shell.training.corpora.jsonlines import read_rows
from talkie_shell.training.heldout import HeldOut, remove_near


def prepare(paths: Iterable[Path | str], heldout: HeldOut) -> list[CleanCommand]:
    """The clean commands of corpora that resemble no held-out one.

    Near ones are looked for in the commands as cleaned; templates, which only are commands
    once filled, are asked again when they are drawn.
    """
    chosen = _cleaned(list(map(Path, paths)))
    kept = {
        command.text
        for command in remove_near(
            (SourceCommand(command.text, command.source) for command in chosen), heldout
        )
    }
    return [command for command in chosen if command.text in kept]


def save_commands(commands: Iterable[CleanCommand], path: Path) -> None:
    """Write a prepared set, for the user alone: histories may be in it."""
    lines = (
        json.dumps(
            {
                "template" if command.template else "text": command.text,
                "source": command.source,
                "weight": command.weight,
            }
        )
        for command in commands
    )
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)
    except OSError as error:
        raise DataError(f"{path}: {error.strerror or error}") from error


def load_commands(paths: Iterable[Path | str]) -> Iterator[CleanCommand]:
    """The commands of prepared sets as they are, and of corpora cleaned."""
    corpora: list[Path] = []
    for path in map(Path, paths):
        if is_prepared(path):
            yield from _read_prepared(path)
        else:
            corpora.append(path)
    if corpora:
        yield from _cleaned(corpora)


def _cleaned(paths: list[Path]) -> list[CleanCommand]:
    commands = list(clean(read_commands(paths)))
    if not commands:
        named = " ".join(map(str, paths))
        raise DataError(f"{named}: there is no command in it that could be used")
    return commands


def is_prepared(path: Path) -> bool:
    """Told by its first line: a text or template with a weight."""
    if path.suffix != ".jsonl" or not path.is_file():
        return False
    _, first = next(read_rows(path), (0, {}))
    return "weight" in first


def _read_prepared(path: Path) -> Iterator[CleanCommand]:
    for number, row in read_rows(path):
        text = row.get("text", row.get("template"))
        source, weight = row.get("source"), row.get("weight")
        if not isinstance(text, str) or not isinstance(source, str):
            raise DataError(f"{path}:{number}: a prepared command needs its text and source")
        if not isinstance(weight, int | float) or weight <= 0:
            raise DataError(f"{path}:{number}: a weight is a number above 0")
        yield CleanCommand(text, source, float(weight))
