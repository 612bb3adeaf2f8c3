"""The shell underneath while a line is being edited: it comes up, its jobs print, it is killed."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Any, Protocol

from prompt_toolkit import print_formatted_text
from prompt_toolkit.application import Application, run_in_terminal
from prompt_toolkit.formatted_text import FormattedText

from talkie_shell.errors import TalkieError

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from collections.abc import Callable

    from prompt_toolkit.output import Output

    from talkie_shell.shell.names import Names


class Background(Protocol):
    """The shell underneath between commands; see its session."""

    def fileno(self) -> int: ...
    def read_pending(self) -> bytes | None: ...
    @property
    def telling(self) -> int: ...
    def names(self) -> Names: ...
    @property
    def watch(self) -> int | None: ...
    def replace_killed(self) -> str: ...


_LOOK = 1.0
"""Seconds between two looks after the shell, where the system does not tell of its end."""


def look_after(
    background: Background,
    loop: AbstractEventLoop,
    output: Output,
    editing: Callable[[], bool],
    replaced: Callable[[str], None],
    told: Callable[[], None],
) -> None:
    """From now on show what jobs print, and have a shell that is killed replaced: ``replaced`` is
    called with the line that tells of it. Once nobody is ``editing`` that line could not be shown
    any more, and the command that is on its way finds out for itself. ``told`` is called when a
    shell that was just started has told its names."""
    _show_above(background, loop, output)
    _await_telling(background, loop, told)
    watch, printing, telling = background.watch, background.fileno(), background.telling

    def forget() -> None:
        loop.remove_reader(printing)
        loop.remove_reader(telling)

    def look() -> None:
        if watch is not None:
            loop.remove_reader(watch)
        if not editing():
            return
        try:
            lost = background.replace_killed()
        except TalkieError as error:
            # The next command tries again.
            forget()
            replaced(str(error))
            return
        if lost:
            forget()
            replaced(lost)
            look_after(background, loop, output, editing, replaced, told)
        elif watch is None:
            loop.call_later(_LOOK, look)

    if watch is None:
        loop.call_later(_LOOK, look)
    else:
        loop.add_reader(watch, look)


def tell_above(app: Application[Any], text: str) -> None:
    """Print a notice above the line that is being edited."""
    run_in_terminal(
        lambda: print_formatted_text(
            FormattedText([("class:notice", text)]),
            style=app.style,
            output=app.output,
            color_depth=app.color_depth,
            include_default_pygments_style=False,
        )
    )


def _await_telling(
    background: Background, loop: AbstractEventLoop, told: Callable[[], None]
) -> None:
    descriptor = background.telling

    def came() -> None:
        # The report is for the next command; watching it would keep the loop busy.
        loop.remove_reader(descriptor)
        told()

    loop.add_reader(descriptor, came)


def _show_above(background: Background, loop: AbstractEventLoop, output: Output) -> None:
    """From now on show what is printed above the line, as it comes."""
    descriptor = background.fileno()
    decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def show(text: str) -> None:
        # The line is drawn anew below: it needs a row of its own.
        output.write_raw(text if text.endswith("\n") else text + "\r\n")
        output.flush()

    def printed() -> None:
        data = background.read_pending()
        if data is None:
            # It is not for us; watching it would keep the loop busy.
            loop.remove_reader(descriptor)
        elif text := decoder.decode(data):
            run_in_terminal(lambda: show(text))

    loop.add_reader(descriptor, printed)
