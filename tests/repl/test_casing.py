from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkie_shell.repl.casing import change_case


@pytest.mark.parametrize(
    ("before", "case", "after"),
    [
        # | is the cursor
        ("df -|ih", "upper", "df -I|h"),
        ("df -I|h", "upper", "df -IH|"),
        ("df |-ih", "upper", "df -I|h"),
        ("curl -fssl|", "upper", "curl -fssL|"),
        ("curl -fss|l", "upper", "curl -fssL|"),
        ("df -I|H", "lower", "df -Ih|"),
        ("df -i|h", "capital", "df -iH|"),
        ("tail -n|5 x", "upper", "tail -N|5 x"),
        ("cat |readme.md", "upper", "cat README|.md"),
        ("cat rea|dme.md", "upper", "cat reaDME|.md"),
        ("cat| readme.md", "capital", "cat Readme|.md"),
        ("cat readme|", "upper", "cat README|"),
        ("git --no|-pager", "lower", "git --no-pager|"),
        ("echo Ge|TUser", "lower", "echo Getuser|"),
        ("echo straß|e", "upper", "echo straßE|"),
        ("|", "upper", "|"),
        ("-|", "upper", "-|"),
    ],
)
def test_change_case(before, case, after):
    cursor = before.index("|")
    text, moved = change_case(before.replace("|", ""), cursor, case)
    assert text[:moved] + "|" + text[moved:] == after


@given(st.text(max_size=20), st.integers(0, 20), st.sampled_from(["upper", "lower", "capital"]))
def test_only_case_changes(text, cursor, case):
    cursor = min(cursor, len(text))
    changed, moved = change_case(text, cursor, case)
    assert len(changed) == len(text)
    assert changed.casefold() == text.casefold()
    assert cursor <= moved <= len(text)
