"""What the prompt is told of a command that has ended."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """How a command ended.

    ``status``: as in ``$?``; 128 and the signal's number where the shell itself was killed.
    ``seconds``: from its start to its end. ``directory``: where the shell is now. ``jobs``:
    how many it has running or stopped. ``ended``: the shell has exited, and the session
    with it. ``lost``: the shell was killed, here is a new one; the line that says what went with
    it, "" otherwise. ``ran``: False where the shell was gone before the command could begin.
    ``interrupted``: by Ctrl-C. ``typed_ahead``: what was typed meanwhile and read by nobody.
    """

    status: int
    seconds: float
    directory: str
    jobs: int
    ended: bool = False
    lost: str = ""
    ran: bool = True
    interrupted: bool = False
    typed_ahead: str = ""
