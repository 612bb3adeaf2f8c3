"""What commands print and how they end in the shell underneath, and that none of our own
shows. Real bash, real zsh, on a pseudo-terminal."""

from __future__ import annotations

import pytest

from tests.shell.conftest import COLUMNS, ROWS, Terminal

WHOLE = [
    # what is run, what it prints, with which status
    ("echo one; echo two", "one\ntwo\n", 0),
    ("for i in 1 2 3; do\n  echo $i\ndone", "1\n2\n3\n", 0),
    ("cat <<END\na $((1+1))\nEND", "a 2\n", 0),
    ("cat <<'END'\n$x `y` \\n\nEND\necho after", "$x `y` \\n\nafter\n", 0),
    ("if true; then\necho yes\nfi # why", "yes\n", 0),
    ("echo 'a\\tb\\\\'", None, 0),
    ("printf '%s\\n' '\\n' \"it's\" \"\\\"\"", "\\n\nit's\n\"\n", 0),
    ("echo héllo 日本 🎉", "héllo 日本 🎉\n", 0),
    ("echo a \\\n  b", "a b\n", 0),
    ("echo a \\", None, 0),
    ("", "", 0),
    ("   ", "", 0),
    ("# nothing", "", 0),
    ("nosuchcommand", None, 127),
    ("sh -c 'exit 7'", "", 7),
    ("sh -c 'kill -TERM $$'", None, 143),
    ("read x <<< value; echo $x", "value\n", 0),
    ("[ -t 0 ] && [ -t 1 ] && [ -t 2 ] && echo tty", "tty\n", 0),
    ("stty size", f"{ROWS} {COLUMNS}\n", 0),
    ("echo $TERM", "xterm-256color\n", 0),
    ("ls /proc/self/fd | tr '\\n' ' '", "0 1 2 3 ", 0),
    ("false | true; echo done", "done\n", 0),
    ("printf no-newline", "no-newline", 0),
    ("printf '\\033[31mred\\033[0m\\n'", "\x1b[31mred\x1b[0m\n", 0),
]


class TestRun:
    @pytest.mark.parametrize(("command", "printed", "status"), WHOLE)
    def test_prints_and_ends(
        self, terminal: Terminal, command: str, printed: str | None, status: int
    ) -> None:
        terminal.run("true")
        terminal.seen.clear()
        assert terminal.run(command)["status"] == status
        if printed is not None:
            assert terminal.seen.decode().replace("\r\n", "\n") == printed

    @pytest.mark.parametrize(
        "command",
        [
            "for i in 1 2",
            "echo 'open",
            "if true; then",
            "ls |",
            "foo()",
            "echo $(",
            "fi",
            "a )",
            "select x in a b",
            "{",
        ],
    )
    def test_incomplete_and_wrong_lines_never_hang(self, terminal: Terminal, command: str) -> None:
        assert terminal.run(command)["status"] in (1, 2)
        assert "talkie" not in terminal.seen.decode()
        assert terminal.printed("echo alive") == "alive\n"

    def test_long_command_arrives_whole(self, terminal: Terminal) -> None:
        text = "0123456789abcdef\\'\n" * 8000
        terminal.keep = False
        assert terminal.run(f"cat > long <<'END'\n{text}END")["status"] == 0
        assert terminal.printed("wc -c < long").strip() == str(len(text))

    def test_output_arrives_whole(self, terminal: Terminal) -> None:
        terminal.keep = False
        terminal.run("true")
        got = terminal.printed("seq 1 200000")
        assert got == "".join(f"{number}\n" for number in range(1, 200001))

    def test_status_pipe_statuses(self, terminal: Terminal, shell: str) -> None:
        terminal.run("false | true | sh -c 'exit 3'")
        name = "PIPESTATUS" if shell == "bash" else "pipestatus"
        assert terminal.printed(f"echo ${{{name}[@]}}") == "1 0 3\n"


class TestNothingOfOurs:
    """What the shell is told to show of each command shows the user's, and none of ours."""

    @pytest.mark.parametrize("shell", ["bash"], indirect=True)
    def test_lines_shown_as_they_are_read(self, terminal: Terminal) -> None:
        assert terminal.printed("set -v") == ""
        assert terminal.printed("echo hi") == "echo hi\nhi\n"
        assert terminal.printed("for i in 1 2; do\necho $i\ndone") == (
            "for i in 1 2; do\necho $i\ndone\n1\n2\n"
        )
        assert terminal.printed("set +v") == "set +v\n"
        assert terminal.printed("echo off") == "off\n"

    def test_a_trace(self, terminal: Terminal) -> None:
        assert terminal.printed("set -x") == ""
        assert [line[-9:] for line in terminal.printed("echo fine").splitlines()] == [
            "echo fine",
            "fine",
        ]
        assert "talkie" not in terminal.printed("set -xv; false")
        assert "talkie" not in terminal.printed("for i in 1; do\necho $i\ndone")
        assert "talkie" not in terminal.printed("set +xv")

    def test_a_trap_before_each_command(self, terminal: Terminal) -> None:
        terminal.run("trap 'echo \"D $?\"' DEBUG")
        terminal.run("true")
        assert terminal.printed("echo a b") == "D 0\na b\n"
        assert terminal.printed("false") == "D 0\n"
        assert terminal.printed("echo $?") == "D 1\n1\n"
        terminal.run("echo x y")
        assert terminal.printed("cat <<X\na\nX") == "D 0\na\n"
        terminal.run("trap - DEBUG")
        assert terminal.printed("echo off") == "off\n"

    @pytest.mark.parametrize("shell", ["bash"], indirect=True)
    def test_traps_that_functions_inherit(self, terminal: Terminal) -> None:
        terminal.run("set -TE; trap 'echo D' DEBUG; trap 'echo E' ERR; trap 'echo R' RETURN")
        # As in the bare shell: the traps of errors and returns are commands, too.
        assert terminal.printed("false") == "D\nD\nE\n"
        assert terminal.printed("f() { echo in; }; f") == "D\nD\nD\nin\nD\nR\n"
        assert "T" in terminal.printed("echo $-")
        assert terminal.run("(exit 4)")["status"] == 4
