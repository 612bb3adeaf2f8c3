from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkie_shell.choices import Draft, with_offers
from talkie_shell.context import Flags, Subcommands
from talkie_shell.repl.facts import MachineFacts
from talkie_shell.repl.marking import Marking
from talkie_shell.repl.marks import marks_of, offers_of, still_true
from talkie_shell.repl.state import Confirming, Line, Rules, Words, offers_came
from talkie_shell.shell.names import Names
from talkie_shell.shell.surroundings import Surroundings
from tests.repl.conftest import SECONDS, proposal

FILES = {"README.md": "file", "src": "folder", "/etc": "folder", "run.sh": "file"}


class KnownFacts:
    """A machine with a few programs and files."""

    strict = False

    programs = (
        "xargs",
        "watch",
        "git",
        "cat",
        "ls",
        "cd",
        "ssh",
        "sudo",
        "find",
        "rm",
        "cp",
        "head",
        "tar",
        "echo",
        "touch",
        "source",
        "python3",
        "docker",
        "npm",
        "apt",
        "alias",
        "timeout",
        ".",
        "builtin",
    )

    def is_command(self, name):
        return name in self.programs

    def begins_command(self, start):
        return any(name.startswith(start) for name in self.programs)

    def near_command(self, name):
        return "git" if name == "gti" else ""

    def sort_of(self, path):
        return FILES.get(path.removeprefix("./"), "missing")

    def is_alias(self, name):
        return name == "ll"

    def matches(self, pattern):
        return pattern == "*.md"

    def begins_path(self, start):
        return any(
            name.lower().startswith(start.lower()) and name.lower() != start.lower()
            for name in FILES
        )

    def other_case(self, path):
        return "README.md" if path.lower() == "readme.md" else ""

    def flags(self, command):
        known = {
            "ssh": Flags(frozenset("Jp"), valued=frozenset("Jp")),
            "rm": Flags(frozenset("rf")),
            "head": Flags(frozenset("nq"), valued=frozenset("n")),
            "git": Flags(frozenset("aC")),
            "git commit": Flags(frozenset("am"), valued=frozenset("m")),
            "git add": Flags(frozenset("A")),
        }
        words = command.split()
        begun = (" ".join(words[:count]) for count in range(len(words), 0, -1))
        return next((known[one] for one in begun if one in known), None)

    def subcommands(self, program, folder):
        names = ["commit", "config", "status", "stash", "push", "add", "log"]
        names += ["lg"] if folder else []
        known = {
            "git": Subcommands(
                frozenset(names),
                options=frozenset({"--no-pager", "-p"}),
                valued=frozenset({"-C", "-c", "--work-tree"}),
                folder=frozenset({"-C"}),
                whole=True,
                personal=True,
            ),
            "docker": Subcommands(frozenset({"ps", "images", "image", "run"})),
            "npm": Subcommands(frozenset({"install", "test"}), prefixes=True),
            "apt": Subcommands(frozenset({"install", "update"}), options=frozenset({"-y"})),
        }
        return known.get(program)


def marked(line, cursor=-1):
    """What is marked, and what is offered for it."""
    marks = marks_of(line, cursor, KnownFacts())
    return [(line[mark.start : mark.end], mark.kind, mark.instead) for mark in marks]


