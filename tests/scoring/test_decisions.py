"""Which decision inside the lattice went wrong."""

from __future__ import annotations

import pytest

from talkie_shell.records import Kind, Lattice, Reading, Slot, Utterance
from talkie_shell.scoring import decisions, tally

DASH = (Reading("-", Kind.SYMBOL), Reading("dash", Kind.KEEP))
LETTER = (Reading("h", Kind.LOWER), Reading("H", Kind.UPPER))
FILLER = (Reading("", Kind.DROP), Reading("um", Kind.KEEP))
ONE = (Reading("df", Kind.KEEP),)
JOINERS = (" ", "")


def lattice():
    words = [
        ("um", FILLER, (" ",)),
        ("df", ONE, (" ",)),
        ("dash", DASH, JOINERS),
        ("H", LETTER, JOINERS),
    ]
    slots = [Slot(word, 0, 0, " ", readings, joiners) for word, readings, joiners in words]
    return Lattice(Utterance("um df dash H"), tuple(slots))


def wrong(expected, got):
    found = decisions(lattice(), expected, got)
    assert found is not None
    return [(one.matter, one.expected, one.got) for one in found if not one.right]


# Columns: expected, got, the decisions that went wrong.
PAIRS = [
    ("df -h", "df -h", []),
    ("df -h", "df - h", [("space", "", " ")]),
    ("df -h", "df -H", [("case", "h", "H")]),
    ("df -h", "df dashh", [("reading", "-", "dash")]),
    ("df -h", "um df -h", [("dropped", "", "um")]),
    ("df -h", "df-H", [("space", " ", ""), ("case", "h", "H")]),
]


class TestDecisions:
    @pytest.mark.parametrize(("expected", "got", "mistakes"), PAIRS)
    def test_pairs(self, expected, got, mistakes):
        assert wrong(expected, got) == mistakes

    def test_counts_what_was_decided_right(self):
        found = decisions(lattice(), "df -h", "df -h")
        assert [one.matter for one in found] == ["dropped", "reading", "space", "case", "space"]

    def test_outside_of_the_lattice(self):
        assert decisions(lattice(), "df -h", "du -h") is None
        assert decisions(lattice(), "du -h", "df -h") is None


class TestTally:
    def test_counts(self):
        said = lattice()
        counted = tally(
            [
                decisions(said, "df -h", "df -h"),
                decisions(said, "df -h", "df -H"),
                decisions(said, "df -h", "df -H"),
                decisions(said, "df -h", "du -h"),
            ]
        )
        assert counted.made == {"space": 6, "case": 3, "reading": 3, "dropped": 3}
        assert counted.wrong == {"space": 0, "case": 2, "reading": 0, "dropped": 0}
        assert counted.kinds["lower", "upper"] == 2
        assert counted.joiners[" ", " "] == 3
        assert [(one.words, times) for one, times in counted.mistakes] == [("H", 2)]
        assert counted.outside == 1
