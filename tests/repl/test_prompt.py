from __future__ import annotations

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.utils import get_cwidth

from talkie_shell.repl.prompt import (
    Standing,
    duration_text,
    fresh_line,
    outcome_text,
    prompt_rows,
    prompt_text,
    short_directory,
)
from talkie_shell.settings import Settings

HOME = "/home/ann"


class TestShortDirectory:
    @pytest.mark.parametrize(
        ("directory", "width", "short"),
        [
            ("/home/ann", 20, "~"),
            ("/home/ann/src", 20, "~/src"),
            ("/home/anna/src", 20, "/home/anna/src"),
            ("/home/ann/code/talkie-shell/tests", 22, "~/c/talkie-shell/tests"),
            ("/home/ann/.config/talkie/x", 12, "~/.c/t/x"),
            ("/usr/share/doc", 10, "/u/s/doc"),
            ("/home/ann/a/very-long-name-indeed", 10, "very-long…"),
            ("/", 4, "/"),
            ("/srv/日本語のフォルダ", 8, "日本語…"),
        ],
    )
    def test_pairs(self, directory, width, short):
        assert short_directory(directory, HOME, width) == short

    @given(st.text("ab/.-日", max_size=40), st.integers(4, 30))
    def test_it_fits(self, path, width):
        assert get_cwidth(short_directory("/" + path, HOME, width)) <= width


class TestPromptText:
    def test_the_default(self):
        here = Standing(directory="/home/ann/src", home=HOME)
        assert prompt_text("{directory} ❯ ", here, 80) == "~/src ❯ "

    def test_every_field(self):
        here = Standing("/x", HOME, "ann", "box", "main", 2, 3.14, 1, "v")
        template = "{user}@{host} {branch} {status} {duration} {jobs} {venv} {directory}"
        assert prompt_text(template, here, 200) == "ann@box main 2 3.1 s 1 v /x"

    def test_a_status_of_zero_is_nothing_to_say(self):
        here = Standing("/x", HOME, status=0)
        assert prompt_text("{status}> ", here, 80) == "> "

    @pytest.mark.parametrize(
        ("template", "shown"),
        [
            ("{directory}{branch: (%)}{jobs: &%} ❯ ", "/x (main) &1 ❯ "),
            ("{duration:took %, }{status:✗%}$ ", "took 3.1 s, ✗2$ "),
        ],
    )
    def test_what_has_something_to_say_is_shown(self, template, shown):
        busy = Standing("/x", HOME, "ann", "box", "main", 2, 3.14, 1)
        assert prompt_text(template, busy, 200) == shown
        quiet = Standing("/x", HOME, status=0, seconds=0.2)
        assert prompt_text(template, quiet, 200) in ("/x ❯ ", "$ ")

    def test_each_piece_has_its_colour(self):
        here = Standing("/x", HOME, branch="main", status=2)
        pieces = prompt_rows("{directory}{branch: %}{status: %} ❯ ", here, 80, "class:prompt")[-1]
        assert [style for style, _ in pieces] == [
            "class:prompt",
            "class:prompt-detail",
            "class:failed",
            "class:prompt",
        ]

    def test_a_long_branch_leaves_room_for_the_directory(self):
        here = Standing("/x/yy", HOME, branch="feature/" + "x" * 60)
        assert prompt_text("{directory}{branch: %} ❯ ", here, 80) == "/x/yy feature/xxx… ❯ "
        assert prompt_text("{directory}{branch: %} ❯ ", here, 40) == "/x/yy ❯ "

    def test_the_venv_stands_before_the_directory_where_there_is_one(self):
        template = Settings().prompt
        assert (
            prompt_text(template, Standing("/x", HOME, venv="v", branch="b"), 80) == "(v) /x b ❯ "
        )
        assert prompt_text(template, Standing("/x", HOME), 80) == "/x ❯ "

    def test_a_venv_is_only_ever_text(self):
        here = Standing("/x", HOME, venv="{user}%{")
        assert prompt_text("{venv:(%) }{directory} ❯ ", here, 80) == "({user}%{) /x ❯ "

    def test_a_long_venv_leaves_room_for_the_directory(self):
        here = Standing("/x/yy", HOME, venv="v" * 60)
        assert prompt_text("{venv:(%) }{directory} ❯ ", here, 80) == "(vvvvvvvvvvv…) /x/yy ❯ "
        assert prompt_text("{venv:(%) }{directory} ❯ ", here, 40) == "/x/yy ❯ "

    def test_a_narrow_window(self):
        here = Standing(directory="/home/ann/code/talkie", home=HOME)
        assert len(prompt_text("{directory} ❯ ", here, 20)) <= 10
        assert prompt_text("{directory} a long prompt ❯ ", here, 20) == "> "

    def test_several_rows(self):
        here = Standing("/home/ann/code/talkie-shell", HOME, branch="main", status=2)
        template = "\n{directory}{branch: on %}{status: [%]}\n> "
        assert prompt_text(template, here, 80) == "\n~/code/talkie-shell on main [2]\n> "
        assert prompt_text(template, here, 20) == "\ntalkie… on main [2]\n> "
        assert prompt_text("a long row above\n> ", here, 12) == "> "


class TestOutcome:
    @pytest.mark.parametrize(
        ("status", "seconds", "interrupted", "said"),
        [
            (0, 0.2, False, ""),
            (2, 0.2, False, "exit 2"),
            (0, 3.14, False, "3.1 s"),
            (1, 75.0, False, "exit 1 · 1 m 15 s"),
            (130, 0.1, True, "interrupted"),
        ],
    )
    def test_pairs(self, status, seconds, interrupted, said):
        assert outcome_text(status, seconds, interrupted=interrupted) == said

    def test_what_the_prompt_tells_is_not_told_twice(self):
        told = "{status:%} {duration:%}"
        assert outcome_text(2, 3.14, interrupted=False, prompt=told) == ""
        assert outcome_text(130, 3.14, interrupted=True, prompt=told) == "interrupted"
        assert outcome_text(2, 3.14, interrupted=False, prompt="{branch}") == "exit 2 · 3.1 s"

    def test_hours(self):
        assert duration_text(3700) == "1 h 1 m"

    @pytest.mark.parametrize("seconds", [59.95, 59.99, 60.0, 60.4])
    def test_sixty_seconds_are_a_minute(self, seconds):
        assert duration_text(seconds) == "1 m 0 s"


class TestFreshLine:
    @pytest.mark.parametrize(("before", "rows"), [("", ["$"]), ("abc", ["abc⏎", "$"])])
    def test_the_prompt_starts_a_line(self, before, rows):
        screen = pyte.Screen(20, 4)
        pyte.Stream(screen).feed(before + fresh_line(20) + "$")
        assert [row.rstrip() for row in screen.display if row.strip()] == rows
