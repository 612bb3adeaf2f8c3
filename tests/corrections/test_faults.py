"""What can happen to the log: other programs, full disks, damage, kill -9, many sessions."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from talkie_shell.corrections import CorrectionLog
from talkie_shell.corrections.reading import read_corrections
from talkie_shell.corrections.store import SCHEMA
from talkie_shell.database import Writer
from talkie_shell.records import Correction, Utterance

ROOT = Path(__file__).parents[2]
SECONDS = 45.0
"""How long a test waits for what must happen."""

PREAMBLE = """
import os, sys
from pathlib import Path
from talkie_shell.corrections import CorrectionLog
from talkie_shell.records import Correction, Utterance

path = Path(sys.argv[1])

def record(command):
    return Correction(Utterance(command), "", command, 1.0, "embedded", command, "/", 0.0)

"""


def record(command: str) -> Correction:
    return Correction(Utterance(command), "", command, 1.0, "embedded", command, "/", 0.0)


def program(text: str, path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PREAMBLE + text, str(path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def commands(path: Path) -> set[str]:
    return {logged.correction.command for logged in read_corrections(path)}


def sound(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "corrections.db"


class TestManySessions:
    SESSIONS = """
children = []
for session in range(50):
    child = os.fork()
    if not child:
        log = CorrectionLog(path)
        for number in range(20):
            ticket = log.begin(record(f"echo {session} {number}"))
            log.finish(ticket, "succeeded", 0, 0.5)
        os._exit(0 if log.close(60) and log.notice is None else 1)
    children.append(child)
print([os.waitpid(child, 0)[1] for child in children].count(0))
"""

    def test_nothing_is_lost(self, path: Path):
        with program(self.SESSIONS, path) as sessions:
            assert sessions.communicate()[0] == "50\n"
        found = list(read_corrections(path))
        assert len(found) == 1000
        assert {one.correction.command for one in found} == {
            f"echo {session} {number}" for session in range(50) for number in range(20)
        }
        assert {one.correction.outcome for one in found} == {"succeeded"}
        assert len({one.session for one in found}) == 50
        assert sound(path)

    def test_reads_while_another_writes(self, path: Path):
        log = CorrectionLog(path)
        assert log.begin(record("echo first")).wait(10)
        seen = 1
        for number in range(200):
            last = log.begin(record(f"echo {number}"))
            now = len(commands(path))
            assert now >= seen
            seen = now
        assert last.wait(10)
        assert len(commands(path)) == 201
        log.close()


class TestKilled:
    ENDLESS = """
log = CorrectionLog(path)
number = 0
while True:
    command = f"echo {os.getpid()} {number}"
    ticket = log.begin(record(command))
    log.begin(record(command + " not waited for"))
    if ticket.wait(10):
        os.write(1, command.encode() + b"\\n")
    number += 1
"""

    def test_what_was_durable_is_there(self, path: Path):
        rng = random.Random(4)
        promised: set[str] = set()
        for _ in range(5):
            with program(self.ENDLESS, path) as writing:
                for _ in range(rng.randrange(1, 40)):
                    promised.add(writing.stdout.readline().rstrip("\n"))
                writing.kill()
                promised.update(line for line in writing.stdout.read().splitlines() if line)
            assert writing.returncode == -9
        found = list(read_corrections(path))
        assert promised <= {one.correction.command for one in found}
        assert {one.correction.outcome for one in found} == {"abandoned"}
        assert sound(path)

    def test_the_end_of_the_program_writes_what_waits(self, path: Path):
        text = """
log = CorrectionLog(path)
for number in range(100):
    log.begin(record(f"echo {number}"))
"""
        with program(text, path) as ending:
            assert ending.wait() == 0
        assert len(commands(path)) == 100


class Told:
    """The notices, and that there is one."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.came = threading.Event()

    def __call__(self, line: str) -> None:
        self.lines.append(line)
        self.came.set()


class TestLocked:
    def test_waits_says_so_once_and_goes_on(self, path: Path):
        told = Told()
        writer = Writer(path, SCHEMA, on_notice=told, patience=0.02, pause=0.02)
        writer.submit(lambda _connection, _: None).result(10)
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            done = writer.submit(lambda connection, _: connection.execute("SELECT 1"))
            assert told.came.wait(SECONDS)
            assert not writer.flush(0.3)
            other.execute("ROLLBACK")
        assert done.exception(SECONDS) is None
        assert told.lines == [
            f"the correction log is locked by another program; records wait ({path})"
        ]
        assert writer.close()

    def test_close_ends_in_time_and_counts_what_is_lost(self, path: Path):
        told = Told()
        writer = Writer(path, SCHEMA, on_notice=told, patience=0.02, pause=0.02)
        writer.submit(lambda _connection, _: None).result(10)
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            for _ in range(3):
                writer.submit(lambda _connection, _: None)
            assert told.came.wait(SECONDS)
            assert not writer.close(0.3)
        assert told.lines[1:] == ["3 records of the correction log could not be written"]


