"""What a trial found: figures, and what is wanted of them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Bound = Literal["≤", "≥", "="]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a trial. ``bound`` and ``limit`` say what is wanted, None for what is
    only told; ``unit`` is "" for a count."""

    trial: str
    name: str
    value: float
    unit: str = ""
    bound: Bound | None = None
    limit: float = 0.0

    @property
    def met(self) -> bool | None:
        """Whether it is as wanted, None where nothing is.

        Example: 3 % growth, ≤ 10 -> True
        """
        if self.bound is None:
            return None
        if self.bound == "=":
            return self.value == self.limit
        return self.value <= self.limit if self.bound == "≤" else self.value >= self.limit


@dataclass(frozen=True, slots=True)
class Outcome:
    """A trial that is over: how many of its steps were done (fewer than ``planned`` where it
    was interrupted), its figures, and each fault in a line."""

    trial: str
    done: int
    planned: int
    seconds: float
    figures: tuple[Figure, ...]
    faults: tuple[str, ...]

    @property
    def met(self) -> bool:
        return not self.faults and all(figure.met is not False for figure in self.figures)


def growth(samples: list[float]) -> float:
    """How far the last tenth of the samples stands above the second tenth, in percent: the
    first tenth is warming up. 0 for too few to tell.

    Example: 100 … 100 … 104 -> 4.0
    """
    tenth = len(samples) // 10
    if tenth == 0:
        return 0.0
    early = sum(samples[tenth : 2 * tenth]) / tenth
    late = sum(samples[-tenth:]) / tenth
    return (late - early) / early * 100
