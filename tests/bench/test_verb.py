"""``talkie-sh bench`` as a person or a program calls it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BENCH = [sys.executable, "-m", "talkie_shell", "bench", "--runs", "1"]


class TestBench:
    def test_measures_everything(self):
        done = subprocess.run(
            [*BENCH, "--json", "--engine", "preprocessor", "--without-blas"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stderr == ""
        value = json.loads(done.stdout)
        assert {figure["name"]: figure["unit"] for figure in value["figures"]} == {
            "preprocess": "ms",
            "model": "ms",
            "postprocess": "ms",
            "whole path": "ms",
            "reconstruct, cold": "ms",
            "first prompt": "ms",
            "key in own shell, cold": "ms",
            "key in own shell": "ms",
            "memory of reconstruct": "MB",
            "memory of the prompt": "MB",
        }
        assert value["heard"] == []  # there is no model in this home
        assert all(figure["value"] > 0 for figure in value["figures"])
        assert [figure["name"] for figure in value["without_blas"]] == [
            "preprocess",
            "model",
            "postprocess",
            "whole path",
        ]

    def test_can_be_interrupted_and_leaves_a_clean_line(self):
        ours, theirs = os.openpty()
        with subprocess.Popen(
            BENCH, cwd=ROOT, stderr=theirs, stdout=subprocess.PIPE, start_new_session=True
        ) as running:
            shown = b""
            while b"reconstruct: warming up" not in shown:
                shown += os.read(ours, 1000)
            os.killpg(running.pid, signal.SIGINT)
            out, _ = running.communicate(timeout=60)
        os.close(theirs)
        shown += os.read(ours, 1000)
        os.close(ours)
        assert (running.returncode, out) == (130, b"")
        # How far it came by then is its own affair.
        assert shown.startswith(b"\r\x1b[Kreconstruct: warming up\r\x1b[K")
        assert shown.endswith(b"\r\x1b[K")
        assert b"\n" not in shown

    @pytest.mark.parametrize("runs", ["0", "21", "many"])
    def test_refuses_what_it_cannot_do(self, runs: str):
        done = subprocess.run(
            [*BENCH[:-1], runs], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 2
        assert done.stderr.count("\n") == 1
