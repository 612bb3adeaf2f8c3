"""Rows of formatted text, drawn thousands of times a day: what prompt_toolkit keeps of each drawing
is let go."""

from __future__ import annotations

from prompt_toolkit import utils
from prompt_toolkit.layout import FormattedTextControl, UIContent

_WIDTHS = 4096
"""Texts whose width is kept at hand."""


class Rows(FormattedTextControl):
    """The control, without its memory of how high a row was at each drawing: for rows that stay the
    same it has no end."""

    def create_content(self, width: int, height: int | None) -> UIContent:
        made = super().create_content(width, height)
        return UIContent(
            made.get_line,
            made.line_count,
            made.cursor_position,
            made.menu_position,
            made.show_cursor,
        )


def forget_widths() -> None:
    """Forget the widths of texts of long ago: each line as it was after each key is one."""
    widths = utils._CHAR_SIZES_CACHE  # noqa: SLF001 - nothing public bounds it
    if len(widths) > _WIDTHS:
        widths.clear()
