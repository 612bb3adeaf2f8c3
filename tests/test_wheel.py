"""The wheel, installed into an empty environment and used from another directory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.timeout(600)  # it installs the runtime dependencies


def output_of(command: list[str | Path], folder: Path, **environment: str) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
    output_of(build, folder)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("environment")
    output_of([sys.executable, "-m", "venv", folder], folder)
    # The cache of whoever runs the tests saves the download; it is of no concern to them.
    pip = [folder / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", wheel]
    output_of(pip, folder)
    return folder


class TestContents:
    def test_weights_are_inside_the_package(self, wheel: Path) -> None:
        names = set(zipfile.ZipFile(wheel).namelist())
        for file in ("adapters.safetensors", "adapter_config.json", "README.md"):
            for folder in ("embedded", "whisper-tiny.en"):
                assert f"talkie_shell/adapters/{folder}/{file}" in names

    def test_every_data_file_of_the_package(self, wheel: Path) -> None:
        names = set(zipfile.ZipFile(wheel).namelist())
        data = {".toml", ".json", ".sql", ".typed", ".txt", ".jsonl", ".bash", ".zsh", ".fish"}
        wanted = {
            str(file.relative_to(ROOT))
            for file in (ROOT / "talkie_shell").rglob("*")
            if file.suffix in data or file.name == "py.typed"
        }
        assert wanted
        assert wanted <= names

    @pytest.mark.parametrize(
        "place",
        [
            "bash-completion/completions/talkie-sh",
            "zsh/site-functions/_talkie-sh",
            "fish/vendor_completions.d/talkie-sh.fish",
        ],
    )
    def test_completions_go_where_each_shell_looks(self, wheel: Path, place: str) -> None:
        assert any(
            name.endswith(f".data/data/share/{place}") for name in zipfile.ZipFile(wheel).namelist()
        )

    def test_licence(self, wheel: Path) -> None:
        archive = zipfile.ZipFile(wheel)
        (metadata,) = (name for name in archive.namelist() if name.endswith("/METADATA"))
        text = archive.read(metadata).decode()
        assert "License-Expression: MIT" in text
        assert "License-File: LICENSE" in text

    def test_nothing_that_is_not_ours(self, wheel: Path) -> None:
        for name in zipfile.ZipFile(wheel).namelist():
            assert name.startswith(("talkie_shell/", "talkie_shell-"))
            assert "__pycache__" not in name


class TestInstalled:
    def test_reconstruct_with_the_weights_that_came_along(
        self, environment: Path, tmp_path: Path
    ) -> None:
        told = output_of(
            [
                environment / "bin" / "talkie-sh",
                "reconstruct",
                "--json",
                "find dot dash name star dot txt",
            ],
            tmp_path,
        )
        proposal = json.loads(told)
        assert proposal["engine"] == "embedded"
        assert proposal["command"] == "find . -name *.txt"

    def test_it_is_the_installed_package_that_ran(self, environment: Path, tmp_path: Path) -> None:
        where = "import talkie_shell; print(talkie_shell.__file__)"
        python = environment / "bin" / "python"
        assert output_of([python, "-c", where], tmp_path).startswith(str(environment))

    def test_module(self, environment: Path, tmp_path: Path) -> None:
        python = environment / "bin" / "python"
        told = output_of([python, "-m", "talkie_shell", "--version"], tmp_path)
        assert told.startswith("talkie-sh ")

    def test_completions_lie_in_the_environment(self, environment: Path) -> None:
        assert (environment / "share/zsh/site-functions/_talkie-sh").is_file()
