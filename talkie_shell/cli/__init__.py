"""The command line: parse, dispatch, and the one place that prints errors.

parser               its grammar; wrapping: how its help is wrapped
verbs                the table of verbs; each is a module of its name
options              flags that stand for settings; training_options: of the verbs that train
notice               a word to the user beside the output
progress, bar        how far something is
status_line          a line that is drawn again and again, with keys that are heard
lines                lines of a pipe, in constant memory
surroundings         what the machine knows where a verb runs
completion_scripts   the parser as completions of bash, zsh and fish
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from talkie_shell.errors import SettingsError, TalkieError, unexpected

if TYPE_CHECKING:
    import argparse


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``talkie-sh`` and return its exit code; every expected failure is one line."""
    from talkie_shell.cli.parser import INTERRUPTED, PIPE_CLOSED, PROGRAM, UNEXPECTED

    words = list(sys.argv[1:] if argv is None else argv)
    for stream in ("stdout", "stderr"):
        if getattr(sys, stream) is None:
            # Closed by who does not want to read; nothing else must be opened as its number.
            setattr(sys, stream, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w"))
    try:
        code = _dispatch(words)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The interpreter flushes once more at its end; there must be somewhere to flush to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except Exception as error:
        if "--debug" in words:
            raise
        if isinstance(error, TalkieError):
            print(f"{PROGRAM}: {error}", file=sys.stderr)
            return error.exit_code
        if isinstance(error, OSError):
            about = f"{error.filename}: " if error.filename else ""
            print(f"{PROGRAM}: {about}{error.strerror or error}", file=sys.stderr)
            return TalkieError.exit_code
        told = f"a fault of the program: {unexpected(error)} (--debug tells where)"
        print(f"{PROGRAM}: {told}", file=sys.stderr)
        return UNEXPECTED
    return code


def _dispatch(words: list[str]) -> int:
    from talkie_shell.cli.options import settings_for
    from talkie_shell.cli.parser import build_parser
    from talkie_shell.settings import Settings

    arguments = build_parser(words).parse_args(words)
    if arguments.verb is None:
        return _prompt(arguments)
    try:
        settings = settings_for(arguments)
    except SettingsError:
        if not arguments.settings_may_fail:
            raise
        settings = Settings()
    return int(arguments.run(arguments, settings))


def _prompt(arguments: argparse.Namespace) -> int:
    """The prompt. A mistake in the user's own settings leaves nobody without a shell; what they
    forbid to be kept cannot be known then, so nothing is."""
    from talkie_shell.cli.options import settings_for
    from talkie_shell.cli.parser import PROGRAM
    from talkie_shell.repl.app import run

    try:
        settings = settings_for(arguments)
        return run(settings, private=arguments.private, audio_files=arguments.audio_file)
    except SettingsError as error:
        if arguments.config is not None:
            raise
        print(f"{PROGRAM}: {error}", file=sys.stderr)
        print("going on without your settings, and keeping nothing", file=sys.stderr)
    arguments.private = True
    settings = settings_for(arguments, file=Path(os.devnull))
    return run(settings, private=True, audio_files=arguments.audio_file)
