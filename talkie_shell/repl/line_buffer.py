"""The buffer of the line: prompt_toolkit's, with our history and only text that can be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prompt_toolkit.auto_suggest import AutoSuggest, Suggestion
from prompt_toolkit.buffer import Buffer

from talkie_shell.repl.history import suggest
from talkie_shell.repl.pasted import clean

if TYPE_CHECKING:
    from prompt_toolkit.document import Document

    from talkie_shell.repl.editor import LineEditor


class LineBuffer(Buffer):
    """A buffer whose history goes through commands and keeps the line's state."""

    def __init__(self, editor: LineEditor) -> None:
        super().__init__(
            multiline=True,
            auto_suggest=_FromHistory(editor),
            tempfile_suffix=".sh",
            name="line",
            on_text_changed=lambda _: editor.text_changed(),
        )
        self._editor = editor

    def insert_text(
        self,
        data: str,
        overwrite: bool = False,  # noqa: FBT001, FBT002 - prompt_toolkit's signature
        move_cursor: bool = True,  # noqa: FBT001, FBT002
        fire_event: bool = True,  # noqa: FBT001, FBT002
    ) -> None:
        super().insert_text(clean(data), overwrite, move_cursor, fire_event)

    def suggest_again(self) -> None:
        """Suggest from a history that has changed since the last key."""
        if self.auto_suggest is not None:
            self.suggestion = self.auto_suggest.get_suggestion(self, self.document)

    def history_backward(self, count: int = 1) -> None:
        self._editor.recalling.step(count)

    def history_forward(self, count: int = 1) -> None:
        self._editor.recalling.step(-count)


class _FromHistory(AutoSuggest):
    """The rest of a line from history; for an empty one, the line that was left behind."""

    def __init__(self, editor: LineEditor) -> None:
        self._editor = editor

    def get_suggestion(self, buffer: Buffer, document: Document) -> Suggestion | None:
        offered = self._editor.drafting.offered
        rest = suggest(self._editor.shelf.lines, document.text) if document.text else offered
        return Suggestion(rest) if rest else None
