"""What machine this is, as far as it matters to speed."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Machine:
    """``cores`` are those this process may use."""

    system: str
    cpu: str
    cores: int
    python: str


def describe_machine() -> Machine:
    """The machine this runs on."""
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    return Machine(system, _cpu(), _cores(), platform.python_version())


def cpu_model(cpuinfo: str) -> str | None:
    """The processor's name in Linux's ``/proc/cpuinfo``.

    Example: a line "model name: Example 9000" -> ``Example 9000``
    """
    for line in cpuinfo.splitlines():
        key, _, value = line.partition(":")
        if key.strip() == "model name":
            return value.strip()
    return None


def _cpu() -> str:
    if sys.platform == "darwin":
        command = ["/usr/sbin/sysctl", "-n", "machdep.cpu.brand_string"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.stdout.strip() or platform.machine()
    try:
        model = cpu_model(Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace"))
    except OSError:
        model = None
    return model or platform.machine()


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
