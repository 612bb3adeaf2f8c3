"""Scores of proposals, and what they add up to."""

from __future__ import annotations

import pytest

from talkie_shell.records import Checks, Proposal, Utterance
from talkie_shell.scoring import score, summarise
from talkie_shell.spoken import build_lattice, load_vocabulary


def scored(expected, got, *others, said="df dash I H", confidence=0.5, ms=1.0):
    utterance = Utterance(said)
    proposal = Proposal(
        utterance=utterance,
        preprocessed=said,
        command=got,
        confidence=confidence,
        checks=Checks(parses=True, balanced=True),
        engine="fake",
        milliseconds=ms,
        alternatives=others,
    )
    return score(expected, proposal, build_lattice(utterance, load_vocabulary()))


class TestScore:
    def test_exact(self):
        one = scored("df -ih", "df -ih")
        assert (one.grade, one.ratio, one.exact, one.argv, one.top) == (
            "exact",
            1.0,
            True,
            True,
            True,
        )
        assert one.covered
        assert one.unsaid == ()

    def test_second_of_three(self):
        one = scored("df -ih", "df -iH", "df -Ih", "df -ih")
        assert (one.exact, one.case, one.top) == (False, True, True)

    def test_fourth_is_too_late(self):
        assert not scored("df -ih", "df -iH", "df -Ih", "df -IH", "df -ih").top

    def test_invented(self):
        assert scored("df -ih", "df -ih | sort").unsaid == ("|", "sort")

    def test_outside_of_the_lattice(self):
        assert not scored("du -sh", "df -ih").covered


class TestSummarise:
    def test_counts(self):
        found = summarise(
            [
                scored("df -ih", "df -ih", confidence=1.0, ms=1.0),
                scored("df -ih", "df -iH", confidence=0.0, ms=2.0),
                scored("df -ih", "df -i -h -h -h -h", confidence=0.0, ms=3.0),
                scored("df  -ih", "df -ih", confidence=1.0, ms=10.0),
            ]
        )
        assert (found.count, found.exact, found.blanks, found.case, found.argv) == (4, 1, 2, 2, 2)
        assert (found.near, found.partial, found.wrong, found.effective) == (1, 1, 1, 2)
        assert (found.looped, found.unsaid, found.top) == (1, 0, 1)
        assert found.calibration_error == pytest.approx(0.25)
        assert found.median_ms == pytest.approx(2.5)
        assert found.rate("exact").share == 0.25
        assert found.rate("exact").interval[1] == pytest.approx(0.6994, abs=1e-3)

    def test_nothing(self):
        found = summarise([])
        assert (found.count, found.exact, found.median_ms) == (0, 0, 0)
        assert found.rate("exact").share == 0
