from __future__ import annotations

import sys

import pytest

from talkie_shell.bench import processes
from talkie_shell.bench.processes import is_drawn, run_prompt, run_reconstruct
from talkie_shell.errors import TalkieError

# From Python 3.12 on a fork warns where earlier tests left threads behind.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(processes, "_QUIET", 0.6)


class TestIsDrawn:
    @pytest.mark.parametrize(
        ("output", "drawn"),
        [
            (b"", False),
            (b"welcome\r\n~ > ", False),
            (b"welcome\r\n\x1b[?2004h", False),
            (b"\x1b[?2004h\x1b[?25l\x1b[0m\r\x1b]0;title\x07 \x1b[6n", False),
            (b"\x1b[?2004h\x1b[?25l\x1b[0m~ >", True),
        ],
    )
    def test_needs_the_line_editor_and_something_to_read(self, output: bytes, drawn: bool):
        assert is_drawn(output) is drawn


class TestRunPrompt:
    LINE_EDITOR = """
from pathlib import Path
from prompt_toolkit import PromptSession
session = PromptSession()
while True:
    try:
        session.prompt("~ > ")
    except KeyboardInterrupt:
        continue
    except EOFError:
        break
Path("left").touch()
"""

    @pytest.mark.parametrize("words", ["", "find dot"])
    def test_takes_the_time_and_leaves(self, words: str, tmp_path, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.chdir(tmp_path)
        run = run_prompt((sys.executable, "-c", self.LINE_EDITOR), words=words)
        assert run.milliseconds > 0
        assert run.megabytes > 1
        assert (tmp_path / "left").exists()

    def test_one_that_does_not_leave_is_ended(self):
        stubborn = self.LINE_EDITOR.replace("break", "continue")
        assert run_prompt((sys.executable, "-c", stubborn)).megabytes > 1

    def test_says_why_there_is_no_prompt(self):
        with pytest.raises(TalkieError, match=r"did not show in a pseudo-terminal: no weights$"):
            run_prompt((sys.executable, "-c", "import sys; sys.exit('no weights')"))


class TestRunReconstruct:
    def test_takes_time_and_memory(self):
        run = run_reconstruct()
        assert run.milliseconds > 0
        assert run.megabytes > 1

    def test_a_failure_is_one_line(self):
        with pytest.raises(TalkieError, match="reconstruct ended with 7"):
            run_reconstruct((sys.executable, "-c", "raise SystemExit(7)"))
