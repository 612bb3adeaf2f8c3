"""What a test needs of the machine."""

from __future__ import annotations

import shutil

import pytest


def program(name: str, path: str | None = None) -> str:
    """Where a program is, on ``path`` or on $PATH; the test is skipped where it is not."""
    found = shutil.which(name, path=path)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found
