"""Machines that ssh knows: its configuration, the hosts it met, the machine's own table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from talkie_shell.shell.surroundings.files import beginning_of

MAX_HOSTS = 2_000
_MAX_INCLUDED = 32
_SETTING = re.compile(r"\s*(\w+)\s*[=\s]\s*(.*?)\s*$")
_NAME = re.compile(r"[A-Za-z0-9_][\w.:-]*")


def hosts_of(home: Path, machine: Path = Path("/etc/hosts")) -> dict[str, str]:
    """The hosts by name and, in a word, where each is known from. Reads; may be slow.

    Patterns and hashed names are left out. At most `MAX_HOSTS`.
    Example: {"web1": "ann@web1.example.com", "10.0.0.7": "met before"}
    """
    hosts: dict[str, str] = {}
    _configured(home / ".ssh" / "config", home, hosts, set())
    for line in _text(home / ".ssh" / "known_hosts").splitlines():
        names = line.removeprefix("@cert-authority ").partition(" ")[0]
        if not line.startswith(("#", "|", "@revoked")):
            for name in names.split(","):
                _add(hosts, name.removeprefix("[").partition("]")[0], "met before")
    for line in _text(machine).splitlines():
        for name in line.partition("#")[0].split()[1:]:
            _add(hosts, name, machine.name)
    return hosts


def _configured(file: Path, home: Path, hosts: dict[str, str], seen: set[Path]) -> None:
    """The hosts that a configuration names, and those of the files it includes."""
    if file in seen or len(seen) > _MAX_INCLUDED:
        return
    seen.add(file)
    names: list[str] = []
    user = place = ""

    def close() -> None:
        for name in names:
            _add(hosts, name, f"{user}@{place or name}" if user else place or "configured")

    for line in _text(file).splitlines():
        setting = _SETTING.match(line)
        if setting is None or line.lstrip().startswith("#"):
            continue
        key, value = setting[1].lower(), setting[2].strip('"')
        if key in ("host", "match"):
            close()
            names, user, place = (value.split() if key == "host" else []), "", ""
        elif key == "user":
            user = value
        elif key == "hostname":
            place = value
        elif key == "include":
            for included in _included(value, home):
                _configured(included, home, hosts, seen)
    close()


def _included(value: str, home: Path) -> Iterator[Path]:
    for pattern in value.split():
        if pattern.startswith("~/"):
            yield from sorted(home.glob(pattern[2:]))
        elif pattern.startswith("/"):
            yield from sorted(Path("/").glob(pattern[1:]))
        else:
            yield from sorted((home / ".ssh").glob(pattern))


def _add(hosts: dict[str, str], name: str, about: str) -> None:
    if len(hosts) < MAX_HOSTS and _NAME.fullmatch(name):
        hosts.setdefault(name, about)


def _text(file: Path) -> str:
    """The beginning of a file, empty where there is none to read."""
    try:
        return beginning_of(file)
    except OSError:
        return ""