class TestSubcommands:
    @pytest.mark.parametrize(
        ("line", "marks"),
        [
            ("git comit -m x", [("comit", "commit")]),
            ("git statsu", [("statsu", "status")]),
            ("git zzz", [("zzz", "")]),
            ("git lg", [("lg", "")]),
            ("ls && git psuh; git log", [("psuh", "push")]),
            ("git add . && git comit", [("comit", "commit")]),
            ("echo $(git comit)", [("comit", "commit")]),
            ("git -C src comit", [("comit", "commit")]),
            ("git -C src -C etc --no-pager comit", [("comit", "commit")]),
            ("git --work-tree=src comit", [("comit", "commit")]),
            ("time git comit", [("comit", "commit")]),
            ("docker imges ls", [("imges", "images")]),
            ("sudo apt isntall git", [("isntall", "install")]),
            ("apt -y install git", []),
            ("npm instal x", []),
            ("npm isntall x", [("isntall", "install")]),
        ],
    )
    def test_what_is_none_is_marked_and_the_near_one_offered(self, line, marks):
        found = marks_of(line, -1, KnownFacts())
        assert [(line[one.start : one.end], one.instead) for one in found] == marks
        assert all(one.kind == "unknown" for one in found)

    @pytest.mark.parametrize(
        "line",
        [
            "git",
            "git status",
            "git -C src lg",
            "git --exec-path=x comit",
            "git --git-dir x comit",
            "git --help comit",
            "git -c alias.comit=commit comit",
            "git -c include.path=x comit",
            "git $verb",
            "git 'comit'",
            "git com*",
            "git Comit",
            "git $x comit",
            "git -C $x comit",
            "GIT_EXEC_PATH=x git comit",
            "sudo git comit",
            "timeout 5 sudo git comit",
            "ssh host git comit",
            "cd src && git comit",
            "git config alias.comit commit && git comit",
            "export X=1; git comit",
            "alias git=echo; git comit",
            "docker foo",
            "docker rum",
            "docker ps comit",
            "echo git comit",
            "git commit comit",
        ],
    )
    def test_what_may_be_one_is_not(self, line):
        found = marks_of(line, -1, KnownFacts())
        assert [
            mark for mark in found if (mark.kind, mark.why[:8]) == ("unknown", "git has ")
        ] == []
        assert [mark for mark in found if mark.why.startswith("docker ")] == []

    @pytest.mark.parametrize(("line", "marks"), [("git comm", []), ("git comit", [("comit", "")])])
    def test_what_is_being_typed_may_become_one(self, line, marks):
        found = marks_of(line, len(line), KnownFacts())
        assert [(line[one.start : one.end], one.instead) for one in found] == marks

    def test_nothing_is_said_of_a_slip_that_is_still_being_typed(self):
        assert marks_of("docker imges", len("docker imges"), KnownFacts()) == ()


