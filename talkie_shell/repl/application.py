"""The prompt_toolkit application around an editor: its rows, keys, colours and waiting times."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from prompt_toolkit.application import Application
from prompt_toolkit.enums import EditingMode
from prompt_toolkit.key_binding import merge_key_bindings
from prompt_toolkit.keys import Keys

from talkie_shell.repl.burst_input import BurstInput
from talkie_shell.repl.keys import bind
from talkie_shell.repl.layout import build_layout
from talkie_shell.repl.state import Confirmed
from talkie_shell.repl.styles import color_depth, style_of

if TYPE_CHECKING:
    from prompt_toolkit.input import Input
    from prompt_toolkit.output import Output

    from talkie_shell.repl.editor import LineEditor
    from talkie_shell.settings.definitions import Vi

ESCAPE_SECONDS = 0.025
"""How long a lone Esc waits to turn out as the start of a longer key."""
CHORD_SECONDS = 1.0
"""How long the first key of Ctrl-X Ctrl-E waits for the second."""


def editing_mode(setting: Vi, *, shell: bool) -> EditingMode:
    """What the setting means to prompt_toolkit; ``shell``: the one underneath has vi's keys."""
    vi = shell if setting == "shell" else setting
    return EditingMode.VI if vi else EditingMode.EMACS


def build_application(
    editor: LineEditor, terminal: tuple[Input, Output], environment: Mapping[str, str]
) -> Application[Confirmed | None]:
    """The application of an editor whose parts are there, on a terminal.

    Raises `SettingsError` for colours or keys that are none.
    """
    inner, output = terminal
    app: Application[Confirmed | None] = Application(
        layout=build_layout(editor),
        key_bindings=merge_key_bindings([bind(editor.table, editor), editor.tab.bindings()]),
        style=style_of(editor.settings.colors),
        color_depth=color_depth(environment),
        include_default_pygments_style=False,
        editing_mode=editing_mode(editor.settings.vi, shell=False),
        input=BurstInput(inner),
        output=output,
        after_render=lambda _: editor.rendered(),
    )

    def wait_for_more(_: object) -> None:
        held = app.key_processor.key_buffer
        lone = bool(held) and held[-1].key == Keys.Escape
        app.timeoutlen = ESCAPE_SECONDS if lone else CHORD_SECONDS

    app.ttimeoutlen = ESCAPE_SECONDS
    app.key_processor.after_key_press += wait_for_more
    app.key_processor.after_key_press += lambda _: editor.key_handled()
    return app
