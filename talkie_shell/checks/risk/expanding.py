"""A word -> the arguments it becomes, as far as that can be known before it runs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from talkie_shell.checks.risk.grammar import UnreadableError
from talkie_shell.checks.risk.marks import ANY, CLOSE, COMMA, FILE, OPEN, SPLIT, STAR, UNKNOWN
from talkie_shell.checks.risk.reading import Piece, Quoted, Word

MOST = 64
"""Words that braces may make of one."""
LONGEST = 4000
"""Characters of an expanded word that are kept."""

_SLOT = 0xE000
"""Where the private characters begin that stand for pieces while braces are expanded."""
_PARAMETER = re.compile(r"([!#]?)([A-Za-z_]\w*|[@*#?$!0-9-])(?:\[[^\]]*\])?(.*)", re.DOTALL)
_SEQUENCE = re.compile(r"([^.]+)\.\.([^.]+)(?:\.\.[^.]+)?")
_ACTIVE = str.maketrans({"*": STAR, "?": ANY, " ": SPLIT, "\t": SPLIT, "\n": SPLIT})


@dataclass(slots=True)
class Variables:
    """What variables hold. ``substitute`` runs a piece's commands in the mind and returns what
    they print, ``arguments`` expands the inside of an array."""

    values: dict[str, str]
    substitute: Callable[[Piece], str]
    arguments: Callable[[str], list[str]]
    home: str


def expand(word: Word, variables: Variables) -> list[str]:
    """The arguments that the word becomes; see marks for what is not plain text in them."""
    return expand_pieces(word.pieces, variables)


def expand_pieces(pieces: tuple[Piece, ...], variables: Variables) -> list[str]:
    """The arguments that the pieces of a word become."""
    pattern: list[str] = []
    values: list[str] = []
    solid = False
    for piece in pieces:
        if piece.kind == "text" and not piece.quoted:
            pattern.append(piece.text)
            continue
        solid = solid or piece.quoted
        pattern.append(chr(_SLOT + len(values)) if len(values) < 0x1800 else "")
        values.append(value_of(piece, variables))
    arguments: list[str] = []
    for one in _braces("".join(pattern)):
        filled = "".join(
            values[ord(mark) - _SLOT] if _SLOT <= ord(mark) < _SLOT + len(values) else mark
            for mark in one
        )[:LONGEST]
        parts = [part for part in filled.split(SPLIT) if part]
        arguments += parts or ([""] if solid else [])
    return arguments


def value_of(piece: Piece, variables: Variables) -> str:
    """What one piece of a word becomes."""
    match piece.kind:
        case "text":
            if isinstance(piece, Quoted):
                return "".join(value_of(one, variables) for one in piece.inside)
            return piece.text
        case "home":
            return _home(piece.text, variables.home)
        case "variable":
            value = _variable(piece.text, variables)
        case "process":
            return FILE + variables.substitute(piece)
        case "commands":
            value = variables.substitute(piece).strip("\n")
        case "array":
            return SPLIT.join(variables.arguments(piece.text))
        case _:
            _text(f'"{piece.text}"', variables)  # for what its substitutions run
            value = UNKNOWN
    if piece.quoted:
        return value if piece.text.endswith(("@]", "@")) else value.replace(SPLIT, " ")
    for mark in variables.values.get("IFS", ""):
        value = value.replace(mark, SPLIT)
    return value.translate(_ACTIVE)


def _home(user: str, home: str) -> str:
    if not user:
        return home
    return "/root" if user == "root" else f"/home/{user}"


def _variable(inside: str, variables: Variables) -> str:
    match = _PARAMETER.fullmatch(inside)
    if match is None:
        return UNKNOWN
    prefix, name, operation = match.groups()
    value = variables.values.get(name)
    if prefix == "#":
        return UNKNOWN
    if prefix == "!":
        value = variables.values.get(value) if value else None
    operator = operation[:2] if operation[:2] in (":-", ":=", ":+", ":?") else operation[:1]
    if operator in (":-", "-", ":=", "="):
        if value:
            return value
        return _text(operation[len(operator) :], variables)
    if operator in (":+", "+"):
        return _text(operation[len(operator) :], variables)
    if not operation or operator in (":?", "?", "@"):
        return UNKNOWN if value is None else value
    return UNKNOWN if value is None else _changed(value, operation)


def _text(source: str, variables: Variables) -> str:
    """The text of a default: a word of its own."""
    from talkie_shell.checks.risk.reading import tokens

    words = [one for one in tokens(source, -1) if isinstance(one, Word)]
    return " ".join(argument for word in words for argument in expand(word, variables))


def _changed(value: str, operation: str) -> str:
    """``${x:2:1}``, ``${x/a/b}``; anything else is not followed."""
    if cut := re.fullmatch(r":\s*(-?\d+)(?::\s*(-?\d+))?", operation):
        start = int(cut[1])
        rest = value[start:]
        return rest if cut[2] is None else rest[: int(cut[2])]
    if change := re.fullmatch(r"(//?)([^/*?\[$]+)(?:/([^$]*))?", operation):
        return value.replace(change[2], change[3] or "", -1 if change[1] == "//" else 1)
    return UNKNOWN


def _braces(pattern: str) -> list[str]:
    """Brace expansion; braces that expand to nothing stay."""
    if pattern.count(OPEN) > MOST:
        raise UnreadableError
    done: list[str] = []
    waiting = [pattern]
    while waiting and len(done) + len(waiting) <= MOST:
        one = waiting.pop(0)
        group = _first_group(one)
        if group is None:
            done.append(_plain(one))
            continue
        start, end, parts = group
        waiting = [one[:start] + part + one[end:] for part in parts] + waiting
    return done + [_plain(one) for one in waiting]


def _first_group(text: str) -> tuple[int, int, list[str]] | None:
    start = text.find(OPEN)
    while start >= 0:
        depth, begin, parts = 0, start + 1, []
        for at in range(start, len(text)):
            mark = text[at]
            depth += (mark == OPEN) - (mark == CLOSE)
            if mark == COMMA and depth == 1:
                parts.append(text[begin:at])
                begin = at + 1
            elif depth == 0:
                parts.append(text[begin:at])
                if len(parts) > 1:
                    return start, at + 1, parts
                if sequence := _SEQUENCE.fullmatch(parts[0]):
                    return start, at + 1, [sequence[1]]
                break
        start = text.find(OPEN, start + 1)
    return None


def _plain(text: str) -> str:
    return text.replace(OPEN, "{").replace(COMMA, ",").replace(CLOSE, "}")
