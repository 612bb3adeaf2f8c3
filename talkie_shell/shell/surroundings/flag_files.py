"""Where a command's flags are written down: manual pages and completion files. Reads only."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 4 << 20
"""What is read of one file, unpacked."""

_MAX_WORDS = 3
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.+@-]*")
_SECTIONS = ("1", "8", "1ssl", "6")
_PACKED = ("", ".gz", ".bz2", ".xz")
_MAN_FOLDERS = (
    "/usr/local/share/man",
    "/usr/local/man",
    "/opt/homebrew/share/man",
    "/usr/share/man",
    "/Library/Developer/CommandLineTools/usr/share/man",
)
_FISH_FOLDERS = (
    "/usr/local/share/fish/vendor_completions.d",
    "/opt/homebrew/share/fish/vendor_completions.d",
    "/usr/share/fish/vendor_completions.d",
    "/usr/local/share/fish/completions",
    "/opt/homebrew/share/fish/completions",
    "/usr/share/fish/completions",
)
_INCLUDED = re.compile(r"^\.so\s+(\S+)\s*$", re.MULTILINE)


def words_of(command: str) -> tuple[str, ...]:
    """The program's name and its subcommands, at most three words; empty where it is none.

    Example: "/usr/bin/git commit" -> ("git", "commit"); "git -C x" -> ("git",)
    """
    words = command.split()
    if not words:
        return ()
    words[0] = words[0].rpartition("/")[2]
    named: list[str] = []
    for word in words[:_MAX_WORDS]:
        if not _WORD.fullmatch(word):
            break
        named.append(word)
    return tuple(named)


def is_program(name: str, path: str) -> bool:
    """Whether a folder of the PATH has a program of that name.

    A shell's builtin has none; what its namesake's manual says does not hold for it.
    """
    return next(_homes(name, path), None) is not None


def manuals_of(words: tuple[str, ...], path: str) -> list[Path]:
    """The manual page of the command: of its subcommand where there is one of its own.

    ``path``: the PATH, beside whose folders manuals lie too; the program's own come first.
    Example: ("git", "commit") -> [.../man1/git-commit.1.gz]
    """
    folders = tuple(dict.fromkeys((*_beside(words[0], path), *_MAN_FOLDERS)))
    for count in range(len(words), 0, -1):
        name = "-".join(words[:count])
        for folder in folders:
            for section in _SECTIONS:
                for packed in _PACKED:
                    page = Path(folder, f"man{section[0]}", f"{name}.{section}{packed}")
                    if _readable(page):
                        return [page]
    return []


def manuals_beside(page: Path, name: str) -> list[Path]:
    """The page of that name in the folder of another page, at most one."""
    section = page.name.removesuffix(page.suffix if page.suffix in _PACKED else "")
    section = section.rpartition(".")[2]
    for packed in _PACKED:
        place = page.parent / f"{name}.{section}{packed}"
        if _readable(place):
            return [place]
    return []


def completions_of(program: str, config: Path, path: str) -> list[Path]:
    """The program's fish completion files: the user's own, those that came with the program, the
    system's. ``config``: the user's configuration folder; ``path``: the PATH."""
    beside = (f"{above}/share/fish/vendor_completions.d" for above in _above(program, path))
    folders = dict.fromkeys((str(config / "fish" / "completions"), *beside, *_FISH_FOLDERS))
    places = (Path(folder, f"{program}.fish") for folder in folders)
    return [place for place in places if _readable(place)]


def text_of(page: Path) -> str:
    """The file's text, unpacked, at most `MAX_BYTES`; what it includes as a whole instead.

    Raises OSError where it cannot be read or unpacked.
    """
    text = _unpacked(page)
    included = _INCLUDED.search(text[:1000])
    if included and len(text) < 1000:
        for place in _included(page, included[1]):
            if _readable(place):
                return _unpacked(place)
    return text


def _beside(program: str, path: str) -> Iterator[str]:
    """The folders of manuals that belong to the folder of PATH in which the program lies."""
    for above in _above(program, path):
        yield from (f"{above}/share/man", f"{above}/man", f"{above}/gnuman")
    for folder in os.environ.get("MANPATH", "").split(os.pathsep):
        if folder.startswith("/"):
            yield folder


def _above(program: str, path: str) -> Iterator[str]:
    """What holds the folders of the PATH that have the program: "/usr" for "/usr/bin"."""
    for folder in _homes(program, path):
        yield folder.rstrip("/").rpartition("/")[0]


def _homes(program: str, path: str) -> Iterator[str]:
    """The folders of PATH that have the program, the first first."""
    for folder in path.split(os.pathsep):
        place = f"{folder}/{program}"
        if folder.startswith("/") and os.access(place, os.X_OK) and not os.path.isdir(place):  # noqa: PTH112 - never raises
            yield folder


def _included(page: Path, name: str) -> Iterator[Path]:
    root = page.parent.parent
    for packed in _PACKED:
        yield root / f"{name}{packed}"
        yield page.parent / f"{name}{packed}"


def _readable(place: Path) -> bool:
    return os.path.isfile(place) and os.access(place, os.R_OK)  # noqa: PTH113 - never raises


def _unpacked(page: Path) -> str:
    import lzma
    import zlib

    try:
        with _opened(page) as file:
            return file.read(MAX_BYTES).decode("utf-8", "replace")
    except (EOFError, zlib.error, lzma.LZMAError) as error:
        raise OSError(f"{page} is damaged: {error}") from error


def _opened(page: Path) -> BinaryIO:
    import bz2
    import gzip
    import lzma

    match page.suffix:
        case ".gz":
            return cast("BinaryIO", gzip.open(page))
        case ".bz2":
            return cast("BinaryIO", bz2.open(page))
        case ".xz":
            return cast("BinaryIO", lzma.open(page))
        case _:
            return page.open("rb")
