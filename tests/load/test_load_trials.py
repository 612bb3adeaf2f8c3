"""Each trial, scaled down, on the real program: what the full figures are taken of holds."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOAD = [sys.executable, "-m", "talkie_shell", "--engine", "preprocessor", "load"]


def load(*words: str) -> dict[str, dict]:
    """The trials' outcomes, by name."""
    done = subprocess.run(
        [*LOAD, "--json", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    return {trial["trial"]: trial for trial in json.loads(done.stdout)["trials"]}


def figure(trial: dict, name: str) -> float:
    return next(one["value"] for one in trial["figures"] if one["name"] == name)


@pytest.mark.parametrize("shell", ["bash", "zsh"])
class TestTrials:
    def test_many_commands_leave_nothing_behind(self, shell):
        trial = load("--shell", shell, "--only", "commands", "--commands", "40")["commands"]
        assert trial["faults"] == []
        assert trial["met"]
        assert figure(trial, "in the log") == 41

    def test_sessions_at_once_lose_nothing(self, shell):
        words = ("--only", "sessions", "--sessions", "3", "--each", "4")
        trial = load("--shell", shell, *words)["sessions"]
        assert (trial["done"], trial["faults"], trial["met"]) == (12, [], True)

    def test_kills_are_survived(self, shell):
        trial = load("--shell", shell, "--only", "kills", "--kills", "6", "--seed", "5")["kills"]
        assert (trial["done"], trial["faults"]) == (6, [])
        assert figure(trial, "kills of shell")
        assert figure(trial, "kills of talkie-sh")

    def test_random_keys_are_answered(self, shell):
        trial = load("--shell", shell, "--only", "keys", "--keys", "3")["random keys"]
        assert (trial["done"], trial["faults"]) == (3, [])
        assert figure(trial, "times answered") + figure(trial, "left by a key of its own") == 3

    def test_a_closed_terminal_ends_everything(self, shell):
        trial = load("--shell", shell, "--only", "closings", "--closings", "1")
        assert trial["closed terminals"]["faults"] == []


class TestVerb:
    def test_speed_is_compared(self):
        trial = load("--only", "megabytes", "--megabytes", "1")["speed"]
        assert figure(trial, "print, here") > 0
        assert figure(trial, "pipe, of the bare shell") > 0

    def test_ctrl_c_tells_what_is_known(self):
        ours, theirs = os.openpty()
        words = ["--only", "commands", "--commands", "5000", "--json"]
        with subprocess.Popen(
            [*LOAD, *words], cwd=ROOT, stderr=theirs, stdout=subprocess.PIPE, start_new_session=True
        ) as running:
            shown = b""
            while b"commands: 5/5000" not in shown:
                shown += os.read(ours, 1000)
            os.killpg(running.pid, signal.SIGINT)
            out, _ = running.communicate(timeout=60)
        os.close(theirs)
        os.close(ours)
        told = json.loads(out)
        assert running.returncode == 130
        assert told["interrupted"]
        assert 5 <= told["trials"][0]["done"] < 5000

    def test_nothing_of_the_users_is_touched(self, home):
        load("--only", "closings", "--closings", "1")
        files = [file for file in home.rglob("*") if file.is_file()]
        assert [file for file in files if "talkie" in str(file.relative_to(home))] == []

    @pytest.mark.parametrize("word", ["-1", "x", "99999999"])
    def test_a_size_that_is_none(self, word):
        done = subprocess.run(
            [*LOAD, f"--kills={word}"], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 2
        assert done.stderr.count("\n") == 1
