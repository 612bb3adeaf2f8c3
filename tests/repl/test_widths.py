from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.utils import get_cwidth

from talkie_shell.repl.widths import head, tail

TEXTS = st.text("ab 日本é\u0301🎉", max_size=20)


@pytest.mark.parametrize(
    ("text", "columns", "begins", "ends"),
    [
        ("documents", 9, "documents", "documents"),
        ("documents", 6, "docum…", "…ments"),
        ("日本語", 4, "日…", "…語"),
        ("日本語", 5, "日本…", "…本語"),
        ("", 0, "", ""),
        ("x", 0, "…", "…"),
    ],
)
def test_pairs(text, columns, begins, ends):
    assert (head(text, columns), tail(text, columns)) == (begins, ends)


@given(TEXTS, st.integers(1, 30))
def test_what_fits_is_whole_and_the_rest_is_cut_to_fit(text, columns):
    for shown in (head(text, columns), tail(text, columns)):
        assert get_cwidth(shown) <= columns
        assert (shown == text) == (get_cwidth(text) <= columns)
