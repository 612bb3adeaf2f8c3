"""The commands that the shell underneath remembers, under the numbers that its `history` shows."""

from __future__ import annotations

import os
import re

EVENTS_FILE = "events"
"""What the shell calls the file, in the private folder, that it writes before each prompt."""

_BEGIN = re.compile(r" *(\d+)[* ] ")

Event = tuple[int, str]
"""A command and its number."""


def read_events(told: bytes) -> tuple[Event, ...]:
    r"""The commands out of what the shell wrote, newest first.

    zsh ends each number and each command by NUL. bash writes lines; one that does not bear the
    next number goes on from the line before.
    Example: ``b"    4  ls\n    5  echo a\nb\n"`` -> (5, "echo a\nb"), (4, "ls")
    """
    text = os.fsdecode(told)
    if "\0" in text:
        numbers, commands = text.split("\0")[:-1:2], text.split("\0")[1:-1:2]
        pairs = zip(numbers, commands, strict=False)
        return tuple((int(one), command) for one, command in pairs if one.isdecimal())[::-1]
    events: list[Event] = []
    for line in text.removesuffix("\n").split("\n"):
        begun = _BEGIN.match(line)
        if begun and (not events or int(begun[1]) == events[-1][0] + 1):
            events.append((int(begun[1]), line[begun.end() :]))
        elif events:
            number, command = events[-1]
            events[-1] = (number, f"{command}\n{line}")
    return tuple(reversed(events))
