"""Words and operators -> pipelines of commands. Lenient: whatever is read is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from talkie_shell.checks.operators import redirects, without_descriptor
from talkie_shell.checks.risk.reading import Operator, Token, Word, tokens

DEEPEST = 30
"""Groups inside groups that are looked into."""


class UnreadableError(Exception):
    """The command is built so deeply that nobody, a person least of all, can follow it."""


@dataclass(frozen=True, slots=True)
class Redirection:
    """``operator`` without its number; ``word`` None where it is missing; ``body`` is the
    here-document's text."""

    operator: str
    word: Word | None
    start: int
    end: int
    body: str = ""
    literal: bool = False


@dataclass(frozen=True, slots=True)
class Simple:
    """A command with its words (assignments first, as they stand) and redirections."""

    words: tuple[Word, ...]
    redirections: tuple[Redirection, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Group:
    """Commands that stand together: a subshell, braces, a loop, a conditional, a function.

    ``name`` is the function's, or a ``for`` loop's variable with its ``words``.
    """

    kind: str
    body: tuple[Pipeline, ...]
    redirections: tuple[Redirection, ...]
    start: int
    end: int
    name: str = ""
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Commands joined by pipes. ``background``: followed by ``&``."""

    stages: tuple[Simple | Group, ...]
    background: bool = False


_OPENS = {"if": "fi", "while": "done", "until": "done", "{": "}", "for": "done", "select": "done"}
_PASSED = frozenset(("then", "else", "elif", "do", "!", "begin", "end", "coproc"))
_CLOSES = frozenset(("fi", "done", "}", "esac"))


def pipelines(source: str, base: int = 0) -> tuple[Pipeline, ...]:
    """The source's pipelines in order. Raises `UnreadableError`."""
    parser = _Parser(tokens(source, base))
    found: list[Pipeline] = []
    while parser.at < len(parser.tokens):
        found += parser.body(())
        parser.at += 1  # a closing word or bracket that closes nothing
    return tuple(found)


class _Parser:
    def __init__(self, read: list[Token]) -> None:
        self.tokens = read
        self.at = 0
        self.depth = 0

    def body(self, closers: tuple[str, ...]) -> tuple[Pipeline, ...]:
        """Pipelines up to a closer, which is left standing."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise UnreadableError
        found: list[Pipeline] = []
        while self.at < len(self.tokens):
            text = self._text()
            if text in closers or text == ")" or (text in _CLOSES and closers):
                break
            if text in (";", "\n", "&", "&&", "||", "|", "|&", ";;", ";&", ";;&", "&|", "&!"):
                self.at += 1
                continue
            begun = self.at
            found.append(self._pipeline())
            if self.at == begun:
                self.at += 1
        self.depth -= 1
        return tuple(found)

    def _text(self, ahead: int = 0) -> str:
        if self.at + ahead >= len(self.tokens):
            return ""
        token = self.tokens[self.at + ahead]
        return token.raw if isinstance(token, Word) else token.text

    def _pipeline(self) -> Pipeline:
        stages: list[Simple | Group] = []
        while self.at < len(self.tokens):
            stages.append(self._command())
            if self._text() not in ("|", "|&"):
                break
            self.at += 1
            while self._text() == "\n":
                self.at += 1
        return Pipeline(tuple(stages), background=self._text() in ("&", "&|", "&!"))

    def _command(self) -> Simple | Group:
        while self._text() in _PASSED:
            self.at += 1
        text = self._text()
        start = self.tokens[self.at].start if self.at < len(self.tokens) else 0
        if text == "function":
            self.at += 1
            name = self._text()
            self.at += 1
            return self._function(name, start)
        if self._text(1) == "(" and self._text(2) == ")" and not self._is_operator():
            self.at += 1
            return self._function(text, start)
        if text == "(":
            self.at += 1
            return self._closed("subshell", ")", start)
        if text in ("for", "select"):
            return self._for(start)
        if text == "case":
            return self._case(start)
        if text in _OPENS:
            self.at += 1
            return self._closed(text, _OPENS[text], start)
        return self._simple(start)

    def _is_operator(self) -> bool:
        return isinstance(self.tokens[self.at], Operator)

    def _closed(
        self, kind: str, closer: str, start: int, name: str = "", words: tuple[Word, ...] = ()
    ) -> Group:
        body = self.body((closer,))
        if self._text() == closer:
            self.at += 1
        redirections = self._redirections()
        return Group(kind, body, redirections, start, self._end(), name, words)

    def _function(self, name: str, start: int) -> Group:
        while self._text() in ("(", ")", "\n"):
            self.at += 1
        if self.at >= len(self.tokens):
            return Group("function", (), (), start, self._end(), name)
        body = self._command()
        return Group("function", (Pipeline((body,)),), (), start, self._end(), name)

    def _for(self, start: int) -> Group:
        self.at += 1
        name = self._text() if self.at < len(self.tokens) and not self._is_operator() else ""
        words: list[Word] = []
        while self.at < len(self.tokens) and self._text() not in (";", "\n", "do", "{", "("):
            token = self.tokens[self.at]
            if isinstance(token, Word):
                words.append(token)
            self.at += 1
        named = tuple(words[2:]) if len(words) > 1 and words[1].raw == "in" else ()
        while self._text() in (";", "\n"):
            self.at += 1
        closer = "}" if self._text() == "{" else "done"
        self.at += 1
        return self._closed("for", closer, start, name, named)

    def _case(self, start: int) -> Group:
        found: list[Pipeline] = []
        while self.at < len(self.tokens) and self._text() not in ("in", "esac"):
            self.at += 1
        self.at += 1
        while self.at < len(self.tokens) and self._text() != "esac":
            while self.at < len(self.tokens) and self._text() not in (")", "esac"):
                self.at += 1  # a pattern
            if self._text() == ")":
                self.at += 1
                found += self.body((";;", ";&", ";;&", "esac"))
        self.at += 1
        return Group("case", tuple(found), self._redirections(), start, self._end())

    def _simple(self, start: int) -> Simple:
        words: list[Word] = []
        redirections: list[Redirection] = []
        test = self._text() == "[["
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if isinstance(token, Word):
                words.append(token)
                self.at += 1
                if test and token.raw == "]]":
                    test = False
            elif test:
                self.at += 1
            elif redirects(token.text):
                redirections.append(self._redirection(token))
            else:
                break
        return Simple(tuple(words), tuple(redirections), start, self._end())

    def _redirections(self) -> tuple[Redirection, ...]:
        found: list[Redirection] = []
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if not isinstance(token, Operator) or not redirects(token.text):
                break
            found.append(self._redirection(token))
        return tuple(found)

    def _redirection(self, token: Operator) -> Redirection:
        self.at += 1
        following = self.tokens[self.at] if self.at < len(self.tokens) else None
        word = following if isinstance(following, Word) else None
        if word is not None:
            self.at += 1
        end = word.end if word else token.end
        operator = without_descriptor(token.text)
        return Redirection(operator, word, token.start, end, token.body, token.quoted)

    def _end(self) -> int:
        return self.tokens[min(self.at, len(self.tokens)) - 1].end if self.at else 0


def multiplies(group: Group) -> bool:
    """Whether a function calls itself more than once at a time."""
    for pipeline in _inner(group.body):
        calls = [
            stage
            for stage in pipeline.stages
            if isinstance(stage, Simple) and stage.words and stage.words[0].raw == group.name
        ]
        if len(calls) > 1 or (calls and pipeline.background):
            return True
    return False


def _inner(body: Sequence[Pipeline]) -> list[Pipeline]:
    found: list[Pipeline] = []
    for pipeline in body:
        found.append(pipeline)
        for stage in pipeline.stages:
            if isinstance(stage, Group):
                found += _inner(stage.body)
    return found
