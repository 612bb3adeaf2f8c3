"""How far something long is, drawn on a terminal; nothing elsewhere (a run's log says it all)."""

from __future__ import annotations

import sys
from typing import Any, Self

from tqdm import tqdm


def progress_bar(total: int, unit: str) -> Any:
    """Tqdm's bar, where someone watches."""
    return tqdm(total=total, unit=unit, disable=not sys.stderr.isatty())


class RunBar:
    """The bar of a training run. ``measure``: what the share measured on the validation set is
    a share of, "of lines right"."""

    def __init__(self, steps: int, measure: str) -> None:
        self._bar = progress_bar(steps, "batch")
        self._measure = measure
        self._measured = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def report(self, step: int, loss: float, share: float | None) -> None:
        """Show where the run stands; ``share`` is None between two looks at the validation set."""
        self._bar.update(step - self._bar.n)
        if share is not None:
            self._measured = f", {share:.1%} {self._measure}"
        self._bar.set_description(f"loss {loss:.3f}{self._measured}")
