"""Figures of the trials, and what is wanted of them."""

from __future__ import annotations

import pytest

from talkie_shell.bench.machine import Machine
from talkie_shell.load.figures import Figure, Outcome, growth
from talkie_shell.load.processes import Process, below, parse
from talkie_shell.load.report import as_dict, as_lines


class TestFigure:
    @pytest.mark.parametrize(
        ("value", "bound", "limit", "met"),
        [
            (3, "≤", 10, True),
            (11, "≤", 10, False),
            (60, "≥", 60, True),
            (59, "≥", 60, False),
            (0, "=", 0, True),
            (1, "=", 0, False),
            (1, None, 0, None),
        ],
    )
    def test_met(self, value, bound, limit, met):
        assert Figure("t", "n", value, "", bound, limit).met is met

    def test_outcome_with_a_fault_is_not_met(self):
        figure = Figure("t", "n", 0, "", "=", 0)
        assert Outcome("t", 1, 1, 1.0, (figure,), ()).met
        assert not Outcome("t", 1, 1, 1.0, (figure,), ("lost",)).met


class TestGrowth:
    @pytest.mark.parametrize(
        ("samples", "percent"),
        [
            ([50, *[100] * 9], 0),
            ([50, 100, *[100] * 7, 110], 10),
            ([100, 100], 0),
            ([], 0),
        ],
    )
    def test_pairs(self, samples, percent):
        assert growth([float(sample) for sample in samples]) == pytest.approx(percent)


PS = """\
    1     0   2048 Ss   /sbin/init
   10     1 100000 Sl+  python
   11    10   4000 Ss   -bash
   12    11    800 S+   /usr/bin/sleep
   13    10      0 Z    sh
"""


class TestProcesses:
    def test_parsed(self):
        assert parse(PS)[11] == Process(11, 10, 4000, "bash")

    def test_below_leaves_out_what_has_ended(self):
        assert [one.name for one in below(10, parse(PS))] == ["bash", "sleep"]


class TestReport:
    OUTCOME = Outcome(
        "kills",
        3,
        5,
        61.2,
        (Figure("kills", "not survived", 1, "", "=", 0), Figure("kills", "memory", 1.25, "MB")),
        ("kill 2 (shell, typing): no prompt",),
    )
    MACHINE = Machine("Linux", "cpu", 2, "3.11")

    def test_lines(self):
        assert list(as_lines(self.MACHINE, "/bin/zsh", [self.OUTCOME]))[2:] == [
            "kills: 3 of 5, interrupted, 61 s",
            "  not survived                           1         = 0   no",
            "  memory                            1.2 MB",
            "  ! kill 2 (shell, typing): no prompt",
        ]

    def test_dict(self):
        told = as_dict(self.MACHINE, "/bin/zsh", [self.OUTCOME], interrupted=True)
        assert (told["met"], told["interrupted"]) == (False, True)
        assert told["trials"][0]["figures"][0]["met"] is False
