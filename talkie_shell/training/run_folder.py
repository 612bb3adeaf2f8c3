"""The folder of a training run: its recipe, its log, its best arrays and its last checkpoint.

Everything appears whole or not at all, so a kill at any moment leaves a run that goes on.
"""

from __future__ import annotations

import json
import time
from collections.abc import Container, Mapping
from pathlib import Path
from typing import Any, cast

import mlx.core as mx

from talkie_shell.errors import TrainingError

BEST, LAST, RECIPE, LOG = "best.safetensors", "last.safetensors", "recipe.json", "log.jsonl"


class RunFolder:
    """What one run leaves behind. ``writes``: false for a process that leaves it to another."""

    def __init__(self, path: Path, *, writes: bool = True) -> None:
        self._path = path
        self._writes = writes
        path.mkdir(parents=True, exist_ok=True)

    def log(self, entry: Mapping[str, Any]) -> None:
        """Add a line to the log, with the time before it."""
        if self._writes:
            line = json.dumps({"time": round(time.time(), 1), **entry})
            with (self._path / LOG).open("a", encoding="utf-8") as log:
                log.write(line + "\n")

    def keep_best(self, arrays: dict[str, mx.array]) -> None:
        """Keep these in place of what was the best before."""
        self._save(BEST, arrays)

    def best(self) -> dict[str, mx.array] | None:
        """The best arrays so far, None before there are any."""
        return self._load(BEST)

    def checkpoint(self, recipe: Mapping[str, Any], arrays: dict[str, mx.array]) -> None:
        """Save where the run stands: one file holds all of it but the recipe."""
        if self._writes:
            partial = self._path / f"partial-{RECIPE}"
            partial.write_text(json.dumps(recipe, indent=2) + "\n", encoding="utf-8")
            partial.replace(self._path / RECIPE)
        self._save(LAST, arrays)

    def resume(
        self, recipe: Mapping[str, Any], *, free: Container[str] = ()
    ) -> dict[str, mx.array] | None:
        """The last checkpoint, None where the run has yet to begin.

        Raises `TrainingError` where the folder holds a run of another recipe; what ``free``
        names may differ.
        """
        arrays = self._load(LAST)
        if arrays is None:
            return None
        try:
            known = json.loads((self._path / RECIPE).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise TrainingError(f"{self._path} holds a run without its recipe: {error}") from error
        if _without(free, known) != _without(free, recipe):
            raise TrainingError(f"{self._path} holds a run of another recipe; name a new folder")
        return arrays

    def _save(self, name: str, arrays: dict[str, mx.array]) -> None:
        if self._writes:
            partial = self._path / f"partial-{name}"
            mx.save_safetensors(str(partial), arrays)
            partial.replace(self._path / name)

    def _load(self, name: str) -> dict[str, mx.array] | None:
        path = self._path / name
        return cast("dict[str, mx.array]", mx.load(str(path))) if path.exists() else None


def _without(names: Container[str], recipe: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in recipe.items() if name not in names}


def under(prefix: str, arrays: Mapping[str, mx.array]) -> dict[str, mx.array]:
    """The arrays whose names begin with the prefix, without it."""
    return {
        name.removeprefix(prefix): array
        for name, array in arrays.items()
        if name.startswith(prefix)
    }
