from __future__ import annotations

import pytest

from talkie_shell.shell.surroundings.branches import branch_of


@pytest.fixture
def tree(tmp_path):
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    return tmp_path


class TestBranchOf:
    @pytest.mark.parametrize(
        ("head", "branch"),
        [
            ("ref: refs/heads/main\n", "main"),
            ("ref: refs/heads/fix/a-b\n", "fix/a-b"),
            ("0123456789abcdef0123456789abcdef01234567\n", "0123456"),
        ],
    )
    def test_from_anywhere_below(self, tree, head, branch):
        (tree / ".git" / "HEAD").write_text(head)
        assert branch_of(str(tree / "deep" / "er")) == branch

    def test_a_linked_work_tree(self, tree):
        (tree / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
        linked = tree / ".git" / "worktrees" / "deep"
        linked.mkdir(parents=True)
        (linked / "HEAD").write_text("ref: refs/heads/other\n")
        (tree / "deep" / ".git").write_text(f"gitdir: {linked}\n")
        assert branch_of(str(tree / "deep" / "er")) == "other"

    def test_none(self, tmp_path):
        assert branch_of(str(tmp_path / "gone")) == ""
