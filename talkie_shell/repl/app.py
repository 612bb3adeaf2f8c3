"""Where the prompt is put together: editor, shell, log, history. The only such place."""

from __future__ import annotations

import getpass
import os
import signal
import sys
import termios
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast

from talkie_shell.errors import UsageError
from talkie_shell.settings import Settings

if TYPE_CHECKING:
    from talkie_shell.context import Context
    from talkie_shell.repl.history import Shelf
    from talkie_shell.repl.preview import Proposer
    from talkie_shell.repl.prompt import Standing
    from talkie_shell.repl.rounds import Reader
    from talkie_shell.shell.draft import Draft
    from talkie_shell.shell.session import Session
    from talkie_shell.shell.terminal import Modes
    from talkie_shell.speech.dictation import Dictation

AUDIO_SPEED = "TALKIE_SH_AUDIO_SPEED"
"""How many times as fast as it was spoken a sound file is heard in place of the microphone."""


def run(settings: Settings, *, private: bool, audio_files: Sequence[Path]) -> int:
    """Prompt until the user leaves; the exit status of the last command. ``private``: nothing of
    the session is kept; ``audio_files`` take the microphone's place.

    Raises `UsageError` where there is no terminal, and what the shell underneath raises.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("no terminal; to turn lines into commands: talkie-sh reconstruct < FILE")
    from talkie_shell.corrections import CorrectionLog
    from talkie_shell.paths import drafts_dir, history_file, log_file
    from talkie_shell.repl.history import MemoryStore, Shelf
    from talkie_shell.repl.rounds import Rounds
    from talkie_shell.shell.draft import Draft
    from talkie_shell.shell.history import History
    from talkie_shell.shell.session import Session

    notices: list[str] = []
    told: set[str] = set()
    with ExitStack() as stack:
        stack.enter_context(_leave_when_told())
        modes = termios.tcgetattr(sys.stdin.fileno())
        if not _is_dumb():
            stack.enter_context(_deaf(modes))
        log = CorrectionLog(log_file(), on_notice=notices.append)
        stack.callback(log.close)
        others = _other_histories(settings)
        if private:
            shelf = Shelf(MemoryStore(), settings.history_words, others)
        else:
            store = History(history_file(), keep=settings.history_words, on_notice=notices.append)
            stack.callback(store.close)
            shelf = Shelf(store, settings.history_words, others)
        shelf.refresh()
        session = stack.enter_context(Session(settings.shell, modes=modes))
        keeps = bool(settings.history_words) and not private and not _is_dumb()
        draft = Draft(drafts_dir()) if keeps else None
        if draft is not None:
            stack.callback(draft.close)
        reader = _reader(settings, shelf, session, stack, audio_files, draft)

        def say(style: str, text: str) -> None:
            _say(reader.settings, style, text)

        def fresh() -> None:
            _fresh_line()
            while notices:
                notice = notices.pop(0)
                if notice not in told:  # reading and writing meet the same fault
                    told.add(notice)
                    say("notice", notice)

        _fresh_line()
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


@contextmanager
def _deaf(modes: Modes) -> Iterator[None]:
    r"""What is typed before the first prompt, and between a command's end and the next one,
    belongs into that: it is not on the screen twice, and Ctrl-C or Ctrl-\\ ends nobody. These
    modes come back at the end."""
    terminal = sys.stdin.fileno()
    quiet = list(modes)
    quiet[0] = int(cast("int", quiet[0])) & ~termios.IXON
    quiet[3] = int(cast("int", quiet[3])) & ~(termios.ECHO | termios.ISIG)
    termios.tcsetattr(terminal, termios.TCSANOW, quiet)
    try:
        yield
    finally:
        # What is pressed while the process ends is for whoever gets the terminal next; Python's
        # own end would give a handler's signal back its deadly default.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGQUIT, signal.SIG_IGN)
        with suppress(termios.error):  # the terminal may be gone
            termios.tcsetattr(terminal, termios.TCSADRAIN, modes)


@contextmanager
def _leave_when_told() -> Iterator[None]:
    r"""A closed terminal or a kill ends the session in order: log and history are written.
    Ctrl-\ means the program that has the keys (the editor of the line, say), never us."""

    def leave(number: int, frame: object) -> None:
        raise SystemExit(128 + number)

    def stay(number: int, frame: object) -> None:
        """Not ignored, which every program started here would inherit."""

    signal.signal(signal.SIGQUIT, stay)  # to the end of the process
    told = (signal.SIGHUP, signal.SIGTERM)
    before = {number: signal.signal(number, leave) for number in told}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)


def _other_histories(settings: Settings) -> Callable[[], Sequence[str]]:
    """What the user's other shells remember, where they want it."""
    if not settings.shell_history:
        return tuple
    from talkie_shell.shell.other_histories import OtherHistories, history_files

    return OtherHistories(history_files(os.environ, Path.home()), settings.history_words)


