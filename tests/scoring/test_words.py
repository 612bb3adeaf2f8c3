"""Word error rates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkie_shell.scoring import WordErrors, aligned, word_errors, words_of

WORDS = st.lists(st.sampled_from(["dash", "dot", "slash", "git"]), max_size=8)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Find .-name, it's 42", ["find", "name", "it's", "42"]),
        ("don’t", ["don't"]),
        (" ... ", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("said", "heard", "errors"),
    [
        ("git push now", "git push now", WordErrors(3)),
        ("git push now", "jits push", WordErrors(3, changed=1, lost=1)),
        ("dash dash stat", "dash dash dash stat", WordErrors(3, added=1)),
        ("", "thank you", WordErrors(0, added=2)),
        ("ls", "", WordErrors(1, lost=1)),
    ],
)
def test_counts(said: str, heard: str, errors: WordErrors) -> None:
    assert word_errors(aligned(said.split(), heard.split())) == errors


def test_rate_counts_every_error() -> None:
    assert WordErrors(10, changed=2, lost=1, added=2).rate == 0.5
    assert WordErrors(4, changed=1) + WordErrors(6, added=2) == WordErrors(10, changed=1, added=2)


@given(WORDS, WORDS)
def test_an_alignment_holds_both_lines(said: list[str], heard: list[str]) -> None:
    steps = aligned(said, heard)
    assert [step.said for step in steps if step.said] == said
    assert [step.heard for step in steps if step.heard] == heard
    errors = word_errors(steps)
    assert errors.changed + errors.lost + errors.added >= abs(len(said) - len(heard))
    assert (errors.changed + errors.lost + errors.added == 0) == (said == heard)
