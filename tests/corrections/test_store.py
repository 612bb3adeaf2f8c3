from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from talkie_shell.corrections import CorrectionLog, should_log
from talkie_shell.corrections.reading import outcome_now, read_corrections
from talkie_shell.corrections.store import SCHEMA
from talkie_shell.errors import LogError
from talkie_shell.records import Choice, Correction, Utterance

RECORD = Correction(
    utterance=Utterance("ls dash l", "voice"),
    preprocessed="ls - l",
    proposed="ls -l",
    confidence=0.75,
    engine="embedded",
    command="ls -la",
    directory="/tmp",
    started=1000.5,
    uncertain=(Choice(3, 5, ("-l", "-L"), 0.6),),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "corrections.db"


def written(path: Path) -> list[Correction]:
    return [logged.correction for logged in read_corrections(path)]


class TestShouldLog:
    @pytest.mark.parametrize(
        ("text", "private", "enabled", "expected"),
        [
            ("ls dash l", False, True, True),
            (" ls dash l", False, True, False),
            ("\tls", False, True, False),
            ("ls", True, True, False),
            ("ls", False, False, False),
            ("", False, True, False),
            ("ls ", False, True, True),
        ],
    )
    def test_decides(self, text: str, private: bool, enabled: bool, expected: bool):
        assert should_log(text, private, enabled) is expected


class TestBegin:
    def test_is_on_the_disk_before_it_is_finished(self, path: Path):
        log = CorrectionLog(path)
        ticket = log.begin(RECORD)
        assert ticket.wait(10)
        assert written(path) == [RECORD]
        assert log.close()

    def test_keeps_bytes_that_are_no_text(self, path: Path):
        odd = replace(RECORD, command="cat caf\udce9 \x1b[2J ü", utterance=Utterance("\ud800"))
        log = CorrectionLog(path)
        log.begin(odd)
        assert log.close()
        assert written(path) == [replace(odd, utterance=Utterance("?"))]

    def test_is_private(self, path: Path):
        log = CorrectionLog(path)
        assert log.begin(RECORD).wait(10)
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
        assert modes == dict.fromkeys(
            ("corrections.db", "corrections.db-wal", "corrections.db-shm"), 0o600
        )
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        log.close()

    def test_makes_a_loose_file_private(self, path: Path):
        path.parent.mkdir()
        path.touch(mode=0o644)
        path.chmod(0o644)
        log = CorrectionLog(path)
        assert log.begin(RECORD).wait(10)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        log.close()

    def test_touches_no_disk_until_asked(self, path: Path):
        assert CorrectionLog(path).close()
        assert not path.parent.exists()


class TestFinish:
    def test_completes_the_record(self, path: Path):
        log = CorrectionLog(path)
        log.finish(log.begin(RECORD), "failed", 2, 0.25)
        assert log.close()
        assert written(path) == [replace(RECORD, outcome="failed", status=2, duration=0.25)]

    def test_a_deleted_record_stays_deleted(self, path: Path):
        log = CorrectionLog(path)
        ticket = log.begin(RECORD)
        assert ticket.wait(10)
        with closing(sqlite3.connect(path)) as other, other:
            other.execute("DELETE FROM corrections")
        log.finish(ticket, "succeeded", 0, 1.0)
        assert log.close()
        assert written(path) == []

    def test_a_file_removed_meanwhile_is_written_anew(self, path: Path):
        log = CorrectionLog(path)
        ticket = log.begin(RECORD)
        assert ticket.wait(10)
        for file in path.parent.iterdir():
            file.unlink()
        log.finish(ticket, "succeeded", 0, 1.0)
        assert log.close()
        assert [one.outcome for one in written(path)] == ["succeeded"]

    def test_after_close_nothing_is_recorded(self, path: Path):
        log = CorrectionLog(path)
        assert log.close()
        ticket = log.begin(RECORD)
        log.finish(ticket, "succeeded", 0, 1.0)
        assert not ticket.wait(0)


class TestClose:
    def test_writes_what_waits(self, path: Path):
        log = CorrectionLog(path)
        for number in range(1200):
            log.begin(replace(RECORD, command=f"echo {number}"))
        assert log.close()
        assert [one.command for one in written(path)] == [f"echo {n}" for n in range(1199, -1, -1)]


class TestReadCorrections:
    def test_no_file_is_an_empty_log(self, path: Path):
        assert list(read_corrections(path)) == []

    def test_newest_first_up_to_the_limit(self, path: Path):
        log = CorrectionLog(path)
        for command in ("a", "b", "c"):
            log.begin(replace(RECORD, command=command))
        log.close()
        assert [one.correction.command for one in read_corrections(path, 2)] == ["c", "b"]

    def test_a_running_session_is_started_and_a_gone_one_abandoned(self):
        assert outcome_now("started", "host:1:x", lambda _: True) == "started"
        assert outcome_now("started", "host:1:x", lambda _: False) == "abandoned"
        assert outcome_now("failed", "host:1:x", lambda _: False) == "failed"

    def test_damage_is_one_line(self, path: Path):
        path.parent.mkdir()
        path.write_bytes(b"no database " * 400)
        with pytest.raises(LogError, match="cannot be read: file is not a database"):
            list(read_corrections(path))


class TestSchema:
    def test_migrations_are_numbered_without_gaps(self):
        numbers = [int(file.name[:4]) for file in sorted(SCHEMA.migrations.glob("*.sql"))]
        assert numbers == list(range(1, len(numbers) + 1))

    def test_the_first_is_never_edited(self, path: Path):
        columns = (
            "id session utterance source preprocessed proposed confidence uncertain engine "
            "command directory started outcome status duration"
        )
        with closing(sqlite3.connect(":memory:")) as memory:
            memory.executescript(SCHEMA.steps()[0])
            rows = memory.execute("PRAGMA table_info(corrections)")
            assert [name for _, name, *_ in rows] == columns.split()
