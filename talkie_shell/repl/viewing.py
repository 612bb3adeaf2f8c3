"""What an editor shows now, as the plain values that the rows are made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talkie_shell.repl.keys import key_text
from talkie_shell.repl.preview import too_long
from talkie_shell.repl.state import Confirming
from talkie_shell.repl.view import View

if TYPE_CHECKING:
    from talkie_shell.repl.editor import LineEditor


def command_of(editor: LineEditor) -> str:
    """The command on the screen: the line where that is one, else the preview's; "" for none."""
    if isinstance(editor.state, Confirming):
        return editor.buffer.text
    answer = editor.proposing.answer()
    if answer is None or answer.proposal is None:
        return ""
    return editor.buffer.text if answer.proposal.literal else answer.proposal.command


def view_of(editor: LineEditor) -> View:
    """What the rows under the editor's line are made from."""
    words = not isinstance(editor.state, Confirming)
    settings, proposing = editor.settings, editor.proposing

    def key(action: str) -> str:
        chords = settings.keys[action]
        return key_text(chords[0]) if chords else ""

    return View(
        state=editor.state,
        text=editor.buffer.text,
        answer=proposing.answer() if words else None,
        latest=proposing.latest if words else None,
        columns=editor.columns,
        below=settings.uncertain_below,
        confirm_always=settings.confirm == "always",
        preview=settings.preview,
        marks=editor.marking.marks(editor.command),
        loading=proposing.loading,
        note=editor.note or editor.voice.note,
        notice=proposing.notice,
        too_long=too_long(editor.buffer.text),
        help_key=key("help"),
        dictate_key=key("dictate") if editor.voice.is_ready else "",
        walk_key=key("alternatives_next"),
        anyway_key=key("run_anyway"),
        glyphs=editor.glyphs,
    )
