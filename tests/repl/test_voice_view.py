from __future__ import annotations

import pytest

from talkie_shell.choices import Draft, draft_of
from talkie_shell.repl.glyphs import ASCII, Glyphs
from talkie_shell.repl.state import Confirming
from talkie_shell.repl.voice_view import dictation_row, is_spoken, numbered, numbered_row
from talkie_shell.speech.levels import Level
from talkie_shell.speech.take import Progress
from tests.repl.conftest import DF, FIND

LOUD = Level(-18.0)


def row(progress: Progress, glyphs: Glyphs = ASCII) -> str:
    return "".join(text for _, text in dictation_row(progress, "F9", glyphs))


ROWS = [
    (Progress("opening"), "  opening the microphone~ - Esc cancels"),
    (Progress("listening", 65.9, LOUD), "  * #######... 1:05 - F9 ends it - Esc cancels"),
    (
        Progress("listening", 1, LOUD, clipped=True, lost=2),
        "  * #######... 0:01 - F9 ends it - Esc cancels - too loud - 2 blocks of sound were lost",
    ),
    (Progress("recognising", 3), "  recognising~ - Esc cancels"),
    (Progress("recognising", 3, loading=True), "  loading the recogniser~ - Esc cancels"),
]


@pytest.mark.parametrize(("progress", "expected"), ROWS)
def test_the_row_of_a_dictation(progress, expected):
    assert row(progress) == expected


def test_the_meter_is_as_wide_however_loud_it_is():
    widths = {
        row(Progress("listening", 0, Level(decibels))).count("#")
        + row(Progress("listening", 0, Level(decibels))).count(".")
        for decibels in (-60.0, -31.0, 0.0)
    }
    assert widths == {10}


def numbers(state: Confirming, columns: int = 80) -> str:
    return "".join(text for _, text in numbered_row(state, columns))


class TestNumbers:
    STATE = Confirming(DF.utterance.text, DF, draft_of(DF, 0.9))

    def test_each_reading_has_one(self):
        assert numbers(self.STATE) == "1 -ih  2 -iH  3 -Ih  4 df -i h"
        assert numbered(self.STATE, 80) == 4

    def test_what_does_not_fit_has_none_but_two_always_have(self):
        assert numbers(self.STATE, 20) == "1 -ih  2 -iH"
        assert numbered(self.STATE, 1) == 2

    def test_nothing_to_choose_from(self):
        state = Confirming("x", FIND, Draft("find"))
        assert numbers(state) == ""
        assert numbered(state, 80) == 0

    def test_only_what_was_dictated_counts_as_spoken(self):
        assert not is_spoken(self.STATE)
        assert not is_spoken(Confirming("x", None, Draft("x")))
