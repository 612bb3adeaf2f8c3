"""Times each stage of the pipeline, in a process of its own (see `talkie_shell.bench.apart`)."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from time import perf_counter_ns
from typing import TYPE_CHECKING, Any

import tomli

from talkie_shell.bench.apart import measure_apart, report_to_parent
from talkie_shell.records import Utterance

if TYPE_CHECKING:
    from talkie_shell.pipeline import Pipeline

STAGES = ("preprocess", "model", "postprocess", "whole path")

_VOICE = "recogniser"
_LIMIT = 6

_WARMING = 3
"""Every which utterance is used to warm up."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to time: ``rounds`` over all utterances, fewer where ``seconds`` would not do."""

    engine: str
    vocabulary: Mapping[str, Any]
    rounds: int
    seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class Timed:
    """What came of it: milliseconds by stage, and what the process knows of its machine.

    ``blas`` is the library that was loaded (None: none); ``notice`` is the pipeline's.
    """

    samples: Mapping[str, list[float]]
    rounds: int
    load: float
    engine: str
    notice: str
    blas: str | None
    mlx: str | None
    metal: bool


def utterances() -> list[Utterance]:
    """The built-in set, tier by tier."""
    tiers = tomli.loads(Path(__file__).with_name("utterances.toml").read_text(encoding="utf-8"))
    return [
        Utterance(text, "voice" if tier == _VOICE else "typed")
        for tier, texts in tiers.items()
        for text in texts
    ]


def time_stages(plan: Plan, *, blas: bool, on_round: Callable[[int], None]) -> Timed:
    """Run the plan in a fresh process, with or without OpenBLAS. Raises TalkieError."""
    # A settings table is a read-only mapping, which `asdict` cannot copy.
    fields = {name: getattr(plan, name) for name in Plan.__slots__}
    fields["vocabulary"] = dict(plan.vocabulary)
    return Timed(**measure_apart(__name__, fields, on_round, blas=blas))


def run(plan: Plan, on_round: Callable[[int], None]) -> Timed:
    """Time the plan here. Round 0 warms up and does not count."""
    from talkie_shell.blas import load_blas
    from talkie_shell.pipeline import load_pipeline

    everything = utterances()
    started = perf_counter_ns()
    pipeline = load_pipeline(plan.engine, plan.vocabulary)
    load = (perf_counter_ns() - started) / 1e6
    for utterance in everything[::_WARMING]:
        _time_one(pipeline, utterance)
    on_round(0)
    samples: dict[str, list[float]] = {stage: [] for stage in STAGES}
    order = random.Random(0)
    rounds, elapsed = 0, 0.0
    started = perf_counter_ns()
    # Whole rounds only, so that every way of speaking counts alike.
    while not rounds or (rounds < plan.rounds and elapsed * (rounds + 1) / rounds <= plan.seconds):
        order.shuffle(everything)
        for utterance in everything:
            for stage, milliseconds in zip(STAGES, _time_one(pipeline, utterance), strict=True):
                samples[stage].append(milliseconds)
        rounds += 1
        elapsed = (perf_counter_ns() - started) / 1e9
        on_round(rounds)
    mlx, metal = _mlx()
    return Timed(
        samples, rounds, load, pipeline.engine.name, pipeline.notice, load_blas(), mlx, metal
    )


def _time_one(pipeline: Pipeline, utterance: Utterance) -> tuple[float, float, float, float]:
    """Milliseconds of each stage by itself, and of the whole path in one go."""
    from talkie_shell.checks import postprocess

    started = perf_counter_ns()
    lattice = pipeline.preprocess(utterance)
    preprocessed = perf_counter_ns()
    (candidates,) = pipeline.engine.candidates([lattice], _LIMIT)
    modelled = perf_counter_ns()
    said = f"{lattice.line}\n{lattice.verbatim}"
    for candidate in candidates:
        postprocess(candidate.command, said, covered=True)
    postprocessed = perf_counter_ns()
    pipeline.propose(utterance)
    ended = perf_counter_ns()
    points = (started, preprocessed, modelled, postprocessed, ended)
    first, second, third, whole = ((later - earlier) / 1e6 for earlier, later in pairwise(points))
    return first, second, third, whole


def _mlx() -> tuple[str | None, bool]:
    """MLX's version and whether it computes on Metal, where it was loaded at all."""
    core = sys.modules.get("mlx.core")
    return (core.__version__, bool(core.metal.is_available())) if core else (None, False)


if __name__ == "__main__":
    report_to_parent(lambda plan, on_round: asdict(run(Plan(**plan), on_round)))
