from __future__ import annotations

from dataclasses import replace

import pytest

from talkie_shell.corrections.listing import as_dict, as_line, visible
from talkie_shell.corrections.reading import Logged
from talkie_shell.records import Choice, Correction, Utterance

RECORD = Correction(
    utterance=Utterance("ls dash l"),
    preprocessed="ls - l",
    proposed="ls -l",
    confidence=0.75,
    engine="embedded",
    command="ls -l",
    directory="/tmp",
    started=0.0,
    uncertain=(Choice(3, 5, ("-l", "-L"), 0.6),),
    outcome="failed",
    status=2,
    duration=0.5,
    identifier=7,
)


class TestAsLine:
    @pytest.mark.parametrize(
        ("record", "line"),
        [
            (RECORD, "failed 2      ls -l  ← ls dash l"),
            (replace(RECORD, utterance=Utterance("ls -l")), "failed 2      ls -l"),
            (
                replace(RECORD, outcome="succeeded", status=0, command="ls -a"),
                "succeeded     ls -a  ← ls dash l  (proposed: ls -l)",
            ),
        ],
    )
    def test_says_what_differs(self, record: Correction, line: str):
        assert as_line(Logged("s", record))[len("1970-01-01 00:00  ") :] == line


class TestAsDict:
    def test_is_flat_and_complete(self):
        assert as_dict(Logged("host:1:x", RECORD)) == {
            "id": 7,
            "session": "host:1:x",
            "utterance": "ls dash l",
            "source": "typed",
            "preprocessed": "ls - l",
            "proposed": "ls -l",
            "confidence": 0.75,
            "engine": "embedded",
            "command": "ls -l",
            "directory": "/tmp",
            "started": 0.0,
            "uncertain": ({"start": 3, "end": 5, "readings": ("-l", "-L"), "confidence": 0.6},),
            "outcome": "failed",
            "status": 2,
            "duration": 0.5,
        }


class TestVisible:
    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("echo ü €", "echo ü €"),
            ("a\x1b[2Jb", r"a\x1b[2Jb"),
            ("a\nb\tc", r"a\nb\tc"),
            ("caf\udce9", r"caf\udce9"),
            ("a\u202eb", r"a\u202eb"),
        ],
    )
    def test_cannot_steer_a_terminal(self, text: str, shown: str):
        assert visible(text) == shown
