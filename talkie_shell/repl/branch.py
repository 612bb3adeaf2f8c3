"""The git branch of a directory, read from git's own files: asking git takes too long for a
prompt."""

from __future__ import annotations

from pathlib import Path

_SHORT = 7
"""Characters of a commit's name where no branch is checked out."""


def git_branch(directory: str) -> str:
    """The branch checked out in the work tree that holds the directory, "" outside of one.

    Example: /home/ann/src with HEAD on refs/heads/main -> "main"
    """
    here = Path(directory)
    for folder in (here, *here.parents):
        git = folder / ".git"
        try:
            if git.is_file():
                # A linked work tree or a submodule: "gitdir: PATH".
                link = git.read_text(encoding="utf-8", errors="replace")
                git = folder / link.partition("gitdir:")[2].strip()
            head = (git / "HEAD").read_text(encoding="utf-8", errors="replace").strip()
        except OSError:
            continue
        branch = head.removeprefix("ref: refs/heads/")
        return branch if branch != head else head[:_SHORT]
    return ""
