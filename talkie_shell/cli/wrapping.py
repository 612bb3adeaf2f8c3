"""How a verb's --help is wrapped to the terminal."""

from __future__ import annotations

import argparse
import re
import textwrap

_DEFAULT = re.compile(r"\(default:[^()]*\)|'[^' ]*(?: [^' ]+)+'")
_JOINED = "\N{NO-BREAK SPACE}"
_LONGEST = 30


class Wrapping(argparse.HelpFormatter):
    """Paragraphs are wrapped; examples and tables, in which a line is indented, stay as they are.

    No line ends inside of an option's name, nor inside of a short default.
    """

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        paragraphs = text.strip("\n").split("\n\n")
        return "\n\n".join(
            one if "\n " in one else "\n".join(_lines(one, width)) for one in paragraphs
        )

    def _split_lines(self, text: str, width: int) -> list[str]:
        return _lines(_DEFAULT.sub(_together, text), width)


def _lines(text: str, width: int) -> list[str]:
    wrapped = textwrap.wrap(text, width, break_on_hyphens=False)
    return [line.replace(_JOINED, " ") for line in wrapped]


def _together(match: re.Match[str]) -> str:
    return match[0].replace(" ", _JOINED) if len(match[0]) <= _LONGEST else match[0]
