"""Times each stage from sound to command, in a process of its own (see
`talkie_shell.bench.apart`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from time import perf_counter_ns
from typing import TYPE_CHECKING, Any

from talkie_shell.bench.apart import measure_apart, report_to_parent

if TYPE_CHECKING:
    from talkie_shell.pipeline import Pipeline
    from talkie_shell.records import Heard, Proposal
    from talkie_shell.speech.sound import Samples
    from talkie_shell.speech.whisper import WhisperRecogniser

SPOKEN = Path(__file__).with_name("spoken.flac")
"""2.8 s, "find dot dash name star dot txt", said by flite's voice slt."""
STAGES = ("spectrogram", "encoder", "decoder", "words", "proposal")
"""The words are the three before them in one go: what passes from the end of speech."""


@dataclass(frozen=True, slots=True)
class HearingPlan:
    """What to time: ``rounds`` over the files, the first of which does not count."""

    speech_model: str
    speech_adapter: str
    engine: str
    vocabulary: Mapping[str, Any]
    rounds: int
    files: tuple[str, ...] = (str(SPOKEN),)


@dataclass(frozen=True, slots=True)
class Hearing:
    """Milliseconds by stage; ``load`` of the recogniser. ``heard``: of each file its name, its
    seconds, the words and the command."""

    samples: Mapping[str, list[float]]
    load: float
    heard: list[list[Any]]


def time_hearing(plan: HearingPlan, on_round: Callable[[int], None]) -> Hearing:
    """Run the plan in a fresh process. Raises `TalkieError`."""
    fields = {name: getattr(plan, name) for name in HearingPlan.__slots__}
    fields["vocabulary"] = dict(plan.vocabulary)
    return Hearing(**measure_apart(__name__, fields, on_round))


def run(plan: HearingPlan, on_round: Callable[[int], None]) -> Hearing:
    """Time the plan here. Raises `TalkieError`."""
    from talkie_shell.pipeline import load_pipeline
    from talkie_shell.settings import Settings
    from talkie_shell.speech.prompting import build_prompt
    from talkie_shell.speech.recogniser import load_recogniser
    from talkie_shell.speech.sound import read_sound

    started = perf_counter_ns()
    recogniser = load_recogniser(
        Settings(speech_model=plan.speech_model, speech_adapter=plan.speech_adapter)
    )
    load = (perf_counter_ns() - started) / 1e6
    pipeline = load_pipeline(plan.engine, plan.vocabulary)
    sounds = [read_sound(Path(file)) for file in plan.files]
    prompt = build_prompt()
    samples: dict[str, list[float]] = {stage: [] for stage in STAGES}
    heard: list[list[Any]] = []
    for number in range(plan.rounds + 1):
        for file, sound in zip(plan.files, sounds, strict=True):
            words, proposal, taken = _time_one(recogniser, pipeline, sound, prompt)
            if number == 0:
                heard.append([Path(file).name, words.seconds_audio, words.text, proposal.command])
                continue
            for stage, milliseconds in zip(STAGES, taken, strict=True):
                samples[stage].append(milliseconds)
        on_round(number)
    return Hearing(samples, load, heard)


def _time_one(
    recogniser: WhisperRecogniser, pipeline: Pipeline, sound: Samples, prompt: str
) -> tuple[Heard, Proposal, list[float]]:
    """What was heard and proposed, and the milliseconds of each stage."""
    import mlx.core as mx

    from talkie_shell.speech.window import SAMPLE_RATE

    points = [perf_counter_ns()]
    mel = recogniser.mel(sound)
    mx.eval(mel)
    points.append(perf_counter_ns())
    features = recogniser.encode(mel)
    mx.eval(features)
    points.append(perf_counter_ns())
    recogniser.decode(features, len(sound) / SAMPLE_RATE, prompt)
    points.append(perf_counter_ns())
    heard = recogniser.recognise(sound, prompt=prompt)
    points.append(perf_counter_ns())
    proposal = pipeline.propose_heard(heard)
    points.append(perf_counter_ns())
    return heard, proposal, [(later - earlier) / 1e6 for earlier, later in pairwise(points)]


if __name__ == "__main__":
    report_to_parent(lambda plan, on_round: asdict(run(HearingPlan(**plan), on_round)))
