from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkie_shell.choices import Draft
from talkie_shell.records import Heard
from talkie_shell.repl.dictated import (
    Spot,
    asked_for,
    follow,
    heard_text,
    pieced,
    place_of,
    readable,
    spliced,
    spot_of,
)
from talkie_shell.repl.state import Confirming, Line, Waiting, Words
from tests.repl.conftest import FIND


def bar(marked: str) -> tuple[str, int]:
    """A line with its cursor written as a bar."""
    before, _, after = marked.partition("|")
    return before + after, len(before)


def spot_at(marked: str) -> Spot:
    text, cursor = bar(marked)
    return spot_of(Line(text, cursor), None)


def shown(line: Line) -> str:
    return f"{line.text[: line.cursor]}|{line.text[line.cursor :]}"


SPLICED = [
    ("|", "git status", "git status|"),
    ("git|", "status", "git status|"),
    ("git |", "status", "git status|"),
    ("git |short", "status", "git status| short"),
    ("| now", "go", "go| now"),
]

PIECED = [
    ('git commit -m "|"', "fix it", 'git commit -m "fix it|"'),
    ("ls|", "-la", "ls -la|"),
    ("ls |", "-la", "ls -la|"),
    ("find . |-name x", "-type f", "find . -type f| -name x"),
    ("cat foo/|", "bar", "cat foo/bar|"),
    ("cat foo.|", "txt", "cat foo.txt|"),
    ("find .|", "-name", "find . -name|"),
    ("X=|", "1", "X=1|"),
    ("ls $(|)", "pwd", "ls $(pwd|)"),
]

FOLLOWED = [
    # spot, the line after an edit, where the words go then
    ("ls |", "ls -l", "ls |-l"),
    ("ls |", "sudo ls ", "sudo ls |"),
    ("a|b", "ab c", "a|b c"),
    ("hello|", "", "|"),
    ("hello|", "hell", "hell|"),
    ("alpha beta| gamma", "alpha gamma", "alpha |gamma"),
]


@pytest.mark.parametrize(("marked", "words", "expected"), SPLICED)
def test_words_into_words(marked, words, expected):
    assert shown(spliced(spot_at(marked), words)) == expected


@pytest.mark.parametrize(("marked", "piece", "expected"), PIECED)
def test_a_piece_into_a_command(marked, piece, expected):
    assert shown(pieced(spot_at(marked), piece)) == expected


@pytest.mark.parametrize(("marked", "text", "expected"), FOLLOWED)
def test_the_spot_follows_edits(marked, text, expected):
    spot = follow(spot_at(marked), text)
    assert (spot.text, spot.start) == bar(expected)
    assert spot.typed


def test_a_selection_is_replaced():
    spot = spot_of(Line("git log", 7), (4, 7))
    assert shown(spliced(spot, "status")) == "git status|"
    assert follow(spot, "git log") == spot
    assert follow(spot, "git log -1").end == 7


@given(st.text("ab ", max_size=12), st.text("ab ", max_size=12), st.data())
def test_the_spot_stays_within_the_line(before, after, data):
    start = data.draw(st.integers(0, len(before)))
    end = data.draw(st.integers(start, len(before)))
    spot = follow(Spot(before, start, end), after)
    assert 0 <= spot.start <= spot.end <= len(after)
    assert spot.text == after


class TestPlace:
    CONFIRMING = Confirming("find it", FIND, Draft("find"))

    @pytest.mark.parametrize("state", [Words(), Waiting("find it")])
    def test_words_go_into_words(self, state):
        assert place_of(state, spot_at("find it|")) == "words"

    def test_they_go_on_with_a_command_that_is_as_it_was_proposed(self):
        assert place_of(self.CONFIRMING, spot_at("find|")) == "on"
        asked = asked_for(self.CONFIRMING, spot_at("find|"), Heard("now", ("no",)))
        assert (asked.text, asked.alternatives) == ("find it now", ("find it no",))

    @pytest.mark.parametrize("marked", ["fi|nd", "|find", "find x|"])
    def test_they_are_a_piece_anywhere_else(self, marked):
        assert place_of(self.CONFIRMING, spot_at(marked)) == "piece"
        assert asked_for(self.CONFIRMING, spot_at(marked), Heard("now")) == Heard("now")

    def test_they_are_a_piece_of_what_is_no_proposal(self):
        assert place_of(Confirming("find", None, Draft("find")), spot_at("find|")) == "piece"


def test_transcripts_are_one_line_of_what_can_be_shown():
    assert heard_text(" ls\x1b[2J\x07\r\n -l\u202e \ud800") == "ls -l"
    heard = readable(Heard("a\nb", ("c\td",), scores=(-1.0, -2.0)))
    assert (heard.text, heard.alternatives, heard.scores) == ("a b", ("c d",), (-1.0, -2.0))
