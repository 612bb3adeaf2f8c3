"""What only training needs, and is not installed with the program."""

from __future__ import annotations

from importlib.util import find_spec

from talkie_shell.errors import UsageError

_NEEDED = ("numpy", "tqdm", "matplotlib")


def require_training() -> None:
    """Raise `UsageError` that says what to install where something is missing."""
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise UsageError(f"training needs {', '.join(missing)}: pip install 'talkie-shell[train]'")
