"""The real path: a voice speaks into a virtual microphone while the prompt, in a
pseudo-terminal, listens with a real model; and what happens where something is missing."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from talkie_shell.repl.voice import REPEATS, UNREAD
from tests.repl.test_end_to_end import SOURCE, Terminal, corrections
from tests.voices import say

KEY = "\x00"
WORDS = "find dot dash name star dot txt"
COMMAND = "find . -name *.txt"


@pytest.fixture(scope="module")
def spoken(tmp_path_factory) -> Path:
    """The words as a sound file."""
    file = tmp_path_factory.mktemp("spoken") / "find.wav"
    say(WORDS, file)
    return file


@pytest.fixture
def settings(home, speech_model):
    """A settings file with the real model in it."""
    file = home / ".config" / "talkie-sh" / "config.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f'speech_model = "{speech_model}"\nshell_history = false\n')
    return file


@pytest.fixture
def open_terminal(home, settings):
    terminals = []

    def open_one(*words: str, ready: bool = True, **options) -> Terminal:
        terminals.append(Terminal(home, *words, columns=100, **options))
        return terminals[-1].see("❯", "dictates" if ready else "F1 keys")

    yield open_one
    for terminal in terminals:
        terminal.close()


class TestMicrophone:
    def test_spoken_shown_confirmed_and_run(
        self, open_terminal, microphone, spoken, home, settings
    ):
        # A slow machine may first have words when silence would have ended it.
        settings.write_text(settings.read_text() + "endpointing = false\n")
        terminal = open_terminal(**microphone.environment)
        assert microphone.listeners() == 0
        terminal.send(KEY).see("Ctrl-Space ends it · Esc cancels")
        with microphone.speaking(spoken) as player:
            terminal.until(
                lambda: re.search(r"❯ find.*\n.*→ find", terminal.text, re.DOTALL) is not None,
                "words and command while speaking",
            )
            assert "ends it" in terminal.text
            player.wait()
        terminal.send(KEY).see(f"❯ {COMMAND}", "Enter runs it")
        microphone.wait_unheard()
        assert "./a.txt" not in terminal.text
        read_it()
        terminal.send("\r").see("\n./a.txt", "F1 keys")
        terminal.send("\x04").end()
        (row,) = corrections(home)
        assert (row["source"], row["command"]) == ("voice", COMMAND)
        assert not list(home.rglob("*.flac"))

    def test_two_sessions_hear_at_once(self, open_terminal, microphone, spoken):
        terminals = [open_terminal(**microphone.environment) for _ in range(2)]
        for terminal in terminals:
            terminal.send(KEY).see("ends it")
        microphone.play(spoken)
        for terminal in terminals:
            terminal.see(f"❯ {COMMAND}", "Enter runs it")

    def test_unplugged_while_it_records_then_plugged_in_again(
        self, open_terminal, microphone, spoken
    ):
        terminal = open_terminal(**microphone.environment)
        terminal.send(KEY).see("ends it")
        microphone.unplug()
        terminal.see("the microphone went away").see_no("Esc cancels")
        time.sleep(2 * REPEATS)  # faster, it would be a held key that repeats
        terminal.send(KEY).see("microphone 'default' does not open").see_no("Esc cancels")
        terminal.send("ls -a").see("❯ ls -a", "as typed").send("\x03").see("F1 keys")
        microphone.close()
        microphone.plug_in()
        terminal.send(KEY).see("ends it")
        microphone.play(spoken)
        terminal.see(f"❯ {COMMAND}", "Enter runs it")
        assert b"ALSA lib" not in terminal.raw
        assert b"Expression" not in terminal.raw

    def test_only_silence_says_what_may_be_wrong(self, open_terminal, microphone):
        terminal = open_terminal(**microphone.environment)
        terminal.send(KEY).see("0:01").send(KEY).see("muted")

    def test_the_end_of_the_session_ends_a_dictation(self, open_terminal, microphone):
        terminal = open_terminal(**microphone.environment)
        terminal.send(KEY).see("ends it")
        assert microphone.listeners() == 1
        terminal.process.kill(signal.SIGHUP)
        assert terminal.end() == 128 + signal.SIGHUP
        microphone.wait_unheard()

    def test_devices(self, microphone):
        listed = devices(microphone.environment, "--json")
        rows = [json.loads(line) for line in listed.stdout.splitlines()]
        assert listed.returncode == 0
        assert [row["name"] for row in rows if row["used"]] == ["default"]
        assert {"name", "channels", "rate", "default", "used", "index"} == rows[0].keys()
        assert "* default  (" in devices(microphone.environment).stdout
        named = devices(microphone.environment, "--microphone", "nothing like it")
        assert named.returncode == 11
        assert "no microphone 'nothing like it'" in named.stderr


class TestWithoutOne:
    NOWHERE = {"PULSE_SERVER": "unix:/nowhere"}  # noqa: RUF012 - the environment of a program

    def test_no_device(self, open_terminal):
        terminal = open_terminal(**self.NOWHERE)
        terminal.send(KEY).see("microphone").see_no("Esc cancels")
        terminal.send("ls").see("❯ ls", "as typed").send("\r").see("c.md", "F1 keys")

    def test_devices_says_so(self):
        listed = devices(self.NOWHERE)
        assert (listed.returncode, listed.stdout) == (11, "")
        assert listed.stderr.startswith("talkie-sh: there is no microphone")
        assert devices(self.NOWHERE, "--json").stdout == ""

    def test_no_model(self, open_terminal, settings):
        settings.write_text('speech_model = "base.en"\n')
        terminal = open_terminal("--audio-file", "/nowhere.wav", ready=False)
        terminal.send(KEY)
        terminal.until(
            lambda: "models fetch base.en" in terminal.text or "no such file" in terminal.text,
            "what is missing",
        )
        terminal.send("ls").see("❯ ls", "as typed").send("\r").see("c.md", "F1 keys")


class TestSoundFile:
    def test_it_takes_the_place_of_the_microphone(self, open_terminal, spoken, settings, home):
        settings.write_text(settings.read_text() + "keep_audio = true\n")
        terminal = open_terminal("--audio-file", str(spoken), TALKIE_SH_AUDIO_SPEED="4")
        terminal.send(KEY).see(f"❯ {COMMAND}", "Enter runs it")
        read_it()
        terminal.send("\r").see("\n./a.txt", "F1 keys")
        (kept,) = home.rglob("audio/*.flac")
        assert kept.stat().st_mode & 0o777 == 0o600

    def test_ctrl_c_while_it_recognises_and_stopping_at_once(self, open_terminal, spoken):
        terminal = open_terminal("--audio-file", str(spoken), TALKIE_SH_AUDIO_SPEED="20")
        terminal.send(KEY).see("recognising").send("\x03").see("F1 keys")
        assert "find" not in terminal.text
        terminal.send(KEY).see("Esc cancels").send("\x1b").see("F1 keys").send("ls").see(
            "❯ ls", "as typed"
        )
        terminal.send("\x03").see("F1 keys").send("\x04")
        assert terminal.end() == 0

    def test_a_private_session_keeps_no_sound(self, open_terminal, spoken, settings, home):
        settings.write_text(settings.read_text() + "keep_audio = true\n")
        terminal = open_terminal(
            "--private", "--audio-file", str(spoken), TALKIE_SH_AUDIO_SPEED="20"
        )
        terminal.send(KEY).see("Enter runs it")
        read_it()
        terminal.send("\r").see("\n./a.txt", "F1 keys")
        assert not list(home.rglob("*.flac"))


def read_it() -> None:
    """A person reads the command before Enter; one that comes too fast for that counts for
    nothing."""
    time.sleep(2 * UNREAD)


def devices(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "talkie_shell", "devices", *words],
        check=False,
        capture_output=True,
        text=True,
        cwd=SOURCE,
        env=os.environ | environment,
    )
