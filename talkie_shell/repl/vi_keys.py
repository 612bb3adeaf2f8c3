"""vi's keys where vi means something else by them than prompt_toolkit, or something more."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from prompt_toolkit.filters import vi_navigation_mode
from prompt_toolkit.key_binding.vi_state import InputMode

if TYPE_CHECKING:
    from prompt_toolkit.filters import Filter
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

    from talkie_shell.repl.editor import LineEditor

_WORDS = {"w": r"(?:\w+|[^\w\s]+)", "W": r"\S+"}


def changed_by(key: str, text: str, count: int) -> str:
    """What of the text after the cursor a change of that many words takes: not the blanks behind
    the last one, as a deletion does. On blanks it takes them alone.

    Example: "w", "two three", 1 -> "two"
    """
    word = _WORDS[key]
    taken = re.match(rf"\s+|{word}(?:\s*{word}){{0,{max(1, count) - 1}}}", text)
    return taken[0] if taken else ""


def bind_vi(bindings: KeyBindings, editor: LineEditor, when: Filter) -> None:
    """Bind them for the line."""
    here = when & vi_navigation_mode
    for key in _WORDS:
        bindings.add("c", key, filter=here)(partial(_change, key))

    @bindings.add("/", filter=here)
    def _(event: KeyPressEvent) -> None:
        """The history is searched, as in the shells."""
        editor.open_search()


def _change(key: str, event: KeyPressEvent) -> None:
    buffer = event.current_buffer
    taken = changed_by(key, buffer.document.text_after_cursor, event.arg)
    if taken:
        event.app.clipboard.set_text(buffer.delete(len(taken)))
    event.app.vi_state.input_mode = InputMode.INSERT
