"""F1: the command's flags out of their manuals, read aside and shown in a panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from talkie_shell.repl.aside import Aside
from talkie_shell.repl.explanation import DescribedOf, Explained, explain
from talkie_shell.repl.panels import ExplanationPanel, HelpPanel

if TYPE_CHECKING:
    from talkie_shell.repl.editor import LineEditor


class Explaining:
    """Explains the editor's command; ``described`` may be slow."""

    def __init__(self, editor: LineEditor, described: DescribedOf) -> None:
        self._editor = editor
        self._aside: Aside[str, tuple[Explained, ...]] = Aside(
            "manuals", lambda command: explain(command, described), self._explained
        )

    def press(self) -> None:
        """Explain the command that is on the screen; the keys where none is, or once it is."""
        command = self._editor.command
        asked = command.strip() and not isinstance(self._editor.panel, ExplanationPanel)
        self._editor.open_panel(ExplanationPanel() if asked else HelpPanel())
        if asked:
            self._aside.ask(command)

    def _explained(self, command: str, pages: tuple[Explained, ...]) -> None:
        def show() -> None:
            editor = self._editor
            if editor.panel == ExplanationPanel() and command == editor.command:
                editor.panel = ExplanationPanel(pages)
                editor.app.invalidate()

        self._editor.call_soon(show)
