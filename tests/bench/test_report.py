from __future__ import annotations

import json

from talkie_shell.bench.figures import memory_figure, time_figure
from talkie_shell.bench.machine import Machine, cpu_model, describe_machine
from talkie_shell.bench.report import Report, as_dict, as_lines
from talkie_shell.bench.stages import Timed

REPORT = Report(
    Machine("Linux 6.1 x86_64", "Example 9000", 2, "3.11.7"),
    Timed({}, 5, 80.0, "embedded", "", "libopenblas.so.0", "0.30", metal=False),
    (
        time_figure("preprocess", [0.1, 0.1, 0.2]),
        time_figure("whole path", [20.0, 20.0, 30.0]),
        time_figure("reconstruct, cold", [400.0]),
        memory_figure("memory of reconstruct", [180.0]),
    ),
    (time_figure("preprocess", [0.1, 0.1, 0.2]), time_figure("whole path", [90.0, 90.0, 95.0])),
)


class TestAsLines:
    def test_is_a_table(self):
        assert list(as_lines(REPORT))[1:] == [
            "Example 9000, 2 cores",
            "engine embedded, MLX 0.30, Metal no, BLAS libopenblas.so.0",
            "",
            "                           median        p95      wanted  met  samples",
            "preprocess                0.10 ms    0.19 ms   ≤ 0.20 ms  yes        3",
            "whole path               20.00 ms   29.00 ms  ≤ 15.00 ms   no        3",
            "reconstruct, cold          0.40 s     0.40 s    ≤ 0.60 s  yes        1",
            "                             peak",
            "memory of reconstruct      180 MB               ≤ 250 MB  yes        1",
            "",
            "without OpenBLAS           median        p95       ratio",
            "preprocess                0.10 ms    0.19 ms       1.0 x",
            "whole path               90.00 ms   94.50 ms       4.5 x",
        ]
        assert all(len(line) <= 80 for line in as_lines(REPORT))


class TestAsDict:
    def test_is_json_with_everything_in_it(self):
        value = json.loads(json.dumps(as_dict(REPORT)))
        assert value["machine"]["cores"] == 2
        assert value["figures"][1] == {
            "name": "whole path",
            "unit": "ms",
            "value": 20.0,
            "p95": 29.0,
            "samples": 3,
            "wanted": 15.0,
            "met": False,
        }
        assert value["without_blas"][1]["ratio"] == 4.5


class TestMachine:
    def test_cpu_model(self):
        assert cpu_model("processor\t: 0\nmodel name\t: Example 9000\n") == "Example 9000"
        assert cpu_model("processor\t: 0\nBogoMIPS\t: 48.00\n") is None

    def test_this_one_is_described(self):
        machine = describe_machine()
        assert machine.cores >= 1
        assert machine.cpu
        assert machine.python.startswith("3.")
