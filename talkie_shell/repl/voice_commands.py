"""What a dictation asks for where it is no words for the line: "scratch that", "two". Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, Literal, cast

import tomli

from talkie_shell.errors import VocabularyError
from talkie_shell.records import Heard

Name = Literal["scratch", "undo", "newline", "choose"]

_TABLE = Path(__file__).with_name("voice_commands.toml")
_OTHERS = 2
"""Other transcripts that may be the command: short phrases are often heard as similar words."""
_NOT_WORDS = re.compile(r"[^\w ]+")


@dataclass(frozen=True, slots=True)
class VoiceCommand:
    """``number``: which of the shown alternatives to choose, from 1; 0 for other commands."""

    name: Name
    number: int = 0


def voice_command(heard: Heard, shown: int = 0) -> VoiceCommand | None:
    """The command that the whole of one of the likeliest transcripts is, None where they are
    words. ``shown``: how many numbered alternatives are on the screen; without any, a number is a
    word like others.

    Example: "Scratch that." -> scratch; "Two." with 3 shown -> choose 2; "two" with none -> None
    """
    for text in (heard.text, *heard.alternatives[:_OTHERS]):
        said = " ".join(_NOT_WORDS.sub(" ", text.casefold()).split())
        command = _commands().get(said)
        if command is not None and command.number <= shown:
            return command
    return None


@cache
def _commands() -> Mapping[str, VoiceCommand]:
    return read_commands(tomli.loads(_TABLE.read_text(encoding="utf-8")))


def read_commands(table: Mapping[str, Any]) -> Mapping[str, VoiceCommand]:
    """The phrases of a table. Raises `VocabularyError` where one stands for two commands."""
    named = (
        (phrase, VoiceCommand(cast("Name", name)))
        for name, phrases in table["commands"].items()
        for phrase in phrases
    )
    chosen = (
        (f"{lead} {phrase}".strip(), VoiceCommand("choose", int(number)))
        for number, phrases in table["numbers"].items()
        for phrase in phrases
        for lead in ("", *table["choose"]["leads"])
    )
    found: dict[str, VoiceCommand] = {}
    for phrase, command in chain(named, chosen):
        if found.setdefault(phrase, command) != command:
            raise VocabularyError(f"{_TABLE.name}: {phrase!r} stands for two commands")
    return found
