"""The flags of a command: found, remembered, and where there is nothing to find."""

from __future__ import annotations

import gzip
import json
import os
import stat
from pathlib import Path

import pytest

from talkie_shell.shell.surroundings import Flags, Surroundings, flag_cache, flag_files, known_flags
from talkie_shell.shell.surroundings.surroundings import LONG_PATIENCE

PAGE = r""".TH TOOL 1
.SH OPTIONS
.TP
\fB\-a\fR, \fB\-\-all\fR
all
.TP
\fB\-L\fR
follow
.TP
\fB\-x\fR
extract
"""
FOUND = Flags(frozenset("aLx"), frozenset({"all"}))


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine of its own: one program on PATH, its manual beside it, no fish."""
    program = tmp_path / "usr/bin/tool"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\ntouch ran\n")
    program.chmod(0o755)
    page(tmp_path, "tool.1").write_text(PAGE)
    monkeypatch.setenv("PATH", str(program.parent))
    monkeypatch.delenv("MANPATH", raising=False)
    monkeypatch.setattr(flag_files, "_MAN_FOLDERS", ())
    monkeypatch.setattr(flag_files, "_FISH_FOLDERS", (str(tmp_path / "fish"),))
    return tmp_path


def page(machine: Path, name: str) -> Path:
    place = machine / "usr/share/man/man1" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    return place


def completions(machine: Path, name: str, text: str) -> None:
    (machine / "fish").mkdir(exist_ok=True)
    (machine / "fish" / f"{name}.fish").write_text(text)


def test_completions_that_came_with_the_program(machine: Path, tmp_path: Path) -> None:
    page(machine, "tool.1").unlink()
    beside = machine / "usr/share/fish/vendor_completions.d"
    beside.mkdir(parents=True)
    (beside / "tool.fish").write_text("complete -c tool -n __fish_use_subcommand -a go -d Going\n")
    described = Surroundings(tmp_path / "cache").described("tool", within=LONG_PATIENCE)
    assert described is not None
    assert described.subcommands == {"go": "going"}


def asked(machine: Path, command: str) -> Flags | None:
    return Surroundings(machine / "cache").flags(command, wait=True)


class TestWordsOf:
    @pytest.mark.parametrize(
        ("command", "words"),
        [
            ("git commit", ("git", "commit")),
            ("/usr/bin/git commit", ("git", "commit")),
            ("git -C x commit", ("git",)),
            ("docker compose up web", ("docker", "compose", "up")),
            ("tar file.txt", ("tar", "file.txt")),
            ("rm ../x", ("rm",)),
            ("../", ()),
            ("", ()),
            ("$(reboot)", ()),
        ],
    )
    def test_pairs(self, command: str, words: tuple[str, ...]):
        assert flag_files.words_of(command) == words


class TestFlags:
    def test_from_the_manual_beside_the_program(self, machine: Path):
        assert asked(machine, "tool") == FOUND

    @pytest.mark.parametrize("name", ["tool.1.gz", "tool.1ssl.gz", "tool.8.gz"])
    def test_packed(self, machine: Path, name: str):
        page(machine, "tool.1").unlink()
        packed = machine / f"usr/share/man/man{name[5]}" / name
        packed.parent.mkdir(exist_ok=True)
        packed.write_bytes(gzip.compress(PAGE.encode()))
        assert asked(machine, "tool") == FOUND

    def test_a_page_that_stands_for_another(self, machine: Path):
        (machine / "usr/bin/alias").symlink_to("tool")
        page(machine, "alias.1").write_text(".so man1/tool.1\n")
        assert asked(machine, "alias") == FOUND

    def test_a_subcommand_with_a_page_of_its_own(self, machine: Path):
        page(machine, "tool-add.1").write_text(PAGE.replace("-x", "-D"))
        flags = asked(machine, "tool add")
        assert flags is not None
        assert flags.short == frozenset("aLD")

    def test_an_argument_is_no_subcommand(self, machine: Path):
        assert asked(machine, "tool file") == FOUND
        assert [place.name for place in (machine / "cache/flags").iterdir()] == ["tool.json"]

    def test_completions_add_to_the_manual(self, machine: Path):
        completions(machine, "tool", "complete -c tool -s n -l new\ncomplete -c tool -w base")
        completions(machine, "base", "complete -c base -s b")
        flags = asked(machine, "tool")
        assert flags == Flags(frozenset("aLxnb"), frozenset({"all", "new"}))

    def test_what_is_no_program_has_none(self, machine: Path):
        page(machine, "read.1").write_text(PAGE)
        (machine / "usr/bin/folder").mkdir()
        page(machine, "folder.1").write_text(PAGE)
        assert asked(machine, "read") is None
        assert asked(machine, "folder") is None

    @pytest.mark.parametrize("command", ["", "unheard-of", "tool2 x", "-x", "$(tool)", "to\0ol"])
    def test_nothing_to_find(self, machine: Path, command: str):
        assert asked(machine, command) is None

    def test_a_program_of_another_path_with_its_own_manual(self, machine: Path):
        own = machine / "venv/bin/tool"
        own.parent.mkdir(parents=True)
        own.touch(0o755)
        manual = machine / "venv/share/man/man1/tool.1"
        manual.parent.mkdir(parents=True)
        manual.write_text(PAGE.replace("-x", "-X"))
        surroundings = Surroundings(machine / "cache")
        path = f"{own.parent}:{os.environ['PATH']}"
        for _ in range(2):
            found = [surroundings.flags("tool", one, wait=True) for one in (None, path)]
            assert [flags and flags.short for flags in found] == [set("aLx"), set("aLX")]
        assert surroundings.flags("tool", str(machine), wait=True) is None

    def test_a_proposal_has_those_of_the_path_that_it_is_for(self, machine: Path):
        path = os.environ["PATH"]
        surroundings = Surroundings(machine / "cache")
        here = surroundings.context(str(machine), path, wait=True)
        elsewhere = surroundings.context(str(machine), str(machine), wait=True)
        assert (here.programs, here.flags("tool")) == ({"tool"}, FOUND)
        assert (elsewhere.programs, elsewhere.flags("tool")) == (frozenset(), None)

    def test_a_page_that_says_too_little(self, machine: Path):
        page(machine, "tool.1").write_text(".TP\n\\-a\nall")
        assert asked(machine, "tool") is None

    @pytest.mark.parametrize("content", [b"", b"\x1f\x8bnot", gzip.compress(b"x" * 999)[:-20]])
    def test_a_damaged_page(self, machine: Path, content: bytes):
        page(machine, "tool.1").unlink()
        page(machine, "tool.1.gz").write_bytes(content)
        assert asked(machine, "tool") is None

    def test_nothing_is_run(self, machine: Path, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.chdir(machine)
        asked(machine, "tool")
        assert not (machine / "ran").exists()

    def test_without_waiting_it_comes_later(self, machine: Path):
        surroundings = Surroundings(machine / "cache")
        surroundings.prepare("tool")
        assert surroundings.flags("tool", wait=True) == FOUND
        assert surroundings.flags("tool") == FOUND


class TestCache:
    def test_what_is_remembered_is_not_read_again(
        self, machine: Path, monkeypatch: pytest.MonkeyPatch
    ):
        asked(machine, "tool")
        monkeypatch.setattr(known_flags, "text_of", lambda page: "")
        assert asked(machine, "tool") == FOUND

    def test_a_changed_page_is_read_again(self, machine: Path):
        asked(machine, "tool")
        place = page(machine, "tool.1")
        place.write_text(PAGE.replace("-x", "-X"))
        os.utime(place, ns=(1, 1))
        flags = asked(machine, "tool")
        assert flags is not None
        assert flags.short == frozenset("aLX")

    def test_it_is_private(self, machine: Path):
        asked(machine, "tool")
        folder = machine / "cache/flags"
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert [stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()] == [0o600]

    @pytest.mark.parametrize(
        "content", ["", "[]", "{}", '"x"', '{"format": 1, "sources": 5, "flags": []}', "\0"]
    )
    def test_what_is_damaged_is_made_again(self, machine: Path, content: str):
        asked(machine, "tool")
        place = machine / "cache/flags/tool.json"
        place.write_text(content)
        assert asked(machine, "tool") == FOUND
        assert json.loads(place.read_text())["format"] == flag_cache.FORMAT

    def test_damaged_flags_of_the_right_sources(self, machine: Path):
        asked(machine, "tool")
        place = machine / "cache/flags/tool.json"
        entry = json.loads(place.read_text())
        place.write_text(json.dumps(entry | {"flags": {"short": 3}}))
        assert asked(machine, "tool") == FOUND

    def test_where_nothing_can_be_written_it_works_without(self, machine: Path):
        (machine / "cache").write_text("a file where the folder belongs")
        assert asked(machine, "tool") == FOUND

    def test_that_nothing_is_known_is_remembered_too(self, machine: Path):
        page(machine, "tool.1").write_text("nothing")
        assert asked(machine, "tool") is None
        assert json.loads((machine / "cache/flags/tool.json").read_text())["flags"] is None
        assert asked(machine, "tool") is None
