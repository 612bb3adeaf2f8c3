"""A terminal's input that recognises pasted text where the terminal does not mark it."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager

from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyPress
from prompt_toolkit.keys import Keys

from talkie_shell.repl.pasted import Burst, Chunk

_CHARACTERS = {Keys.ControlM: "\r", Keys.ControlJ: "\n", Keys.ControlI: "\t"}


class BurstInput(Input):
    """Wraps an input; a read that holds several lines arrives as one bracketed paste."""

    def __init__(self, inner: Input, clock: Callable[[], float] = time.monotonic) -> None:
        self._inner = inner
        self._clock = clock
        self._burst = Burst()

    def read_keys(self) -> list[KeyPress]:
        keys = self._inner.read_keys()
        if not keys:
            return keys
        characters = _characters(keys)
        marked = any(key.key == Keys.BracketedPaste for key in keys)
        self._burst, pasted = self._burst.judge(Chunk(characters, self._clock(), marked))
        if not pasted:
            return keys
        # What the terminal itself says is no part of the paste. Nor is Ctrl-C, which may have
        # been pressed since: it clears what came before it.
        told = [key for key in keys if key.key == Keys.CPRResponse]
        cleared = [at for at, key in enumerate(keys) if key.key == Keys.ControlC]
        if cleared:
            told.append(keys[cleared[-1]])
            characters = characters[cleared[-1] + 1 :]
        return [*told, KeyPress(Keys.BracketedPaste, "".join(characters))]

    def flush_keys(self) -> list[KeyPress]:
        return self._inner.flush_keys()

    def flush(self) -> None:
        self._inner.flush()

    def fileno(self) -> int:
        return self._inner.fileno()

    def typeahead_hash(self) -> str:
        return self._inner.typeahead_hash()

    @property
    def closed(self) -> bool:
        return self._inner.closed

    def raw_mode(self) -> AbstractContextManager[None]:
        return self._inner.raw_mode()

    def cooked_mode(self) -> AbstractContextManager[None]:
        return self._inner.cooked_mode()

    def attach(self, input_ready_callback: Callable[[], None]) -> AbstractContextManager[None]:
        return self._inner.attach(input_ready_callback)

    def detach(self) -> AbstractContextManager[None]:
        return self._inner.detach()

    def close(self) -> None:
        self._inner.close()


def _characters(keys: list[KeyPress]) -> tuple[str, ...]:
    """The character that each key stands for, "" for a special key or one held with Alt; the text
    of a paste that the terminal marks."""
    characters = []
    alt = False
    for press in keys:
        key = press.key
        if key == Keys.BracketedPaste:
            characters.append(press.data)
            alt = False
            continue
        character = _CHARACTERS.get(key, "") if isinstance(key, Keys) else key
        characters.append("" if alt else character)
        alt = key == Keys.Escape
    return tuple(characters)
