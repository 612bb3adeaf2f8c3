from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkie_shell.repl.completion.place import Place
from talkie_shell.repl.completion.spelling import spoken_place


class TestSpokenPlace:
    @pytest.mark.parametrize(
        ("said", "last", "replaced", "typed", "folder"),
        [
            ("vim src slash us", "src/us", "us", "us", "src/"),
            ("vim src slash dot e", "src/.e", "dot e", ".e", "src/"),
            ("cat dot e", ".e", "dot e", ".e", ""),
            ("cat notes dot t", "notes.t", "notes dot t", "notes.t", ""),
            ("cat my underscore no", "my_no", "my underscore no", "my_no", ""),
            ("cd src slash", "src/", "", "", "src/"),
            ("ls tilde slash doc", "~/doc", "doc", "doc", "~/"),
            ("git checkout fix slash lo", "fix/lo", "fix slash lo", "fix/lo", "fix/"),
            ("cat Read dot M", "read.m", "Read dot M", "read.m", ""),
        ],
    )  # fmt: skip
    def test_names_and_paths(self, said, last, replaced, typed, folder):
        place = spoken_place(said, last)
        assert place is not None
        assert (said[place.start :], place.typed, place.folder) == (replaced, typed, folder)

    @pytest.mark.parametrize(
        ("said", "last"),
        [
            ("cat notes", "notes"),
            ("ls dash dash so", "--so"),
            ("cat two slash x", "2/x"),
            ("cat a dot b", "b"),
            ("cat a dot b ", "a.b"),
            ("", ""),
        ],
    )
    def test_anything_else_is_none(self, said, last):
        assert spoken_place(said, last) is None

    @given(st.text(alphabet="ab ./~-'", max_size=20), st.text(alphabet="ab./~-'", max_size=9))
    def test_it_is_in_the_line(self, said, last):
        place = spoken_place(said, last)
        assert place is None or (isinstance(place, Place) and 0 <= place.start <= len(said))
