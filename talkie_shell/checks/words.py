"""The words and operators a shell would see in a line, quoting resolved.

Written for the shell's own rules, because `shlex` loses what they mean: to it
``echo '*'`` and ``echo *`` are one command, ``2>&1`` and ``2 >&1`` another, and
``"$(cat "a b")"`` breaks apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from talkie_shell.checks.operators import CONTROL, REDIRECTION


@dataclass(frozen=True, slots=True)
class Token:
    """A word or an operator. A word's ``text`` is canonical: quotes are gone, a character
    that they protected from meaning something carries a backslash, an expansion that they
    protected from splitting stands in double quotes. Tokens are equal where a shell would
    treat them alike."""

    text: str
    operator: bool = False


FIND_RUNS = frozenset(("-exec", "-execdir", "-ok", "-okdir"))
"""What find takes a command after, with its own words up to a semicolon."""

_OPERATOR = re.compile(f"{REDIRECTION}|{CONTROL}")
_REDIRECTION = re.compile(r"\d+(?=[<>])")
_BLANKS = re.compile(r"(?:[ \t\r]|\\\n)+")
_PLAIN = re.compile(r"[^\\'\"`$\s|&;()<>*?\[\]{}~]+")
_NAME = re.compile(r"\w+|[@*#?$!-]")
_SPECIAL = frozenset("\\'\"`$|&;()<>*?[]{}~ \t\n")
_ACTIVE = frozenset("*?[]{}~")
_DEEPEST = 40
"""Substitutions inside substitutions that are looked into."""
_ANSI = re.compile(r"\\(n|t|r|\\|'|\")")
_ANSI_MEANS = {"n": "\n", "t": "\t", "r": "\r"}


def ends_escaped(text: str) -> bool:
    r"""Whether a backslash at the very end escapes what would follow it.

    Example: ``a\`` -> True; ``a\\`` -> False
    """
    return (len(text) - len(text.rstrip("\\"))) % 2 == 1


def split(command: str) -> tuple[Token, ...]:
    r"""The words and operators of ``command``, comments left out. Never fails: what is left
    open runs to the end.

    Example: split("ls 'a b' 2>&1") -> ls, a\ b, 2>&, 1
    """
    return tuple(_Reader(command).tokens())


class _Reader:
    def __init__(self, command: str, depth: int = 0) -> None:
        self.command = command
        self.depth = depth
        self.at = 0

    def tokens(self, closer: str = "") -> list[Token]:
        """Tokens up to the end or to an unmatched ``closer`` (which is consumed)."""
        found: list[Token] = []
        depth = 0
        command = self.command
        while True:
            if blanks := _BLANKS.match(command, self.at):
                self.at = blanks.end()
            if self.at >= len(command):
                return found
            here = command[self.at]
            if here == closer and depth == 0:
                self.at += 1
                return found
            if here == "#":
                end = command.find("\n", self.at)
                self.at = len(command) if end < 0 else end
                continue
            if self._at_operator():
                token = self._operator()
                depth += {"(": 1, ")": -1}.get(token.text, 0)
                found.append(token)
            else:
                found.append(Token(self._word(closer)))

    def _at_operator(self) -> bool:
        here = self.command[self.at]
        if here.isdigit():
            return _REDIRECTION.match(self.command, self.at) is not None
        if here in "<>" and self.command.startswith("(", self.at + 1):
            return False
        return here in "|&;()<>\n"

    def _operator(self) -> Token:
        match = _OPERATOR.match(self.command, self.at)
        text = match[0] if match else self.command[self.at]
        self.at += len(text)
        return Token(";" if text == "\n" else text, operator=True)

    def _word(self, closer: str) -> str:
        command = self.command
        parts: list[str] = []
        while self.at < len(command):
            here = command[self.at]
            if here in " \t\r\n|&;()" or here == closer:
                break
            if here in "<>":
                if not command.startswith("(", self.at + 1):
                    break
                self.at += 1
                parts.append(f"{here}{self._substitution()}")
            elif plain := _PLAIN.match(command, self.at):
                parts.append(plain[0])
                self.at = plain.end()
            else:
                parts.append(self._piece(quoted=False))
        return "".join(parts) or '""'

    def _piece(self, *, quoted: bool) -> str:
        """One quote, escape, expansion or special character of a word."""
        command = self.command
        here = command[self.at]
        self.at += 1
        if here == "\\":
            return self._escape(quoted=quoted)
        if here == "'" and not quoted:
            return _literal(self._up_to("'"))
        if here == '"':
            return self._double()
        if here == "`":
            inner = _Reader(self._up_to("`"), self.depth + 1)
            return _expansion(f"$({_spaced(inner.tokens())})", quoted=quoted)
        if here == "$":
            return self._dollar(quoted=quoted)
        if quoted or not self._means_something(here):
            return _literal(here)
        return here

    def _means_something(self, mark: str) -> bool:
        """Whether the unquoted ``mark`` just passed is more than itself."""
        before = self.command[max(0, self.at - 2) : self.at - 1]
        after = self.command[self.at : self.at + 1]
        if mark == "~":
            return not before or before in " \t\n=:|&;("
        if mark + after == "{}" or before + mark == "{}":
            return False
        return mark in _ACTIVE

    def _escape(self, *, quoted: bool) -> str:
        escaped = self.command[self.at : self.at + 1]
        if quoted and escaped not in ("$", "`", '"', "\\", "\n"):
            return "\\\\"
        self.at += 1
        return "" if escaped == "\n" else _literal(escaped)

    def _double(self) -> str:
        parts: list[str] = []
        command = self.command
        while self.at < len(command) and command[self.at] != '"':
            if plain := _PLAIN.match(command, self.at):
                parts.append(plain[0])
                self.at = plain.end()
            else:
                parts.append(self._piece(quoted=True))
        self.at += 1
        return "".join(parts)

    def _dollar(self, *, quoted: bool) -> str:
        command = self.command
        if command.startswith("((", self.at):
            inner = self._balanced("(", ")")
            return _expansion("$(" + "".join(inner.split()) + ")", quoted=quoted)
        if command.startswith("(", self.at):
            return _expansion("$" + self._substitution(), quoted=quoted)
        if command.startswith("{", self.at):
            return _expansion("${" + self._balanced("{", "}") + "}", quoted=quoted)
        if command.startswith("'", self.at) and not quoted:
            self.at += 1
            return _literal(_ANSI.sub(_ansi_means, self._up_to("'", escapes=True)))
        if command.startswith('"', self.at) and not quoted:
            return ""
        if name := _NAME.match(command, self.at):
            self.at = name.end()
            return _expansion("${" + name[0] + "}", quoted=quoted)
        return _literal("$")

    def _substitution(self) -> str:
        """The commands in the parentheses at the reader's place."""
        if self.depth >= _DEEPEST:
            return f"({self._balanced('(', ')')})"
        self.at += 1
        self.depth += 1
        inner = _spaced(self.tokens(")"))
        self.depth -= 1
        return f"({inner})"

    def _up_to(self, closer: str, *, escapes: bool = False) -> str:
        start = self.at
        command = self.command
        while self.at < len(command) and command[self.at] != closer:
            self.at += 2 if command[self.at] == "\\" and (escapes or closer == "`") else 1
        text = command[start : self.at]
        self.at += 1
        return text

    def _balanced(self, opener: str, closer: str) -> str:
        """The text inside the bracket at the reader's place, which it then has passed."""
        command, depth, start = self.command, 0, self.at + 1
        while self.at < len(command):
            here = command[self.at]
            self.at += 2 if here == "\\" else 1
            depth += (here == opener) - (here == closer)
            if depth == 0:
                return command[start : self.at - 1]
        return command[start:]


def _spaced(tokens: list[Token]) -> str:
    return " ".join(token.text for token in tokens)


def _literal(text: str) -> str:
    return "".join("\\" + mark if mark in _SPECIAL else mark for mark in text)


def _expansion(text: str, *, quoted: bool) -> str:
    return f'"{text}"' if quoted else text


def _ansi_means(match: re.Match[str]) -> str:
    return _ANSI_MEANS.get(match[1], match[1])
