from __future__ import annotations

import pytest

from talkie_shell.shell.surroundings import Surroundings, fish, flag_files
from talkie_shell.shell.surroundings.descriptions import described_in, first_sentence
from talkie_shell.shell.surroundings.files import Entry, entries_in, sort_of
from talkie_shell.shell.surroundings.hosts import hosts_of
from talkie_shell.shell.surroundings.targets import make_targets, package_scripts


class TestManual:
    @pytest.mark.parametrize(
        ("page", "flags"),
        [
            (
                ".TP\n\\fB\\-a\\fR, \\fB\\-\\-all\\fR\nDo not ignore. Even then.",
                {"-a": "do not ignore", "--all": "do not ignore"},
            ),
            (".TP\n.BI \\-o file\nWrite to\n.I file\nand stop.", {"-o": "write to file and stop"}),
            (".TP\n.B \\-r\n.TQ\n.B \\-R\nboth", {"-r": "both", "-R": "both"}),
            (".PP\n\\-\\-[no\\-]edit\n.RS 4\nAsk", {"--edit": "ask", "--no-edit": "ask"}),
            (".nf\n  -z, --zip   pack\n\n  -Z          unpack\n", {"-z": "pack", "-Z": "unpack"}),
            (".It Fl a\nOne.\n.Pp\nMore, see\n.Fl J .\n.It Fl b Ar n\nTwo", {"-a": "one"}),
            (".TP\n.B \\-name\nURL of it, e.g. one. Two", {"-name": "URL of it, e.g. one"}),
            (".SH SYNOPSIS\n\\-x\nno", {}),
            (".TP\n.B \\-x\n.SH NEXT\n.B \\-y\nother", {"-y": "other"}),
        ],
    )
    def test_pairs(self, page, flags):
        said = described_in(page).flags
        assert {name: said.get(name) for name in flags} == flags

    def test_a_mention_is_no_description(self):
        page = ".It Fl a\nOne.\n.Pp\nMore, see\n.Fl J .\n.It Fl b Ar n\nTwo"
        assert set(described_in(page).flags) == {"-a", "-b"}

    @pytest.mark.parametrize(
        "page",
        [
            ".SH NAME\ntar \\- an archiving utility\n.SH X\n",
            ".Sh NAME\n.Nm tar\n.Nd an archiving utility",
        ],
    )
    def test_summary(self, page):
        assert described_in(page).summary == "an archiving utility"

    def test_what_is_long_is_cut(self):
        assert len(first_sentence(["word " * 200])) == 240


class TestFish:
    SCRIPT = (
        "complete -c tool -s x -l extract -d 'Take out; don\\'t ask'\n"
        "complete -c tool -n __fish_use_subcommand -a 'add' -d 'Put in'\n"
        "complete -c tool -n __fish_use_subcommand -a '(__tool_list)' -d 'Generated'\n"
        "complete -c tool -n '__fish_seen_subcommand_from add' -l force -d Really\n"
    )

    def test_flags_and_subcommands(self):
        described = fish.described_in(self.SCRIPT, "tool")
        assert described.flags == {"-x": "take out", "--extract": "take out"}
        assert described.subcommands == {"add": "put in"}

    def test_values_of_a_flag(self):
        script = (
            "set -l few \"all\\t'All that's there' none\\tNothing format:\"\n"
            "complete -c tool -l show -a $few\n"
            "complete -c tool -l user -a '(users)'\n"
            "complete -c tool -s x -l when -a now\\nlater\n"
        )
        assert fish.described_in(script, "tool").values == {
            "--show": {"all": "all that's there", "none": "nothing", "format:": ""},
            "-x": {"now": "", "later": ""},
            "--when": {"now": "", "later": ""},
        }

    def test_a_subcommands_flags(self):
        assert fish.described_in(self.SCRIPT, "tool", "add").flags["--force"] == "really"


