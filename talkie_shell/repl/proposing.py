"""Proposals for the editor's line: when they are wanted, and what becomes of those that come."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from talkie_shell.repl.history import confirmed_before
from talkie_shell.repl.preview import LONGEST_LIVE, Previewer, Proposer, Question
from talkie_shell.repl.state import Answer, Confirming, Waiting, utterance_text

if TYPE_CHECKING:
    from talkie_shell.repl.editor import LineEditor


class Proposing:
    """Asks for what stands in the line. ``load`` makes the pipeline, on a thread."""

    def __init__(self, editor: LineEditor, load: Callable[[], Proposer]) -> None:
        self._editor = editor
        self._previewer = Previewer(load, lambda: editor.call_soon(self.came))
        self._notice_read = False

    def start(self) -> None:
        """Begin to load, in the background. Starting again does nothing."""
        self._previewer.start()

    def close(self) -> None:
        self._previewer.close()

    # What is known.

    @property
    def loading(self) -> bool:
        return self._previewer.loading

    @property
    def notice(self) -> str:
        """A word about how the pipeline loaded, "" once the line was edited below it."""
        return "" if self._notice_read else self._previewer.notice

    @property
    def latest(self) -> Answer | None:
        """The newest answer, perhaps to an older text."""
        return self._previewer.latest

    def answer_to(self, question: Question) -> Answer | None:
        """The answer to exactly this question, None while there is none."""
        return self._previewer.answer(question)

    def answer(self) -> Answer | None:
        """The answer to exactly what stands in the line, None while there is none."""
        editor = self._editor
        text = utterance_text(editor.buffer.text)
        if text in editor.shelf.commands:
            return Answer(text, confirmed_before(text))
        return self.answer_to(editor.voice.question(text))

    # What is wanted.

    def ask(self, text: str) -> None:
        """Want a proposal for this text, however long it is."""
        self._previewer.ask(self._editor.voice.question(text))

    def want(self) -> None:
        """Want what the rows under the line show now."""
        editor = self._editor
        asking = editor.voice.asking()
        if asking is not None:
            self._previewer.ask(asking)
            return
        if isinstance(editor.state, Waiting):
            return
        text = utterance_text(editor.buffer.text)
        live = editor.settings.preview and len(text) <= LONGEST_LIVE
        if not live or not text or isinstance(editor.state, Confirming):
            self._previewer.drop()
        elif text not in editor.shelf.commands:
            self.ask(text)

    def line_edited(self) -> None:
        """The user edited the line: a notice that stood under it was read."""
        self._notice_read = self._notice_read or bool(self._previewer.notice)

    # What comes.

    def came(self) -> None:
        """There is an answer, or all that there will be: who waits for it goes on."""
        editor = self._editor
        if not self.loading:
            editor.voice.load()
        editor.voice.answered()
        if isinstance(editor.state, Waiting) and not editor.app.is_done:
            answer = self.answer()
            if answer is not None:
                editor.answer_came(answer)
        editor.app.invalidate()
