"""Loops and words nobody said, against hand-made lattices."""

from __future__ import annotations

import pytest

from talkie_shell.records import Kind, Lattice, Reading, Slot, Utterance
from talkie_shell.scoring import looped, unsaid


def lattice(*slots, text=None):
    """Slots written as "words=reading|reading"; "-" alone after "|" drops the words."""
    made = []
    for one in slots:
        words, _, readings = one.partition("=")
        found = [Reading(text, Kind.KEEP) for text in (readings or words).split("|") if text != "~"]
        if "~" in readings:
            found.append(Reading("", Kind.DROP))
        made.append(Slot(words, 0, 0, " ", tuple(found), (" ", "", "_")))
    said = text if text is not None else " ".join(one.partition("=")[0] for one in slots)
    return Lattice(Utterance(said), tuple(made))


LS = lattice("ls", "dash=-|dash", "la")
USER = lattice("camel case=~", "get", "user")
ADDRESS = lattice("one two seven=127|1 2 7", "dot=.|dot", "zero=0", "point one=.1")

# Columns: command, lattice, pieces nobody said.
PIECES = [
    ("ls -la", LS, ()),
    ("LS -LA", LS, ()),
    ("ls dash la", LS, ()),
    ("ls -la | sort", LS, ("|", "sort")),
    ("lsla", LS, ("lsla",)),
    ("ls --la --la", LS, ()),
    ("l", LS, ("l",)),
    ("getUser", USER, ()),
    ("get_user", USER, ()),
    ("getuserid", USER, ("getuserid",)),
    ("usergetter", USER, ("usergetter",)),
    ("127.0.1", ADDRESS, ()),
    ("1270", lattice("one two seven=127", "dot=.|~", "zero=0"), ()),
    ("1270", ADDRESS, ("1270",)),
    ("128", ADDRESS, ("128",)),
    ("", LS, ()),
    ("echo ☃", lattice("echo", "snow"), ("☃",)),
    ("echo ☃", lattice("echo", "snow", text="echo ☃"), ()),
]


class TestUnsaid:
    @pytest.mark.parametrize(("command", "said", "pieces"), PIECES)
    def test_pieces(self, command, said, pieces):
        assert unsaid(command, said) == pieces


class TestLooped:
    def test_a_loop(self):
        assert looped("ls -la -la -la", LS)

    def test_what_was_expected_is_no_loop(self):
        assert not looped("ls -la -la -la", LS, "ls -la -la -la")

    def test_what_was_said_is_no_loop(self):
        assert not looped("ls la la la", lattice("ls", "la", "la", "la"))
