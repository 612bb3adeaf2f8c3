"""The guard against accidents: why a command should not run on a plain Enter."""

from __future__ import annotations

import os
from collections.abc import Callable

from talkie_shell.dangers import objection
from talkie_shell.records import Proposal
from talkie_shell.repl.state import Guard
from talkie_shell.settings import Settings


def make_guard(settings: Settings, directory: Callable[[], str] = os.getcwd) -> Guard:
    """The guard that the settings ask for. ``directory`` says where a command would run."""

    def guard(command: str, proposal: Proposal | None) -> str:
        return objection(command, proposal, settings, directory)

    return guard
