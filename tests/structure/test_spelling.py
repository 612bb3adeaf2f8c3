"""Words that are spelt are one word, or their letters are apart: never something between."""

from __future__ import annotations

import pytest

from talkie_shell.pipeline import load_pipeline
from talkie_shell.records import Utterance
from talkie_shell.spoken import build_lattice, load_vocabulary, spell
from talkie_shell.spoken.align import Step
from talkie_shell.structure.lexicon import default_lexicon
from talkie_shell.structure.spelling import join_spelt
from talkie_shell.structure.tagger import LineScores, log_normalised


def joined(text: str, blanks: dict[int, float], source: str = "voice") -> str:
    """The likeliest path, where each reading is the first and a blank stands at chosen slots with
    some log-odds; elsewhere none does."""
    lattice = build_lattice(Utterance(text, source), load_vocabulary())
    scores = LineScores(
        [log_normalised([-0.2 * rank for rank in range(len(s.readings))]) for s in lattice.slots],
        [
            log_normalised([blanks.get(index, -2.0) * (one == " ") for one in slot.joiners])
            for index, slot in enumerate(lattice.slots)
        ],
        0.0,
    )
    found = join_spelt(lattice, scores, default_lexicon().letters)
    path = tuple(
        Step(reading.index(max(reading)), joiner.index(max(joiner)))
        for reading, joiner in zip(found.readings, found.joiners, strict=True)
    )
    return spell(lattice, path)


@pytest.mark.parametrize(
    ("text", "blanks", "expected"),
    [
        ("n g i n x", {2: 3.0}, "nginx"),
        ("n g i n x", {1: 3.0, 2: 3.0, 3: 3.0, 4: 1.0}, "n g i n x"),
        ("a w s s", {3: 14.0}, "aws s"),
        ("a b", {1: 3.0}, "a b"),
        ("a, b, c", {2: 1.0, 4: 1.0}, "abc"),
        ("a b c", {1: 1.0, 2: 1.0}, "a b c"),
        ("dash i t w e b", {3: 3.0}, "-it web"),
        ("november golf india", {2: 1.0}, "ngi"),
        ("dash f november golf india", {}, "-f ngi"),
        ("november golf", {1: 3.0}, "november golf"),
    ],
)
def test_the_places_of_a_run_decide_together(text, blanks, expected):
    assert joined(text, blanks) == expected


@pytest.mark.parametrize("source", ["typed", "voice"])
@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("n g i n x", "nginx"),
        ("november golf india november xray", "nginx"),
        ("sudo apt install n g i n x", "sudo apt install nginx"),
        ("git checkout b u g f i x", "git checkout bugfix"),
        ("chmod u g o plus x run dot sh", "chmod ugo+x run.sh"),
        ("tail dash f november golf india november xray dot log", "tail -f nginx.log"),
        ("mike yankee underscore foxtrot india lima echo dot py", "my_file.py"),
        ("for i in a b c semicolon do echo x semicolon done", "for i in a b c; do echo x; done"),
    ],
)
def test_as_it_is_shipped(said, meant, source):
    assert load_pipeline("embedded").propose(Utterance(said, source)).command == meant


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("Sudo apt install N-G-I-N-X.", "sudo apt install nginx"),
        ("N, G, I, N, X.", "nginx"),
    ],
)
def test_as_a_recogniser_writes_it(heard, meant):
    assert load_pipeline("embedded").propose(Utterance(heard, "voice")).command == meant
