"""``talkie-sh reconstruct`` as a program: pipes, order, memory, signals, odd input."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
RECONSTRUCT = [sys.executable, "-m", "talkie_shell", "reconstruct", "--engine", "preprocessor"]
PEAK = """
import resource, sys
from talkie_shell.cli import main
main(sys.argv[1:])
scale = 1 if sys.platform == "darwin" else 1024
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale, file=sys.stderr)
"""


def start(*words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*RECONSTRUCT, *words],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def reconstruct(given: bytes, *words: str) -> tuple[int, bytes, bytes]:
    process = start(*words)
    out, err = process.communicate(given)
    return process.returncode, out, err


def proposal_for(text: str) -> dict[str, Any]:
    code, out, err = reconstruct(text.encode() + b"\n", "--json")
    assert (code, err) == (0, b"")
    told: dict[str, Any] = json.loads(out)
    return told


class TestPipe:
    def test_order_is_kept_and_nothing_is_lost(self) -> None:
        given = [f"./run.sh job{number}.log" for number in range(2000)]
        code, out, err = reconstruct("\n".join(given).encode())
        assert (code, err) == (0, b"")
        assert out.decode().splitlines() == given

    def test_answers_a_line_before_the_next_one_comes(self) -> None:
        process = start()
        assert process.stdin is not None
        assert process.stdout is not None
        for line in (b"ls -la\n", b"pwd\n"):
            process.stdin.write(line)
            process.stdin.flush()
            assert process.stdout.readline() == line
        process.communicate()
        assert process.returncode == 0

    def test_memory_does_not_grow_with_the_number_of_lines(self) -> None:
        peaks = []
        for count in (500, 8000):
            done = subprocess.run(
                [sys.executable, "-c", PEAK, *RECONSTRUCT[3:]],
                input=b"ls dash l a\n" * count,
                cwd=ROOT,
                capture_output=True,
                check=True,
            )
            assert done.stdout.count(b"\n") == count
            peaks.append(int(done.stderr))
        assert peaks[1] - peaks[0] < 4_000_000

    def test_interrupt(self) -> None:
        process = start()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"ls\n")
        process.stdin.flush()
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate()
        assert (process.returncode, err) == (130, b"")

    def test_reader_that_goes_away(self) -> None:
        script = '"$0" "$@" < <(yes ls) | head -n 3; echo "${PIPESTATUS[0]}"'
        done = subprocess.run(
            ["bash", "-c", script, *RECONSTRUCT], cwd=ROOT, capture_output=True, check=True
        )
        assert done.stdout == b"ls\nls\nls\n141\n"
        assert done.stderr == b""

    def test_output_that_cannot_be_written(self) -> None:
        if not Path("/dev/full").exists():
            pytest.skip("there is no /dev/full")
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                [*RECONSTRUCT, "ls"], cwd=ROOT, stdout=full, stderr=subprocess.PIPE, check=False
            )
        assert done.returncode == 1
        assert done.stderr == b"talkie-sh: No space left on device\n"

    @pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
    @pytest.mark.parametrize("words", [["reconstruct", "ls"], ["init", "bash"], ["models"]])
    def test_nobody_who_reads(self, words: list[str], closed: str) -> None:
        script = f'"$0" "$@" {closed}'
        program = [*RECONSTRUCT[:3], *words]
        done = subprocess.run(
            ["bash", "-c", script, *program], cwd=ROOT, capture_output=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, b"")


class TestOddInput:
    @pytest.mark.parametrize("given", ["", " ", "\t "])
    def test_nothing_said(self, given: str) -> None:
        told = proposal_for(given)
        assert told["command"].strip() == ""

    def test_only_fillers(self) -> None:
        told = b"talkie-sh: there is nothing in it to make a command of\n"
        assert reconstruct(b"um uh um\n") == (1, b"\n", told)

    def test_ten_thousand_words(self) -> None:
        told = proposal_for("echo " + "star dot txt " * 3333)
        assert told["command"].count("txt") >= 3

    @pytest.mark.parametrize(
        "given", ["ls \x1b[31mred", "ls \x07\x00\x7f", "printf \x9b31m", "a\x0bb\x0cc", "a\rb"]
    )
    def test_control_characters_never_survive(self, given: str) -> None:
        code, out, _ = reconstruct(given.encode() + b"\n")
        assert code == 0
        assert out.endswith(b"\n")
        assert out.count(b"\n") == 1
        assert out[:-1].decode().isprintable()

    @pytest.mark.parametrize("given", ["echo 🦜", "echo привет", "grep 日本語 notes.txt"])
    def test_emoji_and_other_scripts(self, given: str) -> None:
        assert proposal_for(given)["command"] == given

    def test_bytes_that_are_not_utf8(self) -> None:
        code, out, err = reconstruct(b"cat caf\xe9.txt\n")
        assert (code, out.decode()) == (0, "cat caf�.txt\n")
        assert err.count(b"\n") == 1

    def test_locale_that_knows_no_unicode(self) -> None:
        done = subprocess.run(
            [*RECONSTRUCT, "echo 🦜"],
            cwd=ROOT,
            env=os.environ | {"LC_ALL": "POSIX", "PYTHONIOENCODING": "latin-1"},
            capture_output=True,
            check=True,
        )
        assert done.stdout.decode() == "echo 🦜\n"


class TestHome:
    def test_home_that_cannot_be_written(self, home: Path) -> None:
        for folder in (home, home / ".config"):
            folder.mkdir(exist_ok=True)
            folder.chmod(0o500)
        try:
            assert reconstruct(b"ls\n")[:2] == (0, b"ls\n")
        finally:
            for folder in (home, home / ".config"):
                folder.chmod(0o700)

    def test_home_that_is_not_there(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            monkeypatch.setenv(name, "/nonexistent")
        assert reconstruct(b"ls\n")[:2] == (0, b"ls\n")


class TestWeights:
    @pytest.fixture
    def package(self, tmp_path: Path) -> Path:
        """A copy of the package's weights, and a program that uses them instead."""
        folder = tmp_path / "adapters" / "embedded"
        folder.mkdir(parents=True)
        for file in (ROOT / "adapters" / "embedded").iterdir():
            (folder / file.name).write_bytes(file.read_bytes())
        return tmp_path

    def run(self, package: Path) -> tuple[int, str, str]:
        code = (
            "import pathlib, sys\n"
            "from talkie_shell import cli, paths\n"
            f"paths._PACKAGE = pathlib.Path({str(package)!r})\n"
            "sys.exit(cli.main(['reconstruct', '--json', 'ls dash l a']))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout, done.stderr

    def test_whole(self, package: Path) -> None:
        code, out, err = self.run(package)
        assert (code, err) == (0, "")
        assert json.loads(out)["engine"] == "embedded"

    @pytest.mark.parametrize("file", ["adapters.safetensors", "adapter_config.json"])
    @pytest.mark.parametrize("damage", ["gone", "empty", "cut", "noise"])
    def test_unusable(self, package: Path, file: str, damage: str) -> None:
        path = package / "adapters" / "embedded" / file
        whole = path.read_bytes()
        path.unlink()
        if damage != "gone":
            path.write_bytes({"empty": b"", "cut": whole[:-200], "noise": b"\xff" * 900}[damage])
        code, out, err = self.run(package)
        assert code == 0
        assert json.loads(out)["engine"] == "preprocessor"
        assert json.loads(out)["command"] == "ls -la"
        assert err.count("\n") == 1
        assert err.startswith("talkie-sh: ")
