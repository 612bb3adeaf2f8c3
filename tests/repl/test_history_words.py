from __future__ import annotations

import pytest

from talkie_shell.repl.history_words import arguments_of, last_arguments

COMMANDS = ("cp 'a b' c", "make install", "git status", "ls")


class TestArguments:
    @pytest.mark.parametrize(
        ("command", "arguments"),
        [
            ("cp 'a b' c > x", ("'a b'", "c")),
            ("ls", ()),
            ("cat a | wc -l", ("a", "wc", "-l")),
        ],
    )
    def test_pairs(self, command, arguments):
        assert arguments_of(command) == arguments

    def test_the_last_of_each(self):
        assert list(last_arguments([*COMMANDS, "ls", "echo a > b"])) == [
            "c",
            "install",
            "status",
            "ls",
            "a",
        ]


class TestAtThePrompt:
    @pytest.fixture
    def seat(self, make_seat):
        seat = make_seat()
        for command in reversed(COMMANDS):
            seat.store.append(command, command)
        seat.sit()
        return seat.until(lambda: bool(seat.shelf.entries), "entries")

    def test_alt_dot_walks_the_last_arguments(self, seat):
        seat.type("cat ").press("alt-.").line_is("cat c").press("alt-.").line_is("cat install")
        seat.type(" ").press("alt-.").line_is("cat install c")

    def test_what_an_exclamation_mark_stands_for_is_shown_before_it_runs(self, seat):
        seat.type("sudo !!").press("enter").line_is("sudo cp 'a b' c").see("from the history")
        assert not seat.ended
        seat.see("from the history").press("enter")
        assert seat.result().command == "sudo cp 'a b' c"

    def test_a_change_of_the_last_command_as_well(self, seat):
        seat.type("^cp^mv").press("enter").line_is("mv 'a b' c").see("from the history")
        assert not seat.ended

    def test_what_stands_for_nothing_does_not_run(self, seat):
        seat.type("sudo !zzz").press("enter").see("!zzz: nothing in the history")
        assert not seat.ended
        seat.line_is("sudo !zzz").type("!").see_no("nothing in the history")

    def test_numbers_are_those_of_the_shells_history(self, make_seat):
        seat = make_seat()
        seat.events = lambda: ((8, "echo new"), (7, "echo 'old'"))
        seat.shelf.append("elsewhere", "elsewhere")
        seat.sit().type("sudo !7").press("enter").line_is("sudo echo 'old'")
        assert not seat.ended
        seat.press("ctrl-c").type("!!; !-2; !-3").press("enter")
        seat.line_is("echo new; echo 'old'; elsewhere")
        seat.press("ctrl-c").type("!6").press("enter").see("!6: nothing in the history")
        seat.press("ctrl-c").type("cat ").press("alt-.").line_is("cat new")
        assert not seat.ended

    def test_it_is_the_last_command_of_this_session_that_is_meant(self, seat):
        seat.shelf.append("rm here", "rm here")
        seat.store.append("rm elsewhere", "rm elsewhere")
        seat.shelf.refresh()
        seat.shelf.wait(10)
        assert seat.shelf.entries[0].command == "rm elsewhere"
        seat.type("!!; !-2").press("enter").line_is("rm here; rm elsewhere")
        seat.press("ctrl-c").type("cat ").press("alt-.").line_is("cat here")
