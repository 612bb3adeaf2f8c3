"""What the README promises, what CI runs, and how the tests treat a skip."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from talkie_shell import __version__
from talkie_shell.cli.verbs import VERBS
from talkie_shell.settings.definitions import KEYS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^```sh\n(.+)\n```$", README, re.MULTILINE)


class TestReadme:
    def test_opens_with_a_command_to_run_and_a_command_to_test(self) -> None:
        run, test = COMMANDS[:2]
        assert run.endswith(".venv/bin/talkie-sh")
        assert test.endswith(".venv/bin/python -m pytest")

    def test_ci_runs_the_second_of_them(self) -> None:
        assert COMMANDS[1] in (ROOT / ".ci/run").read_text()

    def test_every_key_is_told(self) -> None:
        for entry in KEYS:
            assert f"| {entry.doc} |" in README

    def test_every_verb_is_told(self) -> None:
        for name in VERBS:
            assert f"| `talkie-sh {name}` |" in README

    def test_links_lead_somewhere(self) -> None:
        for target in re.findall(r"\]\((?!http)([^)#]+)\)", README):
            assert (ROOT / target).exists()


ROOMS = sorted(file.parent for file in (ROOT / "talkie_shell").rglob("__init__.py"))


class TestMaps:
    @pytest.mark.parametrize("room", ROOMS, ids=lambda room: str(room.relative_to(ROOT)))
    def test_a_room_says_what_is_in_it(self, room: Path) -> None:
        told = ast.get_docstring(ast.parse((room / "__init__.py").read_text())) or ""
        modules = {file.stem for file in room.glob("[!_]*.py")}
        rooms = {one.name for one in ROOMS if one.parent == room}
        verbs = (
            {name.rpartition(".")[2] for name in VERBS.values()} if room.name == "cli" else set()
        )
        inside = (modules | rooms) - verbs
        assert not [name for name in sorted(inside) if not re.search(rf"\b{name}\b", told)]


class TestProject:
    def test_every_dependency_has_its_reason_beside_it(self) -> None:
        text = (ROOT / "pyproject.toml").read_text()
        project = tomllib.loads(text)["project"]
        extras = project["optional-dependencies"].values()
        for needed in [*project["dependencies"], *(one for extra in extras for one in extra)]:
            if needed.startswith("talkie-shell["):
                continue
            assert re.search(rf"""^  ['"]{re.escape(needed)}['"], +# .""", text, re.MULTILINE)

    def test_every_ignored_lint_has_its_reason_beside_it(self) -> None:
        text = (ROOT / "pyproject.toml").read_text()
        for line in re.findall(r'^  "[A-Z]+[0-9]*",.*$', text, re.MULTILINE):
            assert re.search(r"# .{10,}", line), line

    def test_changelog_has_this_version_or_what_comes(self) -> None:
        headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
        assert headings[0] == "Unreleased"
        assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)


class TestSkips:
    @pytest.mark.parametrize(("forbidden", "told"), [("", "2 skipped"), ("1", "1 failed, 1 error")])
    def test_a_skip_is_a_failure_where_everything_is_installed(
        self, tmp_path: Path, forbidden: str, told: str
    ) -> None:
        (tmp_path / "conftest.py").write_text((ROOT / "tests/conftest.py").read_text())
        (tmp_path / "test_one.py").write_text(
            "import pytest\n\ndef test_one():\n    pytest.skip('no zsh')\n"
        )
        (tmp_path / "test_two.py").write_text(
            "import pytest\npytest.importorskip('no_such_module')\n"
        )
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "--continue-on-collection-errors", "."],
            cwd=tmp_path,
            env=os.environ | {"TALKIE_SH_NO_SKIPS": forbidden},
            capture_output=True,
            text=True,
            check=False,
        )
        assert told in done.stdout.splitlines()[-1]
        assert (done.returncode == 0) == (not forbidden)
