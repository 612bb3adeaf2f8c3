from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from talkie_shell.shell.draft import Draft

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state" / "drafts"


def leave_behind(folder: Path, text: str) -> None:
    """A session of another process that is killed with this in its line."""
    code = (
        "import os, pathlib, signal, sys\n"
        "from talkie_shell.shell.draft import Draft\n"
        "draft = Draft(pathlib.Path(sys.argv[1]))\n"
        "draft.keep(sys.argv[2])\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(folder), text], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL


class TestDraft:
    def test_of_a_killed_session_it_is_taken_once(self, folder):
        leave_behind(folder, "echo é\nlonger")
        first, second = Draft(folder), Draft(folder)
        assert (first.take_left(), second.take_left()) == ("echo é\nlonger", "")
        first.keep("")
        first.close()
        assert list(folder.iterdir()) == []

    def test_what_was_taken_is_left_again_where_it_is_not_used(self, folder):
        leave_behind(folder, "make")
        draft = Draft(folder)
        assert draft.take_left() == "make"
        draft.close()
        assert Draft(folder).take_left() == "make"

    def test_a_session_that_lives_keeps_its_own(self, folder):
        living = Draft(folder)
        living.keep("typing")
        assert Draft(folder).take_left() == ""
        living.keep("type")
        living.close()
        assert Draft(folder).take_left() == "type"

    def test_the_newest_comes_first_and_the_others_later(self, folder):
        leave_behind(folder, "old")
        os.utime(next(folder.iterdir()), (1, 1))
        leave_behind(folder, "new")
        kept = [Draft(folder), Draft(folder)]
        assert [draft.take_left() for draft in kept] == ["new", "old"]

    def test_what_is_no_draft_hides_none(self, folder):
        leave_behind(folder, "make")
        os.utime(next(folder.iterdir()), (1, 1))
        (folder / "folder").mkdir()
        (folder / "link").symlink_to("nowhere")
        assert Draft(folder).take_left() == "make"

    def test_a_new_one_that_another_session_takes_for_left_is_made_again(self, folder, monkeypatch):
        lock = fcntl.flock

        def late(descriptor: int, how: int) -> None:
            monkeypatch.setattr(fcntl, "flock", lock)
            assert Draft(folder).take_left() == ""
            lock(descriptor, how)

        monkeypatch.setattr(fcntl, "flock", late)
        draft = Draft(folder)
        draft.keep("typing")
        assert [file.read_text() for file in folder.iterdir()] == ["typing"]
        draft.close()
        assert Draft(folder).take_left() == "typing"

    def test_it_is_the_users_alone(self, folder):
        draft = Draft(folder)
        draft.keep("secret")
        assert [file.stat().st_mode & 0o777 for file in folder.iterdir()] == [0o600]
        assert folder.stat().st_mode & 0o777 == 0o700

    def test_without_a_folder_nothing_is_kept_and_nothing_raised(self, tmp_path):
        (tmp_path / "file").touch()
        draft = Draft(tmp_path / "file" / "drafts")
        draft.keep("x")
        assert draft.take_left() == ""
        draft.close()

    def test_empty_files_of_killed_sessions_go(self, folder):
        leave_behind(folder, "x")
        next(folder.iterdir()).write_text("")
        assert Draft(folder).take_left() == ""
        assert list(folder.iterdir()) == []
