from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkie_shell.repl.pasted import Burst, Chunk, clean


class TestClean:
    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("ls -la", "ls -la"),
            ("ls\x1b[31m -la\r\n", "ls -la\n"),
            ("a\rb\r\nc\nd", "a\nb\nc\nd"),
            ("rm\u202e x\u200f", "rm x"),
            ("a\x03\x04\x07b\x7f", "ab"),
            ("a\tb", "a\tb"),
            ("\udc80x", "x"),
            ("héllo 👩\u200d👩 日本", "héllo 👩\u200d👩 日本"),
        ],
    )
    def test_pairs(self, text, shown):
        assert clean(text) == shown

    @given(st.text())
    def test_nothing_is_left_to_clean(self, text):
        assert clean(clean(text)) == clean(text)


def judged(*keys: str, seconds: float = 0.0, before: Burst | None = None) -> bool:
    return (before or Burst()).judge(Chunk(keys, seconds))[1]


class TestBurst:
    @pytest.mark.parametrize(
        ("keys", "pasted"),
        [
            ("l", False),
            ("ls", False),
            ("ls\r", False),
            ("\r\r", False),
            ("ls\r\r", False),
            ("ls\rrm -rf x\r", True),
            ("ls\nrm", True),
            ("\rrm", True),
            ("ls\r ", False),
        ],
    )
    def test_one_read(self, keys, pasted):
        assert judged(*keys) is pasted

    def test_a_special_key_does_not_make_it_typing(self):
        assert judged("a", "", "\r", "b")

    def test_an_enter_on_the_heels_of_a_paste_belongs_to_it(self):
        after, _ = Burst().judge(Chunk(tuple("a\rb"), 1.0))
        assert judged(*"c\r", seconds=1.05, before=after)
        assert not judged("\r", seconds=1.5, before=after)

    def test_what_follows_a_marked_paste_at_once_belongs_to_it(self):
        after, pasted = Burst().judge(Chunk(("ls", "\r"), 1.0, marked=True))
        assert pasted
        assert judged("\r", seconds=1.01, before=after)
        assert not judged("\r", seconds=1.05, before=after)
