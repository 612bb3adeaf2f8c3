"""A progress bar for verbs that take long."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

_Item = TypeVar("_Item")


def shown(items: Iterable[_Item], count: int, unit: str) -> Iterator[_Item]:
    """The items with a progress bar on a terminal's standard error, where tqdm is there."""
    if sys.stderr is None or not sys.stderr.isatty():
        return iter(items)
    try:
        from tqdm import tqdm
    except ImportError:
        return iter(items)
    bar: Iterator[_Item] = iter(tqdm(items, total=count, unit=unit, leave=False))
    return bar
