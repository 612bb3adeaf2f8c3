"""What each key does to the line: thin handlers over the editor.

A second paragraph of a docstring is shown by F1, beside the settings' one line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition, emacs_insert_mode, emacs_mode, vi_insert_mode
from prompt_toolkit.key_binding.bindings.named_commands import get_by_name
from prompt_toolkit.keys import Keys

from talkie_shell.repl import state as line_state
from talkie_shell.repl.casing import Case, change_case
from talkie_shell.repl.key_releases import released
from talkie_shell.repl.panels import SettingsPanel
from talkie_shell.repl.pasted import clean, with_newlines
from talkie_shell.repl.transposing import transpose_words

if TYPE_CHECKING:
    from prompt_toolkit.filters import Filter
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

    from talkie_shell.repl.editor import LineEditor

_NEXT_WORD = re.compile(r"\s*[^\s/]+(?:\s+|/)?|\s+|/")


def enter(editor: LineEditor) -> None:
    """Take the next step: show the command in the line, then run it."""
    if not editor.recalling.expand():
        editor.enter()


def run_anyway(editor: LineEditor) -> None:
    """Run the command that stands there, though the guard stopped it."""
    editor.run_anyway()


def alternatives_next(editor: LineEditor) -> None:
    """Show the next other reading.

    any other key keeps the one that stands there
    """
    _walk(editor, 1)


def alternatives_previous(editor: LineEditor) -> None:
    """Show the reading before."""
    _walk(editor, -1)


def capitalize(editor: LineEditor) -> None:
    """Capitalise at the cursor.

    in a bundle of flags: the one letter at the cursor
    """
    _case(editor, "capital")


def upper(editor: LineEditor) -> None:
    """Capitals at the cursor.

    in a bundle of flags: the one letter at the cursor
    """
    _case(editor, "upper")


def lower(editor: LineEditor) -> None:
    """Small letters at the cursor.

    in a bundle of flags: the one letter at the cursor
    """
    _case(editor, "lower")


def dictate(editor: LineEditor, chord: str = "") -> None:
    """Dictate.

    again, Enter or silence ends it, Esc forgets it; a function key may be held instead, where
    the terminal tells when it is let go
    """
    editor.voice.press(held=editor.releases.tells(chord))


def back(editor: LineEditor) -> None:
    """Step back to the words."""
    if editor.voice.cancel():
        editor.proposing.want()
        return
    editor.apply(line_state.press_escape(editor.state, editor.line))


def accept(editor: LineEditor) -> None:
    """Take the suggestion."""
    editor.buffer.insert_text(editor.suggestion)


def accept_word(editor: LineEditor) -> None:
    """Take one word of the suggestion."""
    word = _NEXT_WORD.match(editor.suggestion)
    editor.buffer.insert_text(word[0] if word else editor.suggestion)


def complete(editor: LineEditor) -> None:
    """Complete what stands before the cursor.

    again: the next candidate
    """
    editor.tab.press(1)


def complete_back(editor: LineEditor) -> None:
    """Show the candidate before."""
    editor.tab.press(-1)


def last_argument(editor: LineEditor) -> None:
    """Insert the last argument of the command before.

    again: of the one before that
    """
    editor.recalling.last_argument()


def search(editor: LineEditor) -> None:
    """Search the history.

    both the words and the commands
    """
    editor.open_search()


def open_editor(editor: LineEditor) -> None:
    """Open the line in the editor that VISUAL or EDITOR names."""
    editor.releases.left_until(editor.buffer.open_in_editor(validate_and_handle=False))


def newline(editor: LineEditor) -> None:
    """Insert a new line.

    Enter does it too where the command is not complete
    """
    editor.buffer.insert_text("\n")


def clear(editor: LineEditor) -> None:
    """Clear the line."""
    editor.clear()


def leave(editor: LineEditor) -> None:
    """Leave, where the line is empty."""
    editor.leave()


def show_help(editor: LineEditor) -> None:
    """Explain the command's flags, or show the keys.

    the keys on an empty line, or pressed twice
    """
    editor.explaining.press()


def show_settings(editor: LineEditor) -> None:
    """Show the settings."""
    editor.open_panel(SettingsPanel())


def bind_special(bindings: KeyBindings, editor: LineEditor, when: Filter) -> None:
    """Bind what is no key of the table: pastes and signals, and typing on while an Enter waits."""
    inserting = emacs_insert_mode | vi_insert_mode

    @bindings.add(Keys.BracketedPaste, filter=when)
    def _(event: KeyPressEvent) -> None:
        text = clean(event.data)
        editor.paste(text.rstrip("\n"), left_out=text != with_newlines(event.data))

    @bindings.add(Keys.Any, filter=when & inserting & Condition(editor.is_waiting))
    def _(event: KeyPressEvent) -> None:
        editor.type_on(event.data)

    @bindings.add("escape", Keys.Any, filter=when & emacs_mode)
    def _(event: KeyPressEvent) -> None:
        """An Alt key that means nothing: without this it would count as Esc and a letter."""

    @bindings.add("escape", "<", filter=when & emacs_mode)
    def _(event: KeyPressEvent) -> None:
        """The oldest line."""
        editor.recalling.step(len(editor.shelf.entries))

    @bindings.add("escape", ">", filter=when & emacs_mode)
    def _(event: KeyPressEvent) -> None:
        """The line that the walk began on."""
        editor.recalling.step(-len(editor.shelf.entries))

    @bindings.add("escape", "t", filter=when & emacs_mode)
    def _(event: KeyPressEvent) -> None:
        """The word at the cursor and the one before it change places."""
        text, cursor = transpose_words(editor.buffer.text, editor.buffer.cursor_position)
        editor.buffer.document = Document(text, cursor)

    bindings.add("c-v", filter=when & inserting)(get_by_name("quoted-insert"))
    bindings.add("escape", "left", filter=when)(get_by_name("backward-word"))
    bindings.add("escape", "right", filter=when)(get_by_name("forward-word"))

    @bindings.add("<ignore>", filter=when)
    def _(event: KeyPressEvent) -> None:
        """A key that was let go."""
        if released(event.data) in editor.settings.keys["dictate"]:
            editor.voice.release()

    @bindings.add(Keys.Vt100MouseEvent, eager=True)
    def _(event: KeyPressEvent) -> None:
        """No use is made of the mouse; of a report that is cut short, prompt_toolkit's own
        handler would raise."""

    @bindings.add("<sigint>", filter=when)
    def _(event: KeyPressEvent) -> None:
        editor.clear()


def _walk(editor: LineEditor, step: int) -> None:
    editor.apply(
        line_state.press_walk(
            editor.state, editor.line, editor.proposing.answer(), editor.rules, step
        )
    )


def _case(editor: LineEditor, case: Case) -> None:
    text, cursor = change_case(editor.buffer.text, editor.buffer.cursor_position, case)
    editor.buffer.document = Document(text, cursor)
