"""Where the shell underneath starts: a folder that is there, by the name the user knows it."""

from __future__ import annotations

import os
from pathlib import Path


def starting_directory(named: str, home: str) -> str:
    """Where we are: as $PWD (``named``) calls it where that is still the same folder, else by
    its real name; where it has been removed, ``home``, else /.

    Example: "/home/me/link", in what it links to -> ``"/home/me/link"``
    """
    try:
        real = Path.cwd()
    except OSError:
        return first_usable(home)
    try:
        same = Path(named).is_absolute() and Path(named).samefile(real)
    except OSError:
        same = False
    return named if same else first_usable(str(real), home)


def first_usable(*directories: str) -> str:
    """The first that is the absolute path of a folder that we may enter, else /.

    Example: "", "/nowhere", "/usr" -> ``"/usr"``
    """
    for directory in directories:
        path = Path(directory)
        if path.is_absolute() and path.is_dir() and os.access(path, os.X_OK):
            return directory
    return "/"
