"""One line being edited: the buffer, its state, the preview, and how they move together.

The decisions are `state`'s; here they meet prompt_toolkit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition

from talkie_shell.repl.background import Background, look_after, tell_above
from talkie_shell.repl.completion.gathering import NothingKnown, Source
from talkie_shell.repl.drafting import Drafting, Keeper
from talkie_shell.repl.explaining import Explaining
from talkie_shell.repl.glyphs import ASCII, UNICODE, Glyphs
from talkie_shell.repl.highlighting import Fragment
from talkie_shell.repl.history import Shelf
from talkie_shell.repl.key_releases import Releases
from talkie_shell.repl.keys import action_table
from talkie_shell.repl.line_buffer import LineBuffer
from talkie_shell.repl.marking import FactsAt, Marking
from talkie_shell.repl.panels import ExplanationPanel, HelpPanel, SettingsPanel
from talkie_shell.repl.preview import Proposer
from talkie_shell.repl.prompt import Standing, prompt_rows
from talkie_shell.repl.proposing import Proposing
from talkie_shell.repl.recalling import Recalling
from talkie_shell.repl.rows import forget_widths
from talkie_shell.repl.state import (
    Answer,
    Confirmed,
    Confirming,
    Guard,
    Line,
    Rules,
    State,
    Step,
    Waiting,
    Words,
    answer_came,
    edited,
    no_guard,
    offers_came,
    press_anyway,
    press_enter,
    press_escape,
)
from talkie_shell.repl.view import View
from talkie_shell.repl.viewing import command_of, view_of
from talkie_shell.repl.voice import Voice
from talkie_shell.settings import Settings

if TYPE_CHECKING:
    from prompt_toolkit.input import Input
    from prompt_toolkit.output import Output

    from talkie_shell.speech.dictation import Dictation

Panel = HelpPanel | ExplanationPanel | SettingsPanel


class LineEditor:
    """Reads one confirmed command after the other.

    ``load`` makes the pipeline; it is called on a thread, after the first prompt shows.
    ``guard`` may stop an Enter, see `Rules`; ``source`` knows what Tab offers, ``facts`` what
    is there; ``dictation`` makes what listens, see `Voice`; ``draft`` keeps the line; ``events``
    are the commands that the shell remembers, with their numbers, newest first. Raises
    `SettingsError` for colours or keys that are none.
    """

    def __init__(
        self,
        settings: Settings,
        load: Callable[[], Proposer],
        shelf: Shelf,
        *,
        environment: Mapping[str, str],
        guard: Guard = no_guard,
        background: Background | None = None,
        source: Source | None = None,
        facts: FactsAt | None = None,
        dictation: Callable[[Callable[[], None]], Dictation] | None = None,
        draft: Keeper | None = None,
        events: Callable[[], Sequence[tuple[int, str]]] = tuple,
        terminal: tuple[Input, Output],
        unicode: bool = True,
    ) -> None:
        from talkie_shell.repl.application import build_application
        from talkie_shell.repl.completion.tab import Tab
        from talkie_shell.repl.layout import panel_control
        from talkie_shell.repl.search import SearchPanel

        self.settings = settings
        self.shelf = shelf
        self.state: State = Words()
        self.note = ""
        self.panel: Panel | None = None
        self.standing = Standing("", "")
        self._unicode = unicode
        self.glyphs: Glyphs = UNICODE if unicode else ASCII
        self._guard = guard
        self._background = background
        self._applying = False
        self._begun = False
        self._unseen = False
        self._shell_vi = False
        self.proposing = Proposing(self, load)
        self.marking = Marking(facts, lambda: self.call_soon(self._marked), guard)
        self.buffer = LineBuffer(self)
        self.recalling = Recalling(self, events)
        self.drafting = Drafting(self, draft)
        self.voice = Voice(self, dictation)
        self.in_line = Condition(lambda: self.app.layout.has_focus(self.buffer))
        self.table = action_table(settings.keys)
        self.search = SearchPanel(self)
        known = source or NothingKnown()
        self.tab = Tab(self, known)
        self.explaining = Explaining(self, known.described)
        self.panel_control = panel_control(self)
        shelf.changed = lambda: self.call_soon(self._remembered)
        self.releases = Releases(terminal[1], environment)
        self.app = build_application(self, terminal, environment)

    def read(self, standing: Standing, typed: str = "") -> Confirmed | None:
        """Let the user edit a line until they run it (or leave, which is None). ``typed`` is
        what already stands in it."""
        self.standing = standing
        self.shelf.refresh()
        forget_widths()
        self._ask_shell()
        self._fresh()
        self._set_line(Line(typed, len(typed)), forget_undo=True)
        with self.releases.reported():
            try:
                confirmed = self.app.run(pre_run=self._listen)
            finally:
                sounds = self.voice.sounds
                self.voice.forget()
        self.drafting.done(confirmed.command if confirmed is not None else "")
        return replace(confirmed, sounds=sounds) if confirmed is not None else None

    def close(self) -> None:
        """Stop the preview and dictation."""
        self.voice.close()
        self.proposing.close()

    # What the line is now.

    @property
    def line(self) -> Line:
        return Line(self.buffer.text, self.buffer.cursor_position)

    @property
    def rules(self) -> Rules:
        return Rules(
            self.settings.confirm,
            self.settings.uncertain_below,
            guard=self._guard,
            offers=self.marking.offers,
        )

    @property
    def command(self) -> str:
        """The command on the screen, see `command_of`."""
        return command_of(self)

    @property
    def suggestion(self) -> str:
        shown = self.buffer.suggestion
        return shown.text if shown is not None else ""

    def has_suggestion(self) -> bool:
        return bool(self.suggestion) and self.buffer.document.is_cursor_at_the_end

    @property
    def objection(self) -> str:
        """Why the guard stops the line, "" where it does not."""
        return self.state.objection if isinstance(self.state, Confirming) else ""

    def is_blank(self) -> bool:
        return not self.buffer.text and not isinstance(self.state, Confirming)

    @property
    def columns(self) -> int:
        return self.app.output.get_size().columns

    @property
    def rows(self) -> int:
        return self.app.output.get_size().rows

    def prompt(self, style: str) -> list[list[Fragment]]:
        """The prompt's rows, the last one before the line, ``style`` being its colour now."""
        template = self.settings.prompt
        shown = template if self._unicode else template.replace("❯", ">")
        return prompt_rows(shown, self.standing, self.columns, style)

    def view(self) -> View:
        """What the rows under the line are made from."""
        return view_of(self)

    # What changes it.

    def apply(self, step: Step) -> None:
        """Take a step of the state machine."""
        before = type(self.state)
        self.state, self.note = step.state, step.note
        if step.run is not None:
            self.app.exit(result=step.run)
            return
        if step.line != self.line:
            self._set_line(step.line, forget_undo=type(self.state) is not before)
        if step.ask is not None:
            self.proposing.ask(step.ask)

    def enter(self) -> None:
        """Take the next step, unless the line is a command that came while Enter was already
        pressed again: what was never on the screen is not confirmed."""
        if not self._unseen and not self.voice.finish():
            before = self.objection
            self.apply(press_enter(self.state, self.line, self.proposing.answer(), self.rules))
            # An objection is no question before it is read.
            self._unseen = self.objection not in ("", before)

    def answer_came(self, answer: Answer) -> None:
        """The answer that an Enter waits for is there."""
        self.apply(answer_came(self.state, self.line, answer, self.rules))
        self._unseen = True

    def run_anyway(self) -> None:
        """Run what the guard stopped, where the reason was on the screen."""
        if not self._unseen:
            self.apply(press_anyway(self.state, self.line))

    def clear(self) -> None:
        """Drop the line and everything about it."""
        self.voice.forget()
        self.app.vi_state.reset()
        self.state, self.note = Words(), ""
        self._set_line(Line(), forget_undo=True)

    def leave(self) -> None:
        """End reading for good."""
        self.app.exit(result=None)

    def is_waiting(self) -> bool:
        """Whether an Enter waits for the command that it is to take."""
        return isinstance(self.state, Waiting) and not self.state.shows

    def type_on(self, text: str) -> None:
        """Insert what is typed though an Enter waits. Typed ahead it is another line, as it would
        be in one go; what goes on with this one begins with a blank."""
        ahead = self.buffer.document.is_cursor_at_the_end and not text[:1].isspace()
        self.buffer.insert_text(f"\n{text}" if self.is_waiting() and ahead else text)

    def paste(self, text: str, *, left_out: bool) -> None:
        """Insert text that came from elsewhere: it is only ever text."""
        self.type_on(text)
        if left_out:
            self.note = "control characters were left out"

    def recall(self, state: State, line: Line) -> None:
        """Show a line of the history with the state it had."""
        self.state, self.note = state, ""
        self.voice.line_replaced()
        self._set_line(line, forget_undo=True)

    def put(self, line: Line) -> None:
        """Change the line as the user's own edit."""
        self.buffer.save_to_undo_stack()
        self.buffer.document = Document(line.text, line.cursor)

    def take(self, text: str) -> None:
        """Put a line found in history in place of this one."""
        self.voice.line_replaced()
        self.recall(Words(), Line(text, len(text)))

    def open_panel(self, panel: Panel) -> None:
        """Show a panel under the line; it has the keys until it is closed."""
        self.panel = panel
        self.app.layout.focus(self.panel_control)

    def close_panel(self) -> None:
        self.panel = None
        self.app.layout.focus(self.buffer)

    def open_search(self) -> None:
        """Search the history; see `SearchPanel`."""
        self.shelf.refresh()
        typed = isinstance(self.state, Words) and not self.recalling.walks
        self.search.open(self.buffer.text if typed else "")

    def use(self, settings: Settings) -> None:
        """Let changed settings be in force from now on."""
        self.settings = settings
        self._follow_keys()
        self.proposing.want()

    def _follow_keys(self) -> None:
        from talkie_shell.repl.application import editing_mode

        self.app.editing_mode = editing_mode(self.settings.vi, shell=self._shell_vi)

    def text_changed(self) -> None:
        """Follow the user's edit."""
        self._follow_text()
        if self._applying:
            return
        self.note = ""
        self.recalling.forget()
        self.tab.text_changed()
        self.proposing.line_edited()
        self.state = edited(self.state, self.line)
        self.voice.line_changed()
        self.proposing.want()

    def _follow_text(self) -> None:
        """Whatever changed it."""
        self.drafting.changed()
        begun = bool(self.buffer.text)
        if begun and not self._begun:
            self.shelf.refresh()  # the empty prompt may have stood there for hours
        self._begun = begun

    def _fresh(self) -> None:
        self.state, self.note = Words(), ""
        self.panel = None
        self.tab.close()
        self.marking.forget()
        if not self.in_line():  # every call would be remembered
            self.app.layout.focus(self.buffer)

    def _listen(self) -> None:
        self.drafting.offer()
        if self._background is not None and self.app.loop is not None:
            look_after(
                self._background,
                self.app.loop,
                self.app.output,
                lambda: self.app.is_running and not self.app.is_done,
                self._shell_replaced,
                self._shell_told,
            )

    def _shell_replaced(self, notice: str) -> None:
        self.standing = replace(self.standing, jobs=0)
        if isinstance(self.state, Waiting):
            # Enter was pressed before: what it would run may mean what is gone.
            self.apply(press_escape(self.state, self.line))
        tell_above(self.app, notice)

    def _ask_shell(self) -> None:
        """Take over what the shell underneath tells, where it has."""
        if self._background is None or not (names := self._background.names()).told:
            return
        self.standing = replace(self.standing, venv=names.venv)
        self._shell_vi = names.vi
        self._follow_keys()

    def _shell_told(self) -> None:
        self._ask_shell()
        self.marking.forget()
        self.app.invalidate()

    def _set_line(self, line: Line, *, forget_undo: bool) -> None:
        self._applying = True
        self.tab.close()
        try:
            document = Document(line.text, line.cursor)
            if forget_undo:
                self.buffer.reset(document)
                self._follow_text()
            else:
                self.buffer.document = document
        finally:
            self._applying = False
        self.recalling.forget()
        self.proposing.want()

    def call_soon(self, work: Callable[[], None]) -> None:
        """Called on another thread: have the work done where the line lives."""
        loop = self.app.loop
        if loop is None:
            return
        try:
            loop.call_soon_threadsafe(work)
        except RuntimeError:
            return  # the prompt ended at this very moment; nobody is waiting

    def rendered(self) -> None:
        """What stands in the line is on the screen now."""
        self._unseen = False
        self.proposing.start()
        shown = isinstance(self.state, Confirming) and not self.state.edited
        line = Line() if shown else self.line  # nobody is typing what came by itself
        self.marking.ask(self.command, line, self.standing.directory)

    def key_handled(self) -> None:
        """A key did its work: what a dictation said was read."""
        self.tab.cursor_checked()
        self.voice.note = ""

    def _remembered(self) -> None:
        self.buffer.suggest_again()
        self.proposing.came()

    def _marked(self) -> None:
        self.state = offers_came(self.state, self.line, self.rules)
        self.app.invalidate()
