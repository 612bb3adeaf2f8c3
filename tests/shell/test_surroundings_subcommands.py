"""Which subcommands a program has, where they are surely known."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from talkie_shell.shell.surroundings import Surroundings
from talkie_shell.shell.surroundings.subcommands import (
    load_families,
    may_bring_others,
    subcommands_of,
)
from tests import needs

OWN = ("add", "commit", "status", "log", "push", "rev-parse", "update-index", "version")
PATIENCE = 20.0


class Machine:
    """A machine with a git of its own, some other programs and a home."""

    def __init__(self, folder: Path) -> None:
        self.bin, self.core = folder / "usr/bin", folder / "usr/lib/git-core"
        self.home, self.here = folder / "home", folder / "home/project"
        for made in (self.bin, self.core, self.here / ".git"):
            made.mkdir(parents=True)
        (self.here / ".git/HEAD").write_text("ref: refs/heads/main\n")
        for program in ("git", "docker", "kubectl", "cargo", "brew", "npm"):
            self.program(self.bin / program)
        for name in OWN:
            self.program(self.core / f"git-{name}")

    def program(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(0o755)

    def write(self, file: str, text: str) -> None:
        path = self.home / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def names(self, program: str) -> frozenset[str] | None:
        found = subcommands_of(program, str(self.bin), str(self.here), self.home)
        return None if found is None else found.names


@pytest.fixture
def machine(tmp_path, monkeypatch) -> Machine:
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return Machine(tmp_path)


class TestGit:
    def test_its_own_and_those_on_path(self, machine):
        machine.program(machine.bin / "git-lfs")
        names = machine.names("git")
        assert names is not None
        assert names >= {*OWN, "lfs"}
        assert "comit" not in names

    def test_a_git_without_files_for_its_own_is_not_known(self, machine):
        (machine.core / "git-commit").unlink()
        assert machine.names("git") is None

    @pytest.mark.parametrize(
        ("file", "text"),
        [
            (".gitconfig", "[alias]\n\tcomit = commit\n"),
            (".gitconfig", '[user]\nname=x\n[Alias] Comit = "!f() { \\\n git x; }; f"\n'),
            (".gitconfig", '[alias "comit"]\n\tcommand = commit\n'),
            (".gitconfig", "[alias]\n a = b \\\n c\n  ; comment\n  comit\n"),
            (".config/git/config", "[alias]\ncomit=commit\n"),
            ("project/.git/config", "[alias]\ncomit=commit\n"),
            ("project/.git/config.worktree", "[alias]\ncomit=commit\n"),
        ],
    )
    def test_aliases(self, machine, file, text):
        machine.write(file, text)
        assert "comit" in (machine.names("git") or ())

    @pytest.mark.parametrize("section", ["[include]", '[includeIf "gitdir:~/x/"]'])
    @pytest.mark.parametrize("path", ["~/more", "more", '"~/more" # mine'])
    def test_aliases_of_what_is_included(self, machine, section, path):
        machine.write(".gitconfig", f"{section}\n path = {path}\n")
        machine.write("more", "[alias]\ncomit = commit\n")
        assert "comit" in (machine.names("git") or ())

    @pytest.mark.parametrize("path", ["%(prefix)/x", "~/.gitconfig"])
    def test_what_cannot_be_followed_is_not_known(self, machine, path):
        machine.write(".gitconfig", f"[include]\npath = {path}\n")
        with pytest.raises(ValueError, match="includes"):
            machine.names("git")

    def test_aliases_of_a_worktree(self, machine):
        machine.write("project/.git/config", "[alias]\ncomit = commit\n")
        machine.write("project/.git/worktrees/x/HEAD", "ref: refs/heads/x\n")
        machine.write("project/.git/worktrees/x/commondir", "../..\n")
        machine.write("x/.git", f"gitdir: {machine.here}/.git/worktrees/x\n")
        machine.here = machine.home / "x"
        assert "comit" in (machine.names("git") or ())

    def test_aliases_of_a_bare_repository(self, machine):
        machine.write("bare.git/HEAD", "ref: refs/heads/main\n")
        machine.write("bare.git/config", "[alias]\ncomit = commit\n")
        (machine.home / "bare.git/refs").mkdir()
        machine.here = machine.home / "bare.git/refs"
        assert "comit" in (machine.names("git") or ())

    def test_the_real_one(self, tmp_path):
        git = needs.program("git")
        path = os.environ["PATH"]
        found = subcommands_of("git", path, str(tmp_path), Path.home())
        own = subprocess.run([git, "--exec-path"], capture_output=True, text=True, check=True)
        # A git that was built without files for its own commands tells nothing.
        assert (found is not None) == (Path(own.stdout.strip()) / "git-commit").exists()
        if found is None:
            return
        listed = subprocess.run(
            [git, "--list-cmds=builtins,main,others,alias"],
            capture_output=True,
            text=True,
            check=True,
            cwd=tmp_path,
        )
        assert set(map(str.lower, listed.stdout.split())) <= found.names


class TestOthers:
    def test_plugins_of_docker(self, machine):
        machine.program(machine.home / ".docker/cli-plugins/docker-scan2")
        machine.program(machine.bin.parent / "libexec/docker/cli-plugins/docker-zoom")
        assert (machine.names("docker") or set()) >= {"scan2", "zoom", "images"}

    def test_plugins_of_kubectl(self, machine):
        machine.program(machine.bin / "kubectl-my_plugin-list")
        assert "my-plugin" in (machine.names("kubectl") or ())

    def test_plugins_of_cargo_and_brew(self, machine):
        machine.program(machine.home / ".cargo/bin/cargo-nextest")
        machine.program(machine.bin.parent / "Library/Taps/me/mine/cmd/cu.rb")
        assert "nextest" in (machine.names("cargo") or ())
        assert "cu" in (machine.names("brew") or ())

    @pytest.mark.parametrize(
        ("program", "file", "text"),
        [
            ("docker", ".docker/config.json", '{"cliPluginsExtraDirs": ["/x"]}'),
            ("kubectl", ".kube/kuberc", "aliases: []"),
            ("cargo", ".cargo/config.toml", '[alias]\nx = "run"\n'),
            ("cargo", "project/.cargo/config.toml", 'alias.x = "run"\n'),
        ],
    )
    def test_where_there_may_be_others(self, machine, program, file, text):
        assert machine.names(program)
        machine.write(file, text)
        assert machine.names(program) is None

    def test_what_is_not_installed_or_not_in_the_table(self, machine):
        assert machine.names("apt") is None
        assert machine.names("ls") is None

    @pytest.mark.parametrize(
        ("program", "variable", "others"),
        [("git", "GIT_DIR", True), ("git", "GIT_EDITOR", False), ("npm", "GIT_DIR", False)],
    )
    def test_variables(self, program, variable, others):
        assert may_bring_others(program, frozenset(("HOME", variable))) == others

    def test_no_option_is_in_both_lists(self):
        for family in load_families().values():
            assert not family.own.options & family.own.valued
            assert family.own.folder <= family.own.valued


class TestSurroundings:
    def test_asked_aside(self, machine, tmp_path, monkeypatch):
        monkeypatch.setenv("HOME", str(machine.home))
        known = Surroundings(tmp_path / "cache")
        found = known.subcommands("git", str(machine.bin), str(machine.here), PATIENCE)
        assert found is not None
        assert found.whole
        machine.write(".gitconfig", "[include]\npath = %(prefix)/x\n")
        assert known.subcommands("git", str(machine.bin), str(machine.here), PATIENCE) is None
        assert known.subcommands("ls", str(machine.bin), str(machine.here), PATIENCE) is None
