"""What a recogniser really wrote can become what was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from talkie_shell.records import Utterance
from talkie_shell.spoken import build_lattice, covers, load_vocabulary

LINES = Path(__file__).with_name("heard.tsv").read_text(encoding="utf-8").splitlines()
PAIRS = [line.split("\t") for line in LINES if not line.startswith("#")]


@pytest.mark.parametrize(("heard", "command"), PAIRS)
def test_the_command_is_in_the_lattice(heard: str, command: str) -> None:
    assert covers(build_lattice(Utterance(heard, "voice"), load_vocabulary()), command)
