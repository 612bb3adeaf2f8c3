"""Lines to say, and which are never trained on."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from random import Random

import pytest

from talkie_shell.errors import DataError
from talkie_shell.records import Utterance
from talkie_shell.spoken import build_lattice, load_vocabulary
from talkie_shell.spoken.align import align
from talkie_shell.training.pairs import Material
from talkie_shell.training.voice.lines import (
    ENGLISH,
    Line,
    command_lines,
    english_lines,
    is_heldout,
    read_lines,
    spoken_line,
    write_lines,
)

COMMANDS = Material((), (), (("composed", 1.0),))


def test_commands_are_within_what_was_heard() -> None:
    vocabulary = load_vocabulary()
    for line in islice(command_lines(COMMANDS, 3, vocabulary), 60):
        lattice = build_lattice(Utterance(line.heard, "voice"), vocabulary)
        assert align(lattice, line.command, blanks_as_one=True) is not None
        assert line.heard == line.heard.lower()
        assert line.heldout == is_heldout(line.command)


def test_the_same_seed_says_the_same() -> None:
    vocabulary = load_vocabulary()
    one, two = (list(islice(command_lines(COMMANDS, 5, vocabulary), 10)) for _ in range(2))
    assert one == two
    assert one != list(islice(command_lines(COMMANDS, 6, vocabulary), 10))


def test_what_nobody_could_say_is_no_line() -> None:
    vocabulary, rng = load_vocabulary(), Random(0)
    assert (
        spoken_line(Utterance("echo ünïcode"), "echo ünïcode", "article", rng, vocabulary) is None
    )
    assert spoken_line(Utterance("git push"), "rm -rf /", "article", rng, vocabulary) is None


def test_about_one_in_forty_is_held_out() -> None:
    held = sum(is_heldout(f"command {number}") for number in range(4000))
    assert 60 < held < 140


def test_english_is_plain_sentences(tmp_path: Path) -> None:
    file = tmp_path / "prose"
    file.write_text(
        "A dream will always triumph over reality. Yes!\n%\nSee RFC 822 for it.\n%\n"
        "The weather, they\nsay, is fine today.\n\t\t-- Somebody\n%\nA dream will always triumph"
        " over reality.\n"
    )
    lines = english_lines([file])
    assert [line.said for line in lines] == [
        "A dream will always triumph over reality.",
        "The weather, they say, is fine today.",
    ]
    assert {(line.tier, line.command) for line in lines} == {(ENGLISH, "")}


def test_lines_come_back(tmp_path: Path) -> None:
    lines = [Line("L S", "ls", "ls", "article"), Line("Hello.", "Hello.", "", ENGLISH, True)]
    path = tmp_path / "lines.jsonl.gz"
    assert write_lines(path, lines) == 2
    assert read_lines(path) == lines


def test_a_file_that_is_no_lines_says_so(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl.gz"
    path.write_text("nothing of the sort")
    with pytest.raises(DataError, match="no file of lines"):
        read_lines(path)
