"""An evaluation as values for a program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from talkie_shell.scoring import Rate, Summary
from talkie_shell.scoring.summary import RATES
from talkie_shell.training.article import COUNT, GRADES, SECONDS
from talkie_shell.training.evaluate import Evaluation, Result
from talkie_shell.training.stages import FIGURES, Stage


def as_dict(evaluation: Evaluation, stages: Sequence[Stage] = ()) -> dict[str, Any]:
    """Everything an evaluation says; shares are between 0 and 1, times in milliseconds."""
    tally = evaluation.tally
    return {
        "engines": list(evaluation.engines),
        "overall": _summary(evaluation.overall),
        "tiers": {name: _summary(one) for name, one in evaluation.by_tier.items()},
        "categories": {name: _summary(one) for name, one in evaluation.by_category.items()},
        "calibration": [asdict(cell) for cell in evaluation.calibration],
        "decisions": {
            "made": tally.made,
            "wrong": tally.wrong,
            "kinds": _matrix(tally.kinds),
            "joiners": _matrix(tally.joiners),
            "outside": tally.outside,
        },
        "stages": [
            {"stage": stage.name}
            | {figure: _rate(rate) for figure, rate in zip(FIGURES, stage.rates, strict=True)}
            for stage in stages
        ],
        "article": {"count": COUNT, "seconds": SECONDS, **GRADES},
        "misses": [_miss(result) for result in evaluation.misses],
    }


def _summary(summary: Summary) -> dict[str, Any]:
    return {
        "count": summary.count,
        **{figure: _rate(summary.rate(figure)) for figure in RATES},
        "calibration_error": round(summary.calibration_error, 6),
        "median_ms": round(summary.median_ms, 3),
        "p95_ms": round(summary.p95_ms, 3),
    }


def _rate(rate: Rate) -> dict[str, Any]:
    low, high = rate.interval
    return {
        "hits": rate.hits,
        "share": round(rate.share, 6),
        "low": round(low, 6),
        "high": round(high, 6),
    }


def _matrix(counts: dict[tuple[str, str], int]) -> list[dict[str, Any]]:
    return [
        {"expected": expected, "got": got, "count": count}
        for (expected, got), count in sorted(counts.items())
    ]


def _miss(result: Result) -> dict[str, Any]:
    return {
        "place": result.pair.place,
        "tier": result.pair.tier,
        "category": result.pair.category,
        "dictated": result.pair.dictated,
        "expected": result.pair.expected,
        "got": result.proposal.command,
        "alternatives": list(result.proposal.alternatives),
        "ratio": round(result.score.ratio, 6),
        "confidence": round(result.score.confidence, 6),
        "covered": result.score.covered,
        "unsaid": list(result.score.unsaid),
    }
