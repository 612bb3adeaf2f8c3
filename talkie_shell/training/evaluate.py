"""Evaluation: pairs of a dictation and the expected command through a pipeline.

A file is JSON lines of ``{"dictated", "expected"}`` with optional ``"tier"``, ``"category"``
and ``"source"``. The pairs go one by one, as they would from a person, so that the times are
those a person would wait.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import Any, Protocol

from talkie_shell.errors import DataError
from talkie_shell.records import SOURCES, Lattice, Proposal, Source, Utterance
from talkie_shell.scoring import (
    Bin,
    Decision,
    Score,
    Summary,
    Tally,
    calibration,
    decisions,
    score,
    summarise,
    tally,
)
from talkie_shell.spoken.speaker import Tier
from talkie_shell.training.corpora.jsonlines import read_rows

TIERS = tuple(tier.value for tier in Tier)
"""The ways of speaking, in the order in which they are shown; files may name others."""
UNLABELLED = "unlabelled"
WARM_UP = 5
"""Pairs proposed once before the clock counts."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One line of an evaluation file; ``place`` is its file and line number."""

    dictated: str
    expected: str
    tier: str = UNLABELLED
    category: str = ""
    source: Source = "typed"
    place: str = ""


def read_pairs(file: Path, tier: str = UNLABELLED) -> Iterator[Pair]:
    """The pairs of a file; those that name no tier belong to ``tier``. Blank lines are skipped.

    What a pair calls its source counts where it is one of an utterance (typed, voice); else
    the recogniser's tier was heard and all others were typed. Raises `DataError` naming file
    and line.
    """
    for number, row in read_rows(file):
        yield _pair(row, f"{file}:{number}", tier)


def _pair(row: dict[str, Any], place: str, tier: str) -> Pair:
    for key in ("dictated", "expected"):
        if key not in row:
            raise DataError(f"{place}: {key!r} is missing")
    for key in ("dictated", "expected", "tier", "category", "source"):
        if not isinstance(row.get(key, ""), str):
            raise DataError(f"{place}: {key!r} is not text")
    tier = row.get("tier") or tier
    return Pair(
        row["dictated"],
        row["expected"],
        tier,
        row.get("category", ""),
        _source(row.get("source"), tier),
        place,
    )


def _source(named: object, tier: str) -> Source:
    for source in SOURCES:
        if named == source:
            return source
    return "voice" if tier == Tier.RECOGNISER else "typed"


class Proposer(Protocol):
    """What an evaluation needs of `talkie_shell.pipeline.Pipeline`."""

    def preprocess(self, utterance: Utterance) -> Lattice: ...

    def propose(self, utterance: Utterance) -> Proposal: ...


@dataclass(frozen=True, slots=True)
class Result:
    """One pair, what was proposed, how that did, and the decisions behind it (None where the
    lattice lacks one of the two commands)."""

    pair: Pair
    proposal: Proposal
    score: Score
    decisions: tuple[Decision, ...] | None


@dataclass(frozen=True)
class Evaluation:
    """The results of a run; its figures are counted when they are asked for."""

    results: tuple[Result, ...]

    @property
    def engines(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(result.proposal.engine for result in self.results))

    @cached_property
    def overall(self) -> Summary:
        return summarise([result.score for result in self.results])

    @cached_property
    def by_tier(self) -> dict[str, Summary]:
        """Known tiers first, in their order; others after them as they came."""
        found = self._by(lambda pair: pair.tier)
        ordered = [
            *(tier for tier in TIERS if tier in found),
            *(t for t in found if t not in TIERS),
        ]
        return {tier: found[tier] for tier in ordered}

    @cached_property
    def by_category(self) -> dict[str, Summary]:
        """The largest first; pairs that name no category are left out."""
        found = self._by(lambda pair: pair.category)
        found.pop("", None)
        return dict(sorted(found.items(), key=lambda item: (-item[1].count, item[0])))

    @cached_property
    def tally(self) -> Tally:
        return tally(result.decisions for result in self.results)

    @cached_property
    def calibration(self) -> tuple[Bin, ...]:
        return calibration(
            [result.score.confidence for result in self.results],
            [result.score.exact for result in self.results],
        )

    @cached_property
    def misses(self) -> tuple[Result, ...]:
        """What was not exact: the farthest from the expected first, then the surest."""
        missed = [result for result in self.results if not result.score.exact]
        return tuple(sorted(missed, key=lambda one: (one.score.ratio, -one.score.confidence)))

    def _by(self, key: Callable[[Pair], str]) -> dict[str, Summary]:
        groups: dict[str, list[Score]] = {}
        for result in self.results:
            groups.setdefault(key(result.pair), []).append(result.score)
        return {name: summarise(scores) for name, scores in groups.items()}


def evaluate(pairs: Iterable[Pair], pipeline: Proposer) -> Iterator[Result]:
    """The result of each pair, in order, as they are ready."""
    rest = iter(pairs)
    first = list(islice(rest, WARM_UP))
    for pair in first:
        pipeline.propose(Utterance(pair.dictated, pair.source))
    for pair in chain(first, rest):
        utterance = Utterance(pair.dictated, pair.source)
        proposal = pipeline.propose(utterance)
        lattice = pipeline.preprocess(utterance)
        yield Result(
            pair=pair,
            proposal=proposal,
            score=score(pair.expected, proposal, lattice),
            decisions=decisions(lattice, pair.expected, proposal.command),
        )
