from __future__ import annotations

import pytest


class Paper:
    """Keeps a draft in memory; ``left`` was there before."""

    def __init__(self, left: str = "") -> None:
        self.text = left

    def take_left(self) -> str:
        return self.text

    def keep(self, text: str) -> None:
        self.text = text


@pytest.fixture
def sit(make_seat):
    def sit(left: str = ""):
        seat = make_seat()
        seat.draft = Paper(left)
        return seat.sit()

    return sit


class TestKept:
    def test_the_line_is_kept_as_it_grows_and_goes(self, sit):
        seat = sit().type("ls -")
        seat.until(lambda: seat.draft.text == "ls -", "kept").type("la")
        seat.until(lambda: seat.draft.text == "ls -la", "kept").press("ctrl-c")
        seat.until(lambda: seat.draft.text == "", "nothing kept")

    def test_nothing_is_left_once_it_runs(self, sit):
        seat = sit().type("ls").see("as typed")
        seat.until(lambda: seat.draft.text == "ls", "kept").press("enter")
        assert seat.result().command == "ls"
        assert seat.draft.text == ""

    def test_what_begins_with_a_blank_is_private(self, sit):
        seat = sit().type("x")
        seat.until(lambda: seat.draft.text == "x", "kept").press("home").type(" ")
        seat.until(lambda: seat.draft.text == "", "nothing kept")


class TestOffered:
    def test_it_is_shown_and_one_key_takes_it(self, sit):
        seat = sit("make all").see("make all").see("a line was left behind: → takes it").line_is("")
        seat.press("right").line_is("make all").see_no("left behind")
        assert not seat.ended

    def test_enter_on_the_empty_line_does_not_run_it(self, sit):
        seat = sit("make all").see("left behind").press("enter")
        assert seat.result().command == ""
        assert seat.draft.text == "make all"
        seat.read()
        seat.see("left behind")

    def test_who_runs_something_else_passes_it_over(self, sit):
        seat = sit("make all").see("left behind").type("ls").see("as typed").press("enter")
        assert seat.result().command == "ls"
        assert seat.draft.text == ""
        seat.read()
        seat.see_no("make all")

    def test_leaving_at_once_leaves_it_for_the_next_time(self, sit):
        seat = sit("make all").see("left behind").press("ctrl-d")
        assert seat.result() is None
        assert seat.draft.text == "make all"

    def test_control_characters_are_not_shown(self, sit):
        sit("ls\x1b[2J -la").see("ls -la").press("right").line_is("ls -la")
