"""Quotes, brackets, braces and substitutions: which are still open, and where.

A scan of one pass that knows the shell's own rules: what quotes hide, comments,
here-documents, ``case`` patterns, arithmetic.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A quote or bracket without its partner. ``start`` is its character offset in the
    command; ``opens`` is False for a closing one that nothing opened."""

    text: str
    start: int
    opens: bool = True


_CLOSER = {
    "(": ")",
    "$(": ")",
    "<(": ")",
    ">(": ")",
    "((": "))",
    "$((": "))",
    "{": "}",
    "${": "}",
    "[": "]",
    '"': '"',
    "`": "`",
}
_ARITHMETIC = ("((", "$((")
_PARAMETER = "${"
_FARTHEST = 64
"""How many open marks to look back across for a partner; deeper inside, no more sums."""

# Outside quotes; the order of the alternatives is the order of preference.
_PLAIN = re.compile(
    r"\\.|\$\(\(|\$\(|\$\{|\$'|\$\"|<<<|<<-?|[<>]\(|\(\(|[()\[\]{}'\"`#\n]"
    r"|(?<![\w$./-])(?:case|esac)(?![\w./=-])",
    re.DOTALL,
)
_IN_DOUBLE_QUOTES = re.compile(r"\\.|\$\(\(|\$\(|\$\{|[\"`]", re.DOTALL)
_IN_PARAMETER = re.compile(r"\\.|\$\(\(|\$\(|\$\{|\$'|[}'\"`]", re.DOTALL)
_SINGLE = re.compile(r"'")
_ANSI = re.compile(r"(?:\\.|[^'\\])*'", re.DOTALL)
_DELIMITER = re.compile(r"[ \t]*((?:\\.|'[^'\n]*'|\"[^\"\n]*\"|[^\s;&|<>()'\"\\])+)")
_QUOTES = re.compile(r"[\\'\"]")
_WORD_BREAK = frozenset(" \t\n;&|()<>")


