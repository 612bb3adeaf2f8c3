"""A call of a program, and what it means to remove a path or to write to one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from talkie_shell.checks.risk.marks import ANY, STAR, shown, unread
from talkie_shell.checks.risk.places import Place, Places, is_device

Exists = Callable[[str], bool]
Finding = tuple[str, str]
"""A shape's name, and what it strikes."""


@dataclass(frozen=True, slots=True)
class Call:
    """A program with its arguments. ``given`` is its standard input as far as it is known,
    ``walks`` whether it is handed whatever find meets."""

    name: str
    words: tuple[str, ...]
    given: str
    places: Places
    exists: Exists | None = None
    walks: bool = False


_CONFIG = re.compile(
    r"\.(?:bash|zsh)_history|\.(?:bash|zsh|tcsh|csh)rc|\.(?:bash_|z)?profile|\.zshenv|\.zlogin"
    r"|\.bash_login|\.(?:gitconfig|netrc|pgpass|vimrc|tmux\.conf)|\.ssh/(?:authorized_keys|config"
    r"|id_\w+|known_hosts)|\.gnupg/.*|\.aws/credentials|\.kube/config|\.config/fish/config\.fish"
)
CRITICAL = re.compile(
    r"/etc/(?:passwd|shadow|group|gshadow|sudoers|fstab|hosts|crontab|ssh/sshd_config"
    r"|resolv\.conf|ld\.so\.preload|inittab)|/boot/.+|/proc/sysrq-trigger|/sys/.+/delete"
)
"""Files of the system without which it does not come up, or is open to all."""
REMOVED = {
    Place.ROOT: "remove-root",
    Place.SYSTEM: "remove-system",
    Place.HOME: "remove-home",
    Place.ABOVE: "remove-above",
    Place.HERE: "remove-here",
    Place.HISTORY: "remove-history",
    Place.OUTSIDE: "remove-outside",
    Place.UNKNOWN: "remove-unknown",
}
"""The shape of a removal, by what is removed."""
KEPT = (Place.ROOT, Place.SYSTEM, Place.HOME, Place.ABOVE)
"""What nobody removes as a whole."""
EVERYTHING = re.compile(rf"(?:.*/)?\.?[{STAR}{ANY}]+(?:\.[{STAR}])?", re.DOTALL)
"""A pattern that fits all of a folder."""


def removal(path: str, places: Places, *, recursive: bool) -> Iterator[Finding]:
    """What it means to remove a path."""
    if not path:
        return
    place = places.of(path)
    what = shown(path)
    if (recursive and place in REMOVED) or (
        not recursive and EVERYTHING.fullmatch(path) and place in (*KEPT, Place.HERE)
    ):
        yield REMOVED[place], what
    elif CRITICAL.fullmatch(path):
        yield "remove-system", what
    elif _is_config(path, places):
        yield "remove-config", what


def written(path: str, places: Places, exists: Exists | None, *, adds: bool) -> Iterator[Finding]:
    """What it means to write to a path, or to add to what it holds."""
    absolute = places.absolute(path) if path else ""
    what = shown(path)
    if is_device(absolute):
        yield "device", what
    elif absolute == "/proc/sysrq-trigger" or (not adds and CRITICAL.fullmatch(absolute)):
        yield "overwrite-system", what
    elif adds or unread(path) or STAR in path or not path:
        return
    elif _is_config(path, places):
        yield "overwrite-config", what
    elif not places.remote and exists is not None and _is_file(absolute) and exists(absolute):
        yield "overwrite", what


def _is_file(absolute: str) -> bool:
    return not absolute.startswith("/dev/") and not unread(absolute)


def _is_config(path: str, places: Places) -> bool:
    absolute = places.absolute(path)
    home = places.home.rstrip("/") + "/"
    return absolute.startswith(home) and bool(_CONFIG.fullmatch(absolute[len(home) :]))
