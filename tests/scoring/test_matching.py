"""One command against another, by one-line pairs."""

from __future__ import annotations

from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkie_shell.scoring import (
    closeness,
    exact,
    grade,
    in_top,
    same_argv,
    same_but_blanks,
    same_but_case,
)

# Columns: got, expected, exact, same but blanks, same but case, same argv.
PAIRS = [
    ("ls -l", "ls -l", True, True, True, True),
    ("ls  -l", "ls -l", False, True, False, True),
    ("ls -l ", "ls -l", False, True, False, True),
    ("ls -L", "ls -l", False, False, True, False),
    ("df -ih", "df -iH", False, False, True, False),
    ("curl -fsSL x", "curl -FSSL x", False, False, True, False),
    ("ls|wc", "ls | wc", False, False, False, True),
    ("ls 2>/dev/null", "ls 2> /dev/null", False, False, False, True),
    ("echo 'a b'", 'echo "a b"', False, False, False, True),
    ("echo 'a  b'", "echo 'a b'", False, True, False, False),
    ("echo '*'", "echo *", False, False, False, False),
    ("lsl", "ls -l", False, False, False, False),
    ("", "", True, True, True, True),
    ("", "ls", False, False, False, False),
]

GRADES = [
    ("ls -l", "ls -l", "exact"),
    ("find . -name *.txt -type f", "find . -name *.txt -type d", "near"),
    ("df -ih", "df -iH", "partial"),
    ("df -i", "df -iH", "near"),
    ("ls", "ls -l", "wrong"),
    ("", "ls", "wrong"),
    ("a" * 9 + "b", "a" * 9 + "c", "partial"),
    ("a" * 7 + "bbb", "a" * 7 + "ccc", "partial"),
    ("a" * 6 + "bbbb", "a" * 6 + "cccc", "wrong"),
]


class TestPairs:
    @pytest.mark.parametrize("pair", PAIRS)
    def test_pairs(self, pair):
        got, expected, *verdicts = pair
        figures = (exact, same_but_blanks, same_but_case, same_argv)
        assert [figure(got, expected) for figure in figures] == verdicts

    @given(st.text("ab -'\"|$", max_size=12), st.text("ab -'\"|$", max_size=12))
    def test_exact_is_the_strictest(self, one, other):
        assert same_but_blanks(one, one)
        assert same_but_case(one, one)
        assert same_argv(one, one)
        assert same_argv(one, other) == same_argv(other, one)


class TestGrade:
    @pytest.mark.parametrize(("got", "expected", "grades"), GRADES)
    def test_pairs(self, got, expected, grades):
        assert grade(got, expected) == grades

    @given(st.text(max_size=20), st.text(max_size=20))
    def test_follows_difflib(self, got, expected):
        ratio = SequenceMatcher(None, expected, got).ratio()
        assert closeness(got, expected) == ratio
        if got != expected:
            assert grade(got, expected) == (
                "near" if ratio > 0.9 else "partial" if ratio >= 0.7 else "wrong"
            )


class TestInTop:
    def test_counts_from_the_best(self):
        assert in_top(["a", "b", "c", "d"], "c")
        assert not in_top(["a", "b", "c", "d"], "d")
        assert in_top(["a", "b", "c", "d"], "d", k=4)