class TestFull:
    FULL = """
import resource, threading
told = threading.Event()
log = CorrectionLog(path, on_notice=lambda line: print(line, flush=True) or told.set())
assert log.begin(record("echo before")).wait(10)
size = path.with_name(path.name + "-wal").stat().st_size
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
tickets = [log.begin(record(f"echo {n} " + "x" * 5000)) for n in range(3)]
log.finish(tickets[0], "succeeded", 0, 1.0)
assert told.wait(60)
print([ticket.wait(0.1) for ticket in tickets], flush=True)
resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
print(log.close())
"""

    def test_records_wait_until_there_is_room(self, path: Path):
        with program(self.FULL, path) as filling:
            lines = filling.communicate()[0].splitlines()
        waiting = f"the correction log cannot be written, is the disk full? records wait ({path})"
        assert sorted(lines) == sorted([waiting, "[False, False, False]", "True"])
        assert len(commands(path)) == 4
        assert sound(path)


class TestUnwritable:
    def test_a_file_where_the_folder_should_be(self, tmp_path: Path):
        (tmp_path / "data").touch()
        lines: list[str] = []
        log = CorrectionLog(tmp_path / "data" / "corrections.db", on_notice=lines.append)
        tickets = [log.begin(record("ls")) for _ in range(3)]
        assert [ticket.wait(10) for ticket in tickets] == [False] * 3
        log.finish(tickets[0], "succeeded", 0, 1.0)
        assert not log.close()
        assert len(lines) == 1
        assert "\n" not in lines[0]
        assert log.notice == lines[0]

    def test_a_folder_where_the_file_should_be(self, path: Path):
        path.mkdir()
        lines: list[str] = []
        log = CorrectionLog(path, on_notice=lines.append)
        assert not log.begin(record("ls")).wait(10)
        log.close()
        assert lines == [
            f"the correction log is not kept in this session: unable to open database file ({path})"
        ]


class TestDamaged:
    def test_is_set_aside_and_begun_anew(self, path: Path):
        damaged = b"not a database at all " * 300
        path.write_bytes(damaged)
        lines: list[str] = []
        log = CorrectionLog(path, on_notice=lines.append)
        log.finish(log.begin(record("ls")), "succeeded", 0, 1.0)
        assert log.close()
        assert commands(path) == {"ls"}
        (kept,) = path.parent.glob("corrections.db.damaged-*[0-9]")
        assert kept.read_bytes() == damaged
        assert lines == [f"the correction log was damaged, so a new one is begun; old: {kept}"]

    def test_in_the_middle_of_a_session(self, path: Path):
        log = CorrectionLog(path)
        tickets = [log.begin(record("echo " + "x" * 3000 + str(n))) for n in range(40)]
        assert log.close()
        with path.open("r+b") as file:
            file.seek(4096)
            file.write(os.urandom(path.stat().st_size - 4096))
        log = CorrectionLog(path)
        assert log.begin(record("ls")).wait(10)
        log.finish(tickets[0], "succeeded", 0, 1.0)
        assert log.close()
        assert "ls" in commands(path)
        assert len(list(path.parent.glob("corrections.db.damaged-*[0-9]"))) == 1


class TestOtherFormats:
    def test_a_newer_one_is_left_alone(self, path: Path):
        log = CorrectionLog(path)
        log.begin(record("ls"))
        assert log.close()
        with closing(sqlite3.connect(path)) as newer:
            newer.execute("PRAGMA user_version = 7")
        before = path.read_bytes()
        log = CorrectionLog(path)
        assert not log.begin(record("pwd")).wait(10)
        log.close()
        assert log.notice == (
            "the correction log was written by a newer talkie-sh (format 7, this one knows "
            f"{len(SCHEMA.steps())}) and is left alone: {path}"
        )
        assert path.read_bytes() == before

    def test_a_foreign_one_is_left_alone(self, path: Path):
        with closing(sqlite3.connect(path)) as foreign, foreign:
            foreign.execute("CREATE TABLE mine (a)")
        before = path.read_bytes()
        log = CorrectionLog(path)
        assert not log.begin(record("pwd")).wait(10)
        log.close()
        assert log.notice == f"this is not a correction log, so it is left alone: {path}"
        assert path.read_bytes() == before
