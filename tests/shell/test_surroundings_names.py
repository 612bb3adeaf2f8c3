"""Names in a folder and in the repository around it, and paths in another case."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import pytest

from talkie_shell.shell.surroundings import Surroundings
from talkie_shell.shell.surroundings.branches import references_of
from talkie_shell.shell.surroundings.files import MAX_HIDDEN, MAX_NAMES, names_in, sayable

COMMIT = "1f0c5a7d3b9e2468ace013579bdf02468ace1357"


@pytest.fixture
def surroundings(tmp_path: Path) -> Surroundings:
    return Surroundings(tmp_path / "cache", patience=30.0)


def write(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def repository(folder: Path) -> Path:
    """A made-up clone: loose and packed references, a remote without any."""
    git = folder / ".git"
    write(git / "HEAD", "ref: refs/heads/main\n")
    write(git / "refs/heads/main", COMMIT)
    write(git / "refs/heads/feature/login-form", COMMIT)
    write(git / "refs/heads/main.lock")
    write(git / "refs/tags/v1.0", COMMIT)
    write(git / "refs/remotes/origin/HEAD", "ref: refs/remotes/origin/main")
    write(git / "refs/remotes/origin/main", COMMIT)
    write(
        git / "packed-refs",
        "# pack-refs with: peeled fully-peeled sorted\n"
        f"{COMMIT} refs/heads/release/2.x\n{COMMIT} refs/tags/v0.9\n^{COMMIT}\n"
        f"{COMMIT} refs/remotes/fork/fix-Readme\n{COMMIT} refs/stash\n",
    )
    write(git / "config", '[core]\n\tbare = false\n[remote "upstream"]\n\turl = nowhere\n')
    return folder


ALL = {
    "main", "feature/login-form", "v1.0", "origin", "origin/main", "release/2.x", "v0.9", "fork",
    "fork/fix-Readme", "upstream",
}  # fmt: skip


class TestNamesIn:
    def test_files_folders_and_a_few_hidden_ones(self, tmp_path: Path):
        write(tmp_path / "README.md")
        write(tmp_path / ".env")
        (tmp_path / "src").mkdir()
        assert names_in(str(tmp_path)) == {"README.md", ".env", "src"}

    def test_names_that_are_not_one_printable_word_are_left_out(self, tmp_path: Path):
        for name in ("my file", "bell\a", "esc\x1b[2J", "plain", "grün", "no\u00a0break"):
            write(tmp_path / name)
        with suppress(OSError):  # some file systems take text alone
            Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff")).write_text("")
        assert names_in(str(tmp_path)) == {"plain", "grün"}

    def test_many_hidden_names_are_left_out(self, tmp_path: Path):
        write(tmp_path / "notes")
        for number in range(MAX_HIDDEN + 1):
            write(tmp_path / f".cache{number}")
        assert names_in(str(tmp_path)) == {"notes"}

    def test_a_huge_folder_is_cut(self, tmp_path: Path):
        for number in range(MAX_NAMES + 5):
            (tmp_path / f"f{number}").touch()
        assert len(names_in(str(tmp_path))) == MAX_NAMES

    @pytest.mark.parametrize(
        ("name", "said"),
        [("notes.txt", True), ("", False), ("a b", False), ("a\tb", False), ("\u202e", False)],
    )
    def test_sayable(self, name: str, said: bool):
        assert sayable(name) is said


class TestReferencesOf:
    def test_every_kind_of_reference(self, tmp_path: Path):
        assert set(references_of(str(repository(tmp_path)))) == ALL

    def test_from_a_folder_below(self, tmp_path: Path):
        repository(tmp_path)
        (tmp_path / "src/deep").mkdir(parents=True)
        assert set(references_of(str(tmp_path / "src/deep"))) == ALL

    def test_a_worktree_has_its_own_branch_and_shares_the_rest(self, tmp_path: Path):
        repository(tmp_path / "project")
        own = tmp_path / "project/.git/worktrees/side"
        write(own / "HEAD", "ref: refs/heads/side-branch\n")
        write(own / "commondir", "../..\n")
        write(tmp_path / "side/.git", f"gitdir: {own}\n")
        assert set(references_of(str(tmp_path / "side"))) == ALL | {"side-branch"}

    def test_a_submodule_points_with_a_relative_path(self, tmp_path: Path):
        write(tmp_path / ".git/modules/lib/HEAD", "ref: refs/heads/trunk\n")
        write(tmp_path / "lib/.git", "gitdir: ../.git/modules/lib\n")
        assert set(references_of(str(tmp_path / "lib"))) == {"trunk"}

    def test_no_repository(self, tmp_path: Path):
        assert set(references_of(str(tmp_path))) == set()

    def test_an_odd_repository_gives_what_can_be_read(self, tmp_path: Path):
        write(tmp_path / ".git/HEAD", COMMIT)
        (tmp_path / ".git/packed-refs").write_bytes(
            b"\xff\xfe\0\n\n refs/heads/\nx refs/heads/ok\nx refs/heads/a b\nx refs/heads/\x1b[1m\n"
        )
        write(tmp_path / ".git/refs/tags", "a file where a folder belongs")
        assert set(references_of(str(tmp_path))) == {"ok"}

    def test_a_pipe_among_its_files_is_not_opened(self, tmp_path: Path):
        write(tmp_path / ".git/HEAD", "ref: refs/heads/main\n")
        os.mkfifo(tmp_path / ".git/packed-refs")
        assert set(references_of(str(tmp_path))) == {"main"}

    def test_folders_that_go_round_in_a_circle_end(self, tmp_path: Path):
        repository(tmp_path)
        (tmp_path / ".git/refs/heads/loop").symlink_to(tmp_path / ".git/refs/heads")
        assert set(references_of(str(tmp_path))) == ALL | {"loop"}


class TestNames:
    def test_files_and_references_together(self, tmp_path: Path, surroundings: Surroundings):
        write(repository(tmp_path / "p") / "Makefile")
        assert surroundings.names(str(tmp_path / "p")) == ALL | {"Makefile", ".git"}

    def test_what_changes_is_seen(self, tmp_path: Path, surroundings: Surroundings):
        folder = tmp_path / "p"
        write(folder / "old")
        assert surroundings.names(str(folder)) == {"old"}
        (folder / "old").rename(folder / "new")
        assert surroundings.names(str(folder)) == {"new"}
        (folder / "new").unlink()
        folder.rmdir()
        assert surroundings.names(str(folder)) == set()

    def test_a_relative_folder(
        self, tmp_path: Path, surroundings: Surroundings, monkeypatch: pytest.MonkeyPatch
    ):
        write(tmp_path / "p/here")
        monkeypatch.chdir(tmp_path)
        assert surroundings.names("p") == {"here"}

    @pytest.mark.parametrize("folder", ["/nonexistent/place", "/a\0b", "/dev/null", "/\udcff"])
    def test_what_is_no_folder_has_no_names(self, folder: str, surroundings: Surroundings):
        assert surroundings.names(folder) == set()


class TestFilesInOtherCase:
    @pytest.fixture(autouse=True)
    def project(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        for name in ("Docs/README.md", "src/Main.rs", ".gitIgnore"):
            write(tmp_path / "p" / name)
        monkeypatch.setenv("HOME", str(tmp_path / "p"))
        return tmp_path / "p"

    @pytest.mark.parametrize(
        ("path", "offered"),
        [
            ("docs/readme.MD", "Docs/README.md"),
            ("./docs/../SRC/main.rs", "./Docs/../src/Main.rs"),
            ("DOCS/", "Docs/"),
            ("~/docs", "~/Docs"),
            (".gitignore", ".gitIgnore"),
            ("Docs/README.md", None),
            ("missing", None),
            ("docs/missing", None),
            ("src/main.rs/further", None),
            ("", None),
            ("/", None),
            ("a\0b", None),
        ],
    )
    def test_pairs(self, path: str, offered: str | None, project: Path, surroundings: Surroundings):
        assert surroundings.files_in_other_case(path, str(project)) == offered

    def test_where_two_fit_none_is_offered(self, project: Path, surroundings: Surroundings):
        write(project / "twice")
        if (project / "TWICE").exists():
            pytest.skip("two names in different case cannot stand side by side on this file system")
        write(project / "Twice")
        assert surroundings.files_in_other_case("TWICE", str(project)) is None
        assert surroundings.files_in_other_case("twice", str(project)) is None

    def test_an_absolute_path(self, project: Path, surroundings: Surroundings):
        asked = str(project / "docs")
        assert surroundings.files_in_other_case(asked, "/nowhere") == str(project / "Docs")
