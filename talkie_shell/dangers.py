"""What speaks against running a command, as one line for the user."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

from talkie_shell.records import Proposal
from talkie_shell.settings import Settings


def objection(
    command: str, proposal: Proposal | None, settings: Settings, directory: Callable[[], str]
) -> str:
    """Why the command should not run just so; "" where nothing is against it, or where the user
    does not want to be told. ``directory`` says where it would run."""
    if not settings.guard:
        return ""
    return risky(command, directory) or unsure(command, proposal, settings.guard_below)


def risky(command: str, directory: Callable[[], str]) -> str:
    """What the command would destroy, in a line; "" for most."""
    from talkie_shell.checks.risk import assess

    try:
        here = directory()
    except OSError:
        here = "/"  # the folder we were in is gone: nothing is ours
    risks = assess(command, has_content, project_of(here), str(Path.home()), directory=here)
    if not risks:
        return ""
    more = f" (and {len(risks) - 1} more)" if len(risks) > 1 else ""
    return risks[0].why + more


def unsure(command: str, proposal: Proposal | None, below: float) -> str:
    """That the engine is not sure of its command, where the user did not change it.

    Example: a confidence of 0.2, below 0.35 -> "only 20 % sure that this is what you mean"
    """
    if proposal is None or proposal.literal or command != proposal.command:
        return ""
    if proposal.confidence >= below:
        return ""
    return f"only {proposal.confidence:.0%} sure that this is what you mean".replace("%", " %")


def project_of(directory: str) -> str | None:
    """The work tree that holds the directory, None outside of one."""
    here = Path(directory)
    # Not `Path.exists`, which raises where a folder may not be entered.
    found = (one for one in (here, *here.parents) if os.path.exists(one / ".git"))  # noqa: PTH110
    return next((str(one) for one in found), None)


def has_content(path: str) -> bool:
    """Whether there is a file that would lose something by being overwritten."""
    try:
        told = Path(path).stat()
    except (OSError, ValueError):
        return False
    return stat.S_ISREG(told.st_mode) and told.st_size > 0
