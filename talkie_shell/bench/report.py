"""A finished measurement, for a reader and for a program."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from talkie_shell import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from talkie_shell.bench.figures import Figure
    from talkie_shell.bench.hearing import Hearing
    from talkie_shell.bench.machine import Machine
    from talkie_shell.bench.stages import Timed

_MET = {True: "yes", False: "no", None: ""}


@dataclass(frozen=True, slots=True)
class Report:
    """``without_blas`` holds the stages' figures taken without OpenBLAS, if they were;
    ``hearing`` is what was heard in the sounds, if it was tried."""

    machine: Machine
    timed: Timed
    figures: Sequence[Figure]
    without_blas: Sequence[Figure] = ()
    hearing: Hearing | None = None

    def ratio(self, figure: Figure) -> float | None:
        """How many times longer a stage takes without OpenBLAS."""
        for other in self.without_blas:
            if other.name == figure.name and figure.value:
                return other.value / figure.value
        return None


def as_dict(report: Report) -> dict[str, Any]:
    """Everything, for a program: times in milliseconds, memory in MB (10⁶ bytes)."""
    timed = report.timed
    return {
        "version": __version__,
        "machine": asdict(report.machine),
        "engine": timed.engine,
        "notice": timed.notice,
        "blas": timed.blas,
        "mlx": timed.mlx,
        "metal": timed.metal,
        "load_ms": timed.load,
        "figures": [
            asdict(figure) | {"wanted": figure.wanted, "met": figure.met}
            for figure in report.figures
        ],
        "heard": [
            {"file": file, "seconds": seconds, "words": words, "command": command}
            for file, seconds, words, command in (report.hearing.heard if report.hearing else ())
        ],
        "without_blas": [
            asdict(figure) | {"ratio": report.ratio(original)}
            for figure in report.without_blas
            for original in report.figures
            if original.name == figure.name
        ],
    }


def as_lines(report: Report) -> Iterator[str]:
    """A table that fits 80 columns."""
    machine, timed = report.machine, report.timed
    yield f"talkie-sh {__version__}, Python {machine.python}, {machine.system}"
    yield f"{machine.cpu}, {machine.cores} core{'s' if machine.cores != 1 else ''}"
    yield (
        f"engine {timed.engine}, MLX {timed.mlx or 'not loaded'}, "
        f"Metal {'yes' if timed.metal else 'no'}, BLAS {timed.blas or 'none found'}"
    )
    if timed.notice:
        yield f"note: {timed.notice}"
    yield ""
    yield f"{'':23}{'median':>10}{'p95':>11}{'wanted':>12}{'met':>5}{'samples':>9}"
    for figure in report.figures:
        if figure.unit == "ms":
            yield _row(figure)
    yield f"{'':23}{'peak':>10}"
    for figure in report.figures:
        if figure.unit == "MB":
            yield _row(figure)
    for file, seconds, words, _ in report.hearing.heard if report.hearing else ():
        yield f"speech: {file}, {seconds:.1f} s: {words or 'nothing'}"
    if report.without_blas:
        yield ""
        yield f"{'without OpenBLAS':23}{'median':>10}{'p95':>11}{'ratio':>12}"
        for other in report.without_blas:
            ratio = next(report.ratio(one) for one in report.figures if one.name == other.name)
            told = "" if ratio is None else f"{ratio:.1f} x"
            yield f"{other.name:23}{_amount(other.value, 'ms'):>10}{_p95(other):>11}{told:>12}"


def _row(figure: Figure) -> str:
    wanted = "" if figure.wanted is None else f"≤ {_amount(figure.wanted, figure.unit)}"
    return (
        f"{figure.name:23}{_amount(figure.value, figure.unit):>10}{_p95(figure):>11}"
        f"{wanted:>12}{_MET[figure.met]:>5}{figure.samples:>9}"
    )


def _p95(figure: Figure) -> str:
    return "" if figure.p95 is None else _amount(figure.p95, figure.unit)


def _amount(value: float, unit: str) -> str:
    """Example: (0.1234, "ms") -> ``0.12 ms``; (612.3, "ms") -> ``0.61 s``."""
    if unit == "MB":
        return f"{value:.0f} MB"
    return f"{value / 1000:.2f} s" if value >= 100 else f"{value:.2f} ms"
