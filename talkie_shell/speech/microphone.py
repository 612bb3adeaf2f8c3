"""The microphone, through PortAudio: open only between `Microphone.open` and `close`."""

from __future__ import annotations

import atexit
import contextlib
import os
import queue
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from talkie_shell.errors import SpeechError
from talkie_shell.speech.parts import missing
from talkie_shell.speech.window import SAMPLE_RATE

if TYPE_CHECKING:
    from types import ModuleType

    from talkie_shell.speech.sound import Samples

GONE = 2.0
"""Seconds without a block after which the microphone counts as gone."""
_BLOCKS = 50
"""Blocks of sound a second that PortAudio is asked for."""
_INSTALL = "brew install portaudio" if sys.platform == "darwin" else "apt-get install libportaudio2"
_QUIETING = threading.Lock()
_ABANDONED = threading.Event()
"""Set once a stream could not be let go of: PortAudio would wait for it before it looks anew."""
_LOOKS_ANEW = sys.platform == "darwin"
"""Whether to look for devices before each recording. On macOS PortAudio keeps to the default of
its start, whatever is plugged in since; elsewhere "default" is the system's, which follows."""


@dataclass(frozen=True, slots=True)
class Device:
    """A microphone as the system lists it. ``rate`` in Hz; ``default``: what is used where
    nobody names one."""

    index: int
    name: str
    channels: int
    rate: int
    default: bool


def list_devices() -> list[Device]:
    """The microphones there are now. Raises `SpeechError` where PortAudio is missing."""
    with _quiet():
        return _devices(_portaudio(again=True))


def prepare() -> None:
    """Load what the first recording needs, so that it need not wait. Where something is missing,
    the recording says so."""
    with contextlib.suppress(SpeechError), _quiet():
        _portaudio()


def find_device(devices: list[Device], name: str) -> Device:
    """The device with that name, else the first whose name has it in it; "" is the default.

    Raises `SpeechError` where there is none.
    """
    if not devices:
        raise SpeechError("there is no microphone; talkie-sh devices lists them once there is one")
    if not name:
        return next((one for one in devices if one.default), devices[0])
    wanted = name.casefold()
    exact = [one for one in devices if one.name.casefold() == wanted]
    near = [one for one in devices if wanted in one.name.casefold()]
    if not exact and not near:
        raise SpeechError(f"there is no microphone {name!r}; talkie-sh devices lists what there is")
    return (exact or near)[0]


class Microphone:
    """A `Source`. What PortAudio hands over is queued at once; nothing waits in its callback."""

    def __init__(self, name: str = "") -> None:
        self._name = name
        self._blocks: queue.SimpleQueue[Samples] = queue.SimpleQueue()
        self._open = contextlib.ExitStack()
        self._resampler: Any = None
        self._last = 0.0
        self._over = threading.Event()
        self.lost = 0

    def open(self) -> None:
        self._blocks, self.lost = queue.SimpleQueue(), 0
        self._over.clear()
        try:
            self._open.enter_context(_quiet())
            try:
                self._begin(_portaudio(again=_LOOKS_ANEW))
            except SpeechError:
                # PortAudio knows only what was plugged in when it started.
                self._begin(_portaudio(again=True))
        except BaseException:
            self._open.close()
            raise
        self._last = time.monotonic()

    def read(self, timeout: float) -> Samples | None:
        try:
            block = self._blocks.get(timeout=timeout)
        except queue.Empty:
            if self._over.is_set() or time.monotonic() - self._last > GONE:
                raise SpeechError("the microphone went away") from None
            return None
        self._last = time.monotonic()
        mono: Samples = block.mean(axis=1, dtype="float32")
        if self._resampler is None:
            return mono
        resampled: Samples = self._resampler.resample_chunk(mono)
        return resampled

    def close(self) -> None:
        self._open.close()

    def _begin(self, portaudio: ModuleType) -> None:
        try:
            import soxr
        except ImportError as error:
            raise missing(error) from error
        device = find_device(_devices(portaudio), self._name)
        refusal: Exception | None = None
        for channels in dict.fromkeys((1, device.channels)):
            stream: Any = None
            try:
                stream = portaudio.InputStream(
                    device=device.index,
                    channels=channels,
                    samplerate=device.rate,
                    dtype="float32",
                    latency="high",
                    blocksize=device.rate // _BLOCKS,
                    callback=self._take,
                    finished_callback=self._over.set,
                )
                stream.start()
            except (portaudio.PortAudioError, OSError, ValueError) as error:
                refusal = error
                if stream is not None:
                    _close(stream)
                continue
            self._open.callback(_close, stream)
            if device.rate != SAMPLE_RATE:
                self._resampler = soxr.ResampleStream(device.rate, SAMPLE_RATE, 1, dtype="float32")
            return
        raise SpeechError(_refused(device, refusal)) from refusal

    def _take(self, samples: Any, frames: int, clock: Any, status: Any) -> None:
        """PortAudio's callback, on its own thread: it must neither wait nor fail."""
        if status.input_overflow:
            self.lost += 1
        self._blocks.put(samples.copy())


def _portaudio(*, again: bool = False) -> ModuleType:
    """The binding, which looks for devices when it starts; ``again`` has it look anew."""
    try:
        import sounddevice
    except ImportError as error:
        raise missing(error) from error
    except OSError as error:
        raise SpeechError(f"PortAudio is missing: {_INSTALL}") from error
    # The system ends PortAudio with the process; to end it at exit would wait for a lost device.
    atexit.unregister(sounddevice._exit_handler)  # noqa: SLF001 - the binding has no other way
    if again and not _ABANDONED.is_set():
        try:
            sounddevice._terminate()  # noqa: SLF001 - the binding has no other way to look anew
            sounddevice._initialize()  # noqa: SLF001
        except sounddevice.PortAudioError as error:
            raise SpeechError(f"PortAudio does not start: {error}") from error
    found: ModuleType = sounddevice
    return found


def _devices(portaudio: ModuleType) -> list[Device]:
    default = portaudio.default.device[0]
    if default < 0:
        with contextlib.suppress(portaudio.PortAudioError):
            default = portaudio.query_hostapis(0)["default_input_device"]
    return [
        Device(
            index=index,
            name=str(found["name"]),
            channels=int(found["max_input_channels"]),
            rate=round(found["default_samplerate"]),
            default=index == default,
        )
        for index, found in enumerate(portaudio.query_devices())
        if found["max_input_channels"] > 0
    ]


def _refused(device: Device, error: Exception | None) -> str:
    """Why a microphone does not open, and what to do. The codes are PortAudio's."""
    told = " ".join(str(error).split())
    if "-9985" in told or "busy" in told.lower():
        return f"the microphone {device.name!r} is in use by another program"
    permission = (
        "; allow your terminal to use it in System Settings, Privacy & Security, Microphone"
        if sys.platform == "darwin"
        else "; is it plugged in, and may you use it?"
    )
    return f"the microphone {device.name!r} does not open ({told}){permission}"


def _close(stream: Any) -> None:
    """Let go of a stream. Where its device went away PortAudio may never return from that, and
    nobody waits for it."""

    def let_go() -> None:
        with contextlib.suppress(Exception):  # it is gone either way
            stream.abort()
            stream.close()

    closing = threading.Thread(target=let_go, daemon=True)
    closing.start()
    closing.join(GONE)
    if closing.is_alive():
        _ABANDONED.set()


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """What ALSA and PortAudio print to the standard error would land in the user's line."""
    with _QUIETING:  # or another thread's silence might be taken for what is to come back
        heard = os.isatty(2)
        if heard:
            kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 2)
    if not heard:
        yield
        return
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
