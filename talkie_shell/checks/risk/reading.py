"""A command -> words and operators with their places, quoting resolved, expansions kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from talkie_shell.checks.operators import ASSIGNMENT, CONTROL, REDIRECTION, without_descriptor
from talkie_shell.checks.risk.marks import ANY, CLOSE, COMMA, OPEN, STAR

PieceKind = Literal["text", "variable", "commands", "process", "array", "home", "unknown"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a word. ``text`` is literal text (with marks for active characters), the inside
    of ``${…}``, or the source of a substitution, which begins ``at`` an offset of the command
    (-1 where it does not stand there as it is)."""

    kind: PieceKind
    text: str
    quoted: bool = False
    at: int = -1


@dataclass(frozen=True, slots=True)
class Word:
    """A word: its parts, its place, and how it is written."""

    pieces: tuple[Piece, ...]
    start: int
    end: int
    raw: str


@dataclass(slots=True)
class Operator:
    """An operator; ``body`` is the text of the here-document it opens."""

    text: str
    start: int
    end: int
    body: str = ""
    quoted: bool = False


Token = Word | Operator

_BLANKS = re.compile(r"(?:[ \t\r]|\\\n)+")
_OF_ZSH = r"\d*>!|&\||&!"
_OPERATOR = re.compile(f"{_OF_ZSH}|{REDIRECTION}|{CONTROL}")
_PLAIN = re.compile(r"[^\\'\"`$\s|&;()<>*?\[{},~]+")
_NAME = re.compile(r"[A-Za-z_]\w*|\d|[@*#?$!-]")
_HOME = re.compile(r"~[\w-]*")
_BRACKET = re.compile(r"\[[!^]?\]?[^\s\]/'\"]*\]")
_ANSI = re.compile(
    r"\\(x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|U[0-9a-fA-F]{1,8}|0?[0-7]{1,3}|.)", re.DOTALL
)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "a": "_", "b": "_", "e": "_", "E": "_", "f": "_"}


def ansi(text: str) -> str:
    r"""Backslash escapes as ``$'…'``, ``echo -e`` and ``printf`` read them.

    Example: "\x72m" -> "rm"
    """
    return _ANSI.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    code = match[1]
    if code[0] in "xuU" and len(code) > 1:
        number = int(code[1:], 16)
    elif code[0].isdigit():
        number = int(code, 8)
    else:
        return _LETTERS.get(code, code)
    return chr(number) if 31 < number < 0x110000 or number in (9, 10) else "_"


def tokens(source: str, base: int = 0) -> list[Token]:
    """The words and operators of the source, comments left out. Never fails: what is left open
    runs to the end. ``base`` is where the source begins in the command, -1 for nowhere."""
    return list(_Reader(source, base).tokens())


