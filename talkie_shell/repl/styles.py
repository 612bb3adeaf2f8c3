"""Colours: the user's table as prompt_toolkit's style."""

from __future__ import annotations

from collections.abc import Mapping

from prompt_toolkit.output import ColorDepth
from prompt_toolkit.styles import Style

from talkie_shell.errors import SettingsError


def style_of(colors: Mapping[str, str]) -> Style:
    """The style for the settings' colours. Raises `SettingsError` for one that is none."""
    rules = {
        **colors,
        "auto-suggestion": colors["suggestion"],
        "preview-gutter": colors["toolbar"],
    }
    for name, rule in rules.items():
        try:
            Style.from_dict({name: rule})
        except ValueError as error:
            raise SettingsError(f"colors.{name}: {rule!r} is no style: {error}") from error
    return Style.from_dict(rules)


def color_depth(environment: Mapping[str, str]) -> ColorDepth | None:
    """How many colours to use; None leaves it to the terminal's own answer.

    Example: {"NO_COLOR": "1"} -> one colour, with underlines and bold still there
    """
    return ColorDepth.MONOCHROME if environment.get("NO_COLOR") else None
