"""A tiny training set, so that whole runs take seconds."""

from __future__ import annotations

import random

import pytest

from talkie_shell.spoken import load_vocabulary
from talkie_shell.training.examples import ExampleSet
from talkie_shell.training.pairs import label_all, make_pairs

_TOOLS = ("ls", "cat", "grep", "head", "tail", "wc", "sort", "du", "stat", "file")
_FLAGS = ("-l", "-a", "-n 5", "--all", "-rf", "")
_NAMES = ("notes.txt", "/var/log", "*.py", "~/src/main.c", "my_file.md", '"a b"')


def commands(count: int, seed: int) -> list[str]:
    """Made-up commands, the same for the same seed."""
    rng = random.Random(seed)
    return [
        " ".join(filter(None, (rng.choice(_TOOLS), rng.choice(_FLAGS), rng.choice(_NAMES))))
        for _ in range(count)
    ]


def example_set(count: int, seed: int) -> ExampleSet:
    """Labelled utterances of made-up commands."""
    vocabulary = load_vocabulary()
    pairs = make_pairs(commands(count, seed), random.Random(seed), vocabulary)
    return ExampleSet.build(label_all(pairs, vocabulary))


@pytest.fixture(scope="session")
def examples() -> ExampleSet:
    return example_set(300, 1)
