"""What each stage of the pipeline brings: preprocessor alone, model, postprocessor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from talkie_shell.engines import Engine
from talkie_shell.records import Lattice, Utterance
from talkie_shell.scoring import (
    Rate,
    grade,
    same_argv,
    same_but_blanks,
    same_but_case,
)
from talkie_shell.training.evaluate import Pair, Result

STAGES = (
    "preprocessor's best reading alone",
    "the engine inside its lattice",
    "and the postprocessor",
)
FIGURES = ("exact", "blanks", "case", "argv", "effective", "wrong")


@dataclass(frozen=True, slots=True)
class Stage:
    """How the commands stood after one stage: the figures of `FIGURES`, in their order."""

    name: str
    rates: tuple[Rate, ...]


class Staged(Protocol):
    """What stages need of `talkie_shell.pipeline.Pipeline`."""

    @property
    def engine(self) -> Engine: ...

    def preprocess(self, utterance: Utterance) -> Lattice: ...


def staged(result: Result, pipeline: Staged, preprocessor: Engine) -> tuple[str, str, str]:
    """The command for one evaluated pair after each of `STAGES`."""
    lattice = pipeline.preprocess(result.proposal.utterance)
    return (
        preprocessor.candidates([lattice])[0][0].command,
        pipeline.engine.candidates([lattice])[0][0].command,
        result.proposal.command,
    )


def stages(
    results: Sequence[Result], commands: Iterable[tuple[str, str, str]]
) -> tuple[Stage, ...]:
    """The figures after each stage, from what `staged` gave for each result."""
    pairs = [result.pair for result in results]
    columns = zip(*commands, strict=True) if pairs else [()] * len(STAGES)
    return tuple(
        Stage(name, tuple(_rates(column, pairs)))
        for name, column in zip(STAGES, columns, strict=True)
    )


def _rates(commands: Sequence[str], pairs: Sequence[Pair]) -> Iterator[Rate]:
    both = [(got, pair.expected) for got, pair in zip(commands, pairs, strict=True)]
    grades = [grade(got, expected) for got, expected in both]
    yield Rate(grades.count("exact"), len(both))
    for figure in (same_but_blanks, same_but_case, same_argv):
        yield Rate(sum(figure(got, expected) for got, expected in both), len(both))
    yield Rate(grades.count("exact") + grades.count("near"), len(both))
    yield Rate(grades.count("wrong"), len(both))