class TestRemembered:
    def test_what_is_said_outlives_the_session(self, tmp_path, monkeypatch):
        program = tmp_path / "bin/tool"
        program.parent.mkdir()
        program.write_text("")
        program.chmod(0o755)
        (tmp_path / "man/man1").mkdir(parents=True)
        page = "tool \\- a tool\n.SH OPTIONS\n.TP\n\\-x\nExtract. See tool\\-add(1), tool\\-own(1)"
        (tmp_path / "man/man1/tool.1").write_text(".SH NAME\n" + page)
        for name in ("add", "own"):
            (tmp_path / f"man/man1/tool-{name}.1").write_text(f".SH NAME\ntool \\- {name} it\n")
        (tmp_path / "bin/tool-own").write_text("")
        (tmp_path / "bin/tool-own").chmod(0o755)
        monkeypatch.setenv("PATH", str(program.parent))
        monkeypatch.setattr(flag_files, "_MAN_FOLDERS", ())
        monkeypatch.setattr(flag_files, "_FISH_FOLDERS", ())
        first = Surroundings(tmp_path / "cache").described("tool", within=10)
        assert first is not None
        assert first.summary == "a tool"
        assert first.flags == {"-x": "extract"}
        assert first.subcommands == {"add": "add it"}
        monkeypatch.setattr(
            "talkie_shell.shell.surroundings.known_flags.text_of", lambda _: pytest.fail("read")
        )
        assert Surroundings(tmp_path / "cache").described("tool", within=10) == first

    def test_nothing_is_known_of_what_is_no_program(self, tmp_path):
        described = Surroundings(tmp_path).described("no-such-program", within=10)
        assert described is not None
        assert not described.flags


class TestTargets:
    def test_of_a_makefile(self, tmp_path):
        (tmp_path / "Makefile").write_text(
            "CC := gcc\nX = a:b\n.PHONY: all\nall: build # not this\nbuild dist/x: a.c ## make it\n"
            "\techo a: b\ntest::\n%.o: %.c\n"
        )
        assert make_targets(str(tmp_path)) == {
            "all": "",
            "build": "make it",
            "dist/x": "make it",
            "test": "",
        }

    @pytest.mark.parametrize(
        ("text", "scripts"),
        [
            ('{"scripts": {"test": "jest"}}', {"test": "jest"}),
            ('{"scripts": ["x"]}', {}),
            ("{", {}),
            ("[]", {}),
        ],
    )
    def test_of_a_package(self, tmp_path, text, scripts):
        (tmp_path / "package.json").write_text(text)
        assert package_scripts(str(tmp_path)) == scripts

    def test_where_there_are_none(self, tmp_path):
        assert make_targets(str(tmp_path)) == package_scripts(str(tmp_path)) == {}


class TestHosts:
    def test_configured_met_and_the_machines_own(self, tmp_path):
        ssh = tmp_path / ".ssh"
        (ssh / "conf.d").mkdir(parents=True)
        (ssh / "config").write_text(
            "Include conf.d/*\nHost web1 web2 *.lan\n  HostName=web.example.com\n  User ann\n"
            "Match host x\nHost db\n"
        )
        (ssh / "conf.d/more").write_text("Host more\n")
        (ssh / "known_hosts").write_text(
            "|1|hashed= ssh-rsa A\n[git.example.com]:2222,10.0.0.7 ssh-rsa A\n# no\n"
        )
        table = tmp_path / "hosts"
        table.write_text("127.0.0.1 localhost # me\n")
        assert hosts_of(tmp_path, table) == {
            "more": "configured",
            "web1": "ann@web.example.com",
            "web2": "ann@web.example.com",
            "db": "configured",
            "git.example.com": "met before",
            "10.0.0.7": "met before",
            "localhost": "hosts",
        }

    def test_a_file_that_includes_itself_ends(self, tmp_path):
        (tmp_path / ".ssh").mkdir()
        (tmp_path / ".ssh/config").write_text("Include config\nHost a\n")
        assert "a" in hosts_of(tmp_path, tmp_path / "none")


class TestEntries:
    def test_folders_programs_and_hidden_ones(self, tmp_path):
        (tmp_path / "Sub").mkdir()
        (tmp_path / "link").symlink_to(tmp_path / "Sub")
        (tmp_path / ".hidden").touch()
        (tmp_path / "run").touch()
        (tmp_path / "run").chmod(0o755)
        assert entries_in(str(tmp_path)) == (
            Entry(".hidden"),
            Entry("link", folder=True),
            Entry("run", runs=True),
            Entry("Sub", folder=True),
        )

    def test_what_is_there(self, tmp_path):
        (tmp_path / "file").touch()
        assert sort_of(str(tmp_path)) == "folder"
        assert sort_of(str(tmp_path / "file")) == "file"
        assert sort_of(str(tmp_path / "none")) == "missing"
        assert sort_of(str(tmp_path / "file/x")) == "missing"