@dataclass(slots=True)
class _Reader:
    source: str
    base: int
    at: int = 0
    documents: list[Operator] = field(default_factory=list)
    open_ended: bool = False
    """Whether a bracket was met that never closes: none before it needs to be looked for."""

    def tokens(self) -> Iterator[Token]:
        source = self.source
        awaiting: Operator | None = None
        while True:
            if blanks := _BLANKS.match(source, self.at):
                self.at = blanks.end()
            if self.at >= len(source):
                return
            here = source[self.at]
            if here == "#":
                end = source.find("\n", self.at)
                self.at = len(source) if end < 0 else end
                continue
            if source.startswith("((", self.at) and self._skip_arithmetic():
                continue
            operator = None
            if here in "|&;()<>\n" or here.isdigit():
                operator = _OPERATOR.match(source, self.at)
            if here in "<>" and source.startswith("(", self.at + 1):
                operator = None
            if operator is not None:
                token = Operator(operator[0], self.at, operator.end())
                self.at = operator.end()
                if without_descriptor(token.text) in ("<<", "<<-"):
                    awaiting = token
                yield token
                if token.text == "\n":
                    self._read_documents()
                continue
            word = self.word()
            if awaiting is not None:
                awaiting.body = re.sub(r"[\\'\"]", "", word.raw)
                awaiting.quoted = awaiting.body != word.raw
                self.documents.append(awaiting)
                awaiting = None
            yield word

    def _skip_arithmetic(self) -> bool:
        if self.open_ended:
            return False
        end = closing(self.source, self.at)
        self.open_ended = end == len(self.source) and self.source[-1] != ")"
        if "$(" in self.source[self.at : end] or "`" in self.source[self.at : end]:
            return False
        if self.source[end - 2 : end] == "))" and closing(self.source, self.at + 1) == end - 1:
            self.at = end
            return True
        return False

    def _read_documents(self) -> None:
        for operator in self.documents:
            delimiter, lines = operator.body, []
            while self.at < len(self.source):
                end = self.source.find("\n", self.at)
                end = len(self.source) if end < 0 else end
                line = self.source[self.at : end]
                self.at = min(end + 1, len(self.source))
                if operator.text.endswith("-"):
                    line = line.lstrip("\t")
                if line == delimiter:
                    break
                lines.append(line)
            operator.body = "\n".join(lines)
        self.documents.clear()

    def word(self) -> Word:
        start = self.at
        pieces: list[Piece] = []
        while self.at < len(self.source):
            here = self.source[self.at]
            if here in " \t\r\n|&;)":
                break
            if here in "<>":
                if not self.source.startswith("(", self.at + 1):
                    break
                self.at += 1
                pieces.append(self._parenthesised("process"))
            elif here == "(":
                if self.at == start or not self._pattern_or_array(pieces):
                    break
            else:
                pieces.append(self._piece(start))
        if self.at == start:
            self.at += 1  # a character that begins nothing
        return Word(tuple(pieces), start, self.at, self.source[start : self.at])

    def _pattern_or_array(self, pieces: list[Piece]) -> bool:
        before = self.source[self.at - 1]
        if before == "=":
            pieces.append(self._parenthesised("array"))
        elif before in "?*+@!":
            self.at = closing(self.source, self.at)
            pieces.append(Piece("text", STAR))
        else:
            return False
        return True

    def _parenthesised(self, kind: PieceKind, *, quoted: bool = False) -> Piece:
        begin, self.at = self.at + 1, closing(self.source, self.at)
        inside = self.source[begin : self.at - 1]
        return Piece(kind, inside, quoted, begin + self.base if self.base >= 0 else -1)

    def _piece(self, start: int) -> Piece:
        source, here = self.source, self.source[self.at]
        if plain := _PLAIN.match(source, self.at):
            self.at = plain.end()
            return Piece("text", plain[0])
        if here == "'":
            return Piece("text", self._up_to("'"), quoted=True)
        if here == '"':
            return self._double()
        if here == "[" and (bracket := _BRACKET.match(source, self.at)) and bracket[0] != "[]":
            assigned = ASSIGNMENT.match(source, start)
            if assigned is None or assigned.end() < bracket.end():
                self.at = bracket.end()
                return Piece("text", ANY)
        begins = self.at == start or source[self.at - 1] in "=:"
        if begins and (home := _HOME.match(source, self.at)):
            self.at = home.end()
            return Piece("home", home[0][1:])
        piece = self._expansion(quoted=False)
        if piece is not None:
            return piece
        self.at += 1
        active = {"*": STAR, "?": ANY, "{": OPEN, ",": COMMA, "}": CLOSE}
        return Piece("text", active.get(here, here))

    def _double(self) -> Piece:
        """A string in double quotes, with the pieces inside it."""
        self.at += 1
        pieces: list[Piece] = []
        while self.at < len(self.source) and self.source[self.at] != '"':
            piece = self._expansion(quoted=True)
            if piece is None:
                piece = Piece("text", self.source[self.at], quoted=True)
                self.at += 1
            pieces.append(piece)
        self.at += 1
        return Quoted("text", "", quoted=True, inside=tuple(pieces))

    def _expansion(self, *, quoted: bool) -> Piece | None:
        """An escape, a substitution or a variable at the reader's place, None for neither."""
        source, here = self.source, self.source[self.at]
        after = source[self.at + 1 : self.at + 2]
        if here == "\\":
            self.at += 2
            if after == "\n":
                return Piece("text", "", quoted=True)
            if quoted and after not in ("$", "`", '"', "\\"):
                return Piece("text", "\\" + after, quoted=True)
            return Piece("text", after, quoted=True)
        if here == "`":
            text = re.sub(r"\\([\\`$])", r"\1", self._up_to("`", escapes=True))
            return Piece("commands", text, quoted)
        if here != "$":
            return None
        self.at += 1
        if after == "(":
            if source.startswith("((", self.at):
                begin, self.at = self.at + 2, closing(source, self.at)
                return Piece("unknown", source[begin : self.at - 2], quoted)
            return self._parenthesised("commands", quoted=quoted)
        if after == "{":
            begin, self.at = self.at + 1, closing(source, self.at)
            return Piece("variable", source[begin : self.at - 1], quoted)
        if after == "'" and not quoted:
            return Piece("text", ansi(self._up_to("'", escapes=True)), quoted=True)
        if after == '"' and not quoted:
            return Piece("text", "", quoted=True)
        if name := _NAME.match(source, self.at):
            self.at = name.end()
            return Piece("variable", name[0], quoted)
        return Piece("text", "$", quoted)

    def _up_to(self, closer: str, *, escapes: bool = False) -> str:
        self.at += 1
        start, source = self.at, self.source
        while self.at < len(source) and source[self.at] != closer:
            self.at += 2 if escapes and source[self.at] == "\\" else 1
        text = source[start : self.at]
        self.at = min(self.at + 1, len(source))
        return text


@dataclass(frozen=True, slots=True)
class Quoted(Piece):
    """A string in double quotes with the pieces inside it."""

    inside: tuple[Piece, ...] = ()


_BRACKETS = {"(": ")", "{": "}"}


def closing(source: str, at: int) -> int:
    """The offset after the partner of the bracket at ``at``; the end where it has none."""
    stack: list[str] = []
    quoted = False
    while at < len(source):
        here = source[at]
        if here == "\\":
            at += 2
            continue
        if here == "'" and not quoted:
            end = source.find("'", at + 1)
            at = len(source) if end < 0 else end
        elif here == '"':
            if stack and stack[-1] == '"':
                stack.pop()
            else:
                stack.append('"')
        elif here == "$" and source[at + 1 : at + 2] in ("(", "{"):
            at += 1
            stack.append(_BRACKETS[source[at]])
        elif here in "({" and not quoted and (here == "(" or not stack or stack[-1] == "}"):
            stack.append(_BRACKETS[here])
        elif stack and here == stack[-1]:
            stack.pop()
        if not stack:
            return min(at + 1, len(source))
        quoted = stack[-1] == '"'
        at += 1
    return len(source)
