"""How the line and what stands under it are laid out on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prompt_toolkit.filters import Condition, is_done
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import (
    BufferControl,
    ConditionalContainer,
    Dimension,
    HSplit,
    Layout,
    Window,
)
from prompt_toolkit.layout.processors import (
    ConditionalProcessor,
    HighlightSelectionProcessor,
    Processor,
    TabsProcessor,
    Transformation,
    TransformationInput,
)
from prompt_toolkit.lexers import Lexer

from talkie_shell.repl.highlighting import Fragment
from talkie_shell.repl.keys import add_chord, key_text
from talkie_shell.repl.panels import (
    ExplanationPanel,
    HelpPanel,
    SettingsPanel,
    explained_lines,
    help_lines,
    joined,
    settings_lines,
    turned,
)
from talkie_shell.repl.rows import Rows
from talkie_shell.repl.state import Confirming
from talkie_shell.repl.view import command_row, input_line, status_row, words_row
from talkie_shell.repl.voice_view import WordsSoFar, dictation_row

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from prompt_toolkit.document import Document
    from prompt_toolkit.formatted_text import StyleAndTextTuples

    from talkie_shell.repl.editor import LineEditor

SMALL = 6
"""Rows. A smaller window shows the line and the command, and nothing else."""
TALLEST = 4
"""Rows the command's preview may take where it is long."""


