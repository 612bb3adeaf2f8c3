from __future__ import annotations

import sys
from pathlib import Path

import pytest

from talkie_shell import paths
from talkie_shell.errors import FolderError, WeightsError


class TestFolders:
    @pytest.mark.skipif(sys.platform == "darwin", reason="XDG is not the way of macOS")
    def test_xdg(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        for kind in ("CONFIG", "DATA", "CACHE", "STATE"):
            monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / kind))
        assert paths.config_file() == tmp_path / "CONFIG/talkie-sh/config.toml"
        assert paths.log_file() == tmp_path / "DATA/talkie-sh/corrections.db"
        assert paths.cache_dir() == tmp_path / "CACHE/talkie-sh"
        assert paths.history_file() == tmp_path / "STATE/talkie-sh/history"

    def test_every_folder_is_below_home_in_tests(self, home: Path) -> None:
        for folder in (paths.config_dir, paths.data_dir, paths.cache_dir, paths.state_dir):
            assert folder().is_relative_to(home)

    def test_asking_creates_nothing(self, home: Path) -> None:
        paths.log_file()
        assert not list(home.rglob("talkie-sh"))


class TestEnsurePrivate:
    def test_creates_for_the_user_alone(self, tmp_path: Path) -> None:
        folder = paths.ensure_private(tmp_path / "a" / "b")
        assert folder.stat().st_mode & 0o777 == 0o700

    def test_leaves_what_is_there(self, tmp_path: Path) -> None:
        (tmp_path / "mine").mkdir(mode=0o755)
        assert paths.ensure_private(tmp_path / "mine").stat().st_mode & 0o777 == 0o755

    def test_a_file_in_the_way(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(FolderError, match=r"cannot make the folder .*file/below: Not a dir"):
            paths.ensure_private(tmp_path / "file" / "below")


class TestAdaptersDir:
    def test_checkout(self) -> None:
        assert (paths.adapters_dir() / "README.md").is_file()

    def test_installed(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "adapters").mkdir()
        monkeypatch.setattr(paths, "_PACKAGE", tmp_path)
        assert paths.adapters_dir() == tmp_path / "adapters"

    def test_someone_elses_folder_beside_the_package_is_not_ours(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "adapters").mkdir()
        monkeypatch.setattr(paths, "_PACKAGE", tmp_path / "talkie_shell")
        with pytest.raises(WeightsError, match="install it again"):
            paths.adapters_dir()
