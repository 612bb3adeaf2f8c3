"""A shell that is killed while nobody runs anything: replaced and told, or left to be found."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator

import pytest
from prompt_toolkit.output import DummyOutput

from talkie_shell.repl.background import look_after


class Killed:
    """A shell underneath whose end can be read from ``watch``; so much of it as is looked at."""

    def __init__(self) -> None:
        self.watch, self._ended = os.pipe()
        self._printing, self._shell = os.pipe()
        self.replacements = 0
        os.write(self._ended, b"x")

    def fileno(self) -> int:
        return self._printing

    def read_pending(self) -> bytes | None:
        return b""

    def replace_killed(self) -> str:
        self.replacements += 1
        return "zsh was killed" if self.replacements == 1 else ""

    def close(self) -> None:
        for descriptor in (self.watch, self._ended, self._printing, self._shell):
            os.close(descriptor)


@pytest.fixture
def killed() -> Iterator[Killed]:
    shell = Killed()
    yield shell
    shell.close()


def told(shell: Killed, *, editing: bool) -> list[str]:
    lines: list[str] = []

    async def edit() -> None:
        loop = asyncio.get_running_loop()
        look_after(shell, loop, DummyOutput(), lambda: editing, lines.append)
        await asyncio.sleep(0.05)

    asyncio.run(edit())
    return lines


def test_it_is_replaced_and_told_while_a_line_is_edited(killed: Killed) -> None:
    assert told(killed, editing=True) == ["zsh was killed"]


def test_it_is_left_to_the_command_on_its_way_where_nothing_could_be_told(killed: Killed) -> None:
    assert told(killed, editing=False) == []
    assert killed.replacements == 0
