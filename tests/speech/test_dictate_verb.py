"""``talkie-sh dictate`` in a terminal window, hearing really spoken sound."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from talkie_shell.cli.status_line import fitted
from talkie_shell.errors import SpeechError
from tests.terminals import Window, end_helpers, kept_environment

DICTATE = [sys.executable, "-P", "-m", "talkie_shell", "dictate"]


@pytest.fixture
def sound(speak, speech_model: Path, home: Path) -> Path:
    folder = home / ".config/talkie-sh"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(f'speech_model = "{speech_model}"\n')
    return speak("git status dash dash short")


@pytest.fixture
def open_window(home):
    windows = []

    def open_one(*words: str, term: str = "xterm-256color") -> Window:
        environment = kept_environment() | {"TERM": term, "LANG": "C.UTF-8"}
        command = f'{" ".join(DICTATE)} "$@" > out; echo it ended with $?; stty; exec cat'
        windows.append(Window(["sh", "-c", command, "sh", *words], environment, cwd=home))
        return windows[-1]

    yield open_one
    for window in windows:
        window.close()


class TestInATerminal:
    def test_the_meter_shows_and_the_command_is_printed(self, open_window, sound, home):
        window = open_window("--audio-file", str(sound)).see("Enter ends it · Esc cancels")
        window.see("it ended with 0")
        assert "● ▮" in window.raw.decode()
        assert (home / "out").read_text() == "git status --short\n"
        assert "Esc cancels" not in window.text

    def test_a_terminal_that_only_prints_lines(self, open_window, sound, home):
        window = open_window("--audio-file", str(sound), term="dumb").see(
            "listening; Enter ends it"
        )
        window.see("it ended with 0")
        assert b"\x1b" not in window.raw
        assert (home / "out").read_text() == "git status --short\n"

    def test_esc_forgets_it_at_once(self, open_window, sound, home):
        window = open_window("--audio-file", str(sound)).see("Esc cancels").send("\x1b")
        window.see("it ended with 130", "speed")
        assert (home / "out").read_text() == ""
        assert "-icanon" not in window.text
        assert "-echo\n" not in window.text

    def test_without_a_microphone_it_says_so(self, open_window, home):
        folder = home / ".config/talkie-sh"
        folder.mkdir(parents=True)
        (folder / "config.toml").write_text('microphone = "none of this name"\n')
        open_window().see("talkie-sh: ", "it ended with 11")


class TestInAPipe:
    def dictate(self, *words: str) -> str:
        done = subprocess.run(
            [*DICTATE, *words], capture_output=True, text=True, check=True, start_new_session=True
        )
        return done.stdout

    def test_json(self, sound):
        told = json.loads(self.dictate("--json", "--audio-file", str(sound)))
        assert told["command"] == "git status --short"

    @pytest.mark.parametrize("helper", [True, False])
    def test_as_a_key_of_the_own_shell_reads_it(self, sound, home, helper):
        with (home / ".config/talkie-sh/config.toml").open("a") as file:
            file.write("" if helper else "resident_minutes = 0\n")
        locks = set()
        try:
            for _ in range(2):
                told = self.dictate("--for-shell", "--audio-file", str(sound)).splitlines()
                assert told[0].startswith("git status")
                assert told[1:4] == ["ok", "", "git status --short"]
                locks |= {lock.read_text() for lock in (home / ".run").rglob("*.lock")}
            assert len(locks) == helper
        finally:
            end_helpers(home / ".run" / "talkie-sh")

    def test_what_went_wrong_in_the_helper_is_said(self, home):
        done = subprocess.run(
            [*DICTATE, "--for-shell", "--audio-file", str(home / "none.wav")],
            capture_output=True,
            text=True,
            check=False,
            start_new_session=True,
        )
        end_helpers(home / ".run" / "talkie-sh")
        assert done.returncode == SpeechError.exit_code
        assert done.stderr.startswith("talkie-sh: ")
        assert done.stderr.count("\n") == 1


class TestFitted:
    @pytest.mark.parametrize(
        ("told", "words", "columns", "shown"),
        [
            ("0:03", "find dot", 40, "0:03  find dot"),
            ("0:03", "find dot name", 14, "0:03  dot name"),
            ("0:03", "", 14, "0:03"),
            ("● 0:03 Enter ends it", "find", 10, "● 0:03 Ent"),
            ("0:03", "a\x1b[2Jb", 40, "0:03  a [2Jb"),
            ("0:03", "見 dot", 12, "0:03  見 dot"),
        ],
    )
    def test_it_keeps_to_one_row(self, told, words, columns, shown):
        assert fitted(told, words, columns) == shown
