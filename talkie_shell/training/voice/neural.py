"""The voices that are neural networks, run by onnxruntime on one thread."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from talkie_shell.training.voice.programs import output_of

if TYPE_CHECKING:
    from talkie_shell.speech.sound import Samples

_PIPER_NOISE, _PIPER_WIDTHS = 0.667, 0.8
_SWITCH = re.compile(r"\([a-z-]+\)")


def say_hibari(text: str, option: str, speed: float) -> tuple[Samples, int]:
    """The text by one of hibari's voices (Kokoro-82M distilled, Apache-2.0), and its rate."""
    voice = _hibari(option)
    pace = min(2.0, max(0.5, speed))
    return np.asarray(voice(text, speed=pace), np.float32), 24_000


@cache
def _hibari(option: str) -> Any:
    from hibari import Hibari

    return Hibari(threads=1) if option == "heart" else Hibari(voice=option, threads=1)


def say_piper(text: str, option: str, speed: float) -> tuple[Samples, int]:
    """The text by a Piper voice (VITS) that the package ``option`` brings, and its rate.

    espeak-ng gives the phonemes, as in Piper itself. Raises `TrainingError` where it fails.
    """
    session, config = _piper(option)
    voice = config["espeak"]["voice"]
    spoken = output_of(["espeak-ng", "-q", "--ipa", "-v", voice, "--", text]).decode()
    known = config["phoneme_id_map"]
    phonemes = _SWITCH.sub("", " ".join(spoken.split()))
    ids = [*known["^"], *known["_"]]
    for phoneme in phonemes:
        if phoneme in known:
            ids += [*known[phoneme], *known["_"]]
    ids += known["$"]
    sound = session.run(
        None,
        {
            "input": np.array([ids], np.int64),
            "input_lengths": np.array([len(ids)], np.int64),
            "scales": np.array([_PIPER_NOISE, 1 / speed, _PIPER_WIDTHS], np.float32),
        },
    )[0]
    return np.asarray(sound, np.float32).ravel(), int(config["audio"]["sample_rate"])


@cache
def _piper(option: str) -> tuple[Any, dict[str, Any]]:
    import onnxruntime

    package = import_module(option)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        str(package.model_path()), options, providers=["CPUExecutionProvider"]
    )
    with open(package.config_path(), encoding="utf-8") as file:  # noqa: PTH123 - text or Path
        return session, json.load(file)
