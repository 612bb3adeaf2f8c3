"""Templates are filled with what fits, the same for the same seed."""

from __future__ import annotations

import re
from random import Random

import pytest

from talkie_shell.checks.syntax import syntax_error
from talkie_shell.training.filling import fill, is_template

SHAPES = [
    ("rm {{path/to/file}}", r"rm \S+"),
    ("tar {{[-x|--extract]}}", r"tar (-x|--extract)"),
    ("cmd {{[-n|--lines]}}5", r"cmd -n5"),
    ("convert {{path/to/image.png}}", r"convert \S*\.png"),
    ("unzip {{path/to/archive.tar.gz}}", r"unzip \S*\.tar\.gz"),
    ("head -n {{10}} a", r"head -n \d{1,2} a"),
    ("ping {{192.168.1.1}}", r"ping \d+\.\d+\.\d+\.\d+"),
    ("nmap {{192.168.1.0/24}}", r"nmap [\d.]+/\d+"),
    ("curl {{https://example.com}}", r"curl ['\"]?https?://\S+"),
    ("mail {{user@example.com}}", r"mail \S+@\S+"),
    ("cal {{1..12}}", r"cal ([1-9]|1[0-2])"),
    ("x {{on|off}}", r"x (on|off)"),
    ("nice -n {{19}} {{[ls|list]}}", r"nice -n \d{1,2} (ls|list)"),
    ("dd bs={{10M}}", r"dd bs=\d{1,2}M"),
    ('git commit -m "{{message}}"', r'git commit -m ".+"'),
    ("touch {{path/to/file1 path/to/file2 ...}}", r"touch \S+( \S+){0,2}"),
    ("ls", "ls"),
    ("awk '{print ${{1}}}' a", r"awk '\{print \$\d+\}' a"),
    ("cmd {{WeirdSample:x}}", "cmd WeirdSample:x"),
]


class TestFill:
    @pytest.mark.parametrize(("template", "shape"), SHAPES)
    def test_shape(self, template: str, shape: str):
        for seed in range(30):
            assert re.fullmatch(shape, fill(template, Random(seed)))

    def test_same_seed_same_command(self):
        template = "scp {{path/to/file}} {{username}}@{{host}}:{{path/to/directory}}"
        assert fill(template, Random(4)) == fill(template, Random(4))
        assert len({fill(template, Random(seed)) for seed in range(50)}) > 45

    def test_packages_are_those_of_the_tool(self):
        npm = {fill("npm install {{package}}", Random(seed)) for seed in range(40)}
        cargo = {fill("cargo install {{package}}", Random(seed)) for seed in range(40)}
        names = {line.split()[-1] for line in npm} & {line.split()[-1] for line in cargo}
        assert len(names) < 5

    def test_what_a_shell_would_take_apart_is_quoted(self):
        for seed in range(60):
            command = fill("grep {{search_pattern}} {{path/to/file}}", Random(seed))
            assert syntax_error(command) is None


class TestIsTemplate:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [("ls", False), ("cat {{file}}", True), ("find . -exec ls {} \\;", False)],
    )
    def test_pairs(self, text: str, expected: bool):
        assert is_template(text) is expected
