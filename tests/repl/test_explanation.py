from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.utils import get_cwidth

from talkie_shell.repl.completion.candidates import Known
from talkie_shell.repl.explanation import explain, explanation_lines
from talkie_shell.shell.surroundings.descriptions import Described

MANUALS = {
    "tar": Described(
        "an archiving utility",
        {"-x": "extract", "--extract": "extract", "-z": "through gzip", "-f": "archive file"},
    ),
    "find": Described("search for files", {"-name": "name matches", "-n": "no"}),
    "rm": Described("remove files", {"-r": "recursively", "-f": "never ask"}),
    "git": Described("track content", {"-C": "run there"}, {"commit": "record changes"}),
    "git commit": Described("record changes", {"-a": "all", "--amend": "change the last"}),
    "sudo": Described("run as another user", {"-u": "the user"}),
}


def explained(command):
    return {page.program: list(page.used) for page in explain(command, MANUALS.get)}


class TestExplain:
    @pytest.mark.parametrize(
        ("command", "found"),
        [
            ("tar -xzf a.tgz", {"tar": ["-x", "-z", "-f"]}),
            ("tar xzf a.tgz", {"tar": ["-x", "-z", "-f"]}),
            ("tar --extract=x -fx", {"tar": ["--extract", "-f", "-x"]}),
            ("tar -f-x", {"tar": ["-f"]}),
            ("tar txt", {"tar": []}),
            ("git commit -a --amend x", {"git commit": ["-a", "--amend"]}),
            ("git -C x", {"git": ["-C"]}),
            ("find . -name x", {"find": ["-name"]}),
            ("find . -name x -exec rm -rf {} +", {"find": ["-name"], "rm": ["-r", "-f"]}),
            ("sudo rm -r x | tar -x", {"sudo": [], "rm": ["-r"], "tar": ["-x"]}),
            ("echo $(rm -r x; rm -f y)", {"rm": ["-r", "-f"]}),
            ("zz -a", {}),
            ("", {}),
        ],
    )
    def test_pairs(self, command, found):
        assert explained(command) == found

    def test_used_flags_come_first_and_the_same_ones_on_one_line(self):
        lines = explanation_lines(explain("tar -zf a", MANUALS.get), 60)
        text = ["".join(piece for _, piece in line).strip() for line in lines]
        assert text == [
            "tar  an archiving utility",
            "-z  through gzip",
            "-f  archive file",
            "tar also has",
            "-x, --extract  extract",
        ]

    @given(st.integers(20, 90))
    def test_it_fits(self, columns):
        long = Described("word " * 30, {"-x": "word " * 30, "--" + "y" * 12: "z"})
        for line in explanation_lines(explain("zip -x", {"zip": long}.get), columns):
            assert get_cwidth("".join(text for _, text in line)) <= max(columns, 40)


class Machine:
    def known(self, place, directory):
        return Known()

    def described(self, program):
        return MANUALS.get(program)


class TestKey:
    @pytest.fixture
    def seat(self, make_seat):
        seat = make_seat()
        seat.source = Machine()
        return seat.sit()

    def test_it_explains_the_command_and_then_the_keys(self, seat):
        seat.type("tar -xf a").see("as typed").press("f1").see("an archiving utility")
        seat.see("archive file").press("f1").see("Alt-N").see_no("archiving utility")
        seat.press("esc").line_is("tar -xf a").see("as typed")

    def test_it_explains_what_the_words_become(self, seat):
        seat.type("rm dash r x").see("→").press("f1").see("remove files").see("recursively")
        seat.press("esc").line_is("rm dash r x")

    def test_where_there_is_no_manual_it_says_so(self, seat):
        seat.type("zz -a").see("as typed").press("f1").see("no manual here")

    def test_on_an_empty_line_it_shows_the_keys(self, seat):
        seat.press("f1").see("Alt-N")
