"""Ctrl-R: searching the history under the line, over what was said and what was run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import BufferControl, Dimension, HSplit, Window
from prompt_toolkit.utils import get_cwidth

from talkie_shell.repl.highlighting import Fragment, highlight
from talkie_shell.repl.history import Entry, Past, found
from talkie_shell.repl.rows import Rows
from talkie_shell.repl.widths import head

if TYPE_CHECKING:
    from prompt_toolkit.formatted_text import StyleAndTextTuples

    from talkie_shell.repl.editor import LineEditor

MOST = 8
"""Hits shown at once."""


class SearchPanel:
    """The query with the newest hits under it; Enter puts a hit into the line, to be run from
    there."""

    def __init__(self, editor: LineEditor) -> None:
        self._editor = editor
        self._row = 0
        self._asked: tuple[Sequence[Entry], str, int] | None = None
        self._hits: tuple[Past, ...] = ()
        self.is_open = False
        self.query = Buffer(
            multiline=False, name="search", on_text_changed=lambda _: self._restart()
        )

    def open(self, text: str) -> None:
        self.is_open = True
        self.query.reset(Document(text))
        self._restart()
        self._editor.app.vi_state.reset()  # the query is typed
        self._editor.app.layout.focus(self.query)

    def close(self) -> None:
        self.is_open = False
        self._editor.app.layout.focus(self._editor.buffer)

    @property
    def hits(self) -> tuple[Past, ...]:
        """What is found, as far as the cursor needs it."""
        asked = (self._editor.shelf.entries, self.query.text, self._row + MOST)
        if asked != self._asked:
            self._asked, self._hits = asked, found(*asked)
        return self._hits

    def container(self) -> HSplit:
        """The window with the query and, under it, the hits."""
        return HSplit(
            [
                Window(
                    BufferControl(self.query, key_bindings=self._keys()),
                    get_line_prefix=lambda *_: [("class:confirm", "  search: ")],
                    height=1,
                ),
                Window(
                    Rows(self._shown),
                    height=lambda: Dimension(min=0, max=max(1, min(MOST, self._editor.rows - 3))),
                    dont_extend_height=True,
                ),
            ]
        )

    def _shown(self) -> StyleAndTextTuples:
        room = max(1, min(MOST, self._editor.rows - 3))
        first = max(0, self._row - room + 1)
        pieces: StyleAndTextTuples = []
        hits = self.hits
        for index, hit in enumerate(hits[first : first + room], start=first):
            if pieces:
                pieces.append(("", "\n"))
            pieces += hit_row(hit, self._editor.columns, chosen=index == self._row)
        return pieces or [("class:toolbar", "  nothing found")]

    def _restart(self) -> None:
        self._row = 0

    def _move(self, by: int) -> None:
        self._row = max(0, min(self._row + by, len(self.hits) - 1))

    def _take(self) -> None:
        hits = self.hits
        self.close()
        if hits:
            self._editor.take(hits[self._row].command)

    def _keys(self) -> KeyBindings:
        bindings = KeyBindings()
        for key, by in (("up", -1), ("c-s", -1), ("c-p", -1), ("down", 1), ("c-r", 1), ("c-n", 1)):
            bindings.add(key)(lambda _, by=by: self._move(by))

        @bindings.add("enter")
        @bindings.add("tab")
        def _(event: KeyPressEvent) -> None:
            self._take()

        for key in ("escape", "c-g", "c-c", "c-d", "<sigint>"):
            bindings.add(key)(lambda _: self.close())
        return bindings


def hit_row(hit: Past, columns: int, *, chosen: bool) -> list[Fragment]:
    """One hit on one row: the command, and dimmed what was said for it where that differs."""
    command = " ".join(hit.command.split("\n"))
    room = max(columns - 4, 4)
    command = head(command, room)
    mark = "class:confirm" if chosen else ""
    pieces: list[Fragment] = [(mark, "  > " if chosen else "    ")]
    more = " reverse" if chosen else ""
    pieces += [(style + more, text) for style, text in highlight(command)]
    left = room - get_cwidth(command) - 3
    words = " ".join(hit.words.split())
    if words != " ".join(command.split()) and left > 8:
        pieces.append(("class:preview-words", f"   {head(words, left)}"))
    return pieces
