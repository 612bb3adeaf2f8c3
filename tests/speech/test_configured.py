from __future__ import annotations

from dataclasses import replace

import pytest

from talkie_shell.context import Context
from talkie_shell.settings import Settings
from talkie_shell.speech.configured import ending_of, prompt_from
from talkie_shell.speech.endpointing import Ending


@pytest.mark.parametrize(
    ("changed", "ending"),
    [
        ({}, Ending(0.8, 30.0)),
        ({"endpointing_seconds": 2.0, "longest_dictation": 5.0}, Ending(2.0, 5.0)),
        ({"endpointing": False}, Ending(None, 30.0)),
    ],
)
def test_what_ends_a_dictation_is_a_setting(changed, ending):
    assert ending_of(replace(Settings(), **changed)) == ending


def test_the_recogniser_is_told_how_this_user_speaks_and_what_is_here():
    recent = ["ls -la", "git push dash dash force", "cd src"]
    context = Context(names=frozenset({"Makefile", "notes.md"}))
    prompt = prompt_from(recent, ["kubectl"], lambda: context)
    for expected in ("git push dash dash force", "cd src", "kubectl", "makefile", "notes dot md"):
        assert expected in prompt
    assert "ls -la" not in prompt


def test_it_need_know_nothing():
    assert "git status" in prompt_from([], [], None)
