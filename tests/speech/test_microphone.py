"""What the microphone makes of PortAudio, with one that a test holds."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
import types
from typing import Any

import numpy as np
import pytest

from talkie_shell.errors import SpeechError
from talkie_shell.speech import microphone
from talkie_shell.speech.microphone import Microphone, list_devices

HANGING = """
import atexit
import threading
import types

PortAudioError = RuntimeError
default = types.SimpleNamespace(device=(0, 0))

class InputStream:
    def __init__(self, **options):
        self.start = self.close = lambda: None
        self.abort = forever

def query_devices():
    return [{"name": "webcam", "max_input_channels": 1, "default_samplerate": 16000.0}]

def forever():
    threading.Event().wait()

_exit_handler = atexit.register(forever)
"""
"""The module sounddevice with a stream that never ends, and that is waited for at exit."""
PROGRAM = """
from talkie_shell.speech import microphone

microphone.GONE = 0.05
listening = microphone.Microphone()
listening.open()
listening.close()
"""


class PortAudioError(Exception):
    pass


class Stream:
    def __init__(self, audio: PortAudio, **options: Any) -> None:
        self.audio = audio
        audio.opened.append(options)
        if audio.refusals:
            raise audio.refusals.pop(0)
        self.callback = options["callback"]
        self.finished = options["finished_callback"]
        self.log: list[str] = []
        audio.stream = self

    def start(self) -> None:
        self.log.append("start")
        if self.audio.start_refusals:
            raise self.audio.start_refusals.pop(0)

    def abort(self) -> None:
        self.log.append("abort")

    def close(self) -> None:
        self.log.append("close")

    def hear(self, samples: np.ndarray, *, overflow: bool = False) -> None:
        self.callback(samples, len(samples), None, types.SimpleNamespace(input_overflow=overflow))


class PortAudio(types.ModuleType):
    """The module sounddevice as far as it is used."""

    PortAudioError = PortAudioError

    def __init__(self) -> None:
        super().__init__("sounddevice")
        self.devices = [
            {"name": "speakers", "max_input_channels": 0, "default_samplerate": 48000.0},
            {"name": "webcam", "max_input_channels": 2, "default_samplerate": 48000.0},
        ]
        self.default = types.SimpleNamespace(device=(1, 0))
        self.refusals: list[Exception] = []
        self.start_refusals: list[Exception] = []
        self.opened: list[dict[str, Any]] = []
        self.stream: Stream
        self.started = 0

    def InputStream(self, **options: Any) -> Stream:  # noqa: N802 - its name
        return Stream(self, **options)

    def query_devices(self):
        return self.devices

    def query_hostapis(self, index: int):
        return {"default_input_device": -1}

    def _terminate(self) -> None:
        pass

    def _initialize(self) -> None:
        self.started += 1

    def _exit_handler(self) -> None:
        pass


@pytest.fixture
def audio(monkeypatch) -> PortAudio:
    audio = PortAudio()
    monkeypatch.setitem(sys.modules, "sounddevice", audio)
    monkeypatch.setattr(microphone, "_ABANDONED", threading.Event())
    return audio


def heard(listening: Microphone) -> np.ndarray:
    blocks = []
    while (block := listening.read(0.01)) is not None:
        blocks.append(block)
    return np.concatenate(blocks)


class TestCapture:
    def test_whatever_the_device_offers_becomes_mono_at_16_khz(self, audio):
        listening = Microphone()
        listening.open()
        assert audio.opened[0]["samplerate"] == 48_000
        times = np.arange(48_000) / 48_000
        tone = np.sin(2 * np.pi * 440 * times).astype(np.float32)
        for at in range(0, 48_000, 960):
            audio.stream.hear(np.stack([tone, tone], axis=1)[at : at + 960])
        samples = heard(listening)
        assert samples.dtype == np.float32
        assert samples.ndim == 1
        assert len(samples) == pytest.approx(16_000, abs=400)
        spectrum = abs(np.fft.rfft(samples[:15_000]))
        assert spectrum.argmax() * 16_000 / 15_000 == pytest.approx(440, abs=2)

    def test_no_block_is_lost_however_late_it_is_read(self, audio):
        audio.devices[1]["default_samplerate"] = 16_000.0
        listening = Microphone()
        listening.open()
        for value in range(2_000):
            audio.stream.hear(np.full((320, 1), value, dtype=np.float32))
        assert heard(listening)[::320].tolist() == list(range(2_000))
        assert listening.lost == 0

    def test_the_block_is_copied_because_portaudio_uses_it_again(self, audio):
        audio.devices[1]["default_samplerate"] = 16_000.0
        listening = Microphone()
        listening.open()
        block = np.ones((320, 1), dtype=np.float32)
        audio.stream.hear(block)
        block[:] = 0
        assert heard(listening).min() == 1

    def test_what_the_system_lost_is_counted(self, audio):
        listening = Microphone()
        listening.open()
        for overflow in (True, False, True):
            audio.stream.hear(np.zeros((960, 1), dtype=np.float32), overflow=overflow)
        assert listening.lost == 2

    def test_closing_lets_go_of_it_once(self, audio):
        listening = Microphone()
        listening.open()
        listening.close()
        listening.close()
        assert audio.stream.log == ["start", "abort", "close"]

    def test_a_device_without_mono_is_asked_for_all_it_has(self, audio):
        audio.refusals = [PortAudioError("Invalid number of channels [PaErrorCode -9998]")]
        Microphone().open()
        assert [options["channels"] for options in audio.opened] == [1, 2]


class TestFaults:
    def test_in_use_by_another_program(self, audio):
        audio.refusals = [PortAudioError("Device unavailable [PaErrorCode -9985]")] * 4
        with pytest.raises(SpeechError, match="'webcam' is in use by another program"):
            Microphone().open()

    def test_not_allowed(self, audio):
        audio.refusals = [PortAudioError("Permission denied [PaErrorCode -9999]")] * 4
        with pytest.raises(SpeechError, match=r"'webcam' does not open .*Permission denied"):
            Microphone().open()

    def test_one_that_opens_but_does_not_start_is_let_go(self, audio):
        audio.start_refusals = [PortAudioError("Unanticipated host error")] * 4
        with pytest.raises(SpeechError, match="does not open"):
            Microphone().open()
        assert audio.stream.log == ["start", "abort", "close"]

    def test_one_that_was_plugged_in_later_is_found(self, audio, monkeypatch):
        plugged, audio.devices = audio.devices, []
        monkeypatch.setattr(audio, "_initialize", lambda: setattr(audio, "devices", plugged))
        Microphone("webcam").open()
        assert len(audio.opened) == 1

    def test_one_that_goes_away_is_noticed_after_what_it_heard(self, audio):
        listening = Microphone()
        listening.open()
        audio.stream.hear(np.zeros((960, 1), dtype=np.float32))
        audio.stream.finished()
        assert listening.read(0.01) is not None
        with pytest.raises(SpeechError, match="the microphone went away"):
            listening.read(0.01)

    def test_one_that_falls_silent_without_a_word_is_noticed(self, audio, monkeypatch):
        monkeypatch.setattr(microphone, "GONE", 0.0)
        listening = Microphone()
        listening.open()
        time.sleep(0.001)
        with pytest.raises(SpeechError, match="the microphone went away"):
            listening.read(0.001)

    def test_closing_one_that_hangs_does_not_hang(self, audio, monkeypatch):
        monkeypatch.setattr(microphone, "GONE", 0.05)
        listening = Microphone()
        listening.open()
        hanging = threading.Event()
        audio.stream.abort = hanging.wait
        listening.close()
        assert [device.name for device in list_devices()] == ["webcam"]
        assert audio.started == 0  # ending PortAudio for it would hang
        hanging.set()

    def test_one_that_hangs_does_not_keep_the_program_from_ending(self, tmp_path):
        (tmp_path / "sounddevice.py").write_text(HANGING)
        (tmp_path / "program.py").write_text(PROGRAM)
        ended = subprocess.run([sys.executable, tmp_path / "program.py"], check=False, timeout=60)
        assert ended.returncode == 0

    def test_no_microphone(self, audio):
        audio.devices = []
        assert list_devices() == []
        with pytest.raises(SpeechError, match="there is no microphone"):
            Microphone().open()

    def test_the_binding_is_not_installed(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "sounddevice", None)
        with pytest.raises(SpeechError, match="sounddevice"):
            Microphone().open()

    def test_the_library_is_not_installed(self, monkeypatch):
        class Broken:
            def find_spec(self, name, path=None, target=None):
                if name == "sounddevice":
                    raise OSError("PortAudio library not found")

        monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
        monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
        with pytest.raises(SpeechError, match="PortAudio is missing: "):
            Microphone().open()


class TestDevices:
    def test_only_what_can_be_heard_with(self, audio):
        (device,) = list_devices()
        assert (device.name, device.channels, device.rate) == ("webcam", 2, 48_000)
        assert device.default
        assert audio.started == 1
