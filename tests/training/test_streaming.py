"""The stream is decided by its seed, can be cut in shards, and keeps out what is held out."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

import pytest

from talkie_shell.errors import DataError
from talkie_shell.training.heldout import HeldOut
from talkie_shell.training.prepared import load_commands, prepare, save_commands
from talkie_shell.training.streaming import CommandStream

REAL = ["ls -la", "git status", "tar xzf a.tar.gz", "find . -name '*.py'", "df -h", "pwd"]


@pytest.fixture
def corpora(tmp_path: Path) -> list[Path]:
    real, tldr = tmp_path / "all.cm", tmp_path / "tldr.jsonl"
    real.write_text("\n".join(REAL), encoding="utf-8")
    rows = [{"template": f"git {verb} {{{{branch}}}}"} for verb in ("switch", "merge", "rebase")]
    tldr.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return [real, tldr]


def texts(stream: CommandStream, count: int) -> list[str]:
    return [command.text for command in islice(stream, count)]


class TestCommandStream:
    def test_same_seed_same_commands(self, corpora: list[Path]):
        one, two = CommandStream(corpora, seed=3), CommandStream(corpora, seed=3)
        assert texts(one, 50) == texts(two, 50)
        assert texts(one, 50) == texts(one, 50)
        assert texts(one, 50) != texts(CommandStream(corpora, seed=4), 50)

    def test_shards_make_up_the_whole(self, corpora: list[Path]):
        whole = texts(CommandStream(corpora, seed=3), 60)
        shards = [texts(CommandStream(corpora, seed=3, shard=i, shards=3), 20) for i in range(3)]
        assert [line for row in zip(*shards, strict=True) for line in row] == whole

    def test_start_skips(self, corpora: list[Path]):
        whole = texts(CommandStream(corpora, seed=3), 30)
        assert texts(CommandStream(corpora, seed=3, start=10), 20) == whole[10:]

    def test_count(self, corpora: list[Path]):
        assert len(list(CommandStream(corpora, count=7))) == 7

    def test_mixture(self, corpora: list[Path]):
        only = CommandStream(corpora, mixture={"real": 1.0}, varied=0, count=80)
        assert {command.text for command in only} == set(REAL)
        none = CommandStream(corpora, mixture={"tldr": 0.5, "composed": 0.5}, count=80)
        assert {command.source for command in none} == {"tldr", "composed"}

    def test_real_commands_come_varied(self, corpora: list[Path]):
        stream = CommandStream(corpora, mixture={"real": 1.0}, varied=1, count=200)
        tars = {command.text for command in stream if command.text.startswith("tar ")}
        assert len(tars) > 5
        assert all(line.startswith("tar xzf ") and line.endswith(".tar.gz") for line in tars)

    def test_templates_come_filled(self, corpora: list[Path]):
        filled = texts(CommandStream(corpora, mixture={"tldr": 1.0}), 60)
        assert len(set(filled)) > 20
        assert not any("{{" in line for line in filled)

    def test_held_out_never_comes(self, corpora: list[Path]):
        heldout = HeldOut(["ls -la", "git  status"])
        made = texts(CommandStream(corpora, heldout, mixture={"real": 1.0}, varied=0), 100)
        assert set(made) == set(REAL) - {"ls -la", "git status"}

    def test_nothing_left_is_told(self, corpora: list[Path]):
        stream = CommandStream(corpora, HeldOut(REAL), mixture={"real": 1.0}, varied=0)
        with pytest.raises(DataError, match="resembles a held-out one"):
            next(iter(stream))

    def test_no_source_is_told(self, corpora: list[Path]):
        with pytest.raises(DataError, match="no command to draw from"):
            CommandStream(corpora[:1], mixture={"tldr": 1.0})

    def test_shard_out_of_range(self, corpora: list[Path]):
        with pytest.raises(DataError, match="shard 3 of 3"):
            CommandStream(corpora, shard=3, shards=3)


class TestPrepared:
    def test_saved_and_loaded(self, corpora: list[Path], tmp_path: Path):
        commands = prepare(corpora, HeldOut(["df -h"]))
        path = tmp_path / "set.jsonl"
        save_commands(commands, path)
        assert list(load_commands([path])) == commands
        assert "df -h" not in {command.text for command in commands}
        save_commands(prepare(corpora, HeldOut([])), path)
        assert texts(CommandStream([path]), 40) == texts(CommandStream(corpora), 40)

    @pytest.mark.parametrize(
        ("row", "message"),
        [
            ('{"text": "ls", "weight": 1}', "2: a prepared command needs its text and source"),
            ('{"text": "ls", "source": "x", "weight": 0}', "2: a weight is a number above 0"),
        ],
    )
    def test_damaged(self, row: str, message: str, tmp_path: Path):
        path = tmp_path / "set.jsonl"
        good = '{"text": "ls", "source": "x", "weight": 1.0}'
        path.write_text(f"{good}\n{row}\n", encoding="utf-8")
        with pytest.raises(DataError, match=message):
            list(load_commands([path]))

    def test_file_without_commands(self, tmp_path: Path):
        path = tmp_path / "LICENSE"
        path.write_text("Permission is hereby granted to everyone.\n", encoding="utf-8")
        with pytest.raises(DataError, match="no command in it"):
            prepare([path], HeldOut([]))
