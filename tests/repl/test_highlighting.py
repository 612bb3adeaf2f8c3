from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkie_shell.repl.highlighting import LONGEST, highlight, lines_of, underline


def named(command: str) -> list[tuple[str, str]]:
    return [
        (style.removeprefix("class:command-"), text) for style, text in highlight(command) if style
    ]


class TestHighlight:
    @pytest.mark.parametrize(
        ("command", "pieces"),
        [
            ("ls -la", [("program", "ls"), ("flag", "-la")]),
            ("find . -name *.txt", [("program", "find"), ("flag", "-name")]),
            ("a | b", [("program", "a"), ("operator", "|"), ("program", "b")]),
            ("x > y", [("program", "x"), ("operator", ">")]),
            ("x 2>&1", [("program", "x"), ("operator", "2>&1")]),
            ("echo 'a b'", [("program", "echo"), ("string", "'a b'")]),
            ("echo $HOME", [("program", "echo"), ("variable", "$HOME")]),
            ("A=1 ls", [("variable", "A"), ("operator", "="), ("program", "ls")]),
            ("ls # all", [("program", "ls"), ("comment", "# all")]),
            ("head -n 5", [("program", "head"), ("flag", "-n"), ("number", "5")]),
            (
                "if a; then b",
                [
                    ("keyword", "if"),
                    ("program", "a"),
                    ("operator", ";"),
                    ("keyword", "then"),
                    ("program", "b"),
                ],
            ),
            ("a $(b)", [("program", "a"), ("operator", "$("), ("program", "b"), ("operator", ")")]),
            ("git log --all", [("program", "git"), ("flag", "--all")]),
        ],
    )
    def test_pairs(self, command, pieces):
        assert named(command) == pieces

    @given(st.text("ls -\"'$(){}`|&;<>#\\\n\r\t\ufeff=a1é", max_size=40))
    def test_nothing_is_lost_or_added(self, command):
        assert "".join(text for _, text in highlight(command)) == command

    def test_a_very_long_line_is_plain(self):
        assert highlight("x" * (LONGEST + 1)) == (("", "x" * (LONGEST + 1)),)


class TestUnderline:
    def test_only_inside_the_span(self):
        pieces = underline([("a", "df "), ("b", "-ih")], [(4, 5)], "u")
        assert pieces == [("a", "df "), ("b", "-"), ("b u", "i"), ("b", "h")]

    def test_across_pieces(self):
        pieces = underline([("a", "ab"), ("b", "cd")], [(1, 3)], "u")
        assert pieces == [("a", "a"), ("a u", "b"), ("b u", "c"), ("b", "d")]

    def test_a_missing_blank_marks_what_follows(self):
        assert underline([("", "ab")], [(1, 1)], "u") == [("", "a"), ("u", "b")]

    def test_a_missing_blank_at_the_end_is_shown(self):
        assert underline([("", "ab")], [(2, 2)], "u") == [("", "ab"), ("u", " ")]


class TestLinesOf:
    def test_pieces_are_cut_at_newlines(self):
        assert lines_of([("a", "x\ny"), ("b", "\n")]) == [[("a", "x")], [("a", "y")], []]
