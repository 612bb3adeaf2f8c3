"""What is held out, and what is nearly that, is removed; the rest stays."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkie_shell.training.corpora import SourceCommand
from talkie_shell.training.heldout import (
    THRESHOLD,
    HeldOut,
    _overlap,
    _shingles,
    _skeleton,
    remove_near,
)

HELD = [
    "head -n 7 a.txt",
    "git push origin main",
    "find . -name '*.txt' -type f -mtime +30 -exec rm {} \\;",
    "ls -la",
]
PAIRS = [
    ("head -n 7 a.txt", True),
    ("head  -n 5   'A.txt'", True),
    ("HEAD -n 7 a.txt", True),
    ("head -n 12 a.txt", False),
    ("git push origin master", False),
    ("git push", False),
    ("find . -name '*.txt' -type f -mtime +30 -exec rm {} +", True),
    ('find .  -name "*.txt" -type f -mtime +45 -exec rm {} \\;', True),
    ("find . -name '*.md' -type d -delete", False),
    ("ls -la", True),
    ("ls -l", False),
    ("", False),
]


class TestNear:
    @pytest.mark.parametrize(("command", "expected"), PAIRS)
    def test_pairs(self, command: str, expected: bool):
        assert HeldOut(HELD).near(command) is expected

    def test_nothing_is_near_nothing(self):
        assert not HeldOut([]).near("ls -la")

    @given(st.integers())
    def test_index_finds_what_comparing_all_finds(self, seed: int):
        rng = Random(seed)
        words = ["ls", "-l", "a.txt", "|", "grep", "x", "-r", "12", "/var", "b"]
        held = [" ".join(rng.choices(words, k=rng.randint(2, 14))) for _ in range(8)]
        heldout = HeldOut(held)
        line = rng.choice(held).split()
        line[rng.randrange(len(line))] = rng.choice(words)
        command = " ".join(line)
        shingles = _shingles(_skeleton(command))
        expected = any(
            _skeleton(one) == _skeleton(command)
            or (shingles and _overlap(shingles, _shingles(_skeleton(one))) >= THRESHOLD)
            for one in held
        )
        assert heldout.near(command) is bool(expected)


class TestRemoveNear:
    def test_order_stays(self):
        commands = [SourceCommand(text, "x") for text in ("pwd", "ls  -la", "cd ..", "ls -l")]
        kept = remove_near(commands, HeldOut(HELD))
        assert [command.text for command in kept] == ["pwd", "cd ..", "ls -l"]
