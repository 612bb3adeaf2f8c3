"""The words of a line where they stand: what each one is for, and where the line is open. Pure.

`checks.words` gives words without places, and the grammar gives nothing for half a line; a line
that is being typed needs both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Literal

from talkie_shell.checks.operators import ASSIGNMENT, CONTROL, REDIRECTION, without_descriptor

Role = Literal[
    "command", "argument", "target", "source", "descriptor", "delimiter", "assignment", "keyword"
]
"""``target`` is written to by a redirection, ``source`` read from. A ``keyword`` is also the name
of a function that is defined, and a pattern of ``case``."""

_OPERATOR = re.compile(CONTROL)
_REDIRECTION = re.compile(REDIRECTION)
_BLANKS = re.compile(r"(?:[^\S\n]|\\\n)+")
_PLAIN = re.compile(r"[^\s\\'\"`$|&;()<>]+")
_QUOTED = re.compile(r"[^\\\"`$]+")
_NAME = re.compile(r"\w+|[@*#?$!-]")
_GLOB = re.compile(r"[*?\[]|\{[^}]*(?:,|\.\.)")
_KEYWORDS = frozenset(
    ("if", "then", "elif", "else", "do", "while", "until", "time", "!", "{", "fi", "done", "}")
)
_WORDS_OF_SHELL = _KEYWORDS | {"for", "case", "select", "function", "in", "[[", "esac"}
"""What follows those that are not in ``_KEYWORDS`` is no command."""
_TEST = re.compile(r"\(\((?:(?!\)\)).)*(?:\)\)|\Z)|\[\[\s(?:(?!\s\]\]).)*(?:\s\]\]|\Z)", re.DOTALL)
"""A sum or a test: nothing in it is a command."""
_DEFINES = re.compile(r"[ \t]*\([ \t]*\)")
_DEEPEST = 30


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the line, from ``start`` to ``end``.

    ``text``: what it stands for, quotes and escapes resolved, expansions as they are written.
    ``quote``: the quote that is open at its end. ``fixed``: nothing in it is expanded, so that
    ``text`` is what the program gets; a leading ``~`` does not count.
    """

    start: int
    end: int
    text: str
    role: Role
    quote: str = ""
    fixed: bool = True


