"""A manual page's source, man's or mdoc's macros, as lines of plain text. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMMENT = re.compile(r"""(?<!\\)\\["#].*""")
_DASH = re.compile(r"\\\((?:hy|mi|en|em)|\\\[(?:hy|mi|en|em|u2212|u2010)\]|\\-|[\u2010\u2212]")
_SPACE = re.compile(r"\\[ ~0t]|\\\(\s\s|\u00a0")
_NOTHING = re.compile(
    r"\\(?:[&:/,|^%)!c]|s(?:[-+]?\d{1,2}|\[[^\]]*\])|[hvwm](?:'[^']*'|\[[^\]]*\]))"
)
_CHARACTER = re.compile(r"\\\*?(?:\[[^\]]*\]|\(..)|\\\*.")
_FONT = re.compile(r"\\f(?:\[([^\]]*)\]|\((..)|(.))")
_ITALIC = re.compile(r"\1([^\1\2]*)(?:\2|$)".replace(r"\1", "\x01").replace(r"\2", "\x02"))
_WORDS = re.compile(r'"((?:[^"]|"")*)"?|(\S+)')
_HEADINGS = frozenset({"SH", "Sh", "SS", "Ss"})
_ANNOUNCE = frozenset({"TP", "TQ", "HP", "PP", "P", "LP", "Pp", "sp", ""})
_SILENT = frozenset({"PD", "ie", "el", "if", "RS", "IX", "nh", "ad"})
_FONTS = frozenset({"B", "I", "SM", "SB", "BR", "BI", "IB", "IR", "RB", "RI"})
_MDOC = frozenset("Ar Cm Em Fl Ic Li Nm No Ns Oc Oo Op Pa Ql Sy Xc Xo Bq Brq Dq Va Ev Pf".split())  # noqa: SIM905 - a list of twenty quoted pairs reads worse
_PUNCTUATION = frozenset(",.:;|()[]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page. Arguments, told by their font, stand in ``<>``.

    ``section`` is the heading above, in lower case; ``opens`` whether the line begins a
    paragraph, which is where flags are described.
    """

    text: str
    section: str
    opens: bool


def lines_of(page: str) -> Iterator[Line]:
    r"""The lines of the page that carry text.

    Example: ".TP\n.BI \-o file" -> Line("-o<file>", "", opens=True)
    """
    section, opens = "", True
    for source in page.splitlines():
        line = _COMMENT.sub("", source).rstrip()
        if not line.startswith((".", "'")):
            if line or source == line:
                yield Line(_text(line), section, opens)
                opens = not line
            continue
        macro, _, rest = line[1:].strip().partition(" ")
        words = _split(rest)
        if macro in _HEADINGS:
            section, opens = " ".join(_text(word) for word in words).casefold(), True
        elif macro in _ANNOUNCE:
            opens = True
        elif macro in _FONTS:
            yield Line(_in_fonts(macro, words), section, opens)
            opens = False
        elif macro == "IP":
            yield Line(_text(words[0]) if words else "", section, opens=True)
            opens = not words
        elif macro == "It":
            text = _mdoc(words)
            yield Line(text, section, opens=True)
            opens = not text
        elif macro in _MDOC:
            yield Line(_mdoc([macro, *words]), section, opens)
            opens = False
        elif macro not in _SILENT:
            opens = False


def _split(rest: str) -> list[str]:
    """A macro's arguments: ``"`` quotes, ``""`` within is one."""
    return [
        quoted.replace('""', '"') if quoted or not bare else bare
        for quoted, bare in _WORDS.findall(rest)
    ]


def _in_fonts(macro: str, words: list[str]) -> str:
    """What a font macro prints; two letters alternate, and set nothing between."""
    if len(macro) == 1 or macro in ("SM", "SB"):
        text = " ".join(words)
        return _text(rf"\fI{text}\fR" if macro == "I" else text)
    return _text("".join(rf"\f{macro[at % 2]}{word}" for at, word in enumerate(words)))


def _text(line: str) -> str:
    r"""The line without escapes. Example: "\fB\-O\fIlevel\fR" -> "-O<level>"."""
    line = _FONT.sub(_font_mark, line)
    line = _NOTHING.sub("", line)
    line = _DASH.sub("-", line)
    line = _SPACE.sub(" ", line)
    line = line.replace("\\e", "\\").replace(r"\(aq", "'").replace(r"\(dq", '"')
    line = _CHARACTER.sub("", line)
    return _ITALIC.sub(_argument, line).replace("\x02", "")


def _font_mark(font: re.Match[str]) -> str:
    name = font[1] or font[2] or font[3] or ""
    return "\x01" if name in ("I", "2", "CI", "VI") else "\x02"


def _argument(italic: re.Match[str]) -> str:
    text = italic[1]
    # Some pages set the flag itself in italics.
    return f"<{text}>" if text.strip() and not text.lstrip().startswith("-") else text


def _mdoc(words: list[str]) -> str:
    """What a line of mdoc's macros prints. Example: "Fl b Ns Ar size" -> "-b<size>"."""
    printed = ""
    glue, macro, filled = True, "", False
    for word in words:
        if word in _MDOC:
            if macro == "Fl" and not filled:
                printed, glue = f"{printed}{'' if glue else ' '}-", True
            if word == "Ns":
                glue = True
            macro, filled = word, False
            continue
        if word in _PUNCTUATION:
            printed, filled, glue = printed + word, True, word in "(["
            continue
        text = _text(word)
        if macro == "Fl":
            text = f"-{text}"
        elif macro == "Ar":
            text = f"<{text}>"
        printed = printed + ("" if glue else " ") + text
        glue, filled = False, True
    return printed
