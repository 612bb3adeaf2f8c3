"""Where the prompt is put together: editor, shell, log, history. The only such place."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from talkie_shell.errors import UsageError
from talkie_shell.settings import Settings

if TYPE_CHECKING:
    from talkie_shell.repl.editor import Background
    from talkie_shell.repl.history import Shelf
    from talkie_shell.repl.preview import Proposer
    from talkie_shell.repl.prompt import Surroundings
    from talkie_shell.repl.rounds import Reader


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Prompt until the user leaves; the exit status of the last command.

    Raises `UsageError` where there is no terminal, and what the shell underneath raises.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("no terminal; to turn lines into commands: talkie-sh reconstruct < FILE")
    from talkie_shell.corrections import CorrectionLog
    from talkie_shell.paths import history_file, log_file
    from talkie_shell.repl.history import MemoryStore, Shelf
    from talkie_shell.repl.rounds import Rounds
    from talkie_shell.shell.history import History
    from talkie_shell.shell.session import Session

    private = bool(getattr(arguments, "private", False))
    notices: list[str] = []
    with ExitStack() as stack:
        log = CorrectionLog(log_file(), on_notice=notices.append)
        stack.callback(log.close)
        if private:
            shelf = Shelf(MemoryStore(), settings.history_words)
        else:
            store = History(history_file(), keep=settings.history_words, on_notice=notices.append)
            stack.callback(store.close)
            shelf = Shelf(store, settings.history_words)
        shelf.refresh()
        session = stack.enter_context(Session(settings.shell, os.environ))
        reader = _reader(settings, shelf, session, stack)

        def say(style: str, text: str) -> None:
            _say(reader.settings, style, text)

        def fresh() -> None:
            _fresh_line()
            while notices:
                say("notice", notices.pop(0))

        if session.notice:
            say("notice", session.notice)
        rounds = Rounds(
            reader,
            session,
            log,
            shelf,
            _here(session.directory),
            private=private,
            say=say,
            fresh=fresh,
        )
        return rounds.go()


def _reader(
    settings: Settings, shelf: Shelf, background: Background, stack: ExitStack
) -> Reader:
    """The line editor, or its plain stand-in for a terminal that cannot move its cursor."""

    def load() -> Proposer:
        from talkie_shell.pipeline import load_pipeline

        return load_pipeline(settings.engine, settings.vocabulary)

    if os.environ.get("TERM", "dumb") in ("dumb", "unknown", ""):
        from talkie_shell.repl.plain import PlainReader

        return PlainReader(settings, load, ask=input, tell=print)
    from prompt_toolkit.input import create_input
    from prompt_toolkit.output import create_output

    from talkie_shell.repl.editor import LineEditor

    editor = LineEditor(
        settings,
        load,
        shelf,
        environment=os.environ,
        background=background,
        terminal=(create_input(), create_output()),
        unicode=_speaks_unicode(),
    )
    stack.callback(editor.close)
    return editor


def _here(directory: str) -> Surroundings:
    from talkie_shell.repl.prompt import Surroundings

    return Surroundings(
        directory=directory,
        home=str(Path.home()),
        user=getpass.getuser(),
        host=os.uname().nodename.partition(".")[0],
    )


def _say(settings: Settings, style: str, text: str) -> None:
    from prompt_toolkit import print_formatted_text
    from prompt_toolkit.formatted_text import FormattedText

    from talkie_shell.repl.styles import color_depth, style_of

    print_formatted_text(
        FormattedText([(f"class:{style}", text)]),
        style=style_of(settings.colors),
        color_depth=color_depth(os.environ),
        include_default_pygments_style=False,
    )


def _fresh_line() -> None:
    from talkie_shell.repl.prompt import fresh_line

    if os.environ.get("TERM", "dumb") == "dumb":
        return
    columns = os.get_terminal_size(sys.stdout.fileno()).columns
    sys.stdout.write(fresh_line(columns, "⏎" if _speaks_unicode() else "%"))
    sys.stdout.flush()


def _speaks_unicode() -> bool:
    return "utf" in (sys.stdout.encoding or "").lower()
