"""What jobs in the background print while a line is being edited."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Protocol

from prompt_toolkit.application import run_in_terminal

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

    from prompt_toolkit.output import Output


class Background(Protocol):
    """The shell underneath between commands; see its session."""

    def fileno(self) -> int: ...
    def read_pending(self) -> bytes | None: ...


def show_above(background: Background, loop: AbstractEventLoop, output: Output) -> None:
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
