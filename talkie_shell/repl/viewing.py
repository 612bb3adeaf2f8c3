"""What an editor shows now, as the plain values that the rows are made from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from talkie_shell.repl.keys import key_text
from talkie_shell.repl.preview import LONGEST_LIVE
from talkie_shell.repl.state import Confirming, Words
from talkie_shell.repl.view import View

if TYPE_CHECKING:
    from talkie_shell.repl.editor import LineEditor


def view_of(editor: LineEditor, *, noticed: bool) -> View:
    """The view of the editor; ``noticed``: a word about how the model loaded was seen."""
    words = not isinstance(editor.state, Confirming)
    settings, previewer = editor.settings, editor.previewer

    def key(action: str) -> str:
        chords = settings.keys[action]
        return key_text(chords[0]) if chords else ""

    return View(
        state=editor.state,
        text=editor.buffer.text,
        answer=editor.current_answer() if words else None,
        latest=previewer.latest if words else None,
        columns=editor.columns,
        below=settings.uncertain_below,
        confirm_always=settings.confirm == "always",
        preview=settings.preview,
        marks=editor.marking.marks(editor.command),
        loading=previewer.loading,
        note=editor.note or editor.voice.note,
        notice="" if noticed else previewer.notice,
        too_long=len(editor.buffer.text) > LONGEST_LIVE,
        help_key=key("help"),
        dictate_key=key("dictate") if editor.voice.is_ready else "",
        walk_key=key("alternatives_next"),
        anyway_key=key("run_anyway"),
        glyphs=editor.glyphs,
    )


def rows_view_of(editor: LineEditor, view: View) -> View:
    """The view while words are dictated, of what they make; the same view otherwise."""
    asking = editor.voice.asking()
    if asking is None:
        return view
    answer, latest = editor.previewer.answer(asking), editor.previewer.latest
    return replace(view, state=Words(), text=asking.text, answer=answer, latest=latest)
