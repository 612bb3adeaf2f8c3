"""Programs that voices are made with: what they print, or in one line why they failed."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

from talkie_shell.errors import TrainingError

_PATIENCE = 60
"""Seconds a program may take for one line."""


def output_of(command: Sequence[str], text: str = "") -> bytes:
    """What the command writes to its standard output when it is given the text to read. Raises
    `TrainingError`."""
    program = command[0]
    try:
        done = subprocess.run(
            command, input=text.encode(), capture_output=True, timeout=_PATIENCE, check=True
        )
    except FileNotFoundError as error:
        raise TrainingError(f"{program} is not installed") from error
    except subprocess.TimeoutExpired as error:
        raise TrainingError(f"{program} took more than {_PATIENCE} s for a line") from error
    except subprocess.CalledProcessError as error:
        told = error.stderr.decode(errors="replace").strip()
        raise TrainingError(f"{program} failed: {told or error.returncode}") from error
    return done.stdout
