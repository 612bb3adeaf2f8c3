from __future__ import annotations

import pytest

from talkie_shell.errors import VocabularyError
from talkie_shell.records import Heard
from talkie_shell.repl.voice_commands import VoiceCommand, read_commands, voice_command

SCRATCH, UNDO, NEWLINE = VoiceCommand("scratch"), VoiceCommand("undo"), VoiceCommand("newline")

SAID = [
    # what was heard, alternatives shown, what it asks for
    ("scratch that", 0, SCRATCH),
    ("Scratch that.", 0, SCRATCH),
    ("Scratch, that!", 3, SCRATCH),
    ("Undo that.", 0, UNDO),
    ("New line.", 0, NEWLINE),
    ("Newline", 0, NEWLINE),
    ("two", 3, VoiceCommand("choose", 2)),
    ("Two.", 2, VoiceCommand("choose", 2)),
    ("2", 2, VoiceCommand("choose", 2)),
    ("To.", 2, VoiceCommand("choose", 2)),
    ("choose number four", 4, VoiceCommand("choose", 4)),
    ("Choose three.", 3, VoiceCommand("choose", 3)),
    ("the first one", 2, VoiceCommand("choose", 1)),
    # Words, and nothing else.
    ("two", 0, None),
    ("two", 1, None),
    ("choose two", 0, None),
    ("echo scratch that", 0, None),
    ("scratch that file", 0, None),
    ("", 9, None),
    ("...", 9, None),
]


@pytest.mark.parametrize(("text", "shown", "expected"), SAID)
def test_what_a_dictation_asks_for(text, shown, expected):
    assert voice_command(Heard(text), shown) == expected


def test_what_a_recogniser_thought_of_second_counts_as_well():
    assert voice_command(Heard("stench that", ("Scratch that.",))) == SCRATCH
    assert voice_command(Heard("3 3", ("3",)), 3) == VoiceCommand("choose", 3)
    assert voice_command(Heard("ls", ("a", "b", "scratch that"))) is None


def test_a_phrase_with_two_meanings_is_refused():
    table = {
        "commands": {"undo": ["back"], "scratch": ["back"]},
        "choose": {"leads": []},
        "numbers": {},
    }
    with pytest.raises(VocabularyError, match="'back' stands for two"):
        read_commands(table)
