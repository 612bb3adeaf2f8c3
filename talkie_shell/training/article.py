"""The row to beat: what the article "Teaching a Tiny Model to Hear Bash" reports."""

from __future__ import annotations

from dataclasses import dataclass

from talkie_shell.scoring import Rate, Summary

COUNT = 630
"""Test commands of the article; others than any that ship with this project."""
SECONDS = 0.69
GRADES = {"exact": 480, "near": 132, "partial": 15, "wrong": 3, "effective": 612}
TIER = "article"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of the article beside the same of ours."""

    figure: str
    article: Rate
    ours: Rate


def beside(overall: Summary, by_tier: dict[str, Summary]) -> tuple[Row, ...]:
    """The article's grades beside ours: of its way of speaking where the evaluation has it,
    else of everything."""
    ours = by_tier.get(TIER, overall)
    return tuple(
        Row(figure, Rate(hits, COUNT), ours.rate(figure)) for figure, hits in GRADES.items()
    )
