from __future__ import annotations

import subprocess

import pytest

from talkie_shell.repl.history_events import Expansion, expand_events
from tests import needs

COMMANDS = ("cp 'a b' /srv/c.tar.gz > \"x y\" 2>&1", "make install", "git status | wc -l", "ls")

LIKE_BASH = (
    "sudo !!",
    "cat !$",
    "ls !*",
    "!-2",
    "sudo !mak",
    "echo !^ !:2 !:0 !!:2",
    "echo !!:1-2 !!:1* !!:2- !!:-1 !!:2-$",
    "echo !-3:$ !m:$ !m:0 !?stat?:1",
    "echo !:2:h !:2:t !:2:r !:2:e !:2:t:r",
    "!!:s/cp/mv/",
    "!!:gs/c/d/ now",
    "!m:s/install/clean",
    'echo "!!"',
    "echo '!!' \\!! $! done!",
    "! grep x",
    "[ ! -f x ] && [[ a != b ]]",
    "find . ! -name x",
    'echo "done!"',
    "!l*",
    "ls",
    "!2; !4 -l",
    "!4:2 !2$ !3*",
    "!!:p",
    "^cp^mv",
    "^cp^mv^ -v",
    "^cp^",
)
MISSING = ("!zzz", "!-9", "sudo !zzz", "!?nowhere?", "!:7", "!!:8-9", "!!:s/zz/y/", "^zz^y", "!999")


NUMBERED = dict(enumerate(reversed(COMMANDS), 1))


def bash(line: str) -> tuple[str, int]:
    """What bash makes of it, and its exit status."""
    told = "".join(f"history -s -- {_quoted(command)}\n" for command in reversed(COMMANDS))
    done = subprocess.run(
        [needs.program("bash"), "--norc", "-c", f"{told}history -p -- {_quoted(line)}"],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.removesuffix("\n"), done.returncode


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


class TestAsInBash:
    @pytest.mark.parametrize("line", LIKE_BASH)
    def test_expanded(self, line):
        found = expand_events(line, COMMANDS, NUMBERED)
        assert (found, 0) == (Expansion(bash(line)[0]), bash(line)[1])

    @pytest.mark.parametrize("line", MISSING)
    def test_what_stands_for_nothing(self, line):
        assert bash(line)[1] != 0
        missing = expand_events(line, COMMANDS, NUMBERED).missing
        assert missing
        assert missing in line


def test_a_command_ends_where_the_shell_ends_it():
    assert expand_events("sudo !m; !g", COMMANDS).text == "sudo make install; git status | wc -l"


class TestWithoutAHistory:
    def test_it_is_said(self):
        assert expand_events("sudo !!", ()) == Expansion("sudo !!", "!!")
        assert expand_events("^a^b", ()).missing == "^a^b"

    def test_a_line_without_any_is_left(self):
        assert expand_events("a!b ${!x} !(*.txt) $((!1))", ()) == Expansion(
            "a!b ${!x} !(*.txt) $((!1))"
        )
