"""``talkie-sh coverage``: how many commands can be had from what people say for them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from talkie_shell.cli import main

COMMANDS = ["ls -la", "git log --oneline  -n 5", "find . -name '*.txt'"]


@pytest.fixture
def corpus(tmp_path: Path) -> str:
    rows = [json.dumps({"command": command, "source": "test"}) for command in COMMANDS]
    rows.append(json.dumps({"template": "tar -xf {{path/to/file.tar}}", "page": "common/tar"}))
    file = tmp_path / "some.jsonl"
    file.write_text("\n".join(rows) + "\n")
    return str(file)


class TestCoverage:
    def test_one_line_a_tier(self, corpus: str, capsys: pytest.CaptureFixture[str]):
        assert main(["coverage", corpus]) == 0
        assert capsys.readouterr().out.splitlines() == [
            "some.jsonl  article: 100.00% (4 of 4)",
            "some.jsonl  protocol: 100.00% (4 of 4)",
            "some.jsonl  own-words: 100.00% (4 of 4)",
        ]

    def test_json(self, corpus: str, capsys: pytest.CaptureFixture[str]):
        assert main(["coverage", corpus, "--tier", "article", "--json", "--misses"]) == 0
        assert json.loads(capsys.readouterr().out) == {
            "file": "some.jsonl",
            "tier": "article",
            "said": 4,
            "covered": 4,
            "share": 1.0,
            "misses": [],
        }

    def test_misses_are_shown_with_what_was_said(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ):
        file = tmp_path / "hard.jsonl"
        command = "foo hundred double && and x 1905"
        file.write_text(json.dumps({"command": command, "source": "test"}) + "\n")
        assert main(["coverage", str(file), "--tier", "article", "--misses"]) == 0
        assert capsys.readouterr().out.splitlines() == [
            "hard.jsonl  article: 0.00% (0 of 1)",
            f"  {command}",
            "    foo hundred double and and and X one nine zero five",
        ]

    def test_an_unknown_tier(self, corpus: str, capsys: pytest.CaptureFixture[str]):
        assert main(["coverage", corpus, "--tier", "shouting"]) == 2
        assert "there is no tier 'shouting'; it is one of article, protocol" in (
            capsys.readouterr().err
        )

    def test_a_file_that_is_not_there(self, capsys: pytest.CaptureFixture[str]):
        assert main(["coverage", "nowhere.jsonl"]) == 5
        assert capsys.readouterr().err.startswith("talkie-sh: nowhere.jsonl: ")
