"""What corpora hold becomes what someone would say, or goes."""

from __future__ import annotations

import pytest

from talkie_shell.training.cleaning import clean, clean_text, tool_of
from talkie_shell.training.corpora import SourceCommand

KEPT = [
    ("ls -l", "history", "ls -l"),
    ("  ls -l  ", "history", "ls -l"),
    ("$ ls -l", "cheat", "ls -l"),
    ("user@host:~$ ls", "cheat", "ls"),
    ("ls -l # list", "history", "ls -l"),
    ("grep '#' a.txt # find", "history", "grep '#' a.txt"),
    ("echo \\# a", "history", "echo \\# a"),
    ("find . -exec rm {} \\;", "nl2bash", "find . -exec rm {} \\;"),
    ("git checkout <branch>", "navi", "git checkout {{branch}}"),
    ("apt install <package>...", "navi", "apt install {{package}}"),
    ("sort <in.txt", "nl2bash", "sort <in.txt"),
    ("tar cf {{path/to/file.tar}} {{a b ...}}", "tldr", "tar cf {{path/to/file.tar}} {{a b ...}}"),
]
DROPPED = [
    ("# only a comment", "history"),
    ("echo 'open", "nl2bash"),
    ("l", "history"),
    ("echo " + "a" * 300, "history"),
    ("echo caf\N{LATIN SMALL LETTER E WITH ACUTE}", "history"),
    ("echo a\tb", "history"),
    ("To list the files, type this.", "cheat"),
    ("less: Press <Ctrl c> to stop", "cheat"),
    ("git add ... more", "cheat"),
    ("git log [options]", "cheat"),
]


class TestCleanText:
    @pytest.mark.parametrize(("text", "source", "expected"), KEPT)
    def test_kept(self, text: str, source: str, expected: str):
        assert clean_text(SourceCommand(text, source)) == expected

    @pytest.mark.parametrize(("text", "source"), DROPPED)
    def test_dropped(self, text: str, source: str):
        assert clean_text(SourceCommand(text, source)) is None

    def test_pages_of_other_shells(self):
        assert clean_text(SourceCommand("dir /s", "tldr", "windows/dir")) is None

    def test_pointers_to_other_pages(self):
        assert clean_text(SourceCommand("tldr xz", "tldr", "common/unxz")) is None
        assert clean_text(SourceCommand("tldr tar", "tldr", "common/tldr")) == "tldr tar"


class TestClean:
    def test_each_once(self):
        given = [SourceCommand(text, "history") for text in ("ls -l", "ls -l # b", "pwd")]
        assert [command.text for command in clean(given)] == ["ls -l", "pwd"]

    def test_everyday_tools_weigh_more(self):
        given = [SourceCommand("git status", "tldr"), SourceCommand("xyzzy status", "tldr")]
        everyday, rare = clean(given)
        assert everyday.weight > 5 * rare.weight

    def test_cheat_sheets_need_a_tool_that_is_known(self):
        given = [
            SourceCommand("blorb the thing", "cheat"),
            SourceCommand("frob -x", "cheat"),
            SourceCommand("frob --help", "tldr", "common/frob"),
        ]
        assert [command.text for command in clean(given)] == ["frob -x", "frob --help"]


class TestToolOf:
    @pytest.mark.parametrize(
        ("text", "tool"),
        [
            ("ls -l", "ls"),
            ("sudo LANG=C apt-get update", "apt-get"),
            ("/usr/bin/find .", "find"),
            ("time make", "make"),
            ("A=1", ""),
        ],
    )
    def test_pairs(self, text: str, tool: str):
        assert tool_of(text) == tool
