"""What dictation by voice needs. Without it everything else works, so it is at most a warning,
unless the settings name something that is not there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from talkie_shell.doctor.findings import Finding, ok, problem, warning
from talkie_shell.errors import SpeechError
from talkie_shell.settings import Settings

if TYPE_CHECKING:
    from talkie_shell.speech.microphone import Device
    from talkie_shell.speech.parts import MissingPart


@dataclass(frozen=True, slots=True)
class Voice:
    """``devices`` is None where they cannot be listed, for ``parts`` are missing. ``folder`` is
    where the speech model is, or would be; ``unknown`` says why there is no model of the name."""

    parts: tuple[MissingPart, ...]
    devices: Sequence[Device] | SpeechError | None
    folder: Path | None
    is_there: bool
    unknown: str = ""


def gather_voice(settings: Settings) -> Voice:
    """What there is on this machine."""
    from talkie_shell.speech.microphone import list_devices
    from talkie_shell.speech.models import find_model, folder_of, is_folder, is_model
    from talkie_shell.speech.parts import missing_voice_parts

    parts = missing_voice_parts()
    devices: Sequence[Device] | SpeechError | None = None
    if not any(part.name == "PortAudio" or "sounddevice" in part.name for part in parts):
        try:
            devices = list_devices()
        except SpeechError as error:
            devices = error
    name = settings.speech_model
    try:
        if is_folder(name):
            folder = Path(name).expanduser()
        else:
            find_model(name)
            folder = folder_of(name)
    except SpeechError as error:
        return Voice(parts, devices, None, is_there=False, unknown=str(error))
    return Voice(parts, devices, folder, is_there=is_model(folder))


def check_voice(voice: Voice, settings: Settings) -> list[Finding]:
    """Packages, the microphone and the speech model, in the order in which they are needed."""
    return [
        *_parts(voice.parts),
        _microphone(voice.devices, settings.microphone),
        _speech_model(voice, settings.speech_model),
    ]


def _parts(parts: tuple[MissingPart, ...]) -> list[Finding]:
    name = "voice"
    if not parts:
        return [ok(name, "all packages and PortAudio are here")]
    return [warning(name, f"{part.name} not here: no dictation", part.command) for part in parts]


def _microphone(devices: Sequence[Device] | SpeechError | None, wanted: str) -> Finding:
    from talkie_shell.speech.microphone import find_device

    name = "microphone"
    if devices is None:
        return warning(name, "not looked for, as voice is not complete", "see the line above")
    if isinstance(devices, SpeechError):
        return warning(name, str(devices), "see talkie-sh devices")
    if not devices:
        return warning(name, "there is none", "connect one; talkie-sh devices lists them")
    try:
        device = find_device(list(devices), wanted)
    except SpeechError as error:
        return problem(name, str(error).partition(";")[0], "change microphone in the settings")
    return ok(name, f"{device.name}, {device.rate} Hz")


def _speech_model(voice: Voice, wanted: str) -> Finding:
    name = "speech model"
    if voice.unknown:
        return problem(name, voice.unknown, "change speech_model in the settings")
    if not voice.is_there and Path(wanted).name != wanted and voice.folder == Path(wanted):
        return problem(name, f"{voice.folder} holds none", "change speech_model in the settings")
    if not voice.is_there:
        return warning(name, f"{wanted} is not here", f"talkie-sh models fetch {wanted}")
    return ok(name, f"{wanted} in {voice.folder}")
