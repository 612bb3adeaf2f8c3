"""Where the prompt is put together: editor, shell, log, history. The only such place."""

from __future__ import annotations

import argparse
import os
import sys
import time
from typing import TYPE_CHECKING

from talkie_shell.errors import UsageError
from talkie_shell.settings import Settings

if TYPE_CHECKING:
    pass


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Prompt until the user leaves; the exit code of the last command.

    Raises `UsageError` where there is no terminal.
    """
    raise UsageError("wip")
