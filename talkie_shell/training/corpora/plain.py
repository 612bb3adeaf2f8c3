"""Files with one command a line, as NL2Bash's all.cm."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from talkie_shell.training.corpora.source import SourceCommand, read_lines


def read(path: Path) -> Iterator[SourceCommand]:
    """Every line that is not blank. all.cm is NL2Bash; anything else goes by its name."""
    source = "nl2bash" if path.suffix == ".cm" else path.stem
    for _, text in read_lines(path):
        if text.strip():
            yield SourceCommand(text, source)
