"""Outcomes for a reader and for a program. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from talkie_shell import __version__
from talkie_shell.bench.machine import Machine
from talkie_shell.load.figures import Figure, Outcome

_MET = {True: "yes", False: "no", None: ""}
_FAULTS_SHOWN = 10


def as_dict(
    machine: Machine, shell: str, outcomes: Sequence[Outcome], *, interrupted: bool
) -> dict[str, Any]:
    """Everything, for a program."""
    return {
        "version": __version__,
        "machine": asdict(machine),
        "shell": shell,
        "interrupted": interrupted,
        "met": all(outcome.met for outcome in outcomes),
        "trials": [
            asdict(outcome)
            | {"met": outcome.met}
            | {"figures": [asdict(figure) | {"met": figure.met} for figure in outcome.figures]}
            for outcome in outcomes
        ],
    }


def as_lines(machine: Machine, shell: str, outcomes: Sequence[Outcome]) -> Iterator[str]:
    """The same for a reader."""
    yield f"talkie-sh {__version__}, {shell}, {machine.system}, {machine.cores} cores"
    for outcome in outcomes:
        short = f" of {outcome.planned}, interrupted" if outcome.done < outcome.planned else ""
        yield ""
        yield f"{outcome.trial}: {outcome.done}{short}, {outcome.seconds:.0f} s"
        yield from (_row(figure) for figure in outcome.figures)
        yield from (f"  ! {fault}" for fault in outcome.faults[:_FAULTS_SHOWN])
        if len(outcome.faults) > _FAULTS_SHOWN:
            yield f"  ! and {len(outcome.faults) - _FAULTS_SHOWN} more"


def _row(figure: Figure) -> str:
    wanted = "" if figure.bound is None else f"{figure.bound} {_amount(figure.limit, figure.unit)}"
    value = _amount(figure.value, figure.unit)
    return f"  {figure.name:26}{value:>14}{wanted:>12}{_MET[figure.met]:>5}".rstrip()


def _amount(value: float, unit: str) -> str:
    """Example: (12.34, "%") -> ``12.3 %``; (3.0, "") -> ``3``."""
    digits = 0 if value == int(value) or abs(value) >= 1000 else 1
    return f"{value:,.{digits}f} {unit}".rstrip()
