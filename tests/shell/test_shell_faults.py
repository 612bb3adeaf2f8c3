"""Programs, shells and sessions that are killed, and what is left then. Real bash, real zsh, on
a pseudo-terminal."""

from __future__ import annotations

import os
import select
import signal
import termios
from pathlib import Path

import pytest

from talkie_shell.load.processes import below, processes
from tests.shell.conftest import PATIENCE, Terminal, alive, eventually


class TestFaults:
    def test_program_killed(self, terminal: Terminal) -> None:
        assert terminal.run("sh -c 'kill -9 $$'")["status"] == 137
        assert terminal.printed("echo alive") == "alive\n"

    def test_shell_killed_by_a_command(self, terminal: Terminal) -> None:
        terminal.run("cd /usr")
        answer = terminal.run("kill -9 $$")
        assert (answer["status"], answer["ended"]) == (137, False)
        assert "in the same directory" in answer["lost"]
        assert terminal.printed("pwd") == "/usr\n"

    def test_shell_killed_under_a_program(self, terminal: Terminal) -> None:
        shell = terminal.shell
        terminal.start("sh -c 'echo go; exec cat'", "go")
        os.kill(shell, signal.SIGKILL)
        assert terminal.answer()["lost"]
        assert termios.tcgetattr(terminal.slave) == terminal.before
        assert terminal.printed("echo alive") == "alive\n"

    def test_what_went_with_a_killed_shell_is_said(self, terminal: Terminal, shell: str) -> None:
        terminal.run("cd /usr; MINE=1; YOURS=2; deploy() { :; }; alias dd=ls; sleep 60 &")
        terminal.run("cd -; set --; read -r <<< x; [[ a =~ a ]]; PATH=$PATH:/opt; cd /usr")
        assert terminal.run("kill -9 $$")["lost"] == (
            f"{shell} was killed; here is a new one, in the same directory. Lost: 1 job, "
            "variables MINE PATH YOURS, function deploy, alias dd, options and traps"
        )

    def test_a_command_is_not_run_in_a_shell_that_lost_its_variables(
        self, terminal: Terminal, tmp_path: Path
    ) -> None:
        terminal.run("where=here")
        os.kill(terminal.shell, signal.SIGKILL)
        answer = terminal.run(f"touch {tmp_path}/$where")
        assert (answer["ran"], answer["status"]) == (False, 137)
        assert "variable where" in answer["lost"]
        assert list(tmp_path.glob("*here*")) == []
        assert terminal.printed("echo alive") == "alive\n"

    def test_leaving_needs_no_variables(self, terminal: Terminal) -> None:
        terminal.run("true")
        os.kill(terminal.shell, signal.SIGKILL)
        assert terminal.run("exit 3")["ended"]

    def test_shell_killed_before_the_first_command(self, terminal: Terminal, shell: str) -> None:
        started: list[int] = []

        def found() -> bool:
            under = below(terminal.process.pid, processes())
            started[:] = [one.pid for one in under if one.name == shell]
            return bool(started)

        eventually(found, "shell")
        os.kill(started[0], signal.SIGKILL)
        answer = terminal.run("echo alive")
        assert (answer["ran"], answer["lost"], answer["status"]) == (True, "", 0)

    def test_pipes_removed(self, terminal: Terminal, home: Path) -> None:
        terminal.run("true")
        answer = terminal.run(f"rm -rf {home}/.run/talkie-*")
        assert answer["lost"]
        assert terminal.printed("echo alive") == "alive\n"

    @pytest.mark.parametrize("command", ["cat", "stty raw -echo; cat"])
    def test_session_killed_under_a_program(self, terminal: Terminal, command: str) -> None:
        shell = terminal.shell
        terminal.start(f"echo go; {command}", "go")
        terminal.process.kill()
        terminal.process.wait()
        eventually(lambda: not alive(shell), "end of the shell")
        eventually(lambda: termios.tcgetattr(terminal.slave) == terminal.before, "sane terminal")

    def test_session_killed_under_a_program_on_the_other_screen(self, terminal: Terminal) -> None:
        terminal.start(r"printf '\033[?1049h\033[5;10r\033[?1000h'; echo go; cat", "go")
        terminal.process.kill()
        terminal.process.wait()
        undone = b"\x1b[?1000l\x1b[?1049l\x1b7\x1b[r\x1b8"
        while undone not in terminal.seen:
            assert select.select([terminal.master], [], [], PATIENCE)[0], terminal.seen
            terminal.seen += os.read(terminal.master, 65536)

    def test_modes_of_the_terminal_come_back(self, terminal: Terminal) -> None:
        terminal.run("stty raw -echo")
        assert termios.tcgetattr(terminal.slave) == terminal.before
