"""A shell that is killed while nobody runs anything: replaced and told, or left to be found."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from dataclasses import replace

import pytest
from prompt_toolkit.enums import EditingMode
from prompt_toolkit.output import DummyOutput

from talkie_shell.repl.background import look_after
from talkie_shell.shell.names import Names
from tests.repl.conftest import SECONDS

DICTATION = "find dot dash name star dot txt"


class Shell:
    """A shell underneath whose end can be read from ``watch``; so much of it as is looked at."""

    def __init__(self) -> None:
        self.watch, self._ended = os.pipe()
        self._printing, self._shell = os.pipe()
        self.telling, self._report = os.pipe()
        self.known = Names()
        self.replacements = 0

    def kill(self) -> None:
        os.write(self._ended, b"x")

    def tell(self, names: Names) -> None:
        self.known = names
        os.write(self._report, b"x")

    def names(self) -> Names:
        return self.known

    def fileno(self) -> int:
        return self._printing

    def read_pending(self) -> bytes | None:
        return b""

    def replace_killed(self) -> str:
        self.replacements += 1
        return "zsh was killed" if self.replacements == 1 else ""

    def close(self) -> None:
        pipes = (self.watch, self._ended, self._printing, self._shell, self.telling, self._report)
        for descriptor in pipes:
            os.close(descriptor)


@pytest.fixture
def shell() -> Iterator[Shell]:
    one = Shell()
    yield one
    one.close()


def told(shell: Shell, *, editing: bool) -> list[str]:
    lines: list[str] = []

    async def edit() -> None:
        loop = asyncio.get_running_loop()
        look_after(shell, loop, DummyOutput(), lambda: editing, lines.append, lambda: None)
        shell.kill()
        await asyncio.sleep(0.05)

    asyncio.run(edit())
    return lines


def test_it_is_replaced_and_told_while_a_line_is_edited(shell: Shell) -> None:
    assert told(shell, editing=True) == ["zsh was killed"]


def test_it_is_left_to_the_command_on_its_way_where_nothing_could_be_told(shell: Shell) -> None:
    assert told(shell, editing=False) == []
    assert shell.replacements == 0


def test_what_it_tells_at_its_start_is_in_the_prompt_at_once(make_seat, shell):
    seat = make_seat()
    seat.background = shell
    seat.sit().type("ls").see("~/src ❯ ls")
    shell.tell(Names(builtins=frozenset({"cd"}), venv="v", vi=True))
    seat.see("(v) ~/src ❯ ls").line_is("ls")
    assert seat.editor.app.editing_mode is EditingMode.VI


@pytest.mark.parametrize(
    ("setting", "told", "mode"),
    [
        ("shell", True, EditingMode.VI),
        ("shell", False, EditingMode.EMACS),
        (False, True, EditingMode.EMACS),
        (True, False, EditingMode.VI),
    ],
)
def test_the_line_has_the_shells_keys_unless_the_settings_say(
    make_seat, shell, setting, told, mode
):
    seat = make_seat()
    seat.background = shell
    shell.known = Names(builtins=frozenset({"cd"}), vi=told)
    seat.settings = replace(seat.settings, vi=setting)
    seat.sit()
    assert seat.editor.app.editing_mode is mode


def test_a_shell_that_has_not_told_leaves_the_keys_as_they_are(make_seat, shell):
    seat = make_seat()
    seat.background = shell
    shell.known = Names(builtins=frozenset({"cd"}), vi=True)
    seat.sit().type("ls").see("as typed").press("enter")
    assert seat.result() is not None
    shell.known = Names()
    seat.read()
    seat.type("pwd").line_is("pwd")
    assert seat.editor.app.editing_mode is EditingMode.VI


def test_an_enter_that_waits_for_its_proposal_is_taken_back(make_seat, shell):
    seat = make_seat()
    seat.background = shell
    seat.sit().see("F1 keys")
    seat.pipeline.gate.clear()
    seat.type(DICTATION).press("enter").see("working it out")
    shell.kill()
    seat.see("zsh was killed")
    seat.pipeline.gate.set()
    seat.see("→ find . -name *.txt").line_is(DICTATION)
    assert not seat.ended
    seat.press("enter").line_is("find . -name *.txt")


def test_one_killed_as_the_line_is_left_is_not_replaced_unseen(make_seat, shell):
    seat = make_seat()
    seat.background = shell
    seat.sit().type("ls -la").see("as typed")

    async def at_the_end() -> None:
        try:
            await asyncio.sleep(SECONDS)
        except asyncio.CancelledError:
            shell.kill()
            await asyncio.sleep(0.05)
            raise

    loop, tasks = seat.editor.app.loop, []
    loop.call_soon_threadsafe(lambda: tasks.append(loop.create_task(at_the_end())))
    seat.press("enter")
    assert seat.result().command == "ls -la"
    assert shell.replacements == 0