class TestMarks:
    @pytest.mark.parametrize(
        ("line", "marks"),
        [
            ("git status", []),
            ("gti status", [("gti", "unknown", "git")]),
            ("ls && zz | cat", [("zz", "unknown", "")]),
            ("git add . && zz", [("zz", "unknown", "")]),
            (". ./run.sh && zz", []),
            ("builtin . ./run.sh && zz", []),
            ("sudo zz", [("zz", "unknown", "")]),
            ("echo $(zz)", [("zz", "unknown", "")]),
            ("$CMD x", []),
            ("FOO=1 git", []),
            ("f() { ls; }; f", []),
            ("if zz; then ls; fi", [("zz", "unknown", "")]),
            ("./run.sh", []),
            ("./run.zz x", [("./run.zz", "missing", "")]),
            ("cat README.md src", []),
            ("cat readme.md", [("readme.md", "missing", "README.md")]),
            ("cat zz 'z z'", [("zz", "missing", ""), ("'z z'", "missing", "")]),
            ("cat *.txt $x -n", []),
            ("cat -- -zz", []),
            ("head -n 5 zz", [("zz", "missing", "")]),
            ("head -q zz", [("zz", "missing", "")]),
            ("head --lines 5 README.md", []),
            ("cp zz new", [("zz", "missing", "")]),
            ("rm -rf zz", [("zz", "missing", "")]),
            ("cd zz", [("zz", "missing", "")]),
            ("cat < zz > new", [("zz", "missing", "")]),
            ("ls > zz/new", [("zz/new", "missing", "")]),
            ("ls > /etc/new", []),
            ("echo zz", []),
            ("cat https://x.y/z", []),
            ("ssh -j web1 x", [("j", "missing", "J")]),
            ("ssh -Jj x", []),
            ("git commit -A", [("A", "missing", "a")]),
            ("git add README.md -A", []),
            ("find . -exec rm -R {} +", [("R", "missing", "r")]),
            ("touch zz && cat zz yy", [("yy", "missing", "")]),
            ("cd src && cat zz", []),
            ("source zz.sh; zz", [("zz.sh", "missing", "")]),
            ("ls zz > new; cat new", [("zz", "missing", "")]),
            ("((i++)); [[ -n a && b < c ]]", []),
            ("case x in a|b) ls;; esac", []),
            ("python3 -m zz 80", []),
            ("python3 zz.py", [("zz.py", "missing", "")]),
            ("src", []),
            ("%1", []),
            ("xargs -d x zz", [("zz", "unknown", "")]),
            ("watch -n 1 'ls | zz'", []),
            ("echo 'it", [("'", "open", "")]),
            ('echo "$(ls', [('"', "open", ""), ("$(", "open", "")]),
            ("ls [", []),
        ],
    )
    def test_pairs(self, line, marks):
        assert marked(line) == marks

    @pytest.mark.parametrize(
        ("line", "marks"),
        [
            ("gi", []),
            ("gx", [("gx", "unknown", "")]),
            ("cat READ", []),
            ("cat read", []),
            ("cat readme.md", [("readme.md", "missing", "README.md")]),
            ("cd zz", [("zz", "missing", "")]),
            ("cat < zz", [("zz", "missing", "")]),
            ("ls > zz/n", [("zz/n", "missing", "")]),
            ("run.s", [("run.s", "unknown", "")]),
            ("/et", []),
            ("/zz", [("/zz", "missing", "")]),
            ("gti s", [("gti", "unknown", "git")]),
        ],
    )
    def test_the_word_being_typed_may_still_become_one(self, line, marks):
        assert marked(line, len(line)) == marks

    @pytest.mark.parametrize(
        ("line", "strict", "why"),
        [
            ("find . -name *.md", False, "the shell puts names in place of *.md"),
            ("find . -name *.md -type f", True, "the shell puts names in place of *.md"),
            ("find . -name *.ts", False, ""),
            ("find . -name *.ts", True, "nothing matches *.ts: the shell would not run it"),
            ("find . -name '*.ts'", True, ""),
            ("find . -name \\*.ts", True, ""),
            ("find . -name $x*", True, ""),
            ("find . -name *.m{d,t}", True, ""),
            ("noglob find . -name *.ts", True, ""),
            ("cat *.md", True, ""),
            (
                "echo https://x.y/?a=b",
                True,
                "nothing matches https://x.y/?a=b: the shell would not run it",
            ),
            ("echo https://x.y/?a=b", False, ""),
            ("ll *.ts", True, ""),
            ("cd x && ls *.ts", True, ""),
        ],
    )
    def test_patterns_that_the_program_does_not_see(self, line, strict, why):
        facts = KnownFacts()
        facts.strict = strict
        found = [mark for mark in marks_of(line, -1, facts) if "the shell" in mark.why]
        assert [mark.why for mark in found] == ([why] if why else [])
        assert all(mark.instead == f"'{line[mark.start : mark.end]}'" for mark in found)

    def test_a_pattern_at_the_cursor_is_being_typed(self):
        facts = KnownFacts()
        facts.strict = True
        assert marks_of("ls *.t", 6, facts) == ()
        assert marks_of("ls *.t", 5, facts)

    @given(st.text(alphabet="agit '\"\\$`(){}<>|&;#\n=-/ ", max_size=40))
    def test_marks_are_in_the_line(self, line):
        for mark in marks_of(line, -1, KnownFacts()):
            assert 0 <= mark.start < mark.end <= len(line)

    def test_reasons_are_told(self):
        (mark,) = marks_of("cat readme.md", -1, KnownFacts())
        assert mark.why == "no readme.md here, but README.md"

    def test_marks_before_an_edit_stay_until_there_are_new_ones(self):
        marks = marks_of("gti zz", -1, KnownFacts())
        assert still_true(marks, "gti zz", "gti zzz") == marks
        assert still_true(marks, "gti zz", "gtix zz") == ()


