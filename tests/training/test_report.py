"""The report page: whole, self-contained, and safe against what is in the pairs."""

from __future__ import annotations

import json
import re
import sys
from html.parser import HTMLParser

import pytest

from talkie_shell.errors import FolderError, UsageError
from talkie_shell.records import Checks, Proposal, Utterance
from talkie_shell.scoring import decisions, score
from talkie_shell.spoken import build_lattice, load_vocabulary
from talkie_shell.training.character_diff import marked
from talkie_shell.training.evaluate import Evaluation, Pair, Result
from talkie_shell.training.report import page, write_report

ROWS = [
    ("ls dash la", "ls -la", "ls -la", "article", 0.9),
    ("cat less than x", "cat <x", "cat < x", "article", 0.7),
    ("echo quote a quote", 'echo "a"', "echo <script>", "own-words", 0.4),
    ("git status", "git status", "git status", "literal", 1.0),
]


def result(dictated, expected, got, tier, confidence):
    utterance = Utterance(dictated)
    lattice = build_lattice(utterance, load_vocabulary())
    checks = Checks(parses=True, balanced=True)
    proposal = Proposal(utterance, dictated, got, confidence, checks, "fake", 2.0)
    return Result(
        pair=Pair(dictated, expected, tier, "files"),
        proposal=proposal,
        score=score(expected, proposal, lattice),
        decisions=decisions(lattice, expected, got),
    )


@pytest.fixture(scope="module")
def evaluation():
    return Evaluation(tuple(result(*row) for row in ROWS))


class Structure(HTMLParser):
    """The open elements, and whether each was closed by its own tag."""

    VOID = frozenset({"meta", "br", "path", "use", "rect"})

    def __init__(self, text):
        super().__init__()
        self.open = []
        self.wrong = []
        self.seen = set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in self.VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


class TestPage:
    def test_is_well_formed(self, evaluation):
        found = Structure(page(evaluation))
        assert (found.open, found.wrong) == ([], [])
        assert {"svg", "table", "del", "ins"} <= found.seen

    def test_needs_nothing_else(self, evaluation):
        text = page(evaluation)
        assert "<script" not in text
        assert "<link" not in text
        assert not re.search(r'(?:src|href)="(?!#)', text)

    def test_plots_take_the_colours_of_the_page(self, evaluation):
        text = page(evaluation)
        assert "var(--accent)" in text
        assert "#0101" not in text
        assert "prefers-color-scheme: dark" in text

    def test_is_the_same_each_time(self, evaluation):
        assert page(evaluation) == page(evaluation)

    def test_of_nothing(self):
        assert "0 pairs" in page(Evaluation(()))


class TestWriteReport:
    def test_writes_page_and_figures(self, evaluation, tmp_path):
        written = write_report(tmp_path / "a" / "b", evaluation)
        assert written.read_text(encoding="utf-8").startswith("<!doctype html>")
        figures = json.loads((written.parent / "figures.json").read_text(encoding="utf-8"))
        assert figures["overall"]["count"] == len(ROWS)

    def test_a_folder_that_cannot_be_made(self, evaluation, tmp_path):
        (tmp_path / "file").write_text("")
        with pytest.raises(FolderError, match="cannot write the report into"):
            write_report(tmp_path / "file" / "below", evaluation)

    def test_without_matplotlib(self, evaluation, tmp_path, monkeypatch):
        monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
        with pytest.raises(UsageError, match=r"matplotlib.*pip install 'talkie-shell\[train\]'"):
            write_report(tmp_path, evaluation)


class TestMarked:
    @pytest.mark.parametrize(
        ("expected", "got", "wanted", "found"),
        [
            ("ls", "ls", "ls", "ls"),
            ("ls -l", "ls-l", "ls<del>␣</del>-l", "ls-l"),
            ("ls-l", "ls -l", "ls-l", "ls<ins>␣</ins>-l"),
            ("-H", "-h", "-<del>H</del>", "-<ins>h</ins>"),
            ("a<b", "a>b", "a<del>&lt;</del>b", "a<ins>&gt;</ins>b"),
            ("", "\n", "", "<ins>⏎</ins>"),
        ],
    )
    def test_pairs(self, expected, got, wanted, found):
        assert marked(expected, got) == (wanted, found)
