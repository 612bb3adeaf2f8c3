"""Which reader a file is for, told by its name and its first lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from talkie_shell.errors import DataError
from talkie_shell.training.corpora import cheats, histories, jsonlines, pages, plain, recipes
from talkie_shell.training.corpora import scripts as shell_scripts
from talkie_shell.training.corpora.source import SourceCommand

Reader = Callable[[Path], Iterator[SourceCommand]]

_SCRIPT_SUFFIXES = {".sh", ".bash", ".zsh", ".ksh"}
_SKIPPED_FOLDERS = {".git", "node_modules", "__pycache__", ".venv", "venv"}
_PEEK = 4096


def read_commands(paths: Iterable[Path | str]) -> Iterator[SourceCommand]:
    """Every command of files and folders, in the order given, folders sorted.

    A file named must be of a known format; in a folder, files of no known format are
    passed over. Raises `DataError` for a path that is missing or cannot be read.
    """
    for path in map(Path, paths):
        if path.is_dir():
            for file in _files(path):
                reader = reader_for(file)
                if reader is not None:
                    yield from reader(file)
            continue
        reader = reader_for(path)
        if reader is None:
            raise DataError(f"{path}:1: not a format that commands can be read from")
        yield from reader(path)


def reader_for(path: Path) -> Reader | None:
    """The reader for a file, None where it is of no known format."""
    start = _start(path)
    name, suffix = path.name, path.suffix
    if start is None:
        return None
    if suffix in (".jsonl", ".ndjson"):
        return jsonlines.read
    if suffix == ".cm":
        return plain.read
    if name == "package.json":
        return recipes.read_package
    if recipes.is_makefile(name):
        return recipes.read_makefile
    if suffix == ".md":
        return pages.read if pages.is_page(start) else None
    if histories.is_history(name, start):
        return histories.read
    if suffix == ".cheat" or (not suffix and cheats.is_navi(start)):
        return cheats.read_navi
    if suffix in _SCRIPT_SUFFIXES or _is_script(start):
        return shell_scripts.read
    if suffix in ("", ".txt"):
        return cheats.read_sheet
    return None


def _is_script(start: str) -> bool:
    first = start.split("\n", 1)[0]
    return first.startswith("#!") and first.rstrip().split("/")[-1].split()[-1].endswith("sh")


def _start(path: Path) -> str | None:
    """The first lines; None where they are no text."""
    try:
        with path.open("rb") as file:
            raw = file.read(_PEEK)
    except OSError as error:
        raise DataError(f"{path}: {error.strerror or error}") from error
    return None if b"\0" in raw else raw.decode("utf-8", "ignore")


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not _SKIPPED_FOLDERS.intersection(path.parts):
            yield path