class TestOffers:
    def test_they_are_choices_to_walk(self):
        line = "cat readme.md"
        (offer,) = offers_of(line, marks_of(line, -1, KnownFacts()))
        assert offer.readings == ("readme.md", "README.md")
        shown = Confirming("said", None, Draft(line))
        after = offers_came(shown, Line(line, 3), Rules(offers=lambda _: (offer,)))
        assert [stop.draft.text for stop in after.walk] == [line, "cat README.md"]
        assert with_offers(after.base, (offer,)) == after.base

    def test_words_and_edited_lines_are_left_alone(self):
        rules = Rules(offers=lambda _: pytest.fail("asked"))
        assert offers_came(Words(), Line("x", 1), rules) == Words()
        shown = Confirming("said", None, Draft("ls"))
        assert offers_came(shown, Line("ls x", 1), rules) == shown


class TestMarking:
    def test_the_latest_command_is_looked_up_once(self):
        came = threading.Semaphore(0)
        asked = []

        def facts(directory):
            asked.append(directory)
            return KnownFacts()

        marking = Marking(facts, came.release)
        assert marking.marks("gti x") == ()
        for _ in range(3):
            marking.ask("gti x", Line(), "/tmp")
        assert came.acquire(timeout=SECONDS)
        assert [mark.kind for mark in marking.marks("gti x")] == ["unknown"]
        assert marking.offers("gti x")
        assert marking.offers("gti y") == ()
        assert asked == ["/tmp"]
        marking.forget()
        assert marking.marks("gti x") == ()

    def test_what_the_guard_will_say_comes_first(self):
        came = threading.Semaphore(0)
        marking = Marking(
            lambda directory: KnownFacts(), came.release, lambda command, _: f"it does {command}"
        )
        marking.ask("rm zz", Line(), "/tmp")
        assert came.acquire(timeout=SECONDS)
        danger, missing = marking.marks("rm zz")
        assert (danger.kind, danger.why, missing.kind) == ("danger", "it does rm zz", "missing")
        assert len(marking.offers("rm zz")) == 0

    def test_facts_that_fail_are_no_facts(self):
        came = threading.Semaphore(0)

        def facts(directory):
            if directory == "/gone":
                raise OSError("gone")
            return KnownFacts()

        marking = Marking(facts, came.release)
        marking.ask("gti", Line(), "/gone")
        marking.ask("gti x", Line(), "/tmp")
        assert came.acquire(timeout=SECONDS)
        assert marking.marks("gti x")


