"""A shell that is running, and the ways to it."""

from __future__ import annotations

from dataclasses import dataclass

from talkie_shell.shell.channel import Channel, Ended
from talkie_shell.shell.child import Child
from talkie_shell.shell.relay import Relay
from talkie_shell.shell.starting import TakenOver, first_report
from talkie_shell.shell.underneath import GO, HANG_UP, Shell, arguments, trigger


@dataclass(frozen=True, slots=True)
class Underneath:
    """A shell on its pseudo-terminal, with its channel and what relays its bytes. ``mark``: what it
    prints where a command's output is complete."""

    shell: Shell
    child: Child
    channel: Channel
    relay: Relay
    mark: str

    def take(self, said: str) -> None:
        """Have the waiting shell take a command, as `message` makes it."""
        self.channel.send(said)
        self.relay.type(trigger(self.shell))

    def first_report(self, *, own: bool) -> Ended | TakenOver | None:
        """See `starting.first_report`."""
        words = arguments(self.shell, self.channel.room)
        return first_report(self.shell.family, words, self.child, self.relay, own=own)

    def close(self, *, waiting: bool) -> None:
        """End the shell; ``waiting``: it stands at its prompt."""
        if waiting:
            self.take(HANG_UP)
            self.channel.send(GO)
        self.child.close(ending=waiting)
        self.channel.close()
