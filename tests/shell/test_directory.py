"""Where the shell underneath starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from talkie_shell.shell.directory import first_usable, starting_directory


class TestStartingDirectory:
    @pytest.mark.parametrize("named", ["", ".", "/usr", "/nowhere", "relative", "\0"])
    def test_a_name_of_another_place_does_not_count(self, named, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        assert starting_directory(named, "/") == str(tmp_path.resolve())

    def test_a_link_to_here_keeps_its_name(self, tmp_path, monkeypatch):
        link = tmp_path / "link"
        link.symlink_to(tmp_path)
        monkeypatch.chdir(tmp_path)
        assert starting_directory(str(link), "/") == str(link)

    @pytest.mark.parametrize(("home", "directory"), [("/usr", "/usr"), ("", "/"), ("/none", "/")])
    def test_a_removed_folder(self, home, directory, tmp_path, monkeypatch):
        gone = tmp_path / "gone"
        gone.mkdir()
        monkeypatch.chdir(gone)
        gone.rmdir()
        assert starting_directory(str(gone), home) == directory


class TestFirstUsable:
    def test_pairs(self, tmp_path: Path):
        file = tmp_path / "file"
        file.touch()
        assert first_usable(str(file), "", ".", str(tmp_path), "/usr") == str(tmp_path)
        assert first_usable() == "/"

    def test_one_that_may_not_be_entered(self, monkeypatch):
        monkeypatch.setattr("os.access", lambda path, mode: str(path) != "/usr/bin")
        assert first_usable("/usr/bin", "/usr") == "/usr"
