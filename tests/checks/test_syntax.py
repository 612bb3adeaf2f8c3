"""The grammar against a table of verdicts, and the table against bash itself."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkie_shell.checks.syntax import LONGEST, syntax_error
from tests import needs


def _rows():
    text = Path(__file__).with_name("syntax.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        fields = line.split("\t", 2)
        if fields[0] in ("ok", "error"):
            yield fields[0] == "ok", fields[1] == "ok", fields[2].replace("\\n", "\n")


ROWS = list(_rows())

OFFSETS = [
    ("ls | | wc", 5),
    ("ls |", 4),
    ("é ☃ | | wc", 6),
    ("echo 日本 'a", 8),
    ("echo (a)", 5),
    ("for i in 1; do ls; done; done", 25),
    ("\ud800 | | x", 4),
    ("", None),
    (" \n", None),
]


class TestSyntaxError:
    @pytest.mark.parametrize(("command", "parses"), [(row[2], row[1]) for row in ROWS])
    def test_agrees_with_the_table(self, command, parses):
        assert (syntax_error(command) is None) == parses

    @pytest.mark.parametrize(("command", "offset"), OFFSETS)
    def test_says_where_in_characters(self, command, offset):
        assert syntax_error(command) == offset

    def test_a_line_too_long_for_the_grammar(self):
        long = "a | " * LONGEST
        assert syntax_error(long + "'b") == len(long)
        assert syntax_error(long + "b") is None

    @pytest.mark.parametrize("first", range(0x80, 0x110000, 0x10000))
    def test_any_character_after_a_brace(self, first):
        """The grammar's scanner crashed on these, the more often the higher."""
        found = [syntax_error("echo {" + chr(first + 997 * n)) for n in range(65)]
        assert found == [None] * 65

    @given(st.text(alphabet="ab é☃\ud800$(){}[]'\"`|&;<>\\ \n", max_size=30))
    def test_offset_lies_in_the_command(self, command):
        offset = syntax_error(command)
        assert offset is None or 0 <= offset <= len(command)


class TestTheTable:
    def test_agrees_with_bash(self):
        wrong = [command for bash, _, command in ROWS if _bash_accepts(command) != bash]
        assert wrong == []


def _bash_accepts(command):
    asked = [needs.program("bash"), "-n", "-c", command]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0
