"""What a git repository tells: its branch, and the names of branches, tags and remotes. Reads its
files; asking git takes too long."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from talkie_shell.shell.surroundings.files import beginning_of, sayable

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_REFERENCES = 2_000
"""References taken from one repository; what comes after is not known."""

_MAX_DEPTH = 8
_SHORT = 7
"""Characters of a commit's name where no branch is checked out."""
_ON_BRANCH = "ref: refs/heads/"
_REMOTE = re.compile(r'^\s*\[\s*remote\s+"([^"\\]+)"\s*\]', re.MULTILINE)
_HEADS = {
    "HEAD": "what is checked out",
    "ORIG_HEAD": "before the last merge, rebase or reset",
    "FETCH_HEAD": "what was fetched last",
    "MERGE_HEAD": "what is being merged",
    "CHERRY_PICK_HEAD": "what is being picked",
    "REVERT_HEAD": "what is being reverted",
    "REBASE_HEAD": "where the rebase stopped",
    "BISECT_HEAD": "what is being tried",
}
_PREFIXES = {"refs/heads/": "branch", "refs/tags/": "tag", "refs/remotes/": "remote branch"}


def references_of(directory: str) -> dict[str, str]:
    """Branches, tags, remotes and remotes' branches of the repository around the directory, each
    with what it is.

    Empty where there is no repository. At most about `MAX_REFERENCES`. Raises OSError where
    a file of the repository cannot be read in another way than by not being there.
    Example: a clone -> {"main": "branch", "v1.2": "tag", "origin": "remote", ...}
    """
    own = _git_folder(Path(directory))
    if own is None:
        return {}
    shared = _shared_folder(own)
    names = {name: "branch" for name in _from_head(own) if sayable(name)}
    for reference in (*_loose(shared), *_packed(shared)):
        names.update(_spoken_of(reference))
        if len(names) >= MAX_REFERENCES:
            break
    remotes = _REMOTE.findall(beginning_of(shared / "config"))
    return names | {name: "remote" for name in remotes if sayable(name)}


def heads_of(directory: str) -> dict[str, str]:
    """The references that git itself moves, as far as the repository around the directory has
    them, each with what it is; nobody says them, so they are no names.

    Example: after a fetch -> {"HEAD": "what is checked out", "FETCH_HEAD": "what was ..."}
    """
    own = _git_folder(Path(directory))
    if own is None:
        return {}
    found = {name: about for name, about in _HEADS.items() if (own / name).is_file()}
    shared = _shared_folder(own)
    stashed = (shared / "refs/stash").is_file()
    return found | ({"stash": "what was stashed last"} if stashed else {})


def branch_of(directory: str) -> str:
    """The branch checked out in the work tree that holds the directory, "" outside of one.

    Raises OSError where the repository cannot be read.
    Example: /home/ann/src with HEAD on refs/heads/main -> "main"
    """
    own = _git_folder(Path(directory))
    head = _head(own) if own is not None else ""
    branch = head.removeprefix(_ON_BRANCH)
    return branch if branch != head else head[:_SHORT]


def repository_folders(directory: Path) -> tuple[Path, ...]:
    """Where the repository around the directory keeps itself, and what its worktrees share."""
    own = _git_folder(directory)
    return () if own is None else tuple(dict.fromkeys((own, _shared_folder(own))))


def _git_folder(directory: Path) -> Path | None:
    """Where the repository around the directory keeps itself; worktrees say so in a file."""
    for folder in (directory, *directory.parents):
        place = folder / ".git"
        if (place / "HEAD").is_file():
            return place
        if place.is_file():
            pointer = beginning_of(place).strip()
            if pointer.startswith("gitdir:"):
                return folder / pointer.removeprefix("gitdir:").strip()
    return None


def _shared_folder(own: Path) -> Path:
    """Where references lie that all worktrees of a repository share."""
    pointer = beginning_of(own / "commondir").strip()
    return own / pointer if pointer else own


def _head(own: Path) -> str:
    """What is checked out, as git writes it."""
    return beginning_of(own / "HEAD").strip()


def _from_head(own: Path) -> Iterator[str]:
    head = _head(own)
    if head.startswith(_ON_BRANCH):
        yield head.removeprefix(_ON_BRANCH)


def _loose(shared: Path) -> Iterator[str]:
    for kind in _PREFIXES:
        yield from _below(shared / kind.rstrip("/"), kind, _MAX_DEPTH)


def _below(folder: Path, prefix: str, depth: int) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if depth:
                        yield from _below(Path(entry.path), f"{prefix}{entry.name}/", depth - 1)
                elif not entry.name.endswith(".lock"):
                    yield prefix + entry.name
    except (FileNotFoundError, NotADirectoryError):
        return


def _packed(shared: Path) -> Iterator[str]:
    for line in beginning_of(shared / "packed-refs").splitlines():
        _, _, reference = line.partition(" ")
        if line[:1] not in ("#", "^"):
            yield reference


def _spoken_of(reference: str) -> dict[str, str]:
    """What a person calls the reference, and what it is.

    Example: "refs/remotes/origin/main" -> {"origin/main": "remote branch", "origin": "remote"}
    """
    for prefix, kind in _PREFIXES.items():
        name = reference.removeprefix(prefix)
        if name == reference or not sayable(name):
            continue
        if prefix != "refs/remotes/":
            return {name: kind}
        remote, _, branch = name.partition("/")
        if branch in ("", "HEAD"):
            return {remote: "remote"}
        return {name: kind, remote: "remote"}
    return {}
