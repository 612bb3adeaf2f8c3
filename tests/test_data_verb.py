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
