"""Names that exist are written as they are, where they were said without their separators."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkie_shell.context import Context
from talkie_shell.records import Utterance
from talkie_shell.spoken import build_lattice, load_vocabulary
from talkie_shell.structure.decode import decode
from talkie_shell.structure.respelling import in_other_case, respelt
from talkie_shell.structure.tagger import LineScores, log_normalised
from talkie_shell.structure.weights import Calibration

FOLDER = frozenset(
    ["my_app.py", "getUser.js", "README.md", "Makefile", "data-2024.csv", "a", "user", "index.html"]
)


@pytest.mark.parametrize(
    ("command", "respelled"),
    [
        ("python my app.py", "python my_app.py"),
        ("python myapp.py", "python my_app.py"),
        ("node get User.js", "node getUser.js"),
        ("open index html", "open index.html"),
        ("wc -l data 2024.csv | sort", "wc -l data-2024.csv | sort"),
        ("diff my app.py get user.js", "diff my_app.py getUser.js"),
        ("cat read me.md", "cat README.md"),
        ("cat make file", "cat Makefile"),
    ],
)
def test_becomes_the_name(command: str, respelled: str) -> None:
    found = respelt(command, FOLDER)
    assert found is not None
    assert found.command == respelled
    assert found.command[found.start : found.end] in FOLDER


@pytest.mark.parametrize(
    "command",
    [
        "cat README.md",
        "cat readme.md",  # only its case is open
        "my app.py",  # what is run
        "grep -e my --app.py",
        'git commit -m "my app.py"',
        "git commit -m 'read me.md'",
        "cat my  app.py",
        "cat user",
        "cat other.py",
        "",
    ],
)
def test_is_left_alone(command: str) -> None:
    assert respelt(command, FOLDER) is None


def test_two_names_that_sound_alike_are_left_alone() -> None:
    assert respelt("cat my app.py", frozenset({"my_app.py", "my-app.py"})) is None


def test_words_that_are_names_by_themselves_are_left_alone() -> None:
    assert respelt("cat my app", frozenset({"my_app", "my", "app"})) is None


@given(st.text(alphabet="abA._-/ '\"\\|$", max_size=30), st.sets(st.text("abA._-", min_size=1)))
def test_says_the_same_letters(command: str, names: set[str]) -> None:
    found = respelt(command, frozenset(names))
    if found is not None:

        def letters(text: str) -> str:
            return "".join(char for char in text.lower() if char not in " -_.")

        assert letters(found.command) == letters(command)
        assert found.command != command


def even(text: str, literal: float) -> LineScores:
    lattice = build_lattice(Utterance(text), load_vocabulary())
    return LineScores(
        [log_normalised([-3.0 * rank for rank in range(len(s.readings))]) for s in lattice.slots],
        [log_normalised([6.0 * (one == " ") for one in s.joiners]) for s in lattice.slots],
        literal,
    )


def test_the_choice_goes_back_to_what_was_said() -> None:
    lattice = build_lattice(Utterance("cat make file"), load_vocabulary())
    found = decode(lattice, even("cat make file", 0.0), 6, Calibration(), Context(FOLDER))
    assert found[0].command == "cat Makefile"
    (choice,) = found[0].choices
    assert choice.readings[0] == "Makefile"
    assert choice.readings[1].casefold() == "make file"
    assert found[0].confidence < 0.96


def test_a_name_makes_a_line_less_likely_to_be_meant_as_it_stands() -> None:
    lattice = build_lattice(Utterance("cat make file"), load_vocabulary())
    scores = even("cat make file", 0.7)
    named = decode(lattice, scores, 6, Calibration(), Context(FOLDER))
    unnamed = decode(lattice, scores, 6, Calibration(), Context())
    assert named[0].command == "cat Makefile"
    assert unnamed[0].command == "cat make file"


@pytest.mark.parametrize(
    ("command", "names", "expected"),
    [
        ("cd documents", ["Documents"], True),
        ("cd documents", ["Documents", "documents"], False),
        ("cd Documents", ["Documents"], False),
        ("documents", ["Documents"], False),
        ("cat documents.txt", ["Documents"], False),
        ("ls -a src", ["SRC"], False),
    ],
)
def test_words_that_exist_only_in_another_case(
    command: str, names: list[str], expected: bool
) -> None:
    assert in_other_case(command, frozenset(names)) is expected
