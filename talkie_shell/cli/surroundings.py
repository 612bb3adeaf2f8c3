"""What the machine knows, for verbs that propose commands where they stand."""

from __future__ import annotations

import os
from collections.abc import Callable

from talkie_shell.context import Context
from talkie_shell.settings import Settings


def context_of(settings: Settings) -> Callable[[], Context] | None:
    """Asks what is known of the directory at that moment; None where the settings forbid it."""
    if not settings.context:
        return None
    from talkie_shell.shell.surroundings import Surroundings

    surroundings = Surroundings()
    return lambda: surroundings.context(os.getcwd())  # noqa: PTH109 - a folder that is gone is no Path
