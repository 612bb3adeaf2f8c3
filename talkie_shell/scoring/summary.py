"""One proposal's scores, and many of them as counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from talkie_shell.records import Lattice, Proposal
from talkie_shell.scoring.figures import expected_calibration_error, percentile, wilson
from talkie_shell.scoring.matching import (
    Grade,
    closeness,
    exact,
    grade_of,
    in_top,
    same_argv,
    same_but_blanks,
    same_but_case,
)
from talkie_shell.scoring.saying import looped, unsaid
from talkie_shell.spoken import covers

TOP = 3


@dataclass(frozen=True, slots=True)
class Score:
    """How one proposal did. ``ratio`` is difflib's, ``top`` whether the expected command is
    among the first three, ``covered`` whether it is in the lattice."""

    grade: Grade
    ratio: float
    exact: bool
    blanks: bool
    case: bool
    argv: bool
    top: bool
    covered: bool
    looped: bool
    unsaid: tuple[str, ...]
    confidence: float
    milliseconds: float


def score(expected: str, proposal: Proposal, lattice: Lattice) -> Score:
    """The scores of one proposal against the expected command."""
    got = proposal.command
    ratio = closeness(got, expected)
    return Score(
        grade=grade_of(ratio, is_exact=exact(got, expected)),
        ratio=ratio,
        exact=exact(got, expected),
        blanks=same_but_blanks(got, expected),
        case=same_but_case(got, expected),
        argv=same_argv(got, expected),
        top=in_top((got, *proposal.alternatives), expected, TOP),
        covered=covers(lattice, expected),
        looped=looped(got, lattice, expected),
        unsaid=unsaid(got, lattice),
        confidence=proposal.confidence,
        milliseconds=proposal.milliseconds,
    )


@dataclass(frozen=True, slots=True)
class Rate:
    """``hits`` of ``count``, with its 95 % Wilson interval as shares."""

    hits: int
    count: int

    @property
    def share(self) -> float:
        return self.hits / self.count if self.count else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.hits, self.count)


@dataclass(frozen=True, slots=True)
class Summary:
    """Many scores: every figure as a count of ``count``, the expected calibration error, and
    the time from utterance to checked proposal in milliseconds. ``effective`` is exact and
    near together; ``unsaid`` counts commands with a word that nobody said."""

    count: int
    exact: int
    blanks: int
    case: int
    argv: int
    near: int
    partial: int
    wrong: int
    effective: int
    top: int
    covered: int
    looped: int
    unsaid: int
    calibration_error: float
    median_ms: float
    p95_ms: float

    def rate(self, figure: str) -> Rate:
        """One of the counts with its interval. Raises AttributeError for another name."""
        return Rate(getattr(self, figure), self.count)


RATES = (
    "exact",
    "blanks",
    "case",
    "argv",
    "near",
    "partial",
    "wrong",
    "effective",
    "top",
    "covered",
    "looped",
    "unsaid",
)
"""The figures of a summary that are counts, in the order in which they are shown."""


def summarise(scores: Sequence[Score]) -> Summary:
    """Count the scores. Of nothing, every figure is 0."""
    grades = [one.grade for one in scores]
    times = [one.milliseconds for one in scores]
    return Summary(
        count=len(scores),
        exact=grades.count("exact"),
        blanks=sum(one.blanks for one in scores),
        case=sum(one.case for one in scores),
        argv=sum(one.argv for one in scores),
        near=grades.count("near"),
        partial=grades.count("partial"),
        wrong=grades.count("wrong"),
        effective=grades.count("exact") + grades.count("near"),
        top=sum(one.top for one in scores),
        covered=sum(one.covered for one in scores),
        looped=sum(one.looped for one in scores),
        unsaid=sum(bool(one.unsaid) for one in scores),
        calibration_error=expected_calibration_error(
            [one.confidence for one in scores], [one.exact for one in scores]
        ),
        median_ms=percentile(times, 50),
        p95_ms=percentile(times, 95),
    )
