"""``talkie-sh corrections`` as a person or a program calls it."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from talkie_shell.cli import corrections
from talkie_shell.corrections import CorrectionLog
from talkie_shell.errors import LogError, UsageError
from talkie_shell.paths import log_file
from talkie_shell.records import Correction, Utterance
from talkie_shell.settings import Settings


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    corrections.add_arguments(parser)
    arguments = parser.parse_args(words)
    return corrections.run(arguments, Settings())


@pytest.fixture
def logged() -> None:
    log = CorrectionLog(log_file())
    for number in range(30):
        words, command = f"echo {number}", f"echo {number}"
        record = Correction(Utterance(words), words, command, 1.0, "embedded", command, "/", 0.0)
        log.finish(log.begin(record), "succeeded", 0, 0.1)
    assert log.close()


class TestPath:
    def test_is_printed_before_there_is_a_log(self, capsys: pytest.CaptureFixture[str]):
        assert run("path") == 0
        assert capsys.readouterr().out == f"{log_file()}\n"


class TestList:
    def test_nothing_yet(self, capsys: pytest.CaptureFixture[str]):
        assert run("list") == 0
        assert capsys.readouterr() == ("", "nothing is logged yet\n")

    @pytest.mark.usefixtures("logged")
    @pytest.mark.parametrize(
        ("words", "numbers"),
        [
            ([], range(29, 9, -1)),
            (["--limit", "2"], (29, 28)),
            (["--all"], range(29, -1, -1)),
        ],
    )
    def test_newest_first(
        self, words: list[str], numbers: list[int], capsys: pytest.CaptureFixture[str]
    ):
        assert run("list", *words) == 0
        lines = capsys.readouterr().out.splitlines()
        assert [line.rpartition("  ")[2] for line in lines] == [f"echo {n}" for n in numbers]

    @pytest.mark.usefixtures("logged")
    def test_for_programs(self, capsys: pytest.CaptureFixture[str]):
        assert run("list", "--json", "--limit", "1") == 0
        value = json.loads(capsys.readouterr().out)
        assert (value["id"], value["command"], value["outcome"]) == (30, "echo 29", "succeeded")

    def test_a_damaged_log(self):
        log_file().parent.mkdir(parents=True)
        log_file().write_text("no database")
        with pytest.raises(LogError, match="cannot be read"):
            run("list")


class TestExport:
    @pytest.mark.usefixtures("logged")
    def test_counts(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
        assert run("export", "--json", str(tmp_path)) == 0
        counts = json.loads(capsys.readouterr().out)
        assert counts.pop("folder") == str(tmp_path)
        assert sum(counts.values()) == 30
        for split, count in counts.items():
            assert len((tmp_path / f"{split}.jsonl").read_text().splitlines()) == count
        with pytest.raises(UsageError):
            run("export", str(tmp_path))

    @pytest.mark.usefixtures("logged")
    def test_a_later_export_moves_nothing(self, tmp_path: Path):
        run("export", str(tmp_path))
        before = {file.name: set(file.read_text().splitlines()) for file in tmp_path.iterdir()}
        log = CorrectionLog(log_file())
        for command in ("pwd", "echo 13", "date"):
            log.begin(
                Correction(Utterance("said"), "", command, 1.0, "embedded", command, "/", 0.0)
            )
        assert log.close()
        run("export", "--force", str(tmp_path))
        after = {file.name: set(file.read_text().splitlines()) for file in tmp_path.iterdir()}
        assert all(before[name] <= after[name] for name in before)
        assert sum(map(len, after.values())) == 33
