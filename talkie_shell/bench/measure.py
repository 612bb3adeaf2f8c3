"""A whole measurement, in less than a minute: the one place that decides what runs how often."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic
from typing import TypeVar

from talkie_shell.bench.figures import Figure, memory_figure, time_figure
from talkie_shell.bench.hearing import Hearing, HearingPlan, time_hearing
from talkie_shell.bench.keys import key_presses
from talkie_shell.bench.machine import describe_machine
from talkie_shell.bench.processes import PROGRAM, WORDS, run_prompt, run_reconstruct
from talkie_shell.bench.report import Report
from talkie_shell.bench.stages import Plan, Timed, time_stages

SECONDS = 8.0
"""For each kind of whole run."""
_NO_MODEL = "none"
"""No speech model has this name."""
_HEARS = b"dictates"
"""What the prompt shows once it can hear."""

Tell = Callable[[str], None]
Taken = TypeVar("Taken")


def measure(
    plan: Plan,
    options: Sequence[str],
    config: str,
    *,
    hearing: HearingPlan | None,
    without_blas: bool,
    tell: Tell,
) -> Report:
    """Measure everything; ``tell`` hears how far it is. ``options`` stand before the verb of
    whole runs, to have them do as the plan does; ``config`` is the settings file among them, ""
    for the user's own. Without ``hearing`` speech is left out. Raises TalkieError."""
    program = (*PROGRAM, *options)
    prompt = (*program, "--private")
    # Whole runs first: a process that is started counts what its starter held as its own.
    runs = 2 * plan.rounds
    cold = _repeat("reconstruct", lambda: run_reconstruct(program), runs, tell)
    prompts = _repeat("prompt", lambda: run_prompt(prompt), runs, tell)
    with key_presses(config) as (start_helper, ask_helper):
        first_keys = _repeat("key, cold", start_helper, runs, tell)
        keys = _repeat("key", ask_helper, 4 * runs, tell)
    tell("prompt: memory")
    deaf = run_prompt((*prompt, "--speech-model", _NO_MODEL), words=WORDS)
    hears = None
    if hearing is not None:
        model = ("--speech-model", hearing.speech_model, "--speech-adapter", hearing.speech_adapter)
        hears = run_prompt((*prompt, *model), words=WORDS, sees=_HEARS)
    timed = _stages("stages", plan, tell, blas=True)
    slow = _stages("stages without OpenBLAS", plan, tell, blas=False) if without_blas else None
    figures = (
        *_stage_figures(timed),
        time_figure("reconstruct, cold", [run.milliseconds for run in cold]),
        time_figure("first prompt", [run.milliseconds for run in prompts]),
        time_figure("key in own shell, cold", first_keys),
        time_figure("key in own shell", keys),
        memory_figure("memory of reconstruct", [run.megabytes for run in cold]),
        memory_figure("memory of the prompt", [deaf.megabytes]),
    )
    if hears is not None:
        figures += (memory_figure("memory with what hears", [hears.megabytes]),)
    heard = _hearing(hearing, tell) if hearing is not None else None
    return Report(
        describe_machine(),
        timed,
        (*figures, *(_hearing_figures(heard) if heard is not None else ())),
        _stage_figures(slow) if slow else (),
        heard,
    )


def _repeat(label: str, run: Callable[[], Taken], count: int, tell: Tell) -> list[Taken]:
    """``count`` runs, fewer where time runs out; one before them warms the disk's cache."""
    tell(f"{label}: warming up")
    run()
    until = monotonic() + SECONDS
    done: list[Taken] = []
    while len(done) < count and (monotonic() < until or not done):
        tell(f"{label}: {len(done) + 1}/{count}")
        done.append(run())
    return done


def _stages(label: str, plan: Plan, tell: Tell, *, blas: bool) -> Timed:
    tell(f"{label}: warming up")
    return time_stages(
        plan, blas=blas, on_round=lambda done: tell(f"{label}: {done}/{plan.rounds}")
    )


def _hearing(plan: HearingPlan, tell: Tell) -> Hearing:
    tell("speech: warming up")
    return time_hearing(plan, lambda done: tell(f"speech: {done}/{plan.rounds}"))


def _hearing_figures(hearing: Hearing) -> tuple[Figure, ...]:
    return tuple(time_figure(f"speech: {name}", times) for name, times in hearing.samples.items())


def _stage_figures(timed: Timed) -> tuple[Figure, ...]:
    return tuple(time_figure(name, samples) for name, samples in timed.samples.items())
