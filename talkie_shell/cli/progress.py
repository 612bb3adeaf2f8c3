"""One line on standard error that is drawn again and again, where someone watches."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from talkie_shell.speech.fetching import Progress

_WIDTH = 30


def show(line: str) -> None:
    """Show a line in place of the last one; "" takes it away."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)


def fetching_line(progress: Progress) -> str:
    """How far a fetch is, as one line.

    Example: 30 of 75 MB of tiny.en -> ``tiny.en ████████████░░░…  40 %  30 of 75 MB``
    """
    done, total = progress.done / 1e6, progress.total / 1e6
    if not total:
        return f"{progress.name}: {done:.0f} MB"
    share = min(1.0, done / total)
    full = round(share * _WIDTH)
    bar = "█" * full + "░" * (_WIDTH - full)
    return f"{progress.name} {bar} {share:4.0%}  {min(done, total):.0f} of {total:.0f} MB"
