"""Waiting for a shell that goes through the user's start-up files, whatever these do."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from talkie_shell.shell.channel import Ended
from talkie_shell.shell.child import LAUNCHER, Child
from talkie_shell.shell.relay import Relay

_TICK = 1.0
"""Seconds after which it is looked at again what runs there."""
_WORTH_A_WORD = 3.0
"""Seconds after which the user is told what is waited for."""
_PATIENCE = 30.0
"""Seconds that a shell without the user's files may take."""


@dataclass(frozen=True, slots=True)
class TakenOver:
    """The start-up files have put another program in the shell's place: its path or name."""

    program: str


def first_report(
    name: str, arguments: Sequence[str], child: Child, relay: Relay, *, own: bool
) -> Ended | TakenOver | None:
    """The shell's report at its first prompt; None where it ended or was interrupted before,
    or, without the user's ``own`` files, takes too long.

    With them, nobody knows how long they may take: a passphrase may be asked for, tmux be lived
    in. Who waits is told the way out.
    """
    began = time.monotonic()
    told = not own
    while True:
        program = in_place_of(arguments, command_line(child.pid))
        if program:
            return TakenOver(program)
        event = relay.next(time.monotonic() + _TICK, until_interrupt=own)
        if isinstance(event, Ended):
            return event
        if relay.interrupted or child.ended() is not None:
            return None
        waited = time.monotonic() - began
        if not own and waited > _PATIENCE:
            return None
        if not told and waited > _WORTH_A_WORD and child.takes_signals():
            told = True
            relay.say(f"{name} is still at its start-up files; Ctrl-C goes on without them")


def in_place_of(arguments: Sequence[str], line: str) -> str:
    """The program that ``line`` runs where ``arguments`` were started, "" where they still do.

    Example: ["/bin/bash", "--rcfile", "r", "-i"], "zsh -l" -> "zsh"
    """
    if not line or line == " ".join(arguments) or line.startswith(" ".join(LAUNCHER)):
        return ""
    return line.split(maxsplit=1)[0].lstrip("-")


def command_line(pid: int) -> str:
    """What the process was started with, blanks between the words; "" where nobody tells."""
    with suppress(OSError):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().rstrip(b"\0").split(b"\0")
        return b" ".join(words).decode("utf-8", "surrogateescape")
    with suppress(OSError):
        done = subprocess.run(
            ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, check=False, text=True
        )
        return done.stdout.strip()
    return ""
