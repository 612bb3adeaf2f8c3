"""The commands that the shell underneath remembers, as its own `history` numbers them."""

from __future__ import annotations

from pathlib import Path

import pytest

from talkie_shell.shell.events import read_events
from tests.shell.conftest import Terminal, opened


class TestReadEvents:
    def test_lines(self):
        told = b"    9  ls\n   10* echo 'a\n   13  b\n\n   11  pwd\n"
        assert read_events(told) == ((11, "pwd"), (10, "echo 'a\n   13  b\n"), (9, "ls"))

    def test_ended_by_nul(self):
        assert read_events(b"3\0ls\0" + b"7\0echo 'a\nb'\0") == ((7, "echo 'a\nb'"), (3, "ls"))

    @pytest.mark.parametrize("told", [b"", b"\0", b"\n", b"ls\n", b"x\0ls\0"])
    def test_nothing(self, told):
        assert read_events(told) == ()


def events(terminal: Terminal) -> list[tuple[int, str]]:
    terminal.ask(events=True)
    return [(number, command) for number, command in terminal.answer()["events"]]


class TestUnderneath:
    def test_numbers_are_those_of_history(self, terminal: Terminal) -> None:
        for command in (
            "HISTSIZE=500",
            "echo one",
            "echo 'two\nlines'",
            " echo secret",
            "echo three",
        ):
            terminal.run(command)
        shown = terminal.printed("history")
        told = events(terminal)
        commands = [command for _, command in told]
        wanted = ["history", "echo three", "echo 'two\nlines'", "echo one"]
        assert commands[: len(wanted)] == wanted
        for number, command in told[:2]:
            assert f"{number}  {command}" in shown or command == "history"

    def test_what_is_cleared_is_gone(self, terminal: Terminal, shell: str) -> None:
        terminal.run("echo one")
        terminal.run("history -c; echo two" if shell == "bash" else "history -p; fc -p; echo two")
        assert "echo one" not in [command for _, command in events(terminal)]

    def test_times_are_no_part_of_the_commands(self, tmp_path: Path, home: Path) -> None:
        (home / ".bashrc").write_text("HISTTIMEFORMAT='%F %T  '\n")
        for terminal in opened(Terminal("bash", tmp_path)):
            terminal.run("echo one")
            assert events(terminal) == [(1, "echo one")]
            assert " 1  20" in terminal.printed("history")
