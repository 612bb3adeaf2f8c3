from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from talkie_shell.shell.history import SCHEMA, History

ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "history"


def pairs(entries: list) -> list[tuple[str, str]]:
    return [(entry.words, entry.command) for entry in entries]


class TestRecent:
    def test_newest_first(self, path: Path):
        history = History(path)
        history.append("ls dash l", "ls -l")
        history.append("pwd", "pwd")
        assert pairs(history.recent(10)) == [("pwd", "pwd"), ("ls dash l", "ls -l")]
        assert pairs(history.recent(1)) == [("pwd", "pwd")]
        assert history.close()

    def test_other_sessions_are_seen_at_once(self, path: Path):
        one, other = History(path), History(path)
        one.append("a", "a")
        assert one.flush(10)
        other.append("b", "b")
        assert other.flush(10)
        one.append("c", "c")
        assert pairs(one.recent(9)) == [("c", "c"), ("b", "b"), ("a", "a")]
        assert one.close()
        assert other.close()
        assert pairs(History(path).recent(9)) == [("c", "c"), ("b", "b"), ("a", "a")]

    def test_news_are_what_others_added(self, path: Path):
        one, other = History(path), History(path)
        assert one.has_news()
        assert not one.has_news()
        one.append("a", "a")
        one.append("b", "b")
        assert one.flush(10)
        assert not one.has_news()
        other.append("c", "c")
        assert other.close()
        assert one.has_news()
        assert not one.has_news()
        for file in path.parent.glob("history*"):
            file.unlink()
        one.append("d", "d")
        assert one.close()
        assert one.has_news()

    def test_what_was_not_found_is_known_to_every_session(self, path: Path):
        history = History(path)
        history.append("ls", "ls")
        missed = history.append("gti", "gti")
        assert not history.mark_not_found(missed).found
        history.append("gti", "gti")
        assert [entry.found for entry in history.recent(9)] == [True, False, True]
        assert history.close()
        assert [entry.found for entry in History(path).recent(9)] == [True, False, True]

    def test_a_file_of_the_first_format_is_read(self, path: Path):
        path.parent.mkdir()
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript((SCHEMA.migrations / "0001_history.sql").read_text())
            connection.execute(f"PRAGMA application_id = {SCHEMA.application}")
            connection.execute("PRAGMA user_version = 1")
            connection.execute("INSERT INTO entries VALUES (1, 'x', 'list', 'ls', 1.0)")
            connection.commit()
        history = History(path)
        assert [(entry.command, entry.found) for entry in history.recent(9)] == [("ls", True)]
        history.mark_not_found(history.append("gti", "gti"))
        assert history.close()
        assert [entry.found for entry in History(path).recent(9)] == [False, True]

    def test_keeps_bytes_that_are_no_text(self, path: Path):
        history = History(path)
        history.append("caf\udce9", "cat caf\udce9\nls")
        assert history.close()
        assert pairs(History(path).recent(1)) == [("caf\udce9", "cat caf\udce9\nls")]

    def test_the_oldest_go(self, path: Path):
        history = History(path, keep=3)
        for number in range(5):
            history.append(str(number), str(number))
        assert history.close()
        kept = [("4", "4"), ("3", "3"), ("2", "2")]
        assert pairs(History(path).recent(9)) == pairs(history.recent(9)) == kept

    def test_keeping_nothing(self, path: Path):
        history = History(path, keep=0)
        history.append("ls", "ls")
        assert history.close()
        assert history.recent(9) == History(path).recent(9) == []

    def test_is_private(self, path: Path):
        history = History(path)
        history.append("ls", "ls")
        assert history.flush(10)
        assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}
        history.close()


class TestSearch:
    @pytest.mark.parametrize("same_session", [True, False])
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("star", ["find . -name *.txt"]),
            ("*.TXT", ["find . -name *.txt"]),
            ("find", ["find . -name *.txt"]),
            ("100%", ["echo 100%"]),
            ("_", []),
            ("", ["echo 100%", "ls", "find . -name *.txt"]),
            ("é", []),
        ],
    )
    def test_by_words_or_command(self, path: Path, text: str, found: list[str], same_session: bool):
        history = History(path)
        history.append("find dot dash name star dot txt", "find . -name *.txt")
        history.append("ls", "ls")
        history.append("ls", "ls")
        history.append("echo one hundred percent", "echo 100%")
        assert history.flush(10)
        searched = history if same_session else History(path)
        assert [entry.command for entry in searched.search(text, 10)] == found
        history.close()

    def test_stops_at_the_limit(self, path: Path):
        history = History(path)
        for number in range(10):
            history.append(f"echo {number}", f"echo {number}")
        assert [entry.command for entry in history.search("echo", 2)] == ["echo 9", "echo 8"]
        history.close()


class TestFaults:
    def test_lasts_for_the_session_where_it_cannot_be_written(self, tmp_path: Path):
        (tmp_path / "state").touch()
        lines: list[str] = []
        history = History(tmp_path / "state" / "history", on_notice=lines.append)
        history.append("ls dash l", "ls -l")
        history.append("pwd", "pwd")
        history.flush(10)
        assert pairs(history.recent(5)) == [("pwd", "pwd"), ("ls dash l", "ls -l")]
        assert pairs(history.search("dash", 5)) == [("ls dash l", "ls -l")]
        assert not history.close()
        assert len(lines) == 1

    def test_a_damaged_file_is_told_once_and_then_set_aside(self, path: Path):
        path.parent.mkdir()
        path.write_text("as other shells keep it\n" * 200)
        lines: list[str] = []
        history = History(path, on_notice=lines.append)
        assert history.recent(5) == history.recent(5) == []
        assert len(lines) == 1
        history.append("ls", "ls")
        assert history.close()
        assert pairs(History(path).recent(5)) == [("ls", "ls")]
        (kept,) = path.parent.glob("history.damaged-*[0-9]")
        assert kept.read_text().startswith("as other shells keep it")

    SESSIONS = """
import os, sys
from pathlib import Path
from talkie_shell.shell.history import History
children = []
for session in range(50):
    child = os.fork()
    if not child:
        history = History(Path(sys.argv[1]))
        for number in range(10):
            history.append(f"echo {session} {number}", f"echo {session} {number}")
        os._exit(0 if history.close(60) else 1)
    children.append(child)
print([os.waitpid(child, 0)[1] for child in children].count(0))
"""

    def test_many_sessions_lose_nothing(self, path: Path):
        done = subprocess.run(
            [sys.executable, "-c", self.SESSIONS, str(path)],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        assert done.stdout == "50\n"
        commands = [entry.command for entry in History(path).recent(1000)]
        assert sorted(commands) == sorted(f"echo {s} {n}" for s in range(50) for n in range(10))
