"""The names that the shell underneath tells of itself."""

from __future__ import annotations

import pytest

from talkie_shell.shell.names import Names, read_names, venv_of

NAMES = b"/bin:/usr/bin\0ll\nla\n\0mkcd\n__talkie_take\n\0cd\nwhile\n\0HOME\n__talkie_room\n\0"
TOLD = NAMES + b"\0" + b"/x/v\0(app) \0base\0" + b"\0"


class TestReadNames:
    def test_whole(self):
        assert read_names(TOLD) == Names(
            aliases=frozenset({"ll", "la"}),
            functions=frozenset({"mkcd"}),
            builtins=frozenset({"cd", "while"}),
            variables=frozenset({"HOME"}),
            path="/bin:/usr/bin",
            venv="app",
        )

    def test_whether_patterns_must_match(self):
        assert not read_names(TOLD).strict
        assert read_names(NAMES + b"1\0\0\0\0\0").strict

    @pytest.mark.parametrize(
        ("keys", "vi"),
        [
            (b"", False),
            (b"vi", True),
            (b"bindkey -A viins main\n", True),
            (b"bindkey -A vicmd main\n", True),
            (b"bindkey -A emacs main\n", False),
            (b"bindkey -A visual-emacs main\n", False),
        ],
    )
    def test_whether_it_has_vi_keys(self, keys, vi):
        assert read_names(TOLD[:-1] + keys + b"\0").vi is vi

    def test_whether_it_has_told(self):
        assert read_names(TOLD).told
        assert not Names().told

    @pytest.mark.parametrize("size", range(len(TOLD)))
    def test_half_written_is_nothing(self, size):
        assert read_names(TOLD[:size]) == Names()

    @pytest.mark.parametrize(
        ("word", "known"),
        [("ll", True), ("mkcd", True), ("cd", True), ("HOME", False), ("ls", False)],
    )
    def test_what_a_command_may_begin_with(self, word, known):
        assert (word in read_names(TOLD)) == known


class TestVenvOf:
    @pytest.mark.parametrize(
        ("folder", "prompt", "conda", "name"),
        [
            ("", "", "", ""),
            ("/home/ann/app/.venv", "", "", ".venv"),
            ("/home/ann/v/", "", "", "v"),
            ("/home/ann/app/.venv", "app", "", "app"),
            ("/home/ann/app/.venv", "(app) ", "", "app"),
            ("/home/ann/app/.venv", " \x1b", "", ".venv"),
            ("", "left over", "", ""),
            ("", "", "base", "base"),
            ("", "", "/home/ann/envs/science", "science"),
            ("/home/ann/v", "", "base", "v"),
            ("/", "", "", ""),
            ("/x/a\x1b]0;t\x07\nb\u202e\udcff%{user}", "", "", "a]0;tb%{user}"),
        ],
    )
    def test_pairs(self, folder, prompt, conda, name):
        told = {"VIRTUAL_ENV": folder, "VIRTUAL_ENV_PROMPT": prompt, "CONDA_DEFAULT_ENV": conda}
        assert venv_of(told) == name
        assert venv_of({variable: value for variable, value in told.items() if value}) == name
