"""A correction that begins again takes back what it begins with."""

from __future__ import annotations

import math

import pytest

from talkie_shell.pipeline import load_pipeline
from talkie_shell.records import Kind, Utterance
from talkie_shell.spoken import build_lattice, load_vocabulary
from talkie_shell.structure.lexicon import default_lexicon
from talkie_shell.structure.retracing import favour_retracing
from talkie_shell.structure.tagger import LineScores, log_normalised


def taken_back(text: str, *, sure: float = 2.0) -> list[str]:
    """The words whose dropping gains, where corrections are as sure to mean one as that."""
    lattice = build_lattice(Utterance(text), load_vocabulary())
    lexicon = default_lexicon()
    rows = [
        log_normalised(
            [
                sure if reading.kind is Kind.DROP and slot.words in lexicon.repairs else 0.0
                for reading in slot.readings
            ]
        )
        for slot in lattice.slots
    ]
    joiners = [log_normalised([0.0] * len(slot.joiners)) for slot in lattice.slots]
    before = LineScores(rows, joiners, 0.0)
    after = favour_retracing(lattice, before, lexicon)
    for row in after.readings:
        assert math.fsum(map(math.exp, row)) == pytest.approx(1.0)
    return [
        slot.words
        for slot, one, two in zip(lattice.slots, rows, after.readings, strict=True)
        if one != two
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ping a dot one sorry a dot two", ["a", "dot", "one"]),
        ("ping a dot one no wait um a dot two", ["a", "dot", "one"]),
        ("cp a b a c sorry a b d", ["a", "b", "a", "c"]),
        ("cp a b a c sorry a e", ["a", "c"]),
        ("git push sorry pull", []),
        ("git status sorry", []),
        ("sorry git status", []),
        ("git status", []),
    ],
)
def test_from_where_the_most_of_it_stands_before(text: str, expected: list[str]):
    assert taken_back(text, sure=9.0) == expected


def test_words_that_hardly_mean_a_correction_take_nothing_back():
    assert taken_back("echo a no a b", sure=-3.0) == []


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "ssh core at ten dot zero dot one dot four sorry ten dot zero dot two dot four",
            "ssh core@10.0.2.4",
        ),
        ("kubectl apply dash f base dot yaml i mean dash k base", "kubectl apply -k base"),
        (
            "cp config dot toml config dot bak hang on config dot toml dot bak",
            "cp config.toml config.toml.bak",
        ),
    ],
)
def test_as_it_is_shipped(said: str, expected: str):
    assert load_pipeline("embedded").propose(Utterance(said)).command == expected
