"""The article's own conversion of commands into dictation ("Teaching a Tiny Model to Hear Bash").

No blank is said. 0 to 99 are natural numbers, everything longer or with a leading zero is said
digit by digit. Up to three letters after a single dash, and letters that stand alone, are
separate capitals whatever their case. Everything else is as written.
"""

from __future__ import annotations

from talkie_shell.spoken.speaker.numerals import below_hundred, digit_by_digit
from talkie_shell.spoken.speaker.pieces import Part, Piece
from talkie_shell.spoken.speaker.units import Sort, Unit, units_of

NAMES = {
    "!": "bang", '"': "quote", "#": "hash", "$": "dollar", "%": "percent", "&": "ampersand",
    "'": "single quote", "(": "open paren", ")": "close paren", "*": "star", "+": "plus",
    ",": "comma", "-": "dash", ".": "dot", "/": "slash", ":": "colon", ";": "semicolon",
    "<": "less than", "=": "equals", ">": "greater than", "?": "question mark", "@": "at",
    "[": "open bracket", "\\": "backslash", "]": "close bracket", "^": "caret",
    "_": "underscore", "`": "backtick", "{": "open brace", "|": "pipe", "}": "close brace",
    "~": "tilde",
}  # fmt: skip
_PAIRS = {"&&": "and and", "||": "pipe pipe", ">>": "append"}
_SPELLED = 3


def article_pieces(command: str) -> list[Piece]:
    """The command as the article dictates it.

    Example: "df -ih" -> "df dash I H"
    """
    units = units_of(command)
    pieces: list[Piece] = []
    index = 0
    while index < len(units):
        unit = units[index]
        two = unit.text + (units[index + 1].text if index + 1 < len(units) else "")
        if unit.sort is Sort.BLANK:
            pass
        elif two == "2>":
            pieces.append(Piece("two", Part.NUMBER, "2", unit.token))
            pieces.append(Piece("redirect", Part.SYMBOL, ">", unit.token))
            index += 1
        elif two in _PAIRS:
            pieces.append(Piece(_PAIRS[two], Part.SYMBOL, two, unit.token))
            index += 1
        elif unit.sort is Sort.SYMBOL:
            pieces.append(
                Piece(NAMES.get(unit.text, unit.text), Part.SYMBOL, unit.text, unit.token)
            )
        elif unit.sort is Sort.NUMBER:
            pieces.append(Piece(_number(unit.text), Part.NUMBER, unit.text, unit.token))
        elif len(unit.text) == 1 or (len(unit.text) <= _SPELLED and _after_dash(units, index)):
            pieces += [
                Piece(letter.upper(), Part.LETTER, letter, unit.token) for letter in unit.text
            ]
        else:
            pieces.append(Piece(unit.text, Part.WORD, unit.text, unit.token))
        index += 1
    return pieces


def _number(digits: str) -> str:
    if len(digits) > 2 or (len(digits) > 1 and digits[0] == "0"):
        return digit_by_digit(digits)
    return below_hundred(int(digits))


def _after_dash(units: list[Unit], index: int) -> bool:
    dashed = index > 0 and units[index - 1].text == "-"
    return dashed and not (index > 1 and units[index - 2].text == "-")
