"""Which trials, how large: the one place that puts them together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from talkie_shell.load.closing import Closing
from talkie_shell.load.crowd import Crowd
from talkie_shell.load.figures import Outcome
from talkie_shell.load.keys import Keys
from talkie_shell.load.kills import Kills
from talkie_shell.load.relay import Relay
from talkie_shell.load.steady import Steady
from talkie_shell.load.trial import Setup, Tell, Trial, conduct


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much of each; 0 leaves a trial out. ``keys`` are seconds, ``megabytes`` what is
    printed; each of the ``sessions`` runs ``each`` commands."""

    commands: int = 200
    sessions: int = 5
    each: int = 20
    kills: int = 12
    closings: int = 3
    keys: int = 10
    megabytes: int = 20


FULL = Sizes(commands=10_000, sessions=50, each=20, kills=200, closings=20, keys=600, megabytes=100)
"""What is to be shown of a release: about half an hour."""


def trials(sizes: Sizes, setup: Setup) -> Iterator[Trial]:
    """The trials that are asked for, the quick ones first."""
    makers: tuple[tuple[int, Callable[[], Trial]], ...] = (
        (sizes.megabytes, lambda: Relay(setup, sizes.megabytes)),
        (sizes.closings, lambda: Closing(setup, sizes.closings)),
        (sizes.sessions * sizes.each, lambda: Crowd(setup, sizes.sessions, sizes.each)),
        (sizes.kills, lambda: Kills(setup, sizes.kills)),
        (sizes.commands, lambda: Steady(setup, sizes.commands)),
        (sizes.keys, lambda: Keys(setup, sizes.keys)),
    )
    for size, make in makers:
        if size:
            yield make()


def carry_out(sizes: Sizes, setup: Setup, tell: Tell) -> tuple[list[Outcome], bool]:
    """All trials, and whether Ctrl-C came before their end: then the last is cut short."""
    outcomes: list[Outcome] = []
    for trial in trials(sizes, setup):
        outcome, interrupted = conduct(trial, tell)
        outcomes.append(outcome)
        if interrupted:
            return outcomes, True
    return outcomes, False