def build_layout(editor: LineEditor) -> Layout:
    """The line on top, the preview under it, a panel in the preview's place."""
    has_tabs = Condition(lambda: "\t" in editor.buffer.text)
    line = Window(
        BufferControl(
            editor.buffer,
            lexer=_LineLexer(editor),
            input_processors=[
                HighlightSelectionProcessor(),
                ConditionalProcessor(_Suggestion(editor), ~is_done),
                # It goes through every character, which a long paste would feel at each key.
                ConditionalProcessor(TabsProcessor(char1=" ", char2=" "), has_tabs),
                WordsSoFar(editor.voice.so_far),
            ],
            include_default_input_processors=False,
        ),
        get_line_prefix=_prefix(editor),
        wrap_lines=True,
        dont_extend_height=True,
        height=Dimension(min=1),
    )
    panel_open = Condition(lambda: editor.panel is not None)
    searching = Condition(lambda: editor.search.is_open)
    roomy = Condition(lambda: editor.rows >= SMALL)
    dictating = Condition(lambda: editor.voice.progress is not None)
    preview = HSplit(
        [
            ConditionalContainer(
                _row(lambda: words_row(editor.voice.rows(editor.view()))), filter=roomy
            ),
            Window(
                Rows(lambda: list(command_row(editor.voice.rows(editor.view())))),
                wrap_lines=True,
                dont_extend_height=True,
                height=lambda: Dimension(min=0, max=max(1, min(TALLEST, editor.rows // 3))),
            ),
            ConditionalContainer(
                Window(
                    Rows(lambda: list(_status_row(editor))),
                    wrap_lines=True,
                    dont_extend_height=True,
                    height=Dimension(min=0, max=3),
                ),
                # However small the window, an open microphone shows.
                filter=roomy | dictating,
            ),
        ]
    )
    return Layout(
        HSplit(
            [
                _prompt_above(editor),
                line,
                ConditionalContainer(
                    preview, filter=~is_done & ~panel_open & ~searching & ~editor.tab.is_open
                ),
                editor.tab.container(),
                ConditionalContainer(_panel(editor), filter=~is_done & panel_open),
                ConditionalContainer(editor.search.container(), filter=~is_done & searching),
            ]
        ),
        focused_element=editor.buffer,
    )


def _status_row(editor: LineEditor) -> list[Fragment]:
    progress = editor.voice.progress
    if progress is None:
        return status_row(editor.voice.rows(editor.view()))
    keys = editor.settings.keys["dictate"]
    return dictation_row(progress, key_text(keys[0]) if keys else "", editor.glyphs)


def _row(fragments: Callable[[], Sequence[Fragment]]) -> Window:
    return Window(
        Rows(lambda: list(fragments())),
        height=Dimension(min=0, max=1, preferred=1),
        dont_extend_height=True,
    )


def _prefix(editor: LineEditor) -> Callable[[int, int], StyleAndTextTuples]:
    def prefix(line: int, wrap: int) -> StyleAndTextTuples:
        if wrap:
            return []
        if line:
            return [("class:toolbar", "… " if editor.glyphs.pending == "…" else "> ")]
        return list(_prompt(editor)[-1])

    return prefix


def _prompt(editor: LineEditor) -> list[list[Fragment]]:
    if isinstance(editor.state, Confirming):
        return editor.prompt("class:confirm")
    return editor.prompt("class:prompt-failed" if editor.standing.status else "class:prompt")


def _prompt_above(editor: LineEditor) -> ConditionalContainer:
    """The rows of a prompt of several."""

    def rows() -> StyleAndTextTuples:
        return list(joined(row or [("", "")] for row in _prompt(editor)[:-1]))

    window = Window(Rows(rows), dont_extend_height=True)
    fits = Condition(lambda: "\n" in editor.settings.prompt and editor.rows >= SMALL)
    return ConditionalContainer(window, filter=fits)


class _Suggestion(Processor):
    """Shows the suggestion behind the line: of one with several lines the first."""

    def __init__(self, editor: LineEditor) -> None:
        self._editor = editor

    def apply_transformation(self, transformation_input: TransformationInput) -> Transformation:
        document = transformation_input.document
        last = transformation_input.lineno == document.line_count - 1
        if not last or not self._editor.has_suggestion():
            return Transformation(transformation_input.fragments)
        shown, more, _ = self._editor.suggestion.partition("\n")
        text = f"{shown} {self._editor.glyphs.pending}" if more else shown
        suggested = [*transformation_input.fragments, ("class:auto-suggestion", text)]
        return Transformation(suggested)


class _LineLexer(Lexer):
    """Styles the line by its state; see `view.input_line`."""

    def __init__(self, editor: LineEditor) -> None:
        self._editor = editor

    def lex_document(self, document: Document) -> Callable[[int], StyleAndTextTuples]:
        lines = input_line(self._editor.view())

        def styled(number: int) -> StyleAndTextTuples:
            return list(lines[number]) if number < len(lines) else []

        return styled

    def invalidation_hash(self) -> object:
        editor = self._editor
        marks = editor.marking.marks(editor.command)
        return (editor.state, editor.proposing.answer(), editor.settings.uncertain_below, marks)


def panel_control(editor: LineEditor) -> Rows:
    """What F1 and F2 show, with its own keys while it is open."""

    def lines() -> StyleAndTextTuples:
        match editor.panel:
            case HelpPanel(top=top):
                return list(joined(help_lines(editor.table, editor.columns)[top:]))
            case ExplanationPanel() as panel:
                return list(joined(explained_lines(panel, editor.columns)[panel.top :]))
            case SettingsPanel() as panel:
                height = max(1, editor.rows - 3)
                rows = settings_lines(panel, editor.settings, editor.columns, height)
                return list(joined(rows))
            case _:
                return []

    return Rows(lines, focusable=True, show_cursor=False, key_bindings=_panel_keys(editor))


def _panel(editor: LineEditor) -> HSplit:
    def title() -> list[Fragment]:
        if isinstance(editor.panel, HelpPanel):
            return [("class:toolbar", "  keys: ↑ ↓ scroll, Esc closes")]
        if isinstance(editor.panel, ExplanationPanel):
            keys = editor.settings.keys["help"]
            more = f", {key_text(keys[0])} keys" if keys else ""
            return [("class:toolbar", f"  from the manual: ↑ ↓ scroll{more}, Esc closes")]
        return [("class:toolbar", "  this session: ↑ ↓ choose, Enter changes, Esc closes")]

    return HSplit(
        [
            Window(
                Rows(lambda: list(title())),
                wrap_lines=True,
                height=Dimension(min=0, max=2),
                dont_extend_height=True,
            ),
            Window(
                editor.panel_control,
                height=lambda: Dimension(min=0, max=max(1, editor.rows - 3)),
                dont_extend_height=True,
            ),
        ]
    )


def _panel_keys(editor: LineEditor) -> KeyBindings:
    bindings = KeyBindings()

    def move(by: int) -> None:
        match editor.panel:
            case HelpPanel() as panel:
                count = len(help_lines(editor.table, editor.columns))
                editor.panel = panel.scrolled(by, count, max(1, editor.rows - 3))
            case ExplanationPanel() as panel:
                count = len(explained_lines(panel, editor.columns))
                editor.panel = panel.scrolled(by, count, max(1, editor.rows - 3))
            case SettingsPanel() as panel:
                editor.panel = panel.moved(1 if by > 0 else -1)
            case _:
                pass

    for key, by in (("up", -1), ("down", 1), ("pageup", -10), ("pagedown", 10)):
        bindings.add(key)(lambda _, by=by: move(by))

    @bindings.add("enter")
    @bindings.add("space")
    @bindings.add("left")
    @bindings.add("right")
    def _(event: KeyPressEvent) -> None:
        if isinstance(editor.panel, SettingsPanel):
            editor.use(turned(editor.settings, editor.panel.row))
        else:
            editor.close_panel()

    def helps(_: KeyPressEvent) -> None:
        if isinstance(editor.panel, ExplanationPanel):
            editor.explaining.press()
        else:
            editor.close_panel()

    for key in ("escape", "q", "c-c", "c-g", "c-d", "<sigint>"):
        bindings.add(key)(lambda _: editor.close_panel())
    # What opens a panel closes it.
    for chord in editor.settings.keys["help"]:
        add_chord(bindings, "help", chord, helps)
    for chord in editor.settings.keys["settings"]:
        add_chord(bindings, "settings", chord, lambda _: editor.close_panel())
    return bindings
