"""What the machine has for a place: real files, a PATH and a repository of their own."""

from __future__ import annotations

import pytest

from talkie_shell.repl.completion.candidates import candidates
from talkie_shell.repl.completion.gathering import Gathering
from talkie_shell.repl.completion.place import place_of
from talkie_shell.shell.names import Names
from talkie_shell.shell.surroundings import Surroundings


@pytest.fixture
def texts(tmp_path, home):
    """What is offered for a line, in a folder of its own."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "gittool").touch(0o755)
    work = tmp_path / "work"
    (work / "src dir").mkdir(parents=True)
    (work / "src dir" / "app.py").touch()
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
    gathering = Gathering(Surroundings(tmp_path / "cache"), lambda: names, environment)

    def offered(line: str) -> dict[str, str]:
        place = place_of(line)
        assert place is not None
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

    @pytest.mark.parametrize(
        ("line", "found"),
        [
            ("cat n", ["notes"]),
            ("./", ["run", "src\\ dir/"]),
            ("cat 'src dir/", ["app.py"]),
            ("cat src\\ dir/a", ["app.py"]),
            ("cat ~/d", ["docs/"]),
            ("cat $GHOME/d", ["docs/"]),
            ("cat /nowhere/x", []),
            ("cd s", ["src\\ dir/"]),
        ],
    )
    def test_files(self, texts, line, found):
        assert list(texts(line)) == found

    def test_branches(self, texts):
        assert texts("git checkout ") == {"fix": "branch", "main": "branch"}

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
