"""Samples -> figures, and what is wanted of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from talkie_shell.scoring import percentile

if TYPE_CHECKING:
    from collections.abc import Sequence

WANTED = {
    "preprocess": 0.2,
    "whole path": 15.0,
    "reconstruct, cold": 600.0,
    "first prompt": 600.0,
    "key in own shell, cold": 500.0,
    "key in own shell": 50.0,
    "speech: words": 600.0,
    "memory of reconstruct": 250.0,
    "memory of the prompt": 250.0,
    "memory with what hears": 450.0,
}
"""Limits on a two-core Linux machine with OpenBLAS: medians in milliseconds, peaks in MB. Words
are those of 3 s of speech."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing. ``value`` is the median for times, the peak for memory; ``p95`` is
    None for memory; ``unit`` is "ms" or "MB"."""

    name: str
    unit: str
    value: float
    p95: float | None
    samples: int

    @property
    def wanted(self) -> float | None:
        """The limit for ``value``, None where there is none."""
        return WANTED.get(self.name)

    @property
    def met(self) -> bool | None:
        return None if self.wanted is None else self.value <= self.wanted


def time_figure(name: str, milliseconds: Sequence[float]) -> Figure:
    """Median and p95 of times; the slow ones count like the others."""
    median, p95 = (percentile(milliseconds, percent) for percent in (50, 95))
    return Figure(name, "ms", median, p95, len(milliseconds))


def memory_figure(name: str, megabytes: Sequence[float]) -> Figure:
    """The largest peak of several runs."""
    return Figure(name, "MB", max(megabytes), None, len(megabytes))
