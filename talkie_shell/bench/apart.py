"""Runs a measuring module in a process of its own.

A process can load a BLAS only once, and what a model takes must not count as the memory of the
processes that are started later. The module is given its plan as one JSON object and writes JSON
lines: ``{"round": n}`` as it goes, the result, with its ``samples``, last.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import Any

from talkie_shell.errors import TalkieError

Rounds = Callable[[int], None]


def measure_apart(
    module: str, plan: Mapping[str, Any], on_round: Rounds, *, blas: bool = True
) -> dict[str, Any]:
    """Run the plan in a fresh process, with or without OpenBLAS. Raises `TalkieError`."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, json.dumps(plan)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | ({} if blas else {"TALKIE_SH_BLAS": "off"}),
        text=True,
    )
    try:
        for line in process.stdout or ():
            told: dict[str, Any] = json.loads(line)
            if "samples" in told:
                return told
            on_round(told["round"])
        reason = process.communicate()[1].strip().rpartition("\n")[2]
        raise TalkieError(f"the stages could not be timed: {reason or 'the process ended'}")
    finally:
        process.kill()
        process.communicate()


def report_to_parent(measure: Callable[[dict[str, Any], Rounds], Mapping[str, Any]]) -> None:
    """What such a module does when it is run: measure, and tell."""

    def tell(value: Mapping[str, Any]) -> None:
        print(json.dumps(value), flush=True)  # noqa: T201 its output is a protocol

    try:
        tell(measure(json.loads(sys.argv[1]), lambda number: tell({"round": number})))
    except TalkieError as error:
        sys.exit(str(error))
