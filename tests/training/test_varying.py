"""Other names and numbers, the same structure."""

from __future__ import annotations

import re
from random import Random

import pytest

from talkie_shell.training.varying import vary

SHAPES = [
    ("head -n 20 a", r"head -n \d\d a"),
    ("find . -mtime +30", r"find \. -mtime \+\d\d"),
    ("tail -100 a", r"tail -\d{3} a"),
    ("chmod 644 x", r"chmod [0-7]{3,4} x"),
    ("cat notes.txt", r"cat [\w-]+\.txt"),
    ("find . -name '*.txt'", r"find \. -name '\*\.\w+'"),
    ("cp myfile.txt myfile.txt.bak", r"cp (\S+)\.txt (\1)\.txt\.bak"),
    ("mv foo bar", r"mv [\w-]+ [\w-]+"),
    ("ls /home/joe", r"ls /\S+"),
    ('for file in *; do rm "$file"; done', r'for file in \*; do rm "\$file"; done'),
    ("git log --oneline", "git log --oneline"),
    ("sed 's/a/b/g' x", "sed 's/a/b/g' x"),
    ("ls -la", "ls -la"),
    ("tr -d '\\n'", r"tr -d '\\n'"),
    ("ping 10.0.0.12", r"ping 10\.0\.0\.12"),
    ("foo", "foo"),
]


class TestVary:
    @pytest.mark.parametrize(("command", "shape"), SHAPES)
    def test_shape(self, command: str, shape: str):
        for seed in range(30):
            assert re.fullmatch(shape, vary(command, Random(seed)))

    def test_it_varies(self):
        made = {vary("tail -n 50 output.log", Random(seed)) for seed in range(50)}
        assert len(made) > 30

    def test_same_name_same_other(self):
        for seed in range(30):
            _, one, two, _ = re.split(" ", vary("diff foo foo bar", Random(seed)))
            assert one == two
