"""What the machine has for a place: real files, a PATH and a repository of their own."""

from __future__ import annotations

import pwd

import pytest

from talkie_shell.repl.completion.candidates import candidates
from talkie_shell.repl.completion.gathering import Gathering
from talkie_shell.repl.completion.place import place_of
from talkie_shell.shell.names import Names
from talkie_shell.shell.surroundings import Surroundings

PAGE = r""".TH GITTOOL 1
.SH OPTIONS
.TP
\fB\-a\fR, \fB\-\-all\fR
Take all of it
.TP
\fB\-\-quick\fR
Take no time
"""


@pytest.fixture
def texts(tmp_path, home):
    """What is offered for a line, in a folder of its own."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "gittool").touch(0o755)
    manual = tmp_path / "share/man/man1/gittool.1"
    manual.parent.mkdir(parents=True)
    manual.write_text(PAGE)
    work = tmp_path / "work"
    (work / "src dir").mkdir(parents=True)
    (work / "src dir" / "app.py").touch()
    (work / "Deep" / "My Docs").mkdir(parents=True)
    (work / "Deep" / "My Docs" / "README.md").touch()
    (work / "run").touch(0o755)
    (work / "notes").touch()
    (home / "docs").mkdir()
    (work / ".git/refs/heads").mkdir(parents=True)
    (work / ".git/HEAD").write_text("ref: refs/heads/main\n")
    (work / ".git/refs/heads/fix").touch()
    (home / ".ssh").mkdir()
    (home / ".ssh/config").write_text("Host bastion\n  User ann\n")
    names = Names(
        frozenset({"gst"}), frozenset({"gfun"}), frozenset({"getopts"}), frozenset({"GREETING"}),
        str(programs),
    )  # fmt: skip
    environment = {"GHOME": str(home), "GTOKEN": "hush"}
    jobs = ("[1]+  Stopped                 vim a", "[2]  - running    sleep 100")
    gathering = Gathering(
        Surroundings(tmp_path / "cache"), lambda: names, environment, lambda: jobs
    )

    def offered(line: str) -> dict[str, str]:
        place = place_of(line)
        assert place is not None
        place = gathering.in_other_case(place, str(work)) or place
        found = candidates(place, gathering.known(place, str(work)))
        return {one.text: one.about for one in found}

    return offered


class TestGathering:
    def test_commands_of_the_shell_and_of_its_own_path(self, texts):
        assert texts("g") == {
            "getopts": "of the shell",
            "gfun": "function",
            "gittool": "",
            "gst": "alias",
        }

    def test_flags_of_a_program_that_only_the_shell_has(self, texts):
        assert texts("gittool --") == {"--all": "take all of it", "--quick": "take no time"}

    @pytest.mark.parametrize(
        ("line", "found"),
        [
            ("cat n", ["notes"]),
            ("./", ["Deep/", "run", "src\\ dir/"]),
            ("cat 'src dir/", ["app.py"]),
            ("cat src\\ dir/a", ["app.py"]),
            ("cat ~/d", ["docs/"]),
            ("cat $GHOME/d", ["docs/"]),
            ("cat /nowhere/x", []),
            ("cd s", ["src\\ dir/"]),
            ("cat deep/my\\ docs/r", ["Deep/My\\ Docs/README.md"]),
            ("cat 'DEEP/my", ["Deep/My Docs/"]),
            ("cat --file=./n", ["notes"]),
            ("cd Deep/..", ["../"]),
        ],
    )
    def test_files(self, texts, line, found):
        assert list(texts(line)) == found

    def test_branches(self, texts):
        told = {"fix": "branch", "HEAD": "what is checked out", "main": "branch"}
        assert texts("git checkout ") == told

    def test_what_git_itself_moves(self, texts, tmp_path):
        (tmp_path / "work/.git/ORIG_HEAD").touch()
        assert texts("git show HEA") == {"HEAD": "what is checked out"}
        assert list(texts("git log main..OR")) == ["ORIG_HEAD"]

    def test_jobs(self, texts):
        assert texts("kill %") == {"%1": "Stopped vim a", "%2": "running sleep 100"}
        assert list(texts("fg %2")) == ["%2"]

    def test_signals(self, texts):
        assert texts("kill -TER") == {"-TERM": "Terminated"}
        assert "HUP" in texts("kill -s ")

    def test_values_that_completions_know(self, texts, tmp_path, home, monkeypatch):
        monkeypatch.setenv("PATH", str(tmp_path / "bin"))
        (tmp_path / "bin/tool").touch(0o755)
        (home / ".config/fish/completions").mkdir(parents=True)
        (home / ".config/fish/completions/tool.fish").write_text(
            "complete -c tool -l when -a 'now\\t\\'at once\\' later'\n"
        )
        assert texts("tool --when=n") == {"now": "at once"}
        assert list(texts("tool --when=")) == ["later", "now"]
        assert list(texts("tool --when=./n")) == ["notes"]
        assert list(texts("tool --other=n")) == ["notes"]

    def test_targets_and_scripts(self, texts, tmp_path):
        (tmp_path / "work/Makefile").write_text("test: ## run the tests\n")
        (tmp_path / "work/package.json").write_text('{"scripts": {"lint": "eslint ."}}')
        assert texts("make te") == {"test": "run the tests"}
        assert texts("npm run l") == {"lint": "eslint ."}

    def test_hosts(self, texts):
        assert texts("ssh ba") == {"bastion": "ann@bastion"}

    def test_variables_with_their_values_but_no_secrets(self, texts, home):
        assert texts("echo $G") == {"GHOME": str(home), "GREETING": "", "GTOKEN": ""}

    def test_users(self, texts):
        assert "root" in texts("id ro")
        assert texts("cd ~roo")["~root/"] == pwd.getpwnam("root").pw_dir
