"""Names that exist gain, and only where they were said."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from talkie_shell.context import Context, Flags, unknown_flags
from talkie_shell.pipeline import load_pipeline
from talkie_shell.records import Kind, Lattice, Utterance
from talkie_shell.spoken import build_lattice, load_vocabulary, spell
from talkie_shell.spoken.align import Step
from talkie_shell.structure.decode import decode
from talkie_shell.structure.features import KINDS
from talkie_shell.structure.naming import favour_compounds, favour_flags, favour_names
from talkie_shell.structure.tagger import LineScores, Moves, log_normalised
from talkie_shell.structure.weights import Calibration


def favoured(text: str, *names: str, programs: bool = False) -> str:
    return likeliest(
        text, lambda *scored: favour_names(*scored, frozenset(names), programs=programs)
    )


def likeliest(text: str, favour: Callable[[Lattice, LineScores], LineScores]) -> str:
    """The likeliest path, all paths about equally likely before; a blank comes before none."""
    lattice = build_lattice(Utterance(text), load_vocabulary())
    even = LineScores(
        [log_normalised([-0.01 * rank for rank in range(len(s.readings))]) for s in lattice.slots],
        [log_normalised([float(one == " ") for one in slot.joiners]) for slot in lattice.slots],
        0.0,
    )
    scores = favour(lattice, even)
    path = tuple(
        Step(reading.index(max(reading)), joiner.index(max(joiner)))
        for reading, joiner in zip(scores.readings, scores.joiners, strict=True)
    )
    return spell(lattice, path)


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("cat makefile", ["Makefile"], "cat Makefile"),
        ("cat makefile", ["Makefile", "makefile"], "cat makefile"),
        ("cat makefile", [], "cat makefile"),
        ("cat makefile", ["a"], "cat makefile"),
        ("cd downloads", ["Downloads", "Documents"], "cd Downloads"),
        ("ls dash downloads", ["Downloads"], "ls - downloads"),
        ("checkout feature slash login", ["feature/Login"], "checkout feature/Login"),
    ],
)
def test_favoured(text: str, names: list[str], expected: str) -> None:
    assert favoured(text, *names) == expected


def test_what_was_decided_before_does_not_move_a_settled_case() -> None:
    lattice = build_lattice(Utterance("cat makefile"), load_vocabulary())
    push = [[0.0] * KINDS for _ in range(KINDS + 1)]
    for row in push:
        row[Kind.LOWER] = 20.0
    moved = [Moves(push, push, [[0.0] * len(s.joiners)] * KINDS) for s in lattice.slots]
    scores = LineScores(
        [log_normalised([0.0] * len(s.readings)) for s in lattice.slots],
        [log_normalised([float(one == " ") for one in s.joiners]) for s in lattice.slots],
        0.0,
        moved,
    )
    found = decode(lattice, scores, 1, Calibration(), Context(frozenset({"Makefile"})))
    assert found[0].command == "cat Makefile"


@pytest.mark.parametrize(
    ("command", "found"),
    [
        ("ssh -j bastion db", [("ssh", "j")]),
        ("ssh -J bastion db", []),
        ("ls -l | ssh -jV x", [("ssh", "j"), ("ssh", "V")]),
        ("git commit -A", [("git", "A")]),
        ("find . -name x", []),
        ("unheard -J", []),
        ("sudo ssh -j x", [("ssh", "j")]),
        ("FOO=1 ssh -j x", [("ssh", "j")]),
        ("ssh x -j", [("ssh", "j")]),
        ("git commit main -A", [("git", "A")]),
        ("git add -A", []),
        ("git add notes.txt -A", []),
        ("git add notes.txt -a", [("git", "a")]),
        ("git push -A", []),
        ("git push notes.txt -A", []),
    ],
)
def test_flags_in_the_other_case(command: str, found: list[tuple[str, str]]) -> None:
    assert list(unknown_flags(command, flags_of)) == found


def flags_of(command: str) -> Flags | None:
    """As the machine answers: an argument has the flags of what it stands behind, and the
    flags of a subcommand may not be known (yet)."""
    known = {
        "ssh": Flags(frozenset("JvA")),
        "git": Flags(frozenset("aC")),
        "git commit": Flags(frozenset("am")),
        "git add": Flags(frozenset("A")),
        "git push": None,
        "find": Flags(frozenset("HLPO"), words=frozenset({"name"})),
    }
    words = command.split()
    begun = (" ".join(words[:count]) for count in range(len(words), 0, -1))
    return next((known[one] for one in begun if one in known), None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("my tool dash v", "mytool - v"),
        ("cat x pipe my tool", "cat x | mytool"),
        ("cat my tool", "cat my tool"),
        ("gcc dash my tool", "gcc - my tool"),
    ],
)
def test_programs_where_programs_stand(text: str, expected: str) -> None:
    assert favoured(text, "mytool", "v", programs=True) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("light g b m", "lightgbm"),
        ("light gbm", "lightgbm"),
        ("lightgbm", "lightgbm"),
        ("install light gbm now", "install lightgbm now"),
        ("light dash gbm", "light - gbm"),
        ("traffic light", "traffic light"),
    ],
)
def test_compounds_anywhere_however_they_are_split(text: str, expected: str) -> None:
    known = frozenset({"lightgbm", "light"})
    assert likeliest(text, lambda *scored: favour_compounds(*scored, known)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pstree dash a", "pstree -a"),
        ("cat x pipe pstree dash a", "cat x | pstree -a"),
        ("cat pstree dash a", "cat pstree-a"),
        ("pstree dash all", "pstree-all"),
        ("other dash a", "other-a"),
        ("pstree dash l", "pstree-l"),
    ],
)
def test_letters_behind_a_program_are_its_flags(text: str, expected: str) -> None:
    def glued_then(lattice: Lattice, even: LineScores) -> LineScores:
        dashes = [slot.readings[0].text == "-" for slot in lattice.slots]
        rows = [
            log_normalised([float(one == "") for one in slot.joiners])
            if dash or (at and dashes[at - 1])
            else row
            for at, (slot, dash, row) in enumerate(
                zip(lattice.slots, dashes, even.joiners, strict=True)
            )
        ]
        known = frozenset({"pstree", "pstree-l"})
        return favour_flags(lattice, even._replace(joiners=rows), known)

    assert likeliest(text, glued_then) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FF MPEG dash I holiday.mov holiday.mp4.", "ffmpeg -i holiday.mov holiday.mp4"),
        ("C test dash dash output dash on dash failure.", "ctest --output-on-failure"),
        ("V C gen CMD measure underscore volts.", "vcgencmd measure_volts"),
        ("Python manage.py make migrations.", "python manage.py makemigrations"),
        ("Touch read me.md.", "touch README.md"),
        ("Git commit dash M quote collect static quote.", 'git commit -m "collect static"'),
    ],
)
def test_compounds_as_it_is_shipped(text: str, expected: str) -> None:
    assert load_pipeline("embedded").propose(Utterance(text, "voice")).command == expected
