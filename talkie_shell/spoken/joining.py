"""What may stand between two slots, and what the preprocessor would put there on its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from talkie_shell.records import Kind, Reading

if TYPE_CHECKING:
    from talkie_shell.spoken.lexer import Word
    from talkie_shell.spoken.vocabulary import Directive, Meaning

GLUED_FIRST = ("", " ")
SPACED_FIRST = (" ", "")
_OPENING = frozenset(
    {"=", ":", "/", "(", "[", "{", "$(", ",", "@", "$", "`", ".", "_", "-", "--", "\\", "~", "!"}
)
_BOTH = frozenset({".", "/", ":", ",", "_", "=", "@", "%", "^", "?", "::", "..", "//", "...", "->"})
_BEFORE_PROGRAM = frozenset({"|", "||", "&&", ";", "&", "|&", "$(", "(", "`", "\n", "sudo"})
_TAKE_FOLDER = frozenset({"find", "cd", "ls", "du", "tree", "code", "source", "open", "ncdu"})
_PATHS = frozenset({"..", "/", "~", "/dev/null"})
_AFTER_WORD = frozenset({")", "]", "}", ";", "()", "[]"})


class Joining:
    """Walks a line from left to right and orders the joiners before each slot.

    Where the speaker says "space", nothing else is a blank; elsewhere the shell's habits
    decide. The model corrects both.
    """

    def __init__(self, *, said_spaces: bool) -> None:
        self._said_spaces = said_spaces
        self._previous: Reading | None = None
        self._open_quotes: set[str] = set()
        self._after_opening_quote = False
        self._after_program = False
        self._program_next = True

    @classmethod
    def for_line(cls, meanings: Iterable[Meaning]) -> Joining:
        """For a line whose spans have these meanings."""
        return cls(
            said_spaces=any(
                meaning.symbol is not None and meaning.symbol.text == " " for meaning in meanings
            )
        )

    def before(
        self,
        reading: Reading,
        word: Word,
        directive: Directive | None,
        *,
        compound: bool,
        raw: bool,
    ) -> tuple[str, ...]:
        """The joiners allowed before a slot with this best reading, best first.

        ``directive`` is the casing directive whose run this slot continues; ``compound``: the
        slot continues words written as one; ``raw``: the slot is a symbol as written.
        """
        spaced = self._wants_blank(reading, word, raw=raw)
        if compound and not self._said_spaces:
            spaced = spaced and self._previous is None
        joiners: tuple[str, ...] = SPACED_FIRST if spaced else GLUED_FIRST
        if directive is not None and directive.joiner is not None:
            joiners = tuple(dict.fromkeys((directive.joiner, *joiners)))
        if word.gap not in {"", " "} and not word.gap.isspace():
            return joiners
        if word.gap not in {"", " "}:
            joiners = (*joiners, word.gap)
        return joiners

    def advance(self, reading: Reading) -> None:
        """Take a slot's best reading as the one that stands before the next slot."""
        self._after_opening_quote = False
        if reading.text in {'"', "'", "`"}:
            if reading.text in self._open_quotes:
                self._open_quotes.remove(reading.text)
            else:
                self._open_quotes.add(reading.text)
                self._after_opening_quote = True
        word = reading.text.isalnum()
        self._after_program = self._program_next and word
        self._program_next = reading.text in _BEFORE_PROGRAM or (self._program_next and not word)
        self._previous = reading

    def _wants_blank(self, reading: Reading, word: Word, *, raw: bool) -> bool:
        previous = self._previous
        if previous is None or self._said_spaces or not word.gap:
            return False
        if self._after_opening_quote or reading.text in self._open_quotes:
            return False
        text, before = reading.text, previous.text
        if raw:
            return True
        if previous.kind is Kind.NUMBER and reading.kind is Kind.NUMBER:
            return False
        if len(text) == 1 and text.isalpha() and len(before) == 1 and before.isalpha():
            return False
        if self._after_program and (text in _PATHS or (text == "." and before in _TAKE_FOLDER)):
            return True
        if text == "~" and before == "HEAD":
            return False
        if before in _OPENING and not (before == "." and text == "-"):
            return False
        return text not in _BOTH and text not in _AFTER_WORD