class _Scan:
    """One pass over a command. ``stack`` holds the marks still open."""

    def __init__(self, command: str) -> None:
        self.command = command
        self.stack: list[Mark] = []
        self.strays: list[Mark] = []
        self.documents: list[tuple[str, bool, int]] = []
        self.cases: list[int] = []

    def run(self) -> tuple[Mark, ...]:
        command, position = self.command, 0
        while match := self._pattern().search(command, position):
            position = self._take(match[0], match.start(), match.end())
        waiting = [Mark("<<" + word, start) for word, _, start in self.documents]
        return tuple(sorted([*self.stack, *self.strays, *waiting], key=lambda mark: mark.start))

    def _inside(self) -> str:
        return self.stack[-1].text if self.stack else ""

    def _pattern(self) -> re.Pattern[str]:
        inside = self._inside()
        if inside == '"':
            return _IN_DOUBLE_QUOTES
        if inside == _PARAMETER:
            return _IN_PARAMETER
        return _PLAIN

    def _take(self, text: str, start: int, end: int) -> int:
        """Handle one piece of syntax; the offset at which to go on."""
        if text[0] == "\\":
            return end
        if text == "'":
            return self._single(start, end)
        if text == "$'":
            return self._until(_ANSI.match(self.command, end), text, start)
        if text == '$"':
            return start + 1
        if text in ('"', "`"):
            self._toggle(text, start)
        elif text == "\n":
            return self._documents_from(end)
        elif text == "#":
            return self._comment(start, end)
        elif text in ("<<", "<<-"):
            return self._document(text, start, end)
        elif text in ("case", "esac"):
            self._case(text)
        elif text in _CLOSER:
            return self._open(text, start, end)
        elif text in (")", "]", "}"):
            return self._close(text, start, end)
        return end

    def _single(self, start: int, end: int) -> int:
        if self._inside() == _PARAMETER and any(
            mark.text == '"' for mark in self.stack[-_FARTHEST:]
        ):
            return end  # an apostrophe inside "${…}" is no quote
        return self._until(_SINGLE.search(self.command, end), "'", start)

    def _until(self, closing: re.Match[str] | None, text: str, start: int) -> int:
        if closing is None:
            self.stack.append(Mark(text, start))
            return len(self.command)
        return closing.end()

    def _toggle(self, text: str, start: int) -> None:
        if self._inside() == text:
            self.stack.pop()
        elif text == "`" and any(mark.text == "`" for mark in self.stack[-_FARTHEST:]):
            while self._inside() != "`":
                self.strays.append(self.stack.pop())
            self.stack.pop()
        else:
            self.stack.append(Mark(text, start))

    def _open(self, text: str, start: int, end: int) -> int:
        if text == "((" and not self._starts_word(start):
            text, end = "(", start + 1
        deep = len(self.stack) > _FARTHEST
        if text in _ARITHMETIC and (deep or not _closes_twice(self.command, end)):
            text, end = text[:-1], end - 1  # $( (a; b) ) written without the blank
        self.stack.append(Mark(text, start))
        return end

    def _close(self, text: str, start: int, end: int) -> int:
        expected = _CLOSER.get(self._inside(), "")
        if expected == "))" and self.command.startswith("))", start):
            self.stack.pop()
            return start + 2
        if expected == text:
            self.stack.pop()
        elif text == ")" and self.cases and len(self.stack) == self.cases[-1]:
            pass  # the pattern of a case: a) …;;
        elif text == "}" and self.command.endswith("\\{", 0, start):
            pass  # find's braces, half escaped: \{}
        else:
            self._close_across(text, start)
        return end

    def _close_across(self, text: str, start: int) -> None:
        """Close the nearest partner further out; what was opened inside it stays open.
        Never across quotes, and never further than makes sense in a command."""
        for index in range(len(self.stack) - 1, max(-1, len(self.stack) - 1 - _FARTHEST), -1):
            closer = _CLOSER.get(self.stack[index].text, "")
            if closer in ('"', "`"):
                break
            if closer == text:
                self.strays.extend(self.stack[index + 1 :])
                del self.stack[index:]
                return
        self.strays.append(Mark(text, start, opens=False))

    def _comment(self, start: int, end: int) -> int:
        if self._inside() in _ARITHMETIC or not self._starts_word(start):
            return end
        newline = self.command.find("\n", end)
        return len(self.command) if newline < 0 else newline

    def _starts_word(self, start: int) -> bool:
        return start == 0 or self.command[start - 1] in _WORD_BREAK

    def _case(self, word: str) -> None:
        if word == "case":
            self.cases.append(len(self.stack))
        elif self.cases:
            self.cases.pop()

    def _document(self, operator: str, start: int, end: int) -> int:
        delimiter = _DELIMITER.match(self.command, end)
        if delimiter is None or self._inside() in _ARITHMETIC:
            return end
        word = _QUOTES.sub("", delimiter[1])
        self.documents.append((word, operator == "<<-", start))
        return delimiter.end()

    def _documents_from(self, position: int) -> int:
        """Skip the bodies of the here-documents announced on the line that just ended."""
        while self.documents:
            word, tabs, _ = self.documents[0]
            indent = r"\t*" if tabs else ""
            last = re.compile(rf"^{indent}{re.escape(word)}$", re.MULTILINE)
            found = last.search(self.command, position)
            if found is None:
                return len(self.command)
            del self.documents[0]
            position = found.end()
        return position


_PARENTHESIS = re.compile(r"\\.|'[^']*'|\"(?:\\.|[^\"\\])*\"|[()]", re.DOTALL)
_LONGEST_SUM = 400
"""Characters within which a sum's closing parentheses are looked for."""


def _closes_twice(command: str, position: int) -> bool:
    """Whether the double parenthesis before ``position`` is closed by a double one, or not
    at all: ``((1+2))`` is a sum, ``((a); (b))`` a command in parentheses."""
    depth = 2
    for match in _PARENTHESIS.finditer(command, position, position + _LONGEST_SUM):
        if match[0] == "(":
            depth += 1
        elif match[0] == ")":
            depth -= 1
            if depth == 1:
                return command.startswith(")", match.end())
    return True


def unclosed(command: str) -> tuple[Mark, ...]:
    """The quotes, brackets, braces and substitutions of ``command`` that lack a partner, in
    the order they stand there. Empty means balanced. Linear in the length.

    Example: unclosed('echo "$(ls') -> (Mark('"', 5), Mark('$(', 6))
    """
    return _Scan(command).run()
