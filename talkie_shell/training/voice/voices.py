"""Who can speak: the table of voices, and which of them are installed here."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import tomli

from talkie_shell.errors import DataError, TrainingError, UsageError
from talkie_shell.training.voice.programs import output_of

_TABLE = Path(__file__).parent / "tables" / "voices.toml"
_PROGRAMS = {
    "flite": "flite",
    "espeak": "espeak-ng",
    "festival": "text2wave",
    "pico": "pico2wave",
}
_PACKAGES = {"hibari": ["hibari"], "piper": ["onnxruntime"]}
ENGINES = frozenset({*_PROGRAMS, *_PACKAGES})


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice. ``option`` is the engine's own name of it; ``heldout``: never trained on."""

    name: str
    engine: str
    option: str
    weight: float = 1.0
    heldout: bool = False


@cache
def all_voices() -> tuple[Voice, ...]:
    """Every voice of the table. Raises `DataError` where the table is wrong."""
    rows = tomli.loads(_TABLE.read_text(encoding="utf-8"))["voice"]
    voices = tuple(Voice(**row) for row in rows)
    if len({voice.name for voice in voices}) != len(voices):
        raise DataError("voices.toml: two voices have one name")
    unknown = {voice.engine for voice in voices} - ENGINES
    if unknown:
        raise DataError(f"voices.toml: no engine is called {', '.join(sorted(unknown))}")
    return voices


def installed(voice: Voice) -> bool:
    """Whether the voice can speak on this machine."""
    program = _PROGRAMS.get(voice.engine)
    if program is not None:
        there = shutil.which(program) is not None
        return there and (voice.engine != "festival" or voice.option in _festival_voices())
    packages = list(_PACKAGES[voice.engine])
    if voice.engine == "piper":
        packages.append(voice.option)
        if shutil.which(_PROGRAMS["espeak"]) is None:
            return False
    return all(find_spec(package) is not None for package in packages)


@cache
def _festival_voices() -> frozenset[str]:
    """Festival's voices come in packages of their own."""
    try:
        listed = output_of(["festival", "--batch", "(print (voice.list))"])
    except TrainingError:
        return frozenset()
    return frozenset(listed.decode(errors="replace").replace("(", " ").replace(")", " ").split())


def installed_voices() -> tuple[Voice, ...]:
    """The voices of this machine. Raises `UsageError` that says what to install."""
    voices = tuple(voice for voice in all_voices() if installed(voice))
    if not voices:
        raise UsageError("there is no voice here: install flite and espeak-ng")
    return voices


def voices_named(names: Iterable[str]) -> tuple[Voice, ...]:
    """The installed voices of these names. Raises `UsageError` for one that is not there."""
    here = {voice.name: voice for voice in installed_voices()}
    missing = [name for name in names if name not in here]
    if missing:
        raise UsageError(f"no voice {missing[0]!r} here; there are: {', '.join(here)}")
    return tuple(here[name] for name in names)
