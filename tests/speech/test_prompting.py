from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from talkie_shell.speech.prompting import build_prompt


def test_it_sounds_like_dictated_commands() -> None:
    prompt = build_prompt()
    assert "find dot dash name star dot txt" in prompt
    assert prompt == prompt.lower()


def test_what_the_user_says_is_in_it_the_newest_nearest_to_the_end() -> None:
    prompt = build_prompt(
        recent=["make test", "ls", "make test"], words=["frobnicate"], names=["README.md", "x" * 50]
    )
    assert prompt.endswith(", readme dot md, frobnicate, ls, make test")


@given(st.lists(st.text(max_size=200)), st.lists(st.text(max_size=80), max_size=200))
def test_it_is_never_longer_than_whisper_reads_and_holds_no_controls(
    recent: list[str], names: list[str]
) -> None:
    prompt = build_prompt(recent=recent, names=names)
    assert len(prompt) <= 600
    assert prompt.isprintable()
