"""The names that the shell underneath tells of itself."""

from __future__ import annotations

import pytest

from talkie_shell.shell.names import Names, read_names

TOLD = b"/bin:/usr/bin\0ll\nla\n\0mkcd\n__talkie_take\n\0cd\nwhile\n\0HOME\n__talkie_room\n\0\0"


class TestReadNames:
    def test_whole(self):
        assert read_names(TOLD) == Names(
            aliases=frozenset({"ll", "la"}),
            functions=frozenset({"mkcd"}),
            builtins=frozenset({"cd", "while"}),
            variables=frozenset({"HOME"}),
            path="/bin:/usr/bin",
        )

    def test_whether_patterns_must_match(self):
        assert not read_names(TOLD).strict
        assert read_names(TOLD[:-1] + b"1\0").strict

    @pytest.mark.parametrize("size", range(len(TOLD)))
    def test_half_written_is_nothing(self, size):
        assert read_names(TOLD[:size]) == Names()

    @pytest.mark.parametrize(
        ("word", "known"),
        [("ll", True), ("mkcd", True), ("cd", True), ("HOME", False), ("ls", False)],
    )
    def test_what_a_command_may_begin_with(self, word, known):
        assert (word in read_names(TOLD)) == known
