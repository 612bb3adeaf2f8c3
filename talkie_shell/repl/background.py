"""What jobs in the background print while a line is being edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from prompt_toolkit.application import run_in_terminal

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

    from prompt_toolkit.output import Output


class Background(Protocol):
    """The shell underneath between commands; see its session."""

    def fileno(self) -> int: ...
    def read_pending(self) -> bytes: ...


def show_above(background: Background, loop: AbstractEventLoop, output: Output) -> None:
    """From now on show what is printed above the line, as it comes."""
    descriptor = background.fileno()

    def show(data: bytes) -> None:
        output.write_raw(data.decode("utf-8", "replace"))
        output.flush()

    def printed() -> None:
        data = background.read_pending()
        if data:
            run_in_terminal(lambda: show(data))
        else:
            # The shell is gone; watching it would keep the loop busy.
            loop.remove_reader(descriptor)

    loop.add_reader(descriptor, printed)
