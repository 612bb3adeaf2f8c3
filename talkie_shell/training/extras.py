"""What only training needs, and is not installed with the program."""

from __future__ import annotations

from importlib.util import find_spec

from talkie_shell.errors import UsageError

_NEEDED = ("numpy", "tqdm", "matplotlib")


_BY_EAR = ("soxr", "soundfile", "mlx_whisper")


def require_training(*, by_ear: bool = False) -> None:
    """Raise `UsageError` that says what to install where something is missing.

    ``by_ear``: what is trained is a recogniser.
    """
    missing = [name for name in (*_NEEDED, *(_BY_EAR if by_ear else ())) if find_spec(name) is None]
    if missing:
        extras = "train,voice" if by_ear else "train"
        told = f"pip install 'talkie-shell[{extras}]'"
        raise UsageError(f"training needs {', '.join(missing)}: {told}")
