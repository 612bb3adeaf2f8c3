"""What a path is to the user: the project, its inside, their home, the system, scratch."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, replace
from enum import Enum, auto

from talkie_shell.checks.risk.marks import ANY, STAR, UNKNOWN, unread

NO_HOME = "/home/you"
"""Stands for the home where nobody says which it is."""

_SYSTEM = [
    "bin",
    "boot",
    "dev",
    "etc",
    "lib",
    "lib32",
    "lib64",
    "proc",
    "root",
    "sbin",
    "sys",
    "usr",
    "System",
    "Library",
    "Applications",
    "private/etc",
    "private/var/db",
    "nix",
]
_ONLY_THEMSELVES = frozenset(
    [
        "/home",
        "/Users",
        "/mnt",
        "/media",
        "/opt",
        "/srv",
        "/run",
        "/var",
        "/var/lib",
        "/var/log",
        "/var/spool",
        "/var/cache",
        "/usr/local",
        "/usr/src",
        "/tmp",  # noqa: S108 (names, not files)
        "/var/tmp",  # noqa: S108 (names, not files)
        "/Volumes",
        "/private",
        "/private/tmp",
        "/private/var",
    ]
)
_EXEMPT = ("/usr/local/", "/usr/src/")
_SCRATCH = (
    "/tmp",  # noqa: S108 (names, not files)
    "/var/tmp",  # noqa: S108 (names, not files)
    "/private/tmp",
    "/dev/shm",  # noqa: S108 (names, not files)
    "/var/cache",
    "/var/lib/apt",
)
_HOME_SCRATCH = (".cache", ".local/share/Trash", "Library/Caches", ".Trash")
_DEVICE = re.compile(
    r"/dev/(?!(?:null|zero|full|random|urandom|tty\w*|pts/.*|std(?:in|out|err)|fd/.*|shm/.*"
    r"|tcp/.*|udp/.*|log|dsp|audio|pty/.*|nul|snd/.*|console)$)."
)
_GLOBS = re.compile(rf"\.?[{STAR}{ANY}]+(?:\.[{STAR}])?")


class Place(Enum):
    """Where a path leads, the worst first."""

    ROOT = auto()
    SYSTEM = auto()
    HOME = auto()
    ABOVE = auto()
    """A folder that holds the one we are in."""
    HERE = auto()
    """The folder we are in, or everything in it."""
    HISTORY = auto()
    """``.git``."""
    OUTSIDE = auto()
    UNKNOWN = auto()
    """Known only when the command runs."""
    INSIDE = auto()
    SCRATCH = auto()


@dataclass(frozen=True, slots=True)
class Places:
    """Where the user is. ``directory`` is where the command would stand ("" where nobody
    knows), ``project`` the folder that is theirs to change (None: the directory itself).
    ``remote``: the command runs on another machine, where nothing is known."""

    directory: str = ""
    project: str | None = None
    home: str = NO_HOME
    remote: bool = False

    def absolute(self, path: str) -> str:
        """The path without ``.`` and ``..``; relative where the directory is not known."""
        joined = posixpath.join(self.directory, path) if path else path
        normal = posixpath.normpath(joined)
        return normal[1:] if normal.startswith("//") else normal

    def entered(self, path: str) -> Places:
        """The same after ``cd`` to the path."""
        joined = path if path.startswith("/") else posixpath.join(self.directory, path)
        known = not unread(joined) and path != "-"
        return replace(self, directory=posixpath.normpath(joined) if known else UNKNOWN)

    def of(self, path: str) -> Place:
        """Where an expanded path leads.

        Example: "/etc/../" -> ROOT; "build" -> INSIDE; "*" -> HERE
        """
        head, _, last = path.rstrip("/").rpartition("/")
        if _GLOBS.fullmatch(last):  # everything in a folder is the folder
            if unread(head) and not head.strip("\x00\x06\x07"):
                return Place.ROOT  # "$x/*" with an empty variable
            return self.of(head or ("/" if path.startswith("/") else "."))
        if path.startswith("/"):
            return self._absolute(self.absolute(path))
        if unread(path[:1]):
            return self._unread(path)
        return self._relative(path)

    def is_systems(self, path: str) -> bool:
        """Whether a path leads to files of the system's that are in nobody's home.

        Example: "/etc/fstab" -> True; "/root/.bashrc" -> False
        """
        inside_root = self.absolute(path).startswith("/root/")
        return self.of(path) in (Place.ROOT, Place.SYSTEM) and not inside_root

    def _unread(self, path: str) -> Place:
        # With the variable empty, "$x/" and "$x/*" are the root of everything.
        rest = path.lstrip("\x00\x06\x07")
        return Place.ROOT if rest.startswith("/") and not rest.strip("/") else Place.UNKNOWN

    def _relative(self, path: str) -> Place:
        if unread(self.directory):
            return Place.HERE if posixpath.normpath(path) == "." else Place.INSIDE
        if self.directory.startswith("/"):
            return self._absolute(self.absolute(path))
        normal = self.absolute(path)
        if normal == ".":
            return Place.HERE
        if normal == "..":
            return Place.ABOVE
        if normal.startswith("../"):
            return Place.ABOVE if not normal.replace("../", "").strip(".") else Place.OUTSIDE
        if self.remote:
            return Place.OUTSIDE
        return Place.HISTORY if posixpath.basename(normal) == ".git" else Place.INSIDE

    def _absolute(self, path: str) -> Place:
        if path == "/":
            return Place.ROOT
        if path == self.home.rstrip("/"):
            return Place.HOME
        root = self._root()
        here = self.directory.rstrip("/")
        if (root and path == root) or (path == here and (root or is_system(here))):
            return Place.HERE
        if self.directory.startswith("/") and _below(self.directory, path):
            return Place.HOME if _below(self.home, path) else Place.ABOVE
        if root and _below(path, root):
            return Place.HISTORY if posixpath.basename(path) == ".git" else Place.INSIDE
        if any(_below(path, one) for one in _SCRATCH):
            return Place.SCRATCH
        if any(_below(path, posixpath.join(self.home, one)) for one in _HOME_SCRATCH):
            return Place.SCRATCH
        return Place.SYSTEM if is_system(path) else Place.OUTSIDE

    def _root(self) -> str:
        """The project's folder; a home, the root of everything and what the system needs are
        nobody's project."""
        root = (self.project or self.directory).rstrip("/")
        if is_system(root) and not _below(root, self.home):
            return ""
        if not root.startswith("/") or root == self.home.rstrip("/") or unread(root):
            return ""
        return root


def is_system(path: str) -> bool:
    """Whether an absolute path is the system's: what a machine needs to run.

    Example: "/etc/nginx" -> True; "/usr/local/lib/x" -> False
    """
    if path in _ONLY_THEMSELVES:
        return True
    if path.startswith(_EXEMPT):
        return False
    return any(path == "/" + one or path.startswith(f"/{one}/") for one in _SYSTEM)


def is_device(path: str) -> bool:
    """Whether a path is a device that holds data.

    Example: "/dev/sda1" -> True; "/dev/null" -> False
    """
    return _DEVICE.match(posixpath.normpath(path).replace("//", "/")) is not None


def _below(path: str, folder: str) -> bool:
    return path.startswith(folder.rstrip("/") + "/")
