from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkie_shell.repl.completion.candidates import (
    Candidate,
    Known,
    candidates,
    escaped,
    shared,
)
from talkie_shell.repl.completion.menu import Menu, inserted, menu_rows
from talkie_shell.repl.completion.place import place_of
from talkie_shell.repl.state import Line
from talkie_shell.shell.surroundings.files import Entry

ENTRIES = (
    Entry(".env"),
    Entry("-x"),
    Entry("my file.txt"),
    Entry("README.md"),
    Entry("run.sh", runs=True),
    Entry("src", folder=True),
    Entry("evil\x1b[2J"),
)
FLAGS = {"-a": "all", "-l": "long", "-r": "reverse", "--all": "all", "--color": ""}


def texts(line, **known):
    place = place_of(line)
    return [one.text for one in candidates(place, Known(**known))]


class TestFiles:
    @pytest.mark.parametrize(
        ("line", "found"),
        [
            ("cat R", ["README.md"]),
            ("cat rea", ["README.md"]),
            ("cat adm", ["README.md"]),
            ("cat a", []),
            ("cat my", ["my\\ file.txt"]),
            ("cat 'my", ["my file.txt"]),
            ("cat .", [".env"]),
            ("cat s", ["src/"]),
            ("cd ", ["src/"]),
            ("cd ..", ["../"]),
            ("cd ~", ["~/"]),
            ("cd src/..", ["../"]),
            ("git log src/..", ["src/../"]),
            ("git log ~/R", ["~/README.md"]),
            ('git log "$HOME/R', ["$HOME/README.md"]),
            ("git log '~/R", ["~/README.md"]),
            ("./", ["run.sh", "src/"]),
            ("cat -- -", []),
            ("cat ./-", ["-x"]),
            ("git log x/R", ["x/README.md"]),
            ("cat ", ["./-x", "my\\ file.txt", "README.md", "run.sh", "src/"]),
        ],
    )
    def test_pairs(self, line, found):
        assert texts(line, entries=ENTRIES) == found

    def test_a_folder_goes_on_and_a_file_is_done(self):
        place = place_of("cat 'R")
        assert [one.after for one in candidates(place, Known(entries=ENTRIES))] == ["' "]
        place = place_of("cat 's")
        assert [one.after for one in candidates(place, Known(entries=ENTRIES))] == [""]

    @given(st.text(alphabet="ab '\"\\$`!*", min_size=1, max_size=8), st.sampled_from(["", "'"]))
    def test_what_is_inserted_is_the_name(self, name, quote):
        assert shlex.split(quote + escaped(name, quote) + quote) == [name]


class TestNames:
    def test_the_few_values_of_a_flag_leave_files_out(self):
        names = {"values": {"oneline": "", "short": ""}}
        assert texts("git log --pretty=o", names=names, entries=ENTRIES) == ["oneline"]
        assert texts("git log --output=s", names={"values": {}}, entries=ENTRIES) == ["src/"]

    def test_homes(self):
        assert texts("ls ~ro", names={"homes": {"root": "/root", "ann": ""}}) == ["~root/"]

    def test_subcommands_leave_files_out(self):
        names = {"subcommands": {"status": "show it"}}
        place = place_of("git s")
        assert candidates(place, Known(names, ENTRIES)) == (
            Candidate("status", "status", "show it"),
        )

    def test_flags_short_ones_first(self):
        assert texts("ls -", names={"flags": FLAGS}) == ["-a", "-l", "-r", "--all", "--color"]
        assert texts("ls --c", names={"flags": FLAGS}) == ["--color"]

    def test_a_bundle_grows(self):
        assert texts("ls -la", names={"flags": FLAGS}) == ["-lar"]
        assert texts("ls -lx", names={"flags": FLAGS}) == []

    def test_flags_as_they_are_said(self):
        place = place_of("rm dash dash no")
        found = candidates(place, Known({"spoken flags": {"no-preserve-root": "dare"}}))
        assert found == (Candidate("no dash preserve dash root", "--no-preserve-root", "dare"),)

    @pytest.mark.parametrize(
        ("names", "typed", "more"),
        [
            (["README.md", "README.txt"], "RE", "README."),
            (["README.md", "README.txt"], "readme.", "README."),
            (["ab", "ac"], "a", ""),
            (["xab", "yab"], "ab", ""),
        ],
    )
    def test_what_they_share(self, names, typed, more):
        assert shared([Candidate(name, name) for name in names], typed) == more


class TestMenu:
    MENU = Menu(tuple(Candidate(name, name) for name in "abcde"), Line("ls  x", 3), 3)

    def test_round_and_round(self):
        assert self.MENU.line == Line("ls  x", 3)
        assert self.MENU.moved(1).line == Line("ls a x", 4)
        assert self.MENU.moved(-1).row == 4
        assert self.MENU.moved(-1).moved(1).row == 0

    def test_names_run_down_the_columns(self):
        rows = ["".join(text for _, text in row).split() for row in menu_rows(self.MENU, 9, 9)]
        assert rows == [["a", "d"], ["b", "e"], ["c"]]

    def test_a_few_descriptions_leave_the_columns_alone(self):
        some = (Candidate("a", "a", "about"), Candidate("b", "b"), Candidate("c", "c"))
        (row,) = menu_rows(Menu(some, Line(), 0), 40, 9)
        assert "".join(text for _, text in row).split() == ["a", "b", "c"]

    def test_the_chosen_one_is_in_sight(self):
        described = Menu(tuple(Candidate(x, x, "about") for x in "abcdefgh"), Line(), 0, row=6)
        rows = menu_rows(described, 40, 3)
        assert len(rows) == 3
        assert any(style == "class:completion-current" for row in rows for style, _ in row)

    @given(st.integers(4, 90), st.integers(1, 9), st.integers(-1, 4))
    def test_it_fits(self, columns, height, row):
        from prompt_toolkit.utils import get_cwidth

        names = ("a", "bb" * 30, "日本語" * 9, "d", "e")
        menu = Menu(tuple(Candidate(n, n, n * 2) for n in names), Line(), 0, row)
        rows = menu_rows(menu, columns, height)
        assert 0 < len(rows) <= height
        for one in rows:
            assert get_cwidth("".join(text for _, text in one).rstrip()) <= columns

    def test_inserted(self):
        assert inserted(Line("git ch x", 6), 4, "checkout") == Line("git checkout x", 12)
