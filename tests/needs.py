"""What a test needs of the machine."""

from __future__ import annotations

import shutil

import pytest


def program(name: str) -> str:
    """Where a program is; the test is skipped where it is not."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found
