"""Messages in quotes: English put in, and the capitals that nobody says taken out."""

from __future__ import annotations

from random import Random

import pytest

from talkie_shell.training.prose import in_small_letters, with_prose


def most_often(command: str) -> str:
    made = [in_small_letters(command, Random(seed)) for seed in range(50)]
    return max(set(made), key=made.count)


@pytest.mark.parametrize(
    ("command", "small"),
    [
        ('git commit -m "Fix the build"', 'git commit -m "fix the build"'),
        ('echo "Hello World" && make', 'echo "hello world" && make'),
        ('git commit -m "Update the Dockerfile"', 'git commit -m "update the Dockerfile"'),
        ('git commit -m "Mention GitHub in README"', 'git commit -m "mention GitHub in README"'),
        ('psql -c "SELECT Id FROM t"', 'psql -c "select Id from t"'),
        ("sqlite3 a.db 'DROP TABLE IF EXISTS b'", "sqlite3 a.db 'drop table if exists b'"),
        ("curl -X GET Example.com", "curl -X GET Example.com"),
        ("awk 'BEGIN {FS=\":\"} END {print NR}' a", "awk 'BEGIN {FS=\":\"} END {print NR}' a"),
    ],
)
def test_only_what_english_writes_large_becomes_small(command, small):
    assert most_often(command) == small


def test_some_keep_their_capitals():
    made = {in_small_letters('echo "Hello"', Random(seed)) for seed in range(50)}
    assert made == {'echo "Hello"', 'echo "hello"'}


def test_a_message_is_sometimes_another():
    made = {with_prose('git commit -m "update"', Random(seed)) for seed in range(50)}
    assert 'git commit -m "update"' in made
    assert len(made) > 5
    assert all(one.startswith("git ") for one in made)
