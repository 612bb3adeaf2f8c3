"""What each stage of the pipeline brings: preprocessor alone, model, postprocessor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from talkie_shell.engines import Engine
from talkie_shell.records import Lattice, Proposal, Utterance
from talkie_shell.scoring import (
    Rate,
    grade,
    same_argv,
    same_but_blanks,
    same_but_case,
)
from talkie_shell.training.evaluate import Pair

STAGES = (
    "preprocessor's best reading alone",
    "the engine inside its lattice",
    "and the postprocessor",
)
FIGURES = ("exact", "blanks", "case", "argv", "effective", "wrong")


class Staged(Protocol):
    """What stages need of `talkie_shell.pipeline.Pipeline`."""

    @property
    def engine(self) -> Engine: ...

    def preprocess(self, utterance: Utterance) -> Lattice: ...

    def propose(self, utterance: Utterance) -> Proposal: ...


@dataclass(frozen=True, slots=True)
class Stage:
    """How the commands stood after one stage: the figures of `FIGURES`, in their order."""

    name: str
    rates: tuple[Rate, ...]


def staged(pair: Pair, pipeline: Staged, preprocessor: Engine) -> tuple[str, str, str]:
    """The command for one pair after each of `STAGES`."""
    utterance = Utterance(pair.dictated, pair.source)
    lattice = pipeline.preprocess(utterance)
    return (
        preprocessor.candidates([lattice], 1)[0][0].command,
        pipeline.engine.candidates([lattice])[0][0].command,
        pipeline.propose(utterance).command,
    )


def stages(pairs: Sequence[Pair], commands: Iterable[tuple[str, str, str]]) -> tuple[Stage, ...]:
    """The figures after each stage, from what `staged` gave for each pair."""
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
