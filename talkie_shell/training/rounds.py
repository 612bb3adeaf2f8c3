"""Rounds of training examples, made by worker processes while the last round is trained on."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

from talkie_shell.training.examples import ExampleSet
from talkie_shell.training.pairs import Material, Shard
from talkie_shell.training.workers import Workers

_AHEAD = 2
"""Rounds that are prepared while one is trained on."""


class Rounds:
    """An endless, seeded sequence of example sets: round r holds shards r*n to (r+1)*n - 1.

    The same seed gives the same rounds whatever the number of workers, and after a restart.
    The next ones are prepared in the background. Used files are removed. ``workers`` make the
    shards; they are the caller's to end.
    """

    def __init__(
        self,
        material: Material,
        workers: Workers[Shard],
        *,
        seed: int,
        shard_size: int,
        shards: int,
    ) -> None:
        self._material = material
        self._seed = seed
        self._shard_size = shard_size
        self._shards = shards
        self._workers = workers
        self._pending: dict[int, list[Future[Path]]] = {}

    def validation(self) -> ExampleSet:
        """One shard that no round holds."""
        (made,) = self._workers.ask([self._shard(self._seed + 7919, 0)])
        return ExampleSet.load(made.result())

    def starting_at(self, first: int) -> Iterator[ExampleSet]:
        """Rounds from ``first`` on, for ever."""
        number = first
        while True:
            for later in range(number, number + 1 + _AHEAD):
                self._request(later)
            paths = [future.result() for future in self._pending.pop(number)]
            yield ExampleSet.join(ExampleSet.load(path) for path in paths)
            for path in paths:
                path.unlink(missing_ok=True)
            number += 1

    def _request(self, number: int) -> None:
        if number in self._pending:
            return
        first = number * self._shards
        indices = range(first, first + self._shards)
        self._pending[number] = self._workers.ask(
            [self._shard(self._seed, index) for index in indices]
        )

    def _shard(self, seed: int, index: int) -> Shard:
        return Shard(self._material, seed, index, self._shard_size)
