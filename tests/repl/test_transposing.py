from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkie_shell.repl.transposing import transpose_words


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # | is the cursor
        ("git status log|", "git log status|"),
        ("git sta|tus log", "status git| log"),
        ("git |status log", "status git| log"),
        ("git| status log", "status git| log"),
        ("mv a.txt b.md  |", "mv a.txt md.b|  "),
        ("g|it log", "g|it log"),
        ("git|", "git|"),
        ("--|", "--|"),
        ("|", "|"),
    ],
)
def test_pairs(before: str, after: str) -> None:
    text = before.replace("|", "")
    changed, cursor = transpose_words(text, before.index("|"))
    assert changed[:cursor] + "|" + changed[cursor:] == after


@given(st.text(alphabet="ab _-.", max_size=12), st.integers(0, 12))
def test_nothing_is_lost(text: str, cursor: int) -> None:
    changed, after = transpose_words(text, min(cursor, len(text)))
    assert sorted(changed) == sorted(text)
    assert 0 <= after <= len(text)
