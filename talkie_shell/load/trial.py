"""What every trial is: steps, one after the other, and figures whenever it is asked."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from talkie_shell.bench.processes import PROGRAM
from talkie_shell.errors import TalkieError
from talkie_shell.load.figures import Bound, Figure, Outcome
from talkie_shell.load.home import Home
from talkie_shell.load.window import PatienceError, Window

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Setup:
    """What all trials share. ``shell`` is a path; ``options`` stand behind the program's name;
    ``seed`` makes what is random the same again."""

    shell: str
    options: Sequence[str] = ()
    seed: int = 0

    def open(self, home: Home, **environment: str) -> Window:
        """The program in a window, its prompt drawn. Raises `PatienceError`."""
        program = [*PROGRAM, *self.options]
        window = Window(program, {**home.environment, **environment}, home.work)
        try:
            window.wait_prompt()
        except BaseException:
            window.close()
            raise
        return window


class Trial(ABC):
    """One kind of load. A subclass gives ``name``, `steps` and `figures`."""

    name = ""

    def __init__(self, setup: Setup, planned: int) -> None:
        self.setup = setup
        self.planned = planned
        self.done = 0
        self.faults: list[str] = []

    @abstractmethod
    def steps(self) -> Iterator[None]:
        """Do it, yielding after each step. Raises `PatienceError` or `TalkieError` where it
        cannot go on."""

    @abstractmethod
    def figures(self) -> Iterator[Figure]:
        """What is known by now."""

    def figure(
        self,
        name: str,
        value: float,
        unit: str = "",
        bound: Bound | None = None,
        limit: float = 0.0,
    ) -> Figure:
        return Figure(self.name, name, value, unit, bound, limit)


def conduct(trial: Trial, tell: Tell) -> tuple[Outcome, bool]:
    """Carry out a trial; its outcome so far, and whether Ctrl-C ended it."""
    began = time.monotonic()
    interrupted = False
    tell(f"{trial.name}: 0/{trial.planned}")
    try:
        for _ in trial.steps():
            trial.done += 1
            tell(f"{trial.name}: {trial.done}/{trial.planned}, {len(trial.faults)} faults")
    except KeyboardInterrupt:
        interrupted = True
    except (PatienceError, TalkieError) as error:
        trial.faults.append(str(error))
    seconds = time.monotonic() - began
    figures = tuple(trial.figures())
    faults = tuple(trial.faults)
    outcome = Outcome(trial.name, trial.done, trial.planned, seconds, figures, faults)
    return outcome, interrupted
