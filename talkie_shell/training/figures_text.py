"""An evaluation as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from talkie_shell.scoring import Rate, Summary
from talkie_shell.scoring.decisions import MATTERS
from talkie_shell.scoring.summary import RATES
from talkie_shell.training.article import SECONDS, TIER, beside
from talkie_shell.training.evaluate import Evaluation, Result
from talkie_shell.training.stages import FIGURES, Stage

NAMES = {
    "exact": "exact",
    "blanks": "runs of blanks as one",
    "case": "ignoring case",
    "argv": "same argv",
    "near": "near (> 0.9)",
    "partial": "partial (0.7–0.9)",
    "wrong": "wrong (< 0.7)",
    "effective": "effective (exact + near)",
    "top": "among the first three",
    "covered": "covered by the lattice",
    "looped": "looped",
    "unsaid": "with words nobody said",
}
"""What the figures of a summary are called."""
_SHORT = {
    "blanks": "blanks",
    "case": "case",
    "argv": "argv",
    "effective": "effect.",
    "top": "top 3",
}
_SHORT |= {"covered": "covered"}
_CATEGORIES = 20
_COUNTS = {"wrong": "wrong", "looped": "loops", "unsaid": "unsaid"}


def as_text(evaluation: Evaluation, stages: Sequence[Stage] = (), worst: int = 10) -> str:
    """Every figure over all, the main ones by tier and largest category, the article's table beside
    ours, the decisions that went wrong, and the ``worst`` misses."""
    parts = [
        _overall(evaluation),
        _groups("tier", evaluation.by_tier),
        _groups("category", dict(islice(evaluation.by_category.items(), _CATEGORIES))),
        _article(evaluation),
        _stages(stages),
        _decisions(evaluation),
        _misses(evaluation.misses, worst),
    ]
    return "\n\n".join("\n".join(part) for part in map(list, parts) if part)


def percent(rate: Rate) -> str:
    """Per cent.

    Example: 480 of 630 -> 76.2
    """
    return f"{100 * rate.share:.1f}"


def interval(rate: Rate) -> str:
    """The 95 % interval in per cent.

    Example: 480 of 630 -> 72.7–79.4
    """
    low, high = rate.interval
    return f"{100 * low:.1f}–{100 * high:.1f}"


def _overall(evaluation: Evaluation) -> Iterator[str]:
    summary = evaluation.overall
    yield f"{summary.count} pairs, engine {', '.join(evaluation.engines) or 'none'}"
    yield ""
    for figure in RATES:
        rate = summary.rate(figure)
        yield f"  {NAMES[figure]:26} {rate.hits:6}  {percent(rate):>5} %  ({interval(rate)})"
    yield f"  {'calibration error (ECE)':26} {'':6}  {summary.calibration_error:.3f}"
    times = f"{summary.median_ms:.1f} ms, {summary.p95_ms:.1f} ms"
    yield f"  {'median, 95th percentile':26} {'':6}  {times}"


def _groups(title: str, groups: dict[str, Summary]) -> Iterator[str]:
    if not groups:
        return
    width = max(len(title), *map(len, groups))
    heads = [*_SHORT.values(), *_COUNTS.values(), "ECE", "ms"]
    yield f"{title:{width}}  pairs  {'exact':23}" + "".join(f"{head:>8}" for head in heads)
    for name, summary in groups.items():
        rate = summary.rate("exact")
        cells = [percent(summary.rate(figure)) for figure in _SHORT]
        cells += [str(getattr(summary, figure)) for figure in _COUNTS]
        cells += [f"{summary.calibration_error:.3f}", f"{summary.median_ms:.1f}"]
        yield (
            f"{name:{width}}  {summary.count:5}  {rate.hits:5} {percent(rate):>5} %"
            f" {interval(rate):>10}" + "".join(f"{cell:>8}" for cell in cells)
        )


def _article(evaluation: Evaluation) -> Iterator[str]:
    if not evaluation.results:
        return
    ours = "article tier" if TIER in evaluation.by_tier else "all pairs"
    yield f"{'beside the article':26} {'the article':>14}  {'here, ' + ours:>22}"
    for row in beside(evaluation.overall, evaluation.by_tier):
        theirs = f"{row.article.hits} {percent(row.article):>5} %"
        here = f"{row.ours.hits} {percent(row.ours):>5} %"
        yield f"  {NAMES[row.figure]:24} {theirs:>14}  {here:>22}"
    seconds = evaluation.by_tier.get(TIER, evaluation.overall).median_ms / 1000
    yield f"  {'seconds each':24} {SECONDS:12.2f} s  {seconds:20.4f} s"


def _stages(stages: Sequence[Stage]) -> Iterator[str]:
    if not stages:
        return
    yield f"{'stage':36}" + "".join(f"{figure:>10}" for figure in FIGURES)
    for stage in stages:
        yield f"  {stage.name:34}" + "".join(f"{percent(rate) + ' %':>10}" for rate in stage.rates)


def _decisions(evaluation: Evaluation) -> Iterator[str]:
    tally = evaluation.tally
    if not any(tally.made.values()):
        return
    yield f"{'decisions':10} {'made':>8} {'wrong':>7}"
    for matter in MATTERS:
        rate = Rate(tally.wrong[matter], tally.made[matter])
        yield f"  {matter:8} {rate.count:8} {rate.hits:7}  {100 * rate.share:.2f} %"
    if tally.outside:
        yield f"  {tally.outside} pairs are not counted: the lattice lacks a command of theirs"


def _misses(misses: Sequence[Result], worst: int) -> Iterator[str]:
    if not misses or worst < 1:
        return
    yield f"the worst of {len(misses)} misses"
    for miss in islice(misses, worst):
        one = miss.score
        yield f"  {miss.pair.place} ({miss.pair.tier}) {one.ratio:.2f}, {one.confidence:.0%} sure"
        for name, text in (
            ("said", miss.pair.dictated),
            ("wanted", miss.pair.expected),
            ("got", miss.proposal.command),
        ):
            yield f"    {name:7} {text}".replace("\n", "\\n")
