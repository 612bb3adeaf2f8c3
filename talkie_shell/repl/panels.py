"""What F1 and F2 open below the line: the keys, and the settings that can be turned here.

Values and pure functions; the layout shows them, the editor holds at most one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from prompt_toolkit.utils import get_cwidth

from talkie_shell.repl.highlighting import Fragment
from talkie_shell.settings import Settings
from talkie_shell.settings.definitions import SCALARS

if TYPE_CHECKING:
    from talkie_shell.repl.explanation import Explained
    from talkie_shell.repl.keys import Action

TURNED_HERE = ("confirm", "vi", "preview", "logging")
"""The settings that F2 shows."""
_SETTING = 21
"""Columns of a setting's name and value."""
_LEAST_BESIDE = 24
"""Columns that what it means needs beside them."""
_CHOSEN = "reverse"


@dataclass(frozen=True, slots=True)
class HelpPanel:
    """The keys, from line ``top`` on."""

    top: int = 0

    def scrolled(self, by: int, lines: int, height: int) -> HelpPanel:
        return replace(self, top=max(0, min(self.top + by, lines - height)))


@dataclass(frozen=True, slots=True)
class ExplanationPanel:
    """What the command's flags do, from line ``top`` on; None while the manuals are read."""

    pages: tuple[Explained, ...] | None = None
    top: int = 0

    def scrolled(self, by: int, lines: int, height: int) -> ExplanationPanel:
        return replace(self, top=max(0, min(self.top + by, lines - height)))


@dataclass(frozen=True, slots=True)
class SettingsPanel:
    """The settings, with the cursor on one of them."""

    row: int = 0

    def moved(self, by: int) -> SettingsPanel:
        return replace(self, row=(self.row + by) % len(TURNED_HERE))


def turned(settings: Settings, row: int) -> Settings:
    """The settings with the one at ``row`` on its next value.

    Example: confirm "changed" -> "always"; preview False -> True
    """
    name = TURNED_HERE[row]
    value: Any = getattr(settings, name)
    setting = next(one for one in SCALARS if one.name == name)
    choices = setting.metadata["choices"] or (True, False)
    changed: Any = choices[(choices.index(value) + 1) % len(choices)]
    values: dict[str, Any] = {name: changed}
    return replace(settings, **values)


def help_lines(table: Sequence[Action], columns: int) -> list[list[Fragment]]:
    """The keys and what they do, one action after the other, wrapped to the window."""
    from talkie_shell.repl.keys import key_text

    names = [", ".join(key_text(chord) for chord in action.keys) for action in table]
    width = max((get_cwidth(name) for name in names), default=0)
    beside = columns >= width + 24
    lines: list[list[Fragment]] = []
    for name, action in zip(names, table, strict=True):
        if not name:
            continue
        if beside:
            room = columns - width - 4
            first, *rest = wrapped(action.doc, room)
            pad = " " * (width - get_cwidth(name))
            lines.append([("class:prompt", f"  {name}{pad}"), ("", f"  {first}")])
            lines += [[("", " " * (width + 4) + line)] for line in rest]
        else:
            lines += [[("class:prompt", line)] for line in wrapped(name, columns)]
            lines += [[("", f"  {line}")] for line in wrapped(action.doc, columns - 2)]
    return lines


def explained_lines(panel: ExplanationPanel, columns: int) -> list[list[Fragment]]:
    """What the panel shows of the manuals."""
    from talkie_shell.repl.explanation import explanation_lines

    if panel.pages is None:
        return [[("class:notice", "  reading the manuals")]]
    lines = explanation_lines(panel.pages, columns)
    return lines or [[("class:notice", "  no manual here says anything about this command")]]


def settings_lines(
    panel: SettingsPanel, settings: Settings, columns: int, height: int
) -> list[list[Fragment]]:
    """The settings with their values and what they mean, wrapped to the window; where they do
    not all fit, from one on with which the chosen one does."""
    blocks = [
        _setting_lines(name, settings, columns, chosen=index == panel.row)
        for index, name in enumerate(TURNED_HERE)
    ]
    first = 0
    while first < panel.row and sum(map(len, blocks[first : panel.row + 1])) > height:
        first += 1
    return [line for block in blocks[first:] for line in block]


def _setting_lines(
    name: str, settings: Settings, columns: int, *, chosen: bool
) -> list[list[Fragment]]:
    doc = next(one.metadata["doc"] for one in SCALARS if one.name == name)
    value = getattr(settings, name)
    written = ("on" if value else "off") if isinstance(value, bool) else str(value)
    head = (_CHOSEN if chosen else "", f"  {name:8} {written:8}"[: max(columns, 1)])
    beside = columns >= _SETTING + _LEAST_BESIDE
    if not beside:
        docs = wrapped(doc, columns - 4)
        return [[head], *([("class:toolbar", f"    {line}")] for line in docs)]
    first, *rest = wrapped(doc, columns - _SETTING)
    indented = ([("class:toolbar", " " * _SETTING + line)] for line in rest)
    return [[head, ("class:toolbar", f"  {first}")], *indented]


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most so many characters; at least one line."""
    import textwrap

    return textwrap.wrap(text, max(width, 8)) or [""]


def joined(lines: Iterable[list[Fragment]]) -> list[Fragment]:
    """Lines of fragments as one run of fragments with newlines between."""
    pieces: list[Fragment] = []
    for line in lines:
        if pieces:
            pieces.append(("", "\n"))
        pieces += line
    return pieces
