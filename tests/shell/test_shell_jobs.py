"""Jobs of the shell underneath, and leaving it. Real bash, real zsh, on a pseudo-terminal."""

from __future__ import annotations

import os
import signal
import sys
import termios
from pathlib import Path

import pytest

from tests import needs
from tests.shell.conftest import Terminal, alive, eventually


@pytest.fixture
def stays(tmp_path: Path) -> str:
    """A program that copies its lines, and says that it goes on after it was stopped: its name
    is shown before the terminal is its own."""
    (tmp_path / "stays.py").write_text(
        "import signal, sys\n"
        "signal.signal(signal.SIGCONT, lambda *_: print('in front', flush=True))\n"
        "print('go', flush=True)\n"
        "while line := sys.stdin.readline():\n"
        "    print(line, end='', flush=True)\n"
    )
    return f"{sys.executable} stays.py"


class TestJobs:
    def test_stop_and_foreground(self, terminal: Terminal, stays: str) -> None:
        terminal.start(stays, "go")
        terminal.keys(b"\x1a")
        answer = terminal.answer()
        assert (answer["status"], answer["jobs"]) == (148, 1)
        terminal.start("fg", "in front")
        terminal.keys(b"back again\r")
        terminal.wait("back again")
        terminal.keys(b"\x04")
        assert terminal.answer()["jobs"] == 0

    def test_stopped_editor_comes_back(self, terminal: Terminal, tmp_path: Path) -> None:
        needs.program("vim")
        terminal.start("vim -u NONE -N note.txt", "note.txt")
        terminal.keys(b"ihalf done\x1b")
        terminal.wait("half done")
        terminal.keys(b"\x1a")
        assert terminal.answer()["jobs"] == 1
        assert terminal.printed("echo meanwhile") == "meanwhile\n"
        terminal.start("fg", "half done")
        terminal.keys(b":wq\r")
        assert terminal.answer()["jobs"] == 0
        assert (tmp_path / "note.txt").read_text() == "half done\n"

    def test_background(self, terminal: Terminal) -> None:
        assert terminal.run("sleep 100 &")["jobs"] == 1
        assert "sleep 100" in terminal.printed("jobs")
        assert terminal.run("kill %%; wait")["jobs"] == 0

    def test_stopped_goes_on_in_the_background(self, terminal: Terminal) -> None:
        terminal.start("sh -c 'echo go; exec sleep 100'", "go")
        terminal.keys(b"\x1a")
        terminal.answer()
        terminal.run("bg")
        assert "unning" in terminal.printed("jobs")
        assert terminal.run("kill %1; wait")["jobs"] == 0

    def test_disown(self, terminal: Terminal) -> None:
        assert terminal.run("sleep 100 &")["jobs"] == 1
        pid = int(terminal.printed("echo $!"))
        assert terminal.run("disown")["jobs"] == 0
        os.kill(pid, signal.SIGKILL)

    @pytest.mark.parametrize("command", ["fg; true", "{ fg; }", "f"])
    def test_stopped_comes_back_however_it_is_said(
        self, terminal: Terminal, command: str, stays: str
    ) -> None:
        terminal.run("alias f=fg")
        terminal.start(stays, "go")
        terminal.keys(b"\x1a")
        assert terminal.answer()["jobs"] == 1
        # The whole line: what is echoed may come in before the end of one.
        terminal.start_anew(command, "in front\r\n")
        terminal.keys(b"back again\r\x04")
        assert terminal.answer()["jobs"] == 0
        assert terminal.lines.count("back again") == 2

    @pytest.mark.parametrize("command", ["bg && jobs", "b; jobs", "bg %% >/dev/null; jobs"])
    def test_stopped_goes_on_however_it_is_said(self, terminal: Terminal, command: str) -> None:
        terminal.run("alias b=bg")
        terminal.start("sh -c 'echo $$ > id; echo go; exec sleep 100'", "go")
        terminal.keys(b"\x1a")
        terminal.answer()
        assert "unning" in terminal.printed(command)
        assert terminal.printed("disown; jobs; echo none") == "none\n"
        terminal.run("kill -9 $(cat id)")

    def test_end_is_told(self, terminal: Terminal, tmp_path: Path) -> None:
        terminal.run("(until [ -e gate ]; do sleep 0.05; done) &")
        (tmp_path / "gate").touch()
        # Not by `wait`: bash says nothing of a job that has ended before it.
        eventually(lambda: "one" in terminal.printed(":").lower(), "word of the job's end")

    def test_end_is_told_where_nothing_is_run(self, terminal: Terminal, tmp_path: Path) -> None:
        terminal.run("(until [ -e gate ]; do sleep 0.05; done) &")
        assert terminal.run("(exit 3)")["jobs"] == 1
        terminal.seen.clear()
        (tmp_path / "gate").touch()
        answers = []

        def told() -> bool:
            answers.append(terminal.run(" "))
            return not answers[-1]["jobs"]

        eventually(told, "end of the job")
        assert "one" in terminal.seen.decode().lower()
        assert {answer["status"] for answer in answers} == {3}
        assert terminal.printed("echo $?") == "3\n"
        kept = [line.split() for line in terminal.printed("fc -l").splitlines()]
        assert [words[1:] for words in kept[1:3]] == [["(exit", "3)"], ["echo", "$?"]]

    def test_output_between_commands(self, terminal: Terminal, tmp_path: Path) -> None:
        terminal.run("(until [ -e gate ]; do sleep 0.05; done; echo from afar) &")
        (tmp_path / "gate").touch()
        pending = ""

        def arrived() -> bool:
            nonlocal pending
            terminal.ask(pending=True)
            pending += terminal.answer()["pending"]
            return "from afar" in pending

        eventually(arrived, "output")


class TestExit:
    def test_status(self, terminal: Terminal) -> None:
        answer = terminal.run("exit 3")
        assert (answer["status"], answer["ended"]) == (3, True)

    def test_warns_once_of_stopped_jobs(self, terminal: Terminal) -> None:
        terminal.start("sh -c 'echo go; exec cat'", "go")
        terminal.keys(b"\x1a")
        terminal.answer()
        terminal.seen.clear()
        assert not terminal.run("exit")["ended"]
        assert "jobs" in terminal.seen.decode()
        terminal.seen.clear()
        assert terminal.run("exit")["ended"]
        assert "jobs" not in terminal.seen.decode()

    def test_exit_trap_runs(self, terminal: Terminal) -> None:
        terminal.run("trap 'echo bye' EXIT")
        terminal.run("exit")
        assert "bye" in terminal.seen.decode()

    def test_nothing_is_left(self, terminal: Terminal, home: Path) -> None:
        shell = terminal.shell
        terminal.run("sleep 100 &")
        job = int(terminal.printed("echo $!"))
        # Before it has become that program, it is still a shell, and deaf to what it is told.
        name = Path(f"/proc/{job}/comm")
        eventually(lambda: name.read_text() == "sleep\n", "job")
        left = terminal.close()
        assert left is not None
        assert len(left) <= 6, left
        assert not alive(shell)
        eventually(lambda: not alive(job), "end of the job")
        assert list((home / ".run").iterdir()) == []
        assert termios.tcgetattr(terminal.slave) == terminal.before