class TestMachine:
    @pytest.fixture
    def facts(self, tmp_path, monkeypatch):
        (tmp_path / "bin").mkdir()
        (tmp_path / "bin/git").touch(0o755)
        (tmp_path / "README.md").touch()
        names = Names(
            frozenset({"ll"}), frozenset({"mkcd"}), frozenset({"cd"}), path=str(tmp_path / "bin")
        )
        return MachineFacts(Surroundings(tmp_path / "cache"), lambda: names, str(tmp_path))

    @pytest.mark.parametrize(
        ("name", "known"),
        [("git", True), ("ll", True), ("mkcd", True), ("cd", True), ("zz", False)],
    )
    def test_commands_of_the_shell_and_of_its_own_path(self, facts, name, known):
        assert facts.is_command(name) is known

    def test_flags_of_a_program_on_the_shells_path(self, facts, tmp_path):
        (tmp_path / "bin/zztool").touch(0o755)
        manual = tmp_path / "share/man/man1/zztool.1"
        manual.parent.mkdir(parents=True)
        manual.write_text(".SH OPTIONS\n.TP\n\\-q\nquiet\n.TP\n\\-z\nzip\n.TP\n\\-y\nyes\n")
        assert facts.flags("zztool").short == frozenset("qzy")

    def test_subcommands_where_nothing_else_can_bring_some(self, tmp_path, monkeypatch):
        monkeypatch.setenv("HOME", str(tmp_path))
        (tmp_path / "bin").mkdir()
        (tmp_path / "bin/npm").touch(0o755)
        told = Names(builtins=frozenset({"cd"}), path=str(tmp_path / "bin"))
        silent = Names(path=told.path)
        alias = replace(told, aliases=frozenset({"npm"}))
        function = replace(told, functions=frozenset({"npm"}))
        machine = Surroundings(tmp_path / "cache")

        def known(names):
            return MachineFacts(machine, lambda: names, str(tmp_path)).subcommands("npm", "")

        assert "install" in known(told).names
        assert [known(names) for names in (silent, alias, function)] == [None] * 3

    def test_before_the_shell_has_spoken_nothing_is_unknown(self, tmp_path):
        facts = MachineFacts(Surroundings(tmp_path / "cache"), Names, str(tmp_path))
        assert facts.is_command("no-such-command") is None

    @pytest.mark.parametrize(
        ("name", "near"), [("gti", "git"), ("GIT", "git"), ("mkcdd", "mkcd"), ("zz", "")]
    )
    def test_what_was_probably_meant(self, facts, name, near):
        assert facts.near_command(name) == near

    def test_files(self, facts, home):
        assert facts.sort_of("README.md") == "file"
        assert facts.sort_of("~") == "folder"
        assert facts.sort_of("zz") == "missing"
        assert facts.sort_of("~nobody-here/x") is None
        assert facts.other_case("readme.md") == "README.md"

    @pytest.mark.parametrize(
        ("pattern", "matches"),
        [
            ("*.md", True),
            ("./READ*", True),
            ("bin/g?t", True),
            ("[A-Z]*", True),
            ("*.ts", False),
            ("bin/*.x", False),
            ("nowhere/*", None),
            ("*/git", None),
        ],
    )
    def test_patterns(self, facts, tmp_path, pattern, matches):
        (tmp_path / ".hidden.ts").touch()
        assert facts.matches(pattern) is matches

    @pytest.mark.parametrize(
        ("start", "begins"),
        [
            ("READ", True),
            ("read", True),
            ("./b", True),
            ("bin/g", True),
            ("bin/", True),
            ("readme.md", False),
            ("README.md", False),
            ("zz", False),
            ("zz/READ", False),
        ],
    )
    def test_what_goes_on_from_a_path(self, facts, start, begins):
        assert facts.begins_path(start) is begins


class TestOnTheScreen:
    @pytest.fixture
    def seat(self, make_seat):
        seat = make_seat()
        seat.facts = lambda directory: KnownFacts()
        return seat.sit()

    def test_an_unknown_command_is_red_and_told(self, seat):
        seat.type("gti status").see("no command gti, but git")
        seat.until(lambda: seat.styles("gti")[0].fg == "red", "a red command")
        assert seat.styles("status")[0].fg != "red"

    def test_a_key_puts_in_what_was_meant(self, seat):
        seat.type("cat readme.md x").see("Alt-N changes it").press("next")
        seat.line_is("cat README.md x").see("? README.md").press("enter")
        assert seat.result().command == "cat README.md x"

    def test_the_last_word_of_what_was_not_typed_is_judged_as_it_stands(self, seat):
        said = "cat read"
        seat.pipeline.table[said] = proposal(said, "cat readm")
        seat.type(said).see("→").press("enter").line_is("cat readm")
        seat.see("no readm here").type("\x7f").see_no("no read")

    def test_a_missing_file_of_a_dictated_command_is_told_at_the_confirmation(self, seat):
        said = "cat readme dot md"
        seat.pipeline.table[said] = proposal(said, "cat readme.md")
        seat.type(said).see("→").press("enter").line_is("cat readme.md")
        seat.press("home").see("no readme.md here").press("next").line_is("cat README.md")

    def test_a_missing_file_is_told_before_enter_where_it_ends_the_line(self, seat):
        seat.type("cat readm").see("Enter runs it as typed").see_no("no readm here")
        seat.type("e.md").see("no readme.md here, but README.md").press("next")
        seat.line_is("cat README.md")

    def test_it_runs_all_the_same(self, seat):
        seat.type("zzz x").see("no command zzz").press("enter")
        assert seat.result().command == "zzz x"
