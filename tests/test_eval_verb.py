"""``talkie-sh eval`` from the outside."""

from __future__ import annotations

import json
import sys

import pytest

from talkie_shell.cli import main
from talkie_shell.cli.verbs import VERBS

LINES = """\
{"dictated": "ls dash la", "expected": "ls -la", "tier": "article", "category": "files"}
{"dictated": "git status", "expected": "git status", "tier": "literal"}
{"dictated": "pwd", "expected": "cd"}
"""


@pytest.fixture(autouse=True)
def verb(monkeypatch):
    monkeypatch.setitem(VERBS, "eval", "talkie_shell.cli.evaluate")


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "pairs.jsonl"
    file.write_text(LINES, encoding="utf-8")
    return str(file)


def run(*words):
    return main(["eval", *words, "--engine", "preprocessor"])


class TestEval:
    def test_prints_the_figures(self, file, capsys):
        assert run(file, "--stages", "--worst", "1") == 0
        printed = capsys.readouterr()
        assert printed.out.startswith("3 pairs, engine preprocessor\n")
        assert "preprocessor's best reading alone" in printed.out
        assert f"{file}:3" in printed.out
        assert not printed.err

    def test_json(self, file, capsys):
        assert run(file, file, "--json", "--tier", "mine") == 0
        values = json.loads(capsys.readouterr().out)
        assert values["overall"]["count"] == 6
        assert values["tiers"]["mine"]["exact"]["hits"] == 0
        assert values["engines"] == ["preprocessor"]

    def test_report(self, file, tmp_path, capsys):
        assert run(file, "--report", str(tmp_path / "report")) == 0
        assert (tmp_path / "report" / "index.html").is_file()
        assert "the report is" in capsys.readouterr().err

    def test_no_plots_no_wait(self, tmp_path, capsys, monkeypatch):
        monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
        assert run(str(tmp_path / "missing.jsonl"), "--report", str(tmp_path)) == 2
        assert "plots need matplotlib" in capsys.readouterr().err

    def test_a_bad_line(self, file, tmp_path, capsys):
        bad = tmp_path / "bad.jsonl"
        bad.write_text('{"dictated": "ls"}\n', encoding="utf-8")
        assert run(file, str(bad)) == 5
        assert capsys.readouterr().err == f"talkie-sh: {bad}:1: 'expected' is missing\n"
