"""What is said for an utterance, and what should be heard for it."""

from __future__ import annotations

from random import Random

import pytest

from talkie_shell.records import Utterance
from talkie_shell.spoken import build_lattice, load_vocabulary
from talkie_shell.spoken.align import align
from talkie_shell.training.voice.pronouncing import (
    comparable,
    normal,
    pronounce,
    pronunciations,
)


@pytest.mark.parametrize(
    ("utterance", "written"),
    [
        ("sudo chown dash R www", "sudo chown dash r www"),
        ("kube ctl get pods", "kubectl get pods"),
        ("cube c t l get pods", "kubectl get pods"),
        ("ls dash l s", "ls dash l s"),
        ("l s dash l", "ls dash l"),
        ("git log dash n 42", "git log dash n forty two"),
        ("sha256", "sha two hundred fifty six"),
        ("nought under score umm", "naught underscore um"),
        ("0755", "zero seven five five"),
        ("find dot dash name star dot text", "find dot dash name star dot text"),
        ("naïve", None),
        ("echo $HOME", None),
    ],
)
def test_one_spelling(utterance: str, written: str | None) -> None:
    assert normal(utterance) == written


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("ssh dash i key", "S S H dash I key"),
        ("add a file", "add a file"),
        ("dash a", "dash A"),
        ("ls", "L S"),
        ("npm", "N P M"),
    ],
)
def test_letters_are_named(written: str, said: str) -> None:
    assert pronounce(written, Random(3)).said.replace(",", "") == said


def test_words_are_said_in_several_ways_and_written_in_one() -> None:
    ways = {pronounce("sudo kubectl", Random(seed)).said.replace(",", "") for seed in range(60)}
    assert len(ways) > 3
    assert {pronounce("sudo kubectl", Random(seed)).written for seed in range(60)} == {
        "sudo kubectl"
    }


def test_what_sounds_like_english_is_written_so() -> None:
    found = {pronounce("txt", Random(seed)) for seed in range(40)}
    assert {(saying.said, saying.written) for saying in found} == {
        ("text", "text"),
        ("T X T", "txt"),
    }


@pytest.mark.parametrize(
    ("heard", "words"),
    [
        ("Find .-name star.txt.", "find dot dash name star dot text"),
        ("Kubectl get pods, please!", "kubectl get pods please"),
        ("ls -la /var", "ls dash la slash var"),
        ("cube control", "kubectl"),
        ("", ""),
        ("…", ""),
    ],
)
def test_transcripts_are_compared_alike(heard: str, words: str) -> None:
    assert comparable(heard) == words.split()


def test_every_word_of_the_table_can_be_meant() -> None:
    vocabulary = load_vocabulary()
    for word, ways in pronunciations().ways.items():
        for seed in range(2 * len(ways)):
            written = pronounce(word, Random(seed)).written
            lattice = build_lattice(Utterance(written, "voice"), vocabulary)
            assert align(lattice, word) is not None, (word, written)
