"""What may stand after ``git``: its own commands and the user's aliases. Reads; never runs it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from talkie_shell.shell.surroundings.branches import repository_folders

_OWN = frozenset(("add", "commit", "status", "log", "push", "rev-parse", "update-index", "version"))
"""Where one of these has no file, git was built without files for its own commands."""
_SECTION = re.compile(r"^\s*\[\s*([\w.-]+)\s*(?:\"((?:[^\"\\]|\\.)*)\")?\s*\](.*)$")
_SETTING = re.compile(r"^\s*([A-Za-z][\w-]*)\s*(?:=\s*(.*))?$")
_DEEPEST = 10
_APPLE = Path("/usr/bin/git")
_APPLES_OWN = (
    Path("/Library/Developer/CommandLineTools/usr"),
    Path("/Applications/Xcode.app/Contents/Developer/usr"),
)
"""Where what Apple puts in git's place finds it."""


def git_commands(executable: Path, directory: Path, home: Path) -> frozenset[str] | None:
    """Git's own commands and the aliases that count in the directory; None where its own are not
    known. Raises OSError where a file of settings cannot be read, ValueError where one cannot be
    followed."""
    real = executable.resolve()
    prefixes = [real.parent.parent, executable.parent.parent]
    if executable == _APPLE:
        prefixes += _APPLES_OWN
    own = _in_folders([prefix / "lib/git-core" for prefix in prefixes])
    own |= _in_folders([prefix / "libexec/git-core" for prefix in prefixes])
    if not own >= _OWN:
        return None
    files = [Path("/etc/gitconfig")]
    for prefix in prefixes:
        files += [prefix / "etc/gitconfig", prefix / "share/git-core/gitconfig"]
    config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    files += [config / "git/config", home / ".gitconfig"]
    for folder in repository_folders(directory):
        files += [folder / "config", folder / "config.worktree"]
    # A bare repository, or the inside of one, is its own.
    around = (directory, *directory.parents)
    files += [folder / "config" for folder in around if (folder / "HEAD").is_file()]
    return own.union(*(_aliases(file, home, 0) for file in files))


def _in_folders(folders: list[Path]) -> frozenset[str]:
    names: set[str] = set()
    for folder in folders:
        try:
            names.update(name[4:] for name in os.listdir(folder) if name.startswith("git-"))  # noqa: PTH208
        except (FileNotFoundError, NotADirectoryError):
            continue
    return frozenset(names)


def _aliases(file: Path, home: Path, depth: int) -> Iterator[str]:
    """The aliases of a file of settings and of those that it includes, in small letters."""
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, NotADirectoryError):
        return
    if depth > _DEEPEST:
        raise ValueError(f"{file} includes too many others")
    for section, name, value in _settings(text):
        kind, _, rest = section.partition(".")
        if kind == "alias":
            yield rest or name
        elif kind in ("include", "includeif") and name == "path":
            path = value.partition("#")[0].partition(";")[0].strip().strip('"')
            if path.startswith("%("):
                raise ValueError(f"{file} includes what only git finds: {path}")
            if path.startswith("~/"):
                path = str(home / path[2:])
            yield from _aliases(file.parent / path, home, depth + 1)


def _settings(text: str) -> Iterator[tuple[str, str, str]]:
    r"""Section ("alias", "include.x"), name and value of each setting, names in small letters.

    Example: [alias]\n  co = checkout -> ("alias", "co", "checkout")
    """
    section = ""
    for line in text.replace("\\\n", " ").splitlines():
        rest = line
        if begun := _SECTION.match(line):
            section = begun[1].lower() + ("." + begun[2].lower() if begun[2] is not None else "")
            rest = begun[3]
        if setting := _SETTING.match(rest):
            yield section, setting[1].lower(), setting[2] or ""