@dataclass(slots=True)
class Call:
    """A simple command as far as it is there, and the operator before it."""

    words: list[Word] = field(default_factory=list)
    operator: str = ""

    @property
    def command(self) -> Word | None:
        """The word that names what runs."""
        return next((word for word in self.words if word.role == "command"), None)

    @property
    def arguments(self) -> list[Word]:
        return [word for word in self.words if word.role == "argument"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A line's calls, inner ones too, by where they begin. ``open_call`` and ``open_word``: where
    the line ends, the innermost call and the word that reaches to the end, if any."""

    calls: tuple[Call, ...]
    open_call: Call
    open_word: Word | None
    variable: int | None = None
    """Where the variable's name begins that the line ends with."""


def read_line(text: str) -> Reading:
    """The words of a line. Never fails: what is open runs to the end.

    Example: "cd 'a b' && ls" -> calls [cd, "a b"], [ls]
    """
    reader = _Reader(text)
    reader.list_until("")
    calls = sorted(
        (call for call in reader.calls if call.words), key=lambda one: one.words[0].start
    )
    return Reading(tuple(calls), reader.open_call or Call(), reader.open_word, reader.open_variable)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a word; see `Word`."""

    text: str
    quote: str = ""
    fixed: bool = True


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0
        self.calls: list[Call] = []
        self.open_call: Call | None = None
        self.open_word: Word | None = None
        self.open_variable: int | None = None
        self.documents: list[str] = []

    def list_until(self, closer: str) -> None:
        """Commands up to the closer, which is passed, or to the end."""
        text = self.text
        call = self._begin()
        expected: Role = "command"
        pending: Role | None = None
        while not self._at_end(call):
            here = text[self.at]
            if here == closer:
                self.at += 1
                return
            redirection = _REDIRECTION.match(text, self.at)
            if here == "#":
                newline = text.find("\n", self.at)
                self.at = len(text) if newline < 0 else newline
                call = Call() if newline < 0 else call
            elif redirection and not self._substitutes(redirection):
                self.at = redirection.end()
                pending = _role_after(redirection[0])
            elif test := _TEST.match(text, self.at):
                self.at = test.end()
                expected = "argument"
            elif operator := _OPERATOR.match(text, self.at):
                self.at = operator.end()
                self._passed(operator[0])
                call, expected, pending = self._begin(operator[0]), "command", None
            else:
                word = self._word(pending or expected, closer)
                call.words.append(self._named(word))
                if pending is None and expected == "command":
                    expected = _expected_after(word)
                pending = None

    def _at_end(self, call: Call) -> bool:
        """Over blanks; at the end of the line the call is the one that is open."""
        if blanks := _BLANKS.match(self.text, self.at):
            self.at = blanks.end()
        if self.at < len(self.text):
            return False
        self.open_call = self.open_call or call
        return True

    def _named(self, word: Word) -> Word:
        """The word, or it as the name of a function; a delimiter is remembered."""
        if word.role == "delimiter":
            self.documents.append(word.text)
        if word.role == "command" and _DEFINES.match(self.text, self.at):
            return replace(word, role="keyword")
        return word

    def _begin(self, operator: str = "") -> Call:
        call = Call(operator=operator)
        self.calls.append(call)
        return call

    def _passed(self, operator: str) -> None:
        """What follows from an operator: the bodies of here-documents, the patterns of ``case``.

        Words by themselves before a bracket that nothing opened are such patterns.
        """
        if operator == "\n":
            self._skip_documents()
        elif operator == ")":
            for call in reversed(self.calls):
                if len(call.words) != 1 or call.words[0].role != "command":
                    return
                call.words[0] = replace(call.words[0], role="keyword")
                if call.operator != "|":
                    return

    def _substitutes(self, redirection: re.Match[str]) -> bool:
        bare = without_descriptor(redirection[0])
        return bare in ("<", ">") and self.text.startswith("(", redirection.end())

    def _skip_documents(self) -> None:
        """Over the bodies of here-documents that were announced on the line just ended."""
        for delimiter in self.documents:
            last = re.compile(rf"^\t*{re.escape(delimiter)}$", re.MULTILINE)
            found = last.search(self.text, self.at)
            self.at = found.end() if found else len(self.text)
        self.documents.clear()

    def _word(self, role: Role, closer: str) -> Word:
        start, text = self.at, self.text
        pieces: list[_Piece] = []
        while self.at < len(text) and not self._ends_word(closer, pieces):
            pieces.append(self._piece())
        value = "".join(piece.text for piece in pieces)
        if role == "command" and ASSIGNMENT.match(text, start):
            role = "assignment"
        elif role == "command" and value == text[start : self.at] and value in _WORDS_OF_SHELL:
            role = "keyword"
        quote = pieces[-1].quote if pieces else ""
        word = Word(start, self.at, value, role, quote, all(piece.fixed for piece in pieces))
        if self.at >= len(text) and self.open_word is None and self.open_call is None:
            self.open_word = word
        return word

    def _ends_word(self, closer: str, pieces: list[_Piece]) -> bool:
        here = self.text[self.at]
        if here in "<>":
            return not self._nests()
        if here == "(":
            return not (pieces and pieces[-1].text.endswith("="))  # an array's values
        return here.isspace() or here in "|&;)" or here == closer == "`"

    def _piece(self) -> _Piece:
        """A run of plain characters, a quotation, an escape or an expansion."""
        text, here = self.text, self.text[self.at]
        if plain := _PLAIN.match(text, self.at):
            self.at = plain.end()
            return _Piece(plain[0], fixed=not _GLOB.search(plain[0]))
        if here == "'":
            return self._up_to("'", 1)
        if here == '"':
            return self._double()
        if text.startswith("$'", self.at):
            return replace(self._up_to("'", 2, escapes=True), fixed=False)
        if here == "\\":
            escaped = text[self.at + 1 : self.at + 2]
            self.at = min(self.at + 2, len(text))
            return _Piece(escaped.replace("\n", ""), "" if escaped else "\\")
        if here == "(":
            before = len(self.calls)
            self._nested(1)
            del self.calls[before:]
            return _Piece("", fixed=False)
        return _Piece(self._nested(2) if here in "<>" else self._expansion(), fixed=False)

    def _nests(self) -> bool:
        return self.text.startswith("(", self.at + 1)

    def _nested(self, opening: int) -> str:
        """A list of commands in brackets whose opening is so long; as it is written."""
        start = self.at
        self.at += opening
        if self.depth >= _DEEPEST:
            self.at = len(self.text)
            return self.text[start:]
        self.depth += 1
        self.list_until(")")
        self.depth -= 1
        return self.text[start : self.at]

    def _up_to(self, closer: str, opening: int, *, escapes: bool = False) -> _Piece:
        """What stands in quotes."""
        text = self.text
        begin = self.at + opening
        at = begin
        while at < len(text) and text[at] != closer:
            at += 2 if escapes and text[at] == "\\" else 1
        closed = at < len(text)
        self.at = at + 1 if closed else len(text)
        return _Piece(text[begin:at], "" if closed else text[begin - opening : begin])

    def _double(self) -> _Piece:
        text = self.text
        self.at += 1
        parts: list[str] = []
        whole = True
        while self.at < len(text):
            if text[self.at] == '"':
                self.at += 1
                return _Piece("".join(parts), fixed=whole)
            if plain := _QUOTED.match(text, self.at):
                parts.append(plain[0])
                self.at = plain.end()
            elif text[self.at] == "\\":
                escaped = text[self.at + 1 : self.at + 2]
                parts.append(escaped if escaped in '$`"\\\n' else "\\" + escaped)
                self.at = min(self.at + 2, len(text))
            else:
                whole = False
                parts.append(self._expansion())
        return _Piece("".join(parts), '"', fixed=whole)

    def _expansion(self) -> str:
        """A substitution or a variable, as it is written."""
        text, start = self.text, self.at
        if text[start] == "`":
            self.at += 1
            self.depth += 1
            if self.depth > _DEEPEST:
                self.at = len(text)
            else:
                self.list_until("`")
            self.depth -= 1
        elif text.startswith("$((", start):
            end = text.find("))", start)
            self.at = len(text) if end < 0 else end + 2
        elif text.startswith("$(", start):
            self._nested(2)
        elif text.startswith("${", start):
            end = text.find("}", start)
            self.at = len(text) if end < 0 else end + 1
            if end < 0 and re.fullmatch(r"\w*", text[start + 2 :]):
                self.open_variable = start + 2
        elif name := _NAME.match(text, start + 1):
            self.at = name.end()
            if name.end() == len(text) and (name[0][0].isalpha() or name[0][0] == "_"):
                self.open_variable = start + 1
        else:
            self.at = start + 1
            if self.at == len(text):
                self.open_variable = self.at
        return text[start : self.at]


def _role_after(redirection: str) -> Role:
    bare = without_descriptor(redirection)
    if bare == "<<<":
        return "argument"
    if bare in ("<<", "<<-"):
        return "delimiter"
    if bare in ("<&", ">&"):
        return "descriptor"
    return "source" if bare.startswith("<") and bare != "<>" else "target"


def _expected_after(word: Word) -> Role:
    """What the next word is, after one where a command may stand."""
    if word.role == "assignment" or (word.role == "keyword" and word.text in _KEYWORDS):
        return "argument" if word.text in ("fi", "done", "}") else "command"
    return "argument"
