"""Processes that make files end with the one that asked for them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.shell.conftest import alive, eventually

PROGRAM = """
import os, sys, time
from pathlib import Path
from talkie_shell.training.workers import Workers

def make(plan, folder):
    (folder / "made").write_text(str(os.getpid()))
    (folder / "made").rename(folder / "worker")
    time.sleep(600)

if __name__ == "__main__":
    with Workers(make, Path(sys.argv[1]), 1) as workers:
        workers.ask(["plan"])[0].result()
"""


def test_none_is_left_behind_by_a_kill(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(PROGRAM)
    worker = tmp_path / "worker"
    with subprocess.Popen([sys.executable, tmp_path / "program.py", tmp_path]) as asking:
        eventually(worker.exists, "worker")
        asking.kill()
    eventually(lambda: not alive(int(worker.read_text())), "end of the worker")
