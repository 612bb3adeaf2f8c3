"""The keys: one table of action, keys and what it does; F1 and the bindings come from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from prompt_toolkit.filters import Condition, FilterOrBool, emacs_mode, vi_navigation_mode
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

from talkie_shell.errors import SettingsError
from talkie_shell.repl import actions
from talkie_shell.repl.vi_keys import bind_vi
from talkie_shell.settings.definitions import KEYS

if TYPE_CHECKING:
    from talkie_shell.repl.editor import LineEditor

Handler = Callable[["LineEditor"], None]


@dataclass(frozen=True, slots=True)
class Action:
    """What a key does. ``keys`` are chords as prompt_toolkit writes them."""

    name: str
    keys: tuple[str, ...]
    doc: str
    handler: Handler


_FIXED: tuple[tuple[str, Handler], ...] = (("enter", actions.enter),)
"""Keys that are what they are everywhere and cannot be moved."""

_HANDLERS: Mapping[str, Handler] = {
    "alternatives_next": actions.alternatives_next,
    "alternatives_previous": actions.alternatives_previous,
    "run_anyway": actions.run_anyway,
    "dictate": actions.dictate,
    "capitalize": actions.capitalize,
    "upper": actions.upper,
    "lower": actions.lower,
    "back": actions.back,
    "accept": actions.accept,
    "accept_word": actions.accept_word,
    "complete": actions.complete,
    "complete_back": actions.complete_back,
    "last_argument": actions.last_argument,
    "search": actions.search,
    "editor": actions.open_editor,
    "newline": actions.newline,
    "clear": actions.clear,
    "leave": actions.leave,
    "help": actions.show_help,
    "settings": actions.show_settings,
}


def action_table(keys: Mapping[str, tuple[str, ...]]) -> tuple[Action, ...]:
    """Every action with the keys that the settings give it."""
    fixed = [
        Action(handler.__name__, (key,), _first_line(handler), handler) for key, handler in _FIXED
    ]
    docs = {entry.name: entry.doc for entry in KEYS}
    moved = [
        Action(name, tuple(keys[name]), docs[name] + _more(handler), handler)
        for name, handler in _HANDLERS.items()
    ]
    return (*fixed, *moved)


def key_text(chord: str) -> str:
    """A chord as people write it.

    Example: "escape n" -> "Alt-N"; "c-x c-e" -> "Ctrl-X Ctrl-E"; "escape" -> "Esc"
    """
    parts = chord.split()
    written = []
    index = 0
    while index < len(parts):
        alt = parts[index] == "escape" and index + 1 < len(parts)
        index += alt
        written.append("Alt-" * alt + _named(parts[index]))
        index += 1
    return " ".join(written)


def bind(table: tuple[Action, ...], editor: LineEditor) -> KeyBindings:
    """The bindings of the line for an editor. Raises `SettingsError` for a key that is none."""
    bindings = KeyBindings()
    actions.bind_special(bindings, editor, editor.in_line)
    bind_vi(bindings, editor, editor.in_line)
    for action in table:
        for chord in action.keys:
            # Which of its keys it is matters to the one that may be held.
            told = action.handler is actions.dictate
            handler = partial(actions.dictate, chord=chord) if told else action.handler
            add_chord(
                bindings, action.name, chord, _handler(handler, editor), _when(action, editor)
            )
    return bindings


def add_chord(
    bindings: KeyBindings,
    name: str,
    chord: str,
    handler: Callable[[KeyPressEvent], None],
    when: FilterOrBool = True,  # noqa: FBT002 - prompt_toolkit's own default
) -> None:
    """Bind a key that the settings give to the action of that name. Raises `SettingsError` for
    one that is none."""
    try:
        bindings.add(*chord.split(), filter=when)(handler)
    except ValueError as error:
        raise SettingsError(f"keys.{name}: there is no key {chord!r}") from error


def _when(action: Action, editor: LineEditor) -> FilterOrBool:
    """When a key means its action; otherwise it is the line editor's own."""
    when: FilterOrBool = editor.in_line
    match action.name:
        case "accept" | "accept_word":
            when = editor.in_line & Condition(editor.has_suggestion)
        case "leave":
            when = editor.in_line & Condition(editor.is_blank)
        case "back":
            # In vi mode the first Esc leaves the insert mode.
            listening = Condition(lambda: editor.voice.is_on)
            when = editor.in_line & (emacs_mode | vi_navigation_mode | listening)
    return when


def _handler(handler: Handler, editor: LineEditor) -> Callable[[KeyPressEvent], None]:
    def handle(event: KeyPressEvent) -> None:
        handler(editor)

    return handle


def _first_line(handler: Handler) -> str:
    doc = (handler.__doc__ or "").strip().splitlines()[0].rstrip(".")
    return doc[:1].lower() + doc[1:]


def _more(handler: Handler) -> str:
    """What a handler's docstring adds in brackets to the settings' one line."""
    rest = (handler.__doc__ or "").partition("\n\n")[2]
    return f" ({' '.join(rest.split())})" if rest.strip() else ""


_NAMES = {
    "escape": "Esc",
    "enter": "Enter",
    "tab": "Tab",
    "space": "Space",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "backspace": "Backspace",
}


def _named(key: str) -> str:
    if key in _NAMES:
        return _NAMES[key]
    modifiers, _, last = key.rpartition("-")
    if modifiers and last:
        spoken = {"c": "Ctrl-", "s": "Shift-"}
        return "".join(spoken.get(one, one + "-") for one in modifiers.split("-")) + _named(last)
    return key.upper() if len(key) == 1 or key[:1] == "f" else key.capitalize()
