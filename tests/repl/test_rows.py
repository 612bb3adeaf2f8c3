"""What stays of drawing thousands of rows: nothing."""

from __future__ import annotations

from prompt_toolkit.utils import _CHAR_SIZES_CACHE, get_cwidth

from talkie_shell.repl.rows import Rows, forget_widths


def test_rows_that_stay_the_same_are_made_anew_for_each_drawing():
    rows = Rows([("", "the same\nevery time")])
    first, second = rows.create_content(80, None), rows.create_content(80, None)
    assert [first.get_line(row) for row in range(2)] == [[("", "the same")], [("", "every time")]]
    assert first.get_height_for_line(0, 4, None) == 2
    assert first._line_heights_cache
    assert not second._line_heights_cache


def test_the_widths_of_what_was_typed_are_not_kept_for_ever():
    for number in range(20_000):
        get_cwidth(f"text {number}")
        if number % 1000 == 0:
            forget_widths()
            assert len(_CHAR_SIZES_CACHE) < 7000
    assert get_cwidth("日本") == 4
