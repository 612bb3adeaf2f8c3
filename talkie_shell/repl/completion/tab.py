"""Tab: asks for candidates aside, puts what they share into the line, opens the menu."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from prompt_toolkit.filters import Condition, is_done
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import (
    ConditionalContainer,
    Dimension,
    HSplit,
    Window,
)

from talkie_shell.repl.aside import Aside
from talkie_shell.repl.completion.candidates import MOST, Candidate, candidates, escaped, shared
from talkie_shell.repl.completion.menu import Menu, columns_of, inserted, menu_rows
from talkie_shell.repl.completion.place import Place, place_of
from talkie_shell.repl.completion.spelling import spoken_place
from talkie_shell.repl.panels import joined
from talkie_shell.repl.rows import Rows
from talkie_shell.repl.state import Confirming, Line

if TYPE_CHECKING:
    from prompt_toolkit.formatted_text import StyleAndTextTuples

    from talkie_shell.repl.completion.gathering import Source
    from talkie_shell.repl.editor import LineEditor

TALLEST = 12
"""Rows of candidates at once."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A line to complete, and whether Tab was pressed or the menu's line was typed on.
    ``last``: where the line was dictated, the last word of the command that it means."""

    line: Line
    last: str
    directory: str
    why: Literal["tab", "narrow"]


_Found = tuple[Place, tuple[Candidate, ...]]


class Tab:
    """What Tab does to the editor's line. Candidates come from ``source``, on a thread."""

    def __init__(self, editor: LineEditor, source: Source) -> None:
        self._editor = editor
        self._source = source
        self._aside: Aside[_Asked, _Found | None] = Aside("completion", self._find, self._found)
        self._putting = False
        self.menu: Menu | None = None
        self.is_open = Condition(lambda: self.menu is not None)
        self._has_choice = Condition(lambda: self.menu is not None and self.menu.row >= 0)

    def press(self, by: int = 1) -> None:
        """On to the next candidate; the first time, look for them."""
        if self.menu is not None:
            self._move(by)
        elif self._editor.line.text[: self._editor.line.cursor].strip():
            self._ask("tab")

    def close(self) -> None:
        """Keep the line as it stands, without the menu."""
        self.menu = None

    def text_changed(self) -> None:
        """Follow the user's typing: the menu shows what still fits."""
        if self._putting or self.menu is None:
            return
        if self.menu.row >= 0:
            self.close()
        else:
            self._ask("narrow")

    def cursor_checked(self) -> None:
        """Close the menu where the cursor has left the word it is for."""
        if self.menu is None:
            return
        here, there = self._editor.line, self.menu.line
        if here.text == there.text and here.cursor != there.cursor:
            self.close()

    # Aside.

    def _ask(self, why: Literal["tab", "narrow"]) -> None:
        editor = self._editor
        self._aside.ask(_Asked(editor.line, self._last(), editor.standing.directory, why))

    def _last(self) -> str:
        """See `_Asked`; "" where nothing was dictated up to the cursor."""
        line, answer = self._editor.line, self._editor.proposing.answer()
        proposal = answer.proposal if answer is not None else None
        confirming = isinstance(self._editor.state, Confirming)
        if confirming or proposal is None or proposal.literal or line.cursor != len(line.text):
            return ""
        return proposal.command.rpartition(" ")[2]

    def _find(self, asked: _Asked) -> _Found | None:
        text = asked.line.text[: asked.line.cursor]
        place = spoken_place(text, asked.last) or place_of(text)
        if place is None:
            return None
        found = candidates(place, self._source.known(place, asked.directory))
        other = self._source.in_other_case(place, asked.directory) if not found else None
        if other is None:
            return place, found
        return other, candidates(other, self._source.known(other, asked.directory))

    def _found(self, asked: _Asked, found: _Found | None) -> None:
        self._editor.call_soon(lambda: self._show(asked, found))

    # In the line.

    def _show(self, asked: _Asked, found: _Found | None) -> None:
        editor = self._editor
        if editor.line != asked.line or editor.app.is_done or not editor.in_line():
            return
        place, fitting = found if found is not None else (None, ())
        if place is None or not fitting:
            self.close()
            if asked.why == "tab":
                editor.note = "nothing fits here"
        elif asked.why == "tab" and len(fitting) == 1:
            self._settle(asked.line, place.start, fitting[0])
        else:
            line = asked.line
            longer = (
                shared(fitting, escaped(place.typed, place.quote)) if asked.why == "tab" else ""
            )
            if longer:
                line = inserted(line, place.start, longer)
                self._put(line)
            if self.menu is None or asked.why == "tab" or self.menu.start == place.start:
                self.menu = Menu(fitting, line, place.start)
            else:
                self.close()
        editor.app.invalidate()

    def _move(self, by: int) -> None:
        if self.menu is not None:
            self.menu = self.menu.moved(by)
            self._put(self.menu.line)

    def _take(self) -> None:
        """The chosen candidate, for good."""
        menu = self.menu
        if menu is not None:
            self._settle(menu.base, menu.start, menu.candidates[menu.row])

    def _settle(self, base: Line, start: int, chosen: Candidate) -> None:
        after = chosen.after
        if after.endswith(" ") and base.text[base.cursor :][:1] == " ":
            after = after[:-1]
        self.close()
        self._put(inserted(base, start, chosen.text + after))

    def _leave(self) -> None:
        if self.menu is not None:
            base = self.menu.base
            self.close()
            self._put(base)

    def _put(self, line: Line) -> None:
        self._putting = True
        try:
            self._editor.put(line)
        finally:
            self._putting = False

    # On the screen.

    def container(self) -> ConditionalContainer:
        """The menu and, under it, what its keys do."""
        rows = HSplit(
            [
                Window(
                    Rows(self._rows),
                    height=lambda: Dimension(min=0, max=self._height()),
                    dont_extend_height=True,
                ),
                ConditionalContainer(
                    Window(Rows(self._hint), height=1),
                    filter=Condition(lambda: self._editor.rows > 4),
                ),
            ]
        )
        return ConditionalContainer(rows, filter=self.is_open & ~is_done)

    def _height(self) -> int:
        return max(1, min(TALLEST, self._editor.rows - 3))

    def _rows(self) -> StyleAndTextTuples:
        if self.menu is None:
            return []
        return list(joined(menu_rows(self.menu, self._editor.columns, self._height())))

    def _hint(self) -> StyleAndTextTuples:
        if self.menu is None:
            return []
        dot = f" {self._editor.glyphs.dot} "
        chosen = f"{self.menu.row + 1} of " if self.menu.row >= 0 else ""
        keys = ["Tab next", "Enter takes it", "Esc back"] if chosen else ["Tab chooses", "Esc back"]
        count = len(self.menu.candidates)
        more = "+" if count == MOST else ""
        return [("class:toolbar", "  " + dot.join([f"{chosen}{count}{more}", *keys]))]

    def bindings(self) -> KeyBindings:
        """The menu's keys; they mean something else where it is closed."""
        bindings = KeyBindings()
        here = self.is_open & self._editor.in_line

        @bindings.add("down", filter=here)
        def _(event: KeyPressEvent) -> None:
            self._move(1)

        @bindings.add("up", filter=here)
        def _(event: KeyPressEvent) -> None:
            self._move(-1)

        for key, by in (("left", -1), ("right", 1)):
            bindings.add(key, filter=here & self._has_choice)(lambda _, by=by: self._sideways(by))

        @bindings.add("enter", filter=here & self._has_choice)
        def _(event: KeyPressEvent) -> None:
            self._take()

        @bindings.add("escape", filter=here)
        @bindings.add("c-g", filter=here)
        def _(event: KeyPressEvent) -> None:
            self._leave()

        return bindings

    def _sideways(self, by: int) -> None:
        """To the next column; in a single one, as up and down."""
        if self.menu is not None:
            beside = columns_of(self.menu, self._editor.columns)
            rows = -(-len(self.menu.candidates) // beside)
            there = self.menu.row + by * rows
            if beside == 1:
                self._move(by)
            elif 0 <= there < len(self.menu.candidates):
                self._move(by * rows)