def _dictation(
    settings: Settings,
    shelf: Shelf,
    context: Callable[[], Context] | None,
    files: Sequence[Path],
) -> Callable[[Callable[[], None]], Dictation]:
    """What makes the dictation of the prompt."""
    from talkie_shell.speech.configured import from_files, make_dictation, prompt_from

    def prompt() -> str:
        recent = (entry.words for entry in shelf.entries)
        return prompt_from(recent, settings.vocabulary.get("words", ()), context)

    source = from_files(files, _audio_speed())
    return lambda changed: make_dictation(settings, changed, source=source, prompt=prompt)


def _audio_speed() -> float:
    told = os.environ.get(AUDIO_SPEED, "1")
    try:
        speed = float(told)
    except ValueError:
        speed = 0.0
    if not 0.01 <= speed <= 1000.0:
        raise UsageError(f"{AUDIO_SPEED} is a number from 0.01 to 1000, not {told!r}")
    return speed


def _reader(
    settings: Settings,
    shelf: Shelf,
    session: Session,
    stack: ExitStack,
    files: Sequence[Path],
    draft: Draft | None,
) -> Reader:
    """The line editor, or its plain stand-in for a terminal that cannot move its cursor."""
    from talkie_shell.shell.surroundings import Surroundings

    machine = Surroundings()

    def around() -> Context:
        return machine.context(session.directory, session.names().path or None)

    context = around if settings.context else None

    def load() -> Proposer:
        from talkie_shell.pipeline import load_pipeline

        return load_pipeline(settings.engine, settings.vocabulary, context)

    from talkie_shell.repl.guard import make_guard

    if _is_dumb():
        from talkie_shell.repl.plain import NO_KEYS, PlainReader

        if files:
            sys.stdout.write(f"{NO_KEYS}\n")
        reader = PlainReader(
            settings, load, ask=input, tell=print, guard=make_guard(settings), hush=_drop_typed
        )
        stack.callback(reader.close)
        return reader
    from prompt_toolkit.input import create_input
    from prompt_toolkit.output.vt100 import Vt100_Output

    from talkie_shell.repl.completion.gathering import Gathering
    from talkie_shell.repl.editor import LineEditor
    from talkie_shell.repl.facts import MachineFacts

    output = Vt100_Output.from_pty(sys.stdout, term=os.environ.get("TERM"))
    # Never asking where the cursor is: a late answer would be typed into the next program,
    # and a terminal that gives none would hold up every line.
    output.enable_cpr = False
    editor = LineEditor(
        settings,
        load,
        shelf,
        environment=os.environ,
        guard=make_guard(settings),
        background=session,
        source=Gathering(machine, session.names, os.environ, session.jobs),
        facts=lambda directory: MachineFacts(machine, session.names, directory),
        terminal=(create_input(), output),
        unicode=_speaks_unicode(),
        dictation=_dictation(settings, shelf, context, files),
        draft=draft,
        events=session.events,
    )
    stack.callback(editor.close)
    return editor


def _drop_typed() -> None:
    """Forget what was typed or pasted before a question that it cannot be the answer to."""
    termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)


def _here(directory: str) -> Standing:
    from talkie_shell.repl.prompt import Standing
    from talkie_shell.shell.names import venv_of

    return Standing(
        directory=directory,
        home=str(Path.home()),
        user=_user(),
        host=os.uname().nodename.partition(".")[0],
        venv=venv_of(os.environ),
    )


def _user() -> str:
    """Who the user is: a number where, as in many a container, nobody has given it a name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


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

    if _is_dumb():
        return
    columns = os.get_terminal_size(sys.stdout.fileno()).columns
    sys.stdout.write(fresh_line(columns, "⏎" if _speaks_unicode() else "%"))
    sys.stdout.flush()


def _is_dumb() -> bool:
    return os.environ.get("TERM", "") in ("dumb", "unknown", "")


def _speaks_unicode() -> bool:
    return "utf" in (sys.stdout.encoding or "").lower()
