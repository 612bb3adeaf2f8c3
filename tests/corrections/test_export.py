from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkie_shell.corrections.export import (
    SPLITS,
    said_and_confirmed,
    split_of,
    split_pairs,
    write_export,
)
from talkie_shell.errors import LogError, UsageError
from talkie_shell.records import Correction, Utterance


def record(words: str, command: str) -> Correction:
    return Correction(Utterance(words), "", command, 1.0, "embedded", command, "/", 0.0)


class TestSplitOf:
    @pytest.mark.parametrize(
        ("command", "split"),
        [
            # Written down once: where a record went, it stays, in every later version.
            ("ls -la", "train"),
            ("git status", "train"),
            ("echo 1", "train"),
            ("echo 13", "valid"),
            ("echo 14", "test"),
        ],
    )
    def test_never_moves(self, command: str, split: str):
        assert split_of(command) == split

    @given(st.lists(st.text(st.characters(), min_size=1)))
    def test_spacing_does_not_matter(self, words: list[str]):
        assert split_of(" ".join(words)) == split_of("  ".join(words) + "\n")

    def test_shares(self):
        splits = [split_of(f"echo {number}") for number in range(10_000)]
        counts = [splits.count(split) for split in SPLITS]
        assert counts == pytest.approx([8000, 1000, 1000], rel=0.1)


class TestSplitPairs:
    def test_each_pair_once_and_a_command_in_one_split(self):
        pairs = split_pairs(
            (words, command)
            for command in ("ls -la", "echo 13", "echo 14", "pwd")
            for words in ("one", "two", "one")
        )
        assert pairs["train"] == [
            (words, command) for command in ("ls -la", "pwd") for words in ("one", "two")
        ]
        assert pairs["valid"] == [("one", "echo 13"), ("two", "echo 13")]
        assert pairs["test"] == [("one", "echo 14"), ("two", "echo 14")]

    def test_blank_ones_are_nothing_to_learn_from(self):
        assert not any(split_pairs([(" ", "ls"), ("ls", "")]).values())


class TestWriteExport:
    PAIRS = split_pairs(
        said_and_confirmed([record("ls dash l", "ls -l"), record("é\udcff", "echo 13")])
    )

    def test_is_the_articles_chat_format(self, tmp_path: Path):
        folder = tmp_path / "made" / "here"
        counts = write_export(folder, self.PAIRS, force=False)
        assert counts == {"train": 1, "valid": 1, "test": 0}
        assert sorted(file.name for file in folder.iterdir()) == [
            "test.jsonl",
            "train.jsonl",
            "valid.jsonl",
        ]
        (line,) = (folder / "train.jsonl").read_text(encoding="utf-8").splitlines()
        assert json.loads(line) == {
            "messages": [
                {
                    "role": "system",
                    "content": "Reconstruct the intended syntax from the dictated text. "
                    "Output only the result.",
                },
                {"role": "user", "content": "ls dash l"},
                {"role": "assistant", "content": "ls -l"},
            ]
        }
        assert "é?" in (folder / "valid.jsonl").read_text(encoding="utf-8")

    def test_is_private(self, tmp_path: Path):
        write_export(tmp_path, self.PAIRS, force=False)
        assert {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()} == {0o600}

    def test_overwrites_only_by_force(self, tmp_path: Path):
        (tmp_path / "valid.jsonl").write_text("mine")
        with pytest.raises(UsageError, match=r"valid\.jsonl would be overwritten"):
            write_export(tmp_path, self.PAIRS, force=False)
        assert [file.name for file in tmp_path.iterdir()] == ["valid.jsonl"]
        write_export(tmp_path, self.PAIRS, force=True)
        assert (tmp_path / "valid.jsonl").read_text(encoding="utf-8") != "mine"

    def test_a_failure_leaves_what_was_there(self, tmp_path: Path):
        (tmp_path / "train.jsonl").mkdir()
        (tmp_path / "test.jsonl").write_text("mine")
        with pytest.raises(LogError, match="cannot export to"):
            write_export(tmp_path, self.PAIRS, force=True)
        assert sorted(file.name for file in tmp_path.iterdir()) == ["test.jsonl", "train.jsonl"]
        assert (tmp_path / "test.jsonl").read_text() == "mine"

    def test_a_file_where_the_folder_should_be(self, tmp_path: Path):
        (tmp_path / "file").touch()
        with pytest.raises(LogError, match=r"cannot export to .*file"):
            write_export(tmp_path / "file" / "folder", self.PAIRS, force=False)
