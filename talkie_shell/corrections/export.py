"""Pairs as training data: ``{train,valid,test}.jsonl`` in the article's chat format.

The split follows from the command alone, so a record never moves between later exports and
a command never stands in two of the files, however it was said.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from talkie_shell.chat_format import chat_line
from talkie_shell.errors import LogError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from talkie_shell.records import Correction

Split = Literal["train", "valid", "test"]
SPLITS: tuple[Split, ...] = ("train", "valid", "test")


def split_of(command: str) -> Split:
    """Where a command belongs: 80 % train, 10 % valid, 10 % test. Spacing does not matter.

    Changing this moves records between splits, which makes earlier evaluations worthless.
    """
    key = " ".join(command.split()).encode("utf-8", "surrogatepass")
    part = int.from_bytes(hashlib.sha256(key).digest()[:4]) % 10
    return "test" if part == 0 else "valid" if part == 1 else "train"


def split_pairs(pairs: Iterable[tuple[str, str]]) -> dict[Split, list[tuple[str, str]]]:
    """Pairs of utterance and command, each once, in the order they come, by split."""
    splits: dict[Split, list[tuple[str, str]]] = {split: [] for split in SPLITS}
    for pair in dict.fromkeys(pairs):
        if all(text.strip() for text in pair):
            splits[split_of(pair[1])].append(pair)
    return splits


def said_and_confirmed(corrections: Iterable[Correction]) -> Iterator[tuple[str, str]]:
    """What was said and what the user made of it."""
    return ((correction.utterance.text, correction.command) for correction in corrections)


def write_export(
    folder: Path, pairs: dict[Split, list[tuple[str, str]]], *, force: bool
) -> dict[Split, int]:
    """Write the three files, readable by the user alone, and return how many pairs each has.

    All are written in full before the first takes its place. Raises UsageError where one
    exists and not ``force``, LogError where the folder cannot be written.
    """
    targets = {split: folder / f"{split}.jsonl" for split in SPLITS}
    standing = [str(path) for path in targets.values() if os.path.lexists(path)]
    if standing and not force:
        raise UsageError(f"{', '.join(standing)} would be overwritten; --force does so")
    written: dict[Split, Path] = {}
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for split in SPLITS:
            written[split] = _write(folder, (chat_line(*pair) for pair in pairs[split]))
        for split in SPLITS:
            written[split].replace(targets[split])
    except OSError as error:
        raise LogError(f"cannot export to {folder}: {error.strerror}") from error
    finally:
        for path in written.values():
            path.unlink(missing_ok=True)
    return {split: len(pairs[split]) for split in SPLITS}


def _write(folder: Path, lines: Iterable[str]) -> Path:
    """The lines in a new file of the folder (mkstemp makes it 0600), on the disk."""
    descriptor, name = tempfile.mkstemp(dir=folder, prefix=".export-", suffix=".jsonl")
    try:
        with open(descriptor, "w", encoding="utf-8", errors="replace", newline="\n") as file:  # noqa: PTH123 a descriptor has no path
            file.writelines(f"{line}\n" for line in lines)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with suppress(FileNotFoundError):
            Path(name).unlink()
        raise
    return Path(name)
