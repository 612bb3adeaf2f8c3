"""Processes that make files while something else is done with those that are there."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing.connection import wait
from pathlib import Path
from types import TracebackType
from typing import Generic, Self, TypeVar

Plan = TypeVar("Plan")


class Workers(Generic[Plan]):
    """Has ``make`` make a file in ``folder`` of each plan, in the order they are asked for."""

    def __init__(self, make: Callable[[Plan, Path], Path], folder: Path, count: int) -> None:
        self._make = make
        self._folder = folder
        # Forking a process that uses MLX or a GPU is not safe.
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(
            max(1, count), mp_context=context, initializer=_end_with_parent
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.shutdown(wait=kind is None, cancel_futures=True)

    def ask(self, plans: Sequence[Plan]) -> list[Future[Path]]:
        """Have the files made; each future gives its own, or raises what went wrong."""
        return [self._pool.submit(self._make, plan, self._folder) for plan in plans]


def ready(asked: Sequence[Future[Path]]) -> list[Path]:
    """The files of what is done. Raises what a worker raised."""
    return [one.result() for one in asked if one.done() and not one.cancelled()]


def _end_with_parent() -> None:
    """End this process when the one that asks ends, however it does: a pool's processes keep each
    other's pipes open, and would wait for its next word forever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
