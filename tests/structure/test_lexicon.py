"""The user's own vocabulary counts where words are spelt, and where it is said how to write."""

from __future__ import annotations

from typing import Any

import pytest

from talkie_shell.pipeline import load_pipeline
from talkie_shell.records import Utterance
from talkie_shell.spoken import load_vocabulary
from talkie_shell.structure.lexicon import default_lexicon, lexicon


def test_of_the_tables():
    words = default_lexicon()
    assert words.directs("Capital")
    assert words.directs("all caps")
    assert words.directs("literal")
    assert not words.directs("dash")
    assert {"november", "zulu"} <= words.letters
    assert not words.letters & {"bee", "air", "bat"}


def test_an_alphabet_that_the_user_added():
    words = lexicon(load_vocabulary({"talon": True}))
    assert {"november", "air", "bat"} <= words.letters
    assert "bee" not in words.letters


@pytest.mark.parametrize(
    "user",
    [
        {"remove": ["capital", "literal", "november"]},
        {"words": {"capital": "Capital-7", "literal": "lit", "november": "nov-1"}},
    ],
)
def test_what_means_something_else_to_the_user(user: dict[str, Any]):
    words = lexicon(load_vocabulary(user))
    assert not words.directs("capital")
    assert not words.directs("literal")
    assert words.directs("all caps")
    assert "november" not in words.letters
    assert "oscar" in words.letters


@pytest.mark.parametrize(
    ("user", "said", "part"),
    [
        ({"talon": True}, "tail dash f near gust sit near plex dot log", "nginx.log"),
        ({"words": {"november": "nov-1"}}, "ssh november golf india", "nov-1"),
        ({"remove": ["capital"]}, "echo capital r", "capital"),
    ],
)
def test_as_it_is_shipped(user: dict[str, Any], said: str, part: str):
    assert part in load_pipeline("embedded", user).propose(Utterance(said)).command
    assert part not in load_pipeline("embedded").propose(Utterance(said)).command
