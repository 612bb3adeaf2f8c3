"""Composed commands are real ones: they parse, they vary, they are spaced as people do."""

from __future__ import annotations

import re
import subprocess
from random import Random

import pytest

from talkie_shell.training.cleaning import tool_of
from talkie_shell.training.composing import compose, tools
from tests import needs

COUNT = 3000


@pytest.fixture(scope="module")
def composed() -> list[str]:
    rng = Random(11)
    return [compose(rng) for _ in range(COUNT)]


class TestCompose:
    def test_same_seed_same_command(self):
        assert [compose(Random(7)) for _ in range(3)] == [compose(Random(7))] * 3

    def test_bash_would_take_them(self, composed: list[str]):
        script = "\n".join(composed)
        told = subprocess.run(
            [needs.program("bash"), "-n"], input=script, capture_output=True, text=True, check=False
        )
        assert (told.returncode, told.stderr) == (0, "")

    def test_spacing_is_canonical(self, composed: list[str]):
        assert [line for line in composed if line != line.strip() or "\n" in line] == []
        doubled = [line for line in composed if "  " in line and "sha256sum" not in line]
        assert doubled == []

    def test_no_reference_is_left(self, composed: list[str]):
        assert [line for line in composed if "<>" in line or "|>" in line] == []

    def test_they_vary(self, composed: list[str]):
        assert len(set(composed)) > 0.85 * COUNT
        assert len({tool_of(line) for line in composed}) > 250

    def test_printable(self, composed: list[str]):
        assert all(line.isascii() and line.isprintable() for line in composed)


class TestTools:
    def test_each_has_commands(self):
        assert [name for name, tool in tools().items() if not tool.get("forms")] == []

    def test_flags_keep_their_case(self, composed: list[str]):
        bundles = {flag for line in composed for flag in re.findall(r" -([a-zA-Z]{2,})", line)}
        mixed = {flag for flag in bundles if flag not in {flag.lower(), flag.upper()}}
        assert len(mixed) > 20
