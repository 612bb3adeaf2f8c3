"""``talkie-sh data`` from the outside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from talkie_shell.cli import main


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "all.cm"
    path.write_text("ls -la\n$ git status\necho 'open\nls -la\n", encoding="utf-8")
    return path


class TestData:
    def test_writes_a_command_set(
        self, corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ):
        out = tmp_path / "set.jsonl"
        assert main(["data", str(corpus), "--commands", str(out)]) == 0
        rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
        assert [row["text"] for row in rows] == ["ls -la", "git status"]
        assert f"2 commands in {out}" in capsys.readouterr().out
        assert out.stat().st_mode & 0o777 == 0o600  # histories may be in it

    def test_keeps_out_what_is_held_out(self, corpus: Path, tmp_path: Path):
        out, held = tmp_path / "set.jsonl", tmp_path / "held.cm"
        held.write_text("ls  -LA\n", encoding="utf-8")
        assert main(["data", str(corpus), "--commands", str(out), "--heldout", str(held)]) == 0
        assert "ls -la" not in out.read_text(encoding="utf-8")

    def test_prints_samples(self, corpus: Path, capsys: pytest.CaptureFixture[str]):
        assert main(["data", str(corpus), "--sample", "5", "--seed", "2", "--json"]) == 0
        first = capsys.readouterr().out
        assert len(first.splitlines()) == 5
        assert set(json.loads(first.splitlines()[0])) == {"command", "source"}
        main(["data", str(corpus), "--sample", "5", "--seed", "2", "--json"])
        assert capsys.readouterr().out == first

    def test_rubbish_is_one_line(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
        bad = tmp_path / "bad.jsonl"
        bad.write_text("nonsense\n", encoding="utf-8")
        assert main(["data", str(bad)]) == 5
        told = capsys.readouterr().err
        assert told.startswith(f"talkie-sh: {bad}:1: not JSON")
        assert told.count("\n") == 1


class TestSpoken:
    def test_pairs_are_an_evaluation_file(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        source = tmp_path / "all.cm"
        source.write_text("ls -la\ngit log --oneline\ncat notes.txt | wc -l\n" * 3)
        assert main(["data", str(source), "--pairs", "--sample", "30"]) == 0
        rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert len(rows) == 30
        assert all(row.keys() == {"dictated", "expected", "tier", "source"} for row in rows)
        assert any(row["dictated"] != row["expected"] for row in rows)

    def test_chats_are_what_mlx_lm_reads(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        source = tmp_path / "all.cm"
        source.write_text("ls -la\ngit log --oneline\ncat notes.txt | wc -l\n")
        words = ["data", str(source), "--chat", str(tmp_path / "chats"), "--sample", "60"]
        assert main(words) == 0
        assert capsys.readouterr().out.startswith("train ")
        chats = [
            json.loads(line)["messages"]
            for split in ("train", "valid", "test")
            for line in (tmp_path / "chats" / f"{split}.jsonl").read_text().splitlines()
        ]
        assert 30 < len(chats) <= 60
        assert all([turn["role"] for turn in c] == ["system", "user", "assistant"] for c in chats)
        assert main(words) == 2
        assert main([*words, "--force"]) == 0
