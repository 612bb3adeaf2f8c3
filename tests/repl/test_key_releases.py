from __future__ import annotations

import asyncio

import pytest
from prompt_toolkit.input.ansi_escape_sequences import ANSI_SEQUENCES
from prompt_toolkit.keys import Keys
from prompt_toolkit.output import DummyOutput

from talkie_shell.repl.key_releases import Releases, know_releases, released, reports_releases

TERMINALS = [
    ({"TERM": "xterm-kitty"}, True),
    ({"TERM": "foot"}, True),
    ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, True),
    ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, False),
    ({"TERM": "xterm-256color"}, False),
    ({"TERM": "tmux-256color", "TERM_PROGRAM": "ghostty"}, False),
    ({"TERM": "screen"}, False),
    ({}, False),
]

SENT = [
    # what a terminal sends, the key it is, the key it says was let go
    ("\x1b[20~", Keys.F9, ""),
    ("\x1b[20;1:1~", Keys.F9, ""),
    ("\x1b[20;1:2~", Keys.Ignore, ""),
    ("\x1b[20;1:3~", Keys.Ignore, "f9"),
    ("\x1b[20;5:3~", Keys.Ignore, "c-f9"),
    ("\x1b[1;1:3P", Keys.Ignore, "f1"),
    ("\x1b[1;1:2D", Keys.Left, ""),
    ("\x1b[1;1:3D", Keys.Ignore, "left"),
    ("\x1b[1;5:2D", Keys.ControlLeft, ""),
    ("\x1b[3;1:2~", Keys.Delete, ""),
]


@pytest.mark.parametrize(("environment", "expected"), TERMINALS)
def test_which_terminals_report_them(environment, expected):
    assert reports_releases(environment) is expected


class Terminal(DummyOutput):
    def __init__(self) -> None:
        self.sent: list[str] = []

    def write_raw(self, data: str) -> None:
        self.sent.append(data)


def test_they_are_asked_for_only_while_a_line_is_edited():
    terminal, loop = Terminal(), asyncio.new_event_loop()
    releases = Releases(terminal, {"TERM": "foot"})
    with releases.reported():
        assert terminal.sent == ["\x1b[>2u"]
        program = loop.create_future()
        releases.left_until(program)
        assert terminal.sent[1:] == ["\x1b[<u"]
        program.set_result(None)
        loop.run_until_complete(asyncio.sleep(0))
        assert terminal.sent[2:] == ["\x1b[>2u"]
    assert terminal.sent[3:] == ["\x1b[<u"]
    loop.close()


def test_nothing_is_sent_to_a_terminal_that_may_not_know_it():
    terminal = Terminal()
    with Releases(terminal, {"TERM": "xterm"}).reported():
        pass
    assert terminal.sent == []


@pytest.mark.parametrize(("sent", "key", "let_go"), SENT)
def test_what_they_send(sent, key, let_go):
    know_releases()
    know_releases()
    assert ANSI_SEQUENCES[sent] == key
    assert released(sent) == let_go
