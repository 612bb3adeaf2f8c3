from __future__ import annotations

import pytest

from talkie_shell.repl.history_words import arguments_of, expanded, last_arguments

COMMANDS = ("cp 'a b' c", "make install", "git status", "ls")


class TestExpanded:
    @pytest.mark.parametrize(
        ("text", "whole"),
        [
            ("sudo !!", "sudo cp 'a b' c"),
            ("cat !$", "cat c"),
            ("ls !*", "ls 'a b' c"),
            ("!-2", "make install"),
            ("sudo !mak; !g", "sudo make install; git status"),
            ("!zzz", "!zzz"),
            ("!-9", "!-9"),
            ("! grep x", "! grep x"),
            ("[ ! -f x ] && [[ a != b ]]", "[ ! -f x ] && [[ a != b ]]"),
            ("echo '!!' \\!! a!b $!", "echo '!!' \\!! a!b $!"),
            ("find . ! -name x", "find . ! -name x"),
            ('echo "done!"', 'echo "done!"'),
            ("ls", "ls"),
        ],
    )
    def test_pairs(self, text, whole):
        assert expanded(text, COMMANDS) == whole

    def test_without_a_history_nothing_is_expanded(self):
        assert expanded("sudo !!", ()) == "sudo !!"


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
