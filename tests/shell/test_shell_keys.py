"""What programs in the shell underneath get of the keys and the screen. Real bash, real zsh, on
a pseudo-terminal."""

from __future__ import annotations

import fcntl
import os
import signal
import sys
import termios
from pathlib import Path

import pytest

from tests import needs
from tests.shell.conftest import Terminal, opened, size


class TestKeys:
    def test_read_takes_a_line(self, terminal: Terminal) -> None:
        terminal.start("echo 'name?'; read name", "name?")
        terminal.keys(b"ada\r")
        assert terminal.answer()["status"] == 0
        assert terminal.printed("echo $name") == "ada\n"

    def test_a_command_may_have_the_shell_edit_a_line(self, shell: str, terminal: Terminal) -> None:
        asks = {"bash": "read -ei abc x", "zsh": "x=abc; vared x"}[shell]
        terminal.start(asks, "abc")
        terminal.keys(b"\x01X\r")
        assert terminal.answer()["status"] == 0
        assert terminal.printed("echo $x") == "Xabc\n"

    def test_zsh_edits_none_where_it_is_told_so(self, tmp_path: Path, home: Path) -> None:
        needs.program("zsh")
        (home / ".zshrc").touch()
        for terminal in opened(Terminal("zsh", tmp_path)):
            assert terminal.printed("echo $options[zle]") == "on\n"
            assert terminal.run("unsetopt zle")["status"] == 0
            assert terminal.printed("echo $options[zle]") == "off\n"
            assert terminal.printed("setopt zle; echo $options[zle]") == "on\n"

    def test_hidden_input(self, terminal: Terminal) -> None:
        terminal.start("stty -echo; echo 'secret?'; read x; stty echo; echo got ${#x}", "secret?")
        terminal.keys(b"xyzzy\r")
        assert terminal.answer()["status"] == 0
        assert "got 5" in terminal.lines
        assert b"xyzzy" not in terminal.seen

    def test_end_of_file_key(self, terminal: Terminal) -> None:
        terminal.start("sh -c 'echo go; exec cat'", "go")
        terminal.keys(b"line\r")
        terminal.keys(b"\x04")
        assert terminal.answer()["status"] == 0

    def test_control_c(self, terminal: Terminal) -> None:
        terminal.start("sh -c 'echo go; exec sleep 100'", "go")
        terminal.keys(b"\x03")
        answer = terminal.answer()
        assert (answer["status"], answer["interrupted"]) == (130, True)
        assert terminal.printed("echo alive") == "alive\n"

    def test_control_c_ends_a_loop(self, terminal: Terminal) -> None:
        terminal.start("while true; do sh -c 'echo round; exec sleep 2'; done", "round")
        terminal.keys(b"\x03")
        assert terminal.answer()["status"] == 130

    def test_control_backslash(self, terminal: Terminal) -> None:
        terminal.run("ulimit -c 0")
        terminal.start("sh -c 'echo go; exec sleep 100'", "go")
        terminal.keys(b"\x1c")
        assert terminal.answer()["status"] == 131

    def test_what_nobody_read_never_runs(self, terminal: Terminal, tmp_path: Path) -> None:
        terminal.start("echo go; until [ -e gate ]; do sleep 0.05; done", "go")
        terminal.keys(b"touch never\r")
        terminal.wait("touch never")
        (tmp_path / "gate").touch()
        assert terminal.answer()["typed_ahead"] == "touch never\n"
        assert terminal.printed("echo next") == "next\n"
        assert not (tmp_path / "never").exists()

    def test_python(self, terminal: Terminal) -> None:
        terminal.start(f"{sys.executable} -q", ">>>")
        terminal.keys(b"import sys; print(6 * 7, sys.stdin.isatty())\r")
        terminal.wait("42 True")
        terminal.keys(b"exit()\r")
        assert terminal.answer()["status"] == 0

    def test_raw_modes_left_behind(self, terminal: Terminal) -> None:
        terminal.run("stty raw -echo min 0 time 0")
        assert terminal.printed("echo alive").strip() == "alive"
        terminal.run("stty sane")
        assert terminal.printed("echo alive") == "alive\n"

    @pytest.mark.parametrize("modes", ["raw -echo", "-echo", "-icanon -isig", "-opost"])
    def test_modes_of_a_killed_program_are_undone(self, terminal: Terminal, modes: str) -> None:
        before = terminal.printed("stty -g")
        assert terminal.run(f"sh -c 'stty {modes}; kill -9 $$'")["status"] == 137
        assert terminal.printed("stty -g") == before


class TestScreen:
    def test_vim(self, terminal: Terminal, tmp_path: Path) -> None:
        needs.program("vim")
        terminal.run("echo before")
        terminal.start("vim -u NONE -N note.txt", "note.txt")
        terminal.keys(b"ihello from vim\x1b")
        terminal.wait("hello from vim")
        terminal.keys(b":wq\r")
        assert terminal.answer()["status"] == 0
        assert (tmp_path / "note.txt").read_text() == "hello from vim\n"

    def test_less(self, terminal: Terminal) -> None:
        needs.program("less")
        terminal.run("seq 1 100 > numbers")
        terminal.start("less numbers", "23")
        terminal.keys(b"G")
        terminal.wait("100")
        terminal.keys(b"q")
        assert terminal.answer()["status"] == 0

    def test_curses(self, terminal: Terminal, tmp_path: Path) -> None:
        (tmp_path / "c.py").write_text(
            "import curses\n"
            "def main(window):\n"
            "    window.addstr(5, 10, 'centre'); window.refresh(); window.getkey()\n"
            "curses.wrapper(main)\n"
        )
        terminal.start(f"{sys.executable} c.py", "centre")
        assert terminal.lines[5] == " " * 10 + "centre"
        terminal.keys(b"x")
        assert terminal.answer()["status"] == 0

    def test_resize_while_running(self, terminal: Terminal) -> None:
        command = "trap 'stty size' WINCH; echo go; while [ ! -e gate ]; do sleep 0.1; done"
        terminal.start(f'sh -c "{command}"', "go")
        fcntl.ioctl(terminal.master, termios.TIOCSWINSZ, size(30, 100))
        os.kill(terminal.process.pid, signal.SIGWINCH)
        terminal.wait("30 100")
        terminal.keys(b"\x03")
        terminal.answer()

    def test_resize_between_commands(self, terminal: Terminal) -> None:
        terminal.run("true")
        fcntl.ioctl(terminal.master, termios.TIOCSWINSZ, size(40, 120))
        assert terminal.printed("stty size") == "40 120\n"

    def test_modes_of_a_killed_program_are_undone(self, terminal: Terminal) -> None:
        terminal.run(
            r"sh -c 'printf \"\033[?1049h\033[?25l\033[?2004h\"; kill -9 $$'".replace('\\"', '"')
        )
        assert terminal.seen.endswith(b"\x1b[?2004l\x1b[?1049l\x1b[?25h\x1b[m")
