from __future__ import annotations

from dataclasses import replace

import pytest

from talkie_shell.dangers import has_content, project_of, unsure
from talkie_shell.records import Checks, Proposal, Utterance
from talkie_shell.repl.guard import make_guard
from talkie_shell.settings import Settings


def proposal(confidence: float, words: str = "ls dash l", command: str = "ls -l") -> Proposal:
    return Proposal(Utterance(words), words, command, confidence, Checks(True, True), "fake", 0.0)


@pytest.fixture
def project(tmp_path):
    (tmp_path / "app/.git").mkdir(parents=True)
    (tmp_path / "app/src").mkdir()
    (tmp_path / "app/src/full.txt").write_text("x")
    (tmp_path / "app/src/empty.txt").write_text("")
    return tmp_path / "app"


class TestGuard:
    @pytest.mark.parametrize(
        ("command", "why"),
        [
            ("ls -l", ""),
            ("rm -rf build ../build", ""),
            ("echo > new.txt", ""),
            ("echo > empty.txt", ""),
            ("echo > full.txt", "overwrites full.txt, which exists"),
            ("git stash drop", "throws away stashed changes"),
            ("git stash drop; reboot", "shuts the machine down or restarts it (and 1 more)"),
        ],
    )
    def test_it_knows_where_it_is(self, project, command, why):
        guard = make_guard(Settings(), lambda: str(project / "src"))
        assert guard(command, None) == why

    def test_it_can_be_turned_off(self):
        guard = make_guard(replace(Settings(), guard=False))
        assert guard("rm -rf /", proposal(0.0)) == ""

    def test_a_risk_outweighs_a_doubt(self):
        guard = make_guard(Settings())
        assert guard("rm -rf /", proposal(0.1, command="rm -rf /")).startswith("removes")
        assert guard("ls -l", proposal(0.1)).startswith("only 10 % sure")

    def test_a_folder_that_is_gone(self):
        def gone() -> str:
            raise FileNotFoundError

        assert make_guard(Settings(), gone)("rm -rf x", None)
        assert make_guard(Settings(), gone)("ls", None) == ""


class TestUnsure:
    @pytest.mark.parametrize(
        ("command", "given", "why"),
        [
            ("ls -l", proposal(0.349), "only 35 % sure that this is what you mean"),
            ("ls -l", proposal(0.35), ""),
            ("ls -la", proposal(0.1), ""),
            ("ls", proposal(0.1, "ls", "ls"), ""),
            ("ls", None, ""),
        ],
        ids=["unsure", "sure", "edited", "literal", "no proposal"],
    )
    def test_pairs(self, command, given, why):
        assert unsure(command, given, 0.35) == why


class TestPlaces:
    def test_a_project(self, project):
        assert project_of(str(project / "src")) == str(project)
        assert project_of("/") is None

    def test_content(self, project):
        names = ("full.txt", "empty.txt", "none.txt", "")
        told = [has_content(str(project / "src" / name)) for name in names]
        assert told == [True, False, False, False]
