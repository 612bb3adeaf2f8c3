"""Rounds of training examples, made by worker processes while the last round is trained on."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from typing import Self

from talkie_shell.training.examples import ExampleSet
from talkie_shell.training.pairs import Material, Shard, make_shard


class Rounds:
    """An endless, seeded sequence of example sets: round r holds shards r*n to (r+1)*n - 1.

    The same seed gives the same rounds whatever the number of workers, and after a restart.
    ``ahead`` rounds are prepared in the background. Used files are removed unless kept.
    """

    def __init__(
        self,
        material: Material,
        folder: Path,
        *,
        seed: int,
        shard_size: int,
        shards: int,
        workers: int,
        ahead: int = 2,
        keep: bool = False,
    ) -> None:
        self._material = material
        self._folder = folder
        self._seed = seed
        self._shard_size = shard_size
        self._shards = shards
        self._ahead = ahead
        self._keep = keep
        # Forking a process that uses MLX or a GPU is not safe.
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(max(1, workers), mp_context=context)
        self._pending: dict[int, list[Future[Path]]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def validation(self) -> ExampleSet:
        """One shard that no round holds."""
        shard = self._shard(self._seed + 7919, 0)
        return ExampleSet.load(self._pool.submit(make_shard, shard, self._folder).result())

    def starting_at(self, first: int) -> Iterator[ExampleSet]:
        """Rounds from ``first`` on, for ever."""
        number = first
        while True:
            for later in range(number, number + 1 + self._ahead):
                self._request(later)
            paths = [future.result() for future in self._pending.pop(number)]
            yield ExampleSet.join(ExampleSet.load(path) for path in paths)
            if not self._keep:
                for path in paths:
                    path.unlink(missing_ok=True)
            number += 1

    def _request(self, number: int) -> None:
        if number in self._pending:
            return
        first = number * self._shards
        self._pending[number] = [
            self._pool.submit(make_shard, self._shard(self._seed, index), self._folder)
            for index in range(first, first + self._shards)
        ]

    def _shard(self, seed: int, index: int) -> Shard:
        return Shard(self._material, seed, index, self._shard_size)
