"""A word to the user beside what a verb prints."""

from __future__ import annotations

import sys


def notice(text: str) -> None:
    """Print one line to the standard error; nothing for ""."""
    if text:
        print(f"talkie-sh: {text}", file=sys.stderr)
