"""Real manual pages and completions of this machine, where they are installed."""

from __future__ import annotations

from pathlib import Path
from shutil import which

import pytest

from talkie_shell.shell.surroundings import Flags, Surroundings
from talkie_shell.shell.surroundings.fish import flags_in

MAN = Path("/usr/share/man/man1")
FISH = Path("/usr/share/fish/completions")


def known(tmp_path: Path, command: str, package: str) -> Flags:
    page = command.replace(" ", "-")
    if which(command.split(maxsplit=1)[0]) is None or not any(MAN.glob(f"{page}.1*")):
        pytest.skip(f"{command} or its manual is missing: install {package}")
    flags = Surroundings(tmp_path).flags(command, wait=True)
    assert flags is not None
    return flags


class TestManuals:
    @pytest.mark.parametrize(
        ("command", "package", "has", "lacks"),
        [
            ("grep", "grep", "ABCEFGHLPRTUVZabcdefhilmnoqrsvwxz", "jkKQ"),
            ("tar", "tar", "CWcfhjkmprtuvxzPSTUX", "EQY"),
            ("ls", "coreutils", "aAlhHtrRSi1", "EJjM"),
            ("ssh", "openssh-client", "46AaCfGgKkLMNnqRsTtVvXxYypi", "HUZdz"),
            ("git commit", "git", "amSsvuCcF", "MAVU"),
            ("git add", "git", "Apufn", "aUP"),
        ],
    )
    def test_letters(self, tmp_path: Path, command: str, package: str, has: str, lacks: str):
        short = known(tmp_path, command, package).short
        assert (set(has) - short, set(lacks) & short) == (set(), set())

    def test_words_of_a_single_dash(self, tmp_path: Path):
        assert {"name", "iname", "exec", "mtime"} <= known(tmp_path, "find", "findutils").words


class TestFish:
    @pytest.mark.parametrize(
        ("command", "subcommand", "has", "lacks"),
        [
            ("curl", "", "fsSLoOXHdk", ""),
            ("rsync", "", "avzPnue", "wN"),
            ("git", "push", "fnu", "aS"),
            ("git", "", "Cp", "am"),
        ],
    )
    def test_letters(self, command: str, subcommand: str, has: str, lacks: str):
        place = FISH / f"{command}.fish"
        if not place.is_file():
            pytest.skip("no completions: install fish")
        short = flags_in(place.read_text(), command, subcommand).always.short
        assert (set(has) - short, set(lacks) & short) == (set(), set())
