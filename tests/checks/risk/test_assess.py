"""The guard's table of shapes, held against two lists of commands written by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkie_shell.checks.risk import Risk, assess
from talkie_shell.checks.risk.assessing import LONGEST
from talkie_shell.checks.risk.interpreters import OTHERS, SHELLS
from talkie_shell.checks.risk.programs import _SPECIAL
from talkie_shell.checks.risk.shapes import load_table
from talkie_shell.checks.risk.wrapping import load_wrappers

DATA = Path(__file__).parents[2] / "data"
PROJECT = "/home/ann/code/src/app"
PLACES = [{}, {"project": PROJECT, "home": "/home/ann", "directory": PROJECT}]
"""Nothing is known; everything is."""


def rows(name: str) -> list[str]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()[1:]
    return [line.replace("\\n", "\n") for line in lines]


def exists(path: str) -> bool:
    return path.endswith("existing.txt")


def shapes(command: str, **places: str) -> set[str]:
    return {risk.shape for risk in assess(command, exists, **places)}


RISKY = [tuple(line.split("\t", 1)) for line in rows("risky.tsv")]
HARMLESS = rows("harmless.tsv")


class TestLists:
    @pytest.mark.parametrize("places", PLACES, ids=["nowhere", "project"])
    @pytest.mark.parametrize(("shape", "command"), RISKY)
    def test_no_risk_is_missed(self, shape, command, places):
        assert shape in shapes(command, **places)

    @pytest.mark.parametrize("places", PLACES, ids=["nowhere", "project"])
    @pytest.mark.parametrize("command", HARMLESS)
    def test_no_false_alarm(self, command, places):
        assert shapes(command, **places) == set()

    def test_they_are_long_enough_and_know_every_shape(self):
        assert len({command for _, command in RISKY}) >= 160
        assert len(set(HARMLESS)) >= 120
        assert {shape for shape, _ in RISKY} | {"unreadable", "too-long"} == set(
            load_table().shapes
        )


INSIDE = {"project": PROJECT, "home": "/home/ann"}


class TestProject:
    @pytest.mark.parametrize(
        ("command", "directory", "expected"),
        [
            ("rm -rf ../lib", PROJECT + "/src", set()),
            ("rm -rf ../lib", PROJECT, {"remove-outside"}),
            (f"rm -rf {PROJECT}/build", "/tmp", set()),
            (f"rm -rf {PROJECT}", "/tmp", {"remove-here"}),
            ("rm -rf ..", PROJECT + "/src", {"remove-here"}),
            ("rm -rf ../..", PROJECT + "/src", {"remove-above"}),
            ("cd src && rm -rf *", PROJECT, {"remove-here"}),
            ("cd .. && rm -rf *", PROJECT, {"remove-here"}),
            ("(cd /); rm -rf build", PROJECT, set()),
            ("cd /srv; rm -rf build", PROJECT, {"remove-outside"}),
            ("rm -rf /home/ann", PROJECT, {"remove-home"}),
        ],
    )
    def test_what_is_inside(self, command, directory, expected):
        assert shapes(command, **INSIDE, directory=directory) == expected

    def test_a_folder_without_a_project_is_its_own(self):
        assert shapes("rm -rf x", home="/home/ann", directory="/home/ann/x") == set()

    @pytest.mark.parametrize(
        ("command", "directory", "expected"),
        [
            ("cd /usr && rm -rf lib", "/home/ann/x", {"remove-system"}),
            ("pushd /etc; rm -rf nginx", "/home/ann/x", {"remove-system"}),
            ("rm -rf nginx", "/etc", {"remove-system"}),
            ("rm -rf *", "/etc", {"remove-here"}),
            ("cd /usr/local/src/app && rm -rf build", "/home/ann/x", set()),
            ("cd code && rm -rf build", "/home/ann/x", set()),
        ],
    )
    def test_the_systems_folders_are_no_project(self, command, directory, expected):
        assert shapes(command, home="/home/ann", directory=directory) == expected

    def test_what_is_in_the_home_of_root_is_no_systems(self):
        assert shapes("rm -rf build", home="/root", directory="/root/x") == set()

    def test_a_home_is_no_project(self):
        found = shapes("rm -rf x", home="/home/ann", directory="/home/ann")
        assert found == {"remove-outside"}


class TestOverwriting:
    def test_the_path_is_asked_for_where_the_command_would_stand(self):
        asked: list[str] = []
        assess("cd src && echo > a; echo > $x; echo > /dev/null", asked.append, PROJECT)
        assert asked == [PROJECT + "/src/a"]

    def test_without_an_answer_nothing_exists(self):
        assert assess("echo > existing.txt") == ()

    def test_another_machines_files_are_not_asked_for(self):
        assert shapes("ssh web1 'echo > existing.txt'") == set()


class TestRisk:
    def test_where_and_why(self):
        assert assess("ls; sudo rm -rf /; ls") == (
            Risk(
                "remove-root",
                "removes everything on this machine that it can reach",
                4,
                17,
                "danger",
            ),
        )

    def test_a_substitution_is_found_where_it_stands(self):
        (risk,) = assess('echo "$(date; rm -rf ~)"')
        assert '"$(date; rm -rf ~)"'[risk.start - 5 : risk.end - 5] == "rm -rf ~"

    def test_code_in_quotes_stands_for_the_command_that_runs_it(self):
        (risk,) = assess("ls; bash -c 'ls; rm -rf /' || ls")
        assert (risk.start, risk.end) == (4, 26)

    def test_the_worst_comes_first(self):
        found = assess("git stash drop; rm -rf /")
        assert [risk.severity for risk in found] == ["caution", "danger"][::-1]

    def test_each_reason_is_one_line_and_names_what_it_strikes(self):
        (risk,) = assess("rm -rf /srv/a$'\\n'b")
        assert risk.why == "removes /srv/a b with everything in it, outside this project"


BUILTIN = "echo printf tr base64 xxd curl wget find xargs cd read set trap alias at tmux"
PROGRAMS = sorted(
    {*load_table().rules, *_SPECIAL, *load_wrappers(), *SHELLS, *OTHERS, *BUILTIN.split()}
)
SYNTAX = (
    "| ; && & > < <<< >> ( ) { } $( ` ' \" - -- + {} \\; for in do done a() -c -e -d -o -O -S -I"
)
WORDS = "/ ~ * . x $x $1 x=/ of=/dev/sda exec run compose alias.x alias.x=! -delete -exec s3 -rf"
PARTS = [*PROGRAMS, *SYNTAX.split(), *WORDS.split()]
ALONE = {"shutdown", "device", "database-drop", "kill-all", "boot"}
"""The shapes of programs that need no argument."""


class TestEndurance:
    @given(st.text(alphabet="rm-f/ $(){}<>|&;'\"`\\\n*=~!#[],é\x00\x06 ", max_size=60))
    def test_anything_can_be_judged(self, command):
        for risk in assess(command, exists, PROJECT):
            assert 0 <= risk.start <= risk.end <= len(command)
            assert "\n" not in risk.why
            assert risk.shape in load_table().shapes

    @given(st.lists(st.sampled_from(PARTS), max_size=8).map(" ".join))
    def test_any_program_can_be_judged(self, command):
        for risk in assess(command, exists, PROJECT):
            assert risk.why.isprintable()

    @pytest.mark.parametrize("program", PROGRAMS)
    def test_a_program_alone(self, program):
        assert shapes(program) <= ALONE

    @pytest.mark.parametrize(
        "command",
        [
            *("(" * 500, "$(" * 500, "{ " * 500, "if " * 2000),
            *("((" * 9000, "{a," * 5000, "for i in 1 2 3 4 5 6; do " * 6 + "ls; " + "done; " * 6),
        ],
        ids=["subshells", "substitutions", "braces", "ifs", "sums", "choices", "loops"],
    )
    def test_what_nobody_can_follow_is_a_risk(self, command):
        assert shapes(command) == {"unreadable"}

    def test_what_is_too_long_is_told_as_such(self):
        assert shapes("echo " + "x" * LONGEST) == {"too-long"}
        assert shapes("echo " + "x" * (LONGEST - 5)) == set()

    @pytest.mark.parametrize(
        "command",
        [
            *("echo " + "{a,b}" * 30, "a=" + "x" * 3000 + ";" + " a=$a$a;" * 40, "f(){ f; }; f"),
            "python3 -c 'x = [" + '"a"   ' * 40 + "'",
        ],
        ids=["braces", "doubling", "recursion", "lists"],
    )
    def test_what_grows_is_bounded(self, command):
        assert shapes(command) == set()
