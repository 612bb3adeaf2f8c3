"""A microphone without hardware: what is played into a sink of PulseAudio is heard from it."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest

from tests import needs

_NEEDED = ("pulseaudio", "pactl", "paplay", "pacat")
_SYSTEM = Path("/usr/share/alsa/alsa.conf")
_SECONDS = 45.0


class VirtualMicrophone:
    """A sound server of its own in a folder; ALSA's default device is its microphone."""

    def __init__(self, folder: Path) -> None:
        for program in _NEEDED:
            needs.program(program)
        if not _SYSTEM.exists() or not list(
            Path("/usr/lib").rglob("libasound_module_pcm_pulse.so")
        ):
            pytest.skip("libasound2-plugins is not installed")
        self._folder = folder
        self._socket = folder / "native"
        alsa = folder / "alsa.conf"
        alsa.write_text(
            f"<{_SYSTEM}>\npcm.!default {{ type pulse }}\nctl.!default {{ type pulse }}\n"
        )
        self.environment = {
            "PULSE_SERVER": f"unix:{self._socket}",
            "ALSA_CONFIG_PATH": str(alsa),
            "PULSE_COOKIE": str(folder / "cookie"),
        }
        self._running: list[subprocess.Popen[bytes]] = []
        self.plug_in()

    def plug_in(self) -> None:
        """Start the sound server with its microphone."""
        script = self._folder / "pulse.pa"
        script.write_text(
            f"load-module module-native-protocol-unix auth-anonymous=1 socket={self._socket}\n"
            "load-module module-null-sink sink_name=speaker rate=44100\n"
            "set-default-sink speaker\nset-default-source speaker.monitor\n"
        )
        options = ["--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"]
        self._run("pulseaudio", "-n", "-F", str(script), *options)
        end = time.monotonic() + _SECONDS
        while self._control("info") != 0:
            assert time.monotonic() < end, "no sound server"
            time.sleep(0.05)
        # A sink that nobody plays into wakes up only every two seconds.
        self._run("pacat", "--latency-msec=20", "/dev/zero")

    def play(self, sound: Path) -> None:
        """Speak into the microphone, to the end of the sound."""
        assert self.speaking(sound).wait() == 0

    def wait_unheard(self) -> None:
        """Until no program has the microphone open: the server hears of it later than they."""
        end = time.monotonic() + _SECONDS
        while self.listeners():
            assert time.monotonic() < end, "the microphone stays open"
            time.sleep(0.05)

    def listeners(self) -> int:
        """How many programs have the microphone open."""
        listed = subprocess.run(
            ["pactl", "list", "short", "source-outputs"],
            check=True,
            capture_output=True,
            text=True,
            env=self._around,
        )
        return len(listed.stdout.splitlines())

    def speaking(self, sound: Path) -> subprocess.Popen[bytes]:
        """Begin to speak into the microphone."""
        return subprocess.Popen(["paplay", str(sound)], env=self._around)

    def unplug(self) -> None:
        """Take the microphone away: the server goes on without it."""
        self._do("pactl", "unload-module", "module-null-sink")

    def close(self) -> None:
        for process in self._running:
            process.kill()
            process.wait()
        self._running.clear()

    def _control(self, *words: str) -> int:
        return subprocess.run(
            ["pactl", *words], check=False, capture_output=True, env=self._around
        ).returncode

    def _do(self, *command: str) -> None:
        subprocess.run(command, check=True, capture_output=True, env=self._around)

    def _run(self, *command: str) -> None:
        self._running.append(
            subprocess.Popen(
                command,
                env=self._around,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )

    @property
    def _around(self) -> dict[str, str]:
        folder = str(self._folder)
        return {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "HOME": folder,
            "XDG_RUNTIME_DIR": folder,
            **self.environment,
        }
