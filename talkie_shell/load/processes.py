"""The processes of this machine, as `ps` tells them on every system."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

_COLUMNS = "pid=,ppid=,rss=,stat=,comm="


@dataclass(frozen=True, slots=True)
class Process:
    """A process that runs (or is stopped); ``name`` is its program's, without folders."""

    pid: int
    parent: int
    kilobytes: int
    name: str


def parse(listed: str) -> dict[int, Process]:
    """What `ps` printed, by process; what has ended and waits to be asked is left out.

    Example: "  7  1 2048 Ss /bin/zsh" -> ``{7: Process(7, 1, 2048, "zsh")}``
    """
    found: dict[int, Process] = {}
    for line in listed.splitlines():
        pid, parent, kilobytes, state, name = line.split(None, 4)
        if not state.startswith("Z"):
            program = Path(name.lstrip("-").partition(" ")[0]).name
            found[int(pid)] = Process(int(pid), int(parent), int(kilobytes), program)
    return found


def processes() -> dict[int, Process]:
    """All that run now."""
    done = subprocess.run(
        ["ps", "-A", "-o", _COLUMNS], capture_output=True, text=True, check=True, errors="replace"
    )
    return parse(done.stdout)


def below(pid: int, running: dict[int, Process]) -> list[Process]:
    """All that this one started, and what they started, nearest first."""
    found: list[Process] = []
    parents = [pid]
    while parents:
        children = [one for one in running.values() if one.parent in parents]
        found += children
        parents = [one.pid for one in children]
    return found


def descriptors(pid: int) -> int:
    """How many files the process has open. 0 where it is gone or nothing tells."""
    folder = Path(f"/proc/{pid}/fd")
    if folder.parent.parent.joinpath("self").exists():
        try:
            return sum(1 for _ in folder.iterdir())
        except OSError:
            return 0
    done = subprocess.run(
        ["lsof", "-a", "-p", str(pid), "-d", "0-65535", "-Ff"],
        capture_output=True,
        text=True,
        check=False,
    )
    return sum(line.startswith("f") for line in done.stdout.splitlines())
