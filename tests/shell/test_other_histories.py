from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkie_shell.shell.other_histories import (
    MAX_BYTES,
    OtherHistories,
    Remembered,
    commands_in,
    history_files,
    newest,
)
from tests import needs


def metafied(text: str) -> bytes:
    """As zsh writes it."""
    special = {0x00, *range(0x83, 0xA3)}
    return b"".join(
        bytes([0x83, byte ^ 0x20]) if byte in special else bytes([byte]) for byte in text.encode()
    )


class TestCommandsIn:
    @pytest.mark.parametrize(
        ("data", "commands"),
        [
            (b"", []),
            (b"ls\ncd /tmp\n", [Remembered("ls"), Remembered("cd /tmp")]),
            (b"ls", [Remembered("ls")]),
            (b"# a comment\nls\n", [Remembered("# a comment"), Remembered("ls")]),
            (b"#1700000000\nls -l\n", [Remembered("ls -l", 1700000000.0)]),
            (
                b"old\n#1700000000\nfor f in *; do\necho $f\ndone\n#1700000001\nls\n",
                [
                    Remembered("old"),
                    Remembered("for f in *; do\necho $f\ndone", 1700000000.0),
                    Remembered("ls", 1700000001.0),
                ],
            ),
            (b": 1700000000:0;ls -l\n", [Remembered("ls -l", 1700000000.0)]),
            (b":  1700000000:12;a;b\n", [Remembered("a;b", 1700000000.0)]),
            (b": 1700000000:0;echo \\\nb\nls\n", [Remembered("echo \nb", 1700000000.0), "ls"]),
            (b"echo a\\\\ \n", [Remembered("echo a\\\\")]),
            (b"echo \xff\n", [Remembered("echo �")]),
        ],
    )
    def test_pairs(self, data, commands):
        found = [one if isinstance(one, Remembered) else Remembered(one) for one in commands]
        assert commands_in(data) == found

    @given(st.text(alphabet="aé→日ß%'\" ", min_size=1).filter(lambda text: text.strip()))
    def test_zsh_escapes_are_undone(self, text):
        data = metafied(f": 1700000000:0;{text}x\n")
        assert commands_in(data) == [Remembered(text + "x", 1700000000.0)]

    def test_what_zsh_itself_wrote(self, tmp_path):
        needs.program("zsh")
        file = tmp_path / "histfile"
        script = "HISTSIZE=9 SAVEHIST=9; setopt extended_history; print -rs -- $1; fc -W $2"
        words = ["zsh", "-fic", f"HISTFILE=$2 {script}", "zsh"]
        command = "echo 'é → 日本' \\\n  | wc"
        subprocess.run([*words, command, str(file)], check=True, stdin=subprocess.DEVNULL)
        assert [one.command for one in commands_in(file.read_bytes())] == [command]


class TestNewest:
    def test_files_are_merged_by_time_each_command_once(self, tmp_path):
        bash, zsh = tmp_path / "bash", tmp_path / "zsh"
        bash.write_bytes(b"#100000\nls\n#300000\nmake\n")
        zsh.write_bytes(b": 200000:0;git st\n: 400000:0;ls\n")
        assert newest([bash, zsh], 10) == ("ls", "make", "git st")
        assert newest([bash, zsh], 2) == ("ls", "make")

    def test_a_file_without_times_counts_from_when_it_was_written(self, tmp_path):
        bash, zsh = tmp_path / "bash", tmp_path / "zsh"
        bash.write_text("one\ntwo\n")
        os.utime(bash, (300000, 300000))
        zsh.write_text(": 200000:0;old\n: 400000:0;new\n")
        assert newest([bash, zsh], 10) == ("new", "two", "one", "old")

    def test_of_a_huge_file_the_end_is_read(self, tmp_path):
        file = tmp_path / "huge"
        with file.open("wb") as opened:
            opened.truncate(100 << 20)
            opened.seek(0, os.SEEK_END)
            opened.write(b"\nlast but one\nlast\n")
        assert newest([file], 2) == ("last", "last but one")
        assert file.stat().st_size > 25 * MAX_BYTES

    def test_what_cannot_be_read_gives_nothing(self, tmp_path):
        os.mkfifo(tmp_path / "pipe")
        assert newest([tmp_path, tmp_path / "pipe", tmp_path / "missing"], 5) == ()


class TestOtherHistories:
    def test_read_again_only_where_it_changed(self, tmp_path):
        file = tmp_path / ".bash_history"
        file.write_text("ls\n")
        histories = OtherHistories((file,), 10)
        assert histories() == ("ls",)
        assert histories() is histories()
        file.write_text("ls\nmake\n")
        assert histories() == ("make", "ls")

    def test_nothing_is_written(self, tmp_path):
        file = tmp_path / ".zsh_history"
        file.write_bytes(b": 1700000000:0;ls\n")
        file.chmod(0o400)
        before = file.stat()
        OtherHistories((file,), 10)()
        assert file.stat().st_mtime_ns == before.st_mtime_ns
        assert file.read_bytes() == b": 1700000000:0;ls\n"

    def test_where_they_are(self):
        files = history_files({"HISTFILE": "/x/h", "ZDOTDIR": "/z"}, Path("/home/ann"))
        assert files[:3] == (Path("/x/h"), Path("/home/ann/.bash_history"), Path("/z/.zsh_history"))
