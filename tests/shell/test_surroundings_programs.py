"""The programs on PATH, and questions that hang."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from talkie_shell.shell.surroundings import Surroundings
from talkie_shell.shell.surroundings.executables import folders_of, programs_on
from talkie_shell.shell.surroundings.lookups import MAX_UNANSWERED, Lookups
from tests.shell.conftest import eventually


def program(path: Path, mode: int = 0o755) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(mode)
    return path


class TestFoldersOf:
    @pytest.mark.parametrize(
        ("path", "folders"),
        [
            ("/usr/bin:/bin", ("/usr/bin", "/bin")),
            ("/usr/bin::bin:/usr/bin:.", ("/usr/bin",)),
            ("", ()),
        ],
    )
    def test_pairs(self, path: str, folders: tuple[str, ...]):
        assert folders_of(path) == folders


class TestProgramsOn:
    def test_only_what_can_be_run(self, tmp_path: Path):
        program(tmp_path / "bin/run")
        program(tmp_path / "bin/data", 0o644)
        (tmp_path / "bin/folder").mkdir()
        (tmp_path / "bin/link").symlink_to("run")
        (tmp_path / "bin/dangling").symlink_to("gone")
        folder = programs_on(str(tmp_path / "bin"), {})[str(tmp_path / "bin")]
        assert folder.programs == {"run", "link"}

    def test_a_folder_is_read_again_only_when_it_changed(self, tmp_path: Path):
        program(tmp_path / "one")
        before = programs_on(str(tmp_path), {})
        assert programs_on(str(tmp_path), before)[str(tmp_path)] is before[str(tmp_path)]
        program(tmp_path / "two")
        os.utime(tmp_path, ns=(1, 1))
        assert programs_on(str(tmp_path), before)[str(tmp_path)].programs == {"one", "two"}

    def test_folders_that_are_not_there_are_left_out(self, tmp_path: Path):
        assert programs_on(f"{tmp_path}/gone:/dev/null", {}) == {}


class TestExecutables:
    def test_the_union_of_the_path(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
        program(tmp_path / "a/one")
        program(tmp_path / "b/two")
        monkeypatch.setenv("PATH", f"{tmp_path}/a:{tmp_path}/b")
        surroundings = Surroundings(tmp_path)
        assert surroundings.executables(wait=True) == {"one", "two"}
        assert surroundings.executables() == {"one", "two"}
        assert surroundings.executables(f"{tmp_path}/b", wait=True) == {"two"}

    def test_no_path(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.delenv("PATH")
        assert Surroundings(tmp_path).executables(wait=True) == frozenset()


class TestLookups:
    def test_who_does_not_wait_gets_what_is_known(self):
        gate = threading.Event()
        lookups: Lookups[str] = Lookups(lambda question, _: question if gate.wait(60) else "late")
        assert lookups.ask("a") is None
        gate.set()
        assert lookups.ask("a", 60) == "a"
        assert lookups.known("a") == "a"

    def test_what_hangs_is_waited_for_once(self):
        gate = threading.Event()
        lookups: Lookups[str] = Lookups(lambda question, _: question if gate.wait(60) else "late")
        assert lookups.ask("a", 0.001) is None
        assert lookups.ask("a", 60) is None  # or the test would take a minute
        gate.set()

    def gated(self, gate: threading.Event) -> tuple[Lookups[str], list[str]]:
        """Lookups that hang while the gate is closed, and what they were asked."""
        asked: list[str] = []

        def look(question: str, before: str | None) -> str:
            asked.append(question)
            gate.wait(60)
            return question

        return Lookups(look), asked

    def test_the_same_question_is_asked_once_at_a_time(self):
        gate = threading.Event()
        lookups, asked = self.gated(gate)
        for _ in range(3):
            lookups.ask("a")
        gate.set()
        eventually(lambda: lookups.known("a") == "a", "answer")
        assert asked == ["a"]

    def test_beyond_many_that_hang_nothing_more_is_started(self):
        gate = threading.Event()
        lookups, asked = self.gated(gate)
        for number in range(MAX_UNANSWERED + 5):
            lookups.ask(str(number))
        gate.set()
        assert len(asked) <= MAX_UNANSWERED

    def test_an_error_forgets_what_was_known(self):
        answers = ["known"]

        def look(question: str, before: str | None) -> str:
            if not answers:
                raise PermissionError(question)
            return answers.pop()

        lookups: Lookups[str] = Lookups(look)
        assert lookups.ask("a", 60) == "known"
        assert lookups.ask("a", 60) is None

    def test_only_so_many_answers_are_kept(self):
        lookups: Lookups[str] = Lookups(lambda question, _: question, remembered=2)
        for question in "abc":
            lookups.ask(question, 60)
        assert [lookups.known(question) for question in "abc"] == [None, "b", "c"]
