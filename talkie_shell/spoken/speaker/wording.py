"""A command in a person's own words: each unit by their names and habits."""

from __future__ import annotations

from random import Random

from talkie_shell.spoken.speaker.casing import run_at, segments
from talkie_shell.spoken.speaker.numerals import say_number
from talkie_shell.spoken.speaker.persona import Casing, Letters, Persona
from talkie_shell.spoken.speaker.phrasebook import Phrasebook
from talkie_shell.spoken.speaker.pieces import Part, Piece
from talkie_shell.spoken.speaker.units import Sort, Unit, composite_at, units_of

_SIDES = {
    "open": "close", "left": "right", "l": "r", "opening": "closing", "begin": "end",
    "start": "end", "starting": "ending",
}  # fmt: skip
_CLOSING = ("close", "closing", "end", "right", "un")
_CLOSERS = {")": "(", "]": "[", "}": "{"}
_QUOTES = frozenset("\"'`")
_STANDING = frozenset({"|", ">", ">>", "&&", "||", "&", "<", "2>", "2>&1"})
_LETTER_CASES = (
    "capital", "capital", "cap", "upper", "uppercase", "big", "shift", "capital letter",
)  # fmt: skip
_BUNDLE = 4
_SHORT, _LONGEST_SPELT = 3, 8
_LONGER_SPELT, _CAPITALS_SPELT = 0.3, 0.3
_PARTLY = 0.06


class Wording:
    """Says one command. ``literal`` makes it spell out everything that could be mistaken."""

    def __init__(
        self, persona: Persona, book: Phrasebook, rng: Random, *, literal: bool = False
    ) -> None:
        self._persona = persona
        self._book = book
        self._rng = rng
        self._literal = literal
        self._open: dict[str, str] = {}

    def pieces(self, command: str) -> list[Piece]:
        """The command, piece by piece."""
        units = units_of(command)
        pieces: list[Piece] = []
        index = 0
        while index < len(units):
            sort = units[index].sort
            if sort is Sort.BLANK:
                found, taken = self._blank(units, index), 1
            elif sort is Sort.WORD:
                found, taken = self._word(units, index)
            else:
                found, taken = self._symbol_or_number(units, index)
            pieces += found
            index += taken
        return pieces

    def _chance(self, probability: float) -> bool:
        return probability > 0.0 and self._rng.random() < probability

    def _blank(self, units: list[Unit], index: int) -> list[Piece]:
        unit = units[index]
        said = len(unit.text) > 1 or self._chance(self._persona.space)
        if not said and 0 < index < len(units) - 1:
            before, after = units[index - 1], units[index + 1]
            if before.text in self._open or after.text in self._open:
                said = self._chance(0.8)
            elif before.sort is Sort.NUMBER and after.sort is Sort.NUMBER:
                said = self._chance(0.6)
        if not said:
            return []
        name = self._persona.name(" ", self._book, self._rng) or "space"
        return [
            Piece("tab" if blank == "\t" else name, Part.BLANK, blank, unit.token)
            for blank in unit.text
        ]

    def _symbol_or_number(self, units: list[Unit], index: int) -> tuple[list[Piece], int]:
        unit = units[index]
        composite = composite_at(units, index)
        if composite is not None:
            text, taken = composite
            name = self._composite(text, units, index, taken)
            if name is not None:
                return [Piece(name, Part.SYMBOL, text, unit.token)], taken
        if unit.sort is Sort.NUMBER:
            return [self._number(unit)], 1
        return [Piece(self._symbol(units, index), Part.SYMBOL, unit.text, unit.token)], 1

    def _number(self, unit: Unit) -> Piece:
        persona = self._persona
        words = say_number(unit.text, persona.number, persona.zero, self._rng)
        return Piece(words, Part.NUMBER, unit.text, unit.token)

    def _composite(self, text: str, units: list[Unit], index: int, taken: int) -> str | None:
        """One name for several characters; None to say them one by one."""
        after = index + taken
        stands = _stands_alone(units, index, after)
        if stands and self._chance(self._persona.phrases) and text in self._book.phrases:
            return self._rng.choice(self._book.phrases[text])
        if text == "--" and self._chance(0.7):
            return None
        if text in {"2>&1", "/dev/null", "$(", "->", "()", "[]", "{}", "[[", "]]"}:
            if not self._chance(self._persona.variety):
                return None
            return self._book.names[text].pick(self._rng)
        if text[0].isdigit() and index and units[index - 1].sort is not Sort.BLANK:
            return None
        return self._persona.name(text, self._book, self._rng)

    def _symbol(self, units: list[Unit], index: int) -> str:
        text = units[index].text
        stands = _stands_alone(units, index, index + 1)
        if stands and self._chance(self._persona.phrases) and text in self._book.phrases:
            phrases = self._book.phrases[text]
            if text != "&" or index == len(units) - 1:
                return self._rng.choice(phrases)
        if text in _QUOTES:
            return self._quote(text)
        opener = self._open.get(_CLOSERS.get(text, ""))
        if opener is not None:
            side, _, rest = opener.partition(" ")
            name = f"{_SIDES[side]} {rest}" if side in _SIDES else f"close {opener}"
            if name in self._book.names[text].items and self._chance(0.9):
                return name
        if text == "." and self._chance(self._persona.variety * 0.5) and _in_number(units, index):
            return "point"
        name = self._persona.name(text, self._book, self._rng) or text
        if text in {"(", "[", "{"}:
            self._open[text] = name
        return name

    def _quote(self, text: str) -> str:
        opened = self._open.pop(text, None)
        if opened is not None:
            side, _, rest = opened.partition(" ")
            if side in _SIDES:
                return f"{_SIDES[side]} {rest}"
            if opened == "quote" and self._chance(self._persona.variety * 0.1):
                return self._rng.choice(("unquote", "end quote", "close quote"))
            return opened
        name = self._persona.name(text, self._book, self._rng) or text
        if name.startswith(_CLOSING):
            name = self._book.names[text].items[0]
        self._open[text] = name
        return name

    def _word(self, units: list[Unit], index: int) -> tuple[list[Piece], int]:
        unit = units[index]
        if not self._literal and self._chance(self._persona.runs):
            run = self._run(units, index)
            if run is not None:
                return run
        text = unit.text
        flag = _is_flag(units, index)
        if len(text) == 1:
            return self._letter(text, unit.token), 1
        if flag and len(text) <= _BUNDLE and text not in self._book.whole_flags:
            whole = text.islower() and not self._chance(self._persona.bundle)
            if not whole or self._literal:
                return self._bundle(text, unit.token), 1
        if text.islower():
            return self._plain(text, unit.token), 1
        if flag and text[1:].islower() and self._chance(0.7):
            first = self._letter(text[0], unit.token)
            return [*first, *self._plain(text[1:], unit.token)], 1
        return self._cased(text, unit.token), 1

    def _plain(self, text: str, token: int) -> list[Piece]:
        if not self._literal:
            name = self._other_name(text)
            if name != text:
                return [Piece(name, Part.WORD, text, token)]
            if self._spells(text):
                return self._letters(text, token)
        return [*self._escape(text, token), Piece(text, Part.WORD, text, token)]

    def _other_name(self, word: str) -> str:
        """What they say for the word."""
        if word in self._book.said and self._chance(self._persona.other):
            return self._rng.choice(self._book.said[word])
        return word

    def _spells(self, text: str) -> bool:
        """Whether they spell it: what nobody can pronounce or guess, the shorter the likelier."""
        lost = text.isupper() and self._persona.casing is Casing.LOST
        habit = max(self._persona.spell, _CAPITALS_SPELT if lost else 0.0)
        if not text.isascii() or not text.isalpha() or len(text) > _LONGEST_SPELT:
            return False
        return self._chance(habit if len(text) <= _SHORT else habit * _LONGER_SPELT)

    def _escape(self, word: str, token: int) -> list[Piece]:
        """What keeps the word from being taken for something else."""
        book, persona = self._book, self._persona
        if self._literal and word in book.meaningful:
            return [Piece("literal", Part.DIRECTIVE, "", token)]
        if word in book.risky and self._chance(persona.escape):
            name = self._rng.choice(book.escapes) if self._chance(persona.variety) else "literal"
            return [Piece(name, Part.DIRECTIVE, "", token)]
        return []

    def _letters(self, text: str, token: int) -> list[Piece]:
        return [piece for letter in text for piece in self._letter(letter, token)]

    def _bundle(self, text: str, token: int) -> list[Piece]:
        """Flags letter by letter, or the first one or two and the others in one go."""
        if len(text) < _BUNDLE - 1 or self._literal or not self._chance(_PARTLY):
            return self._letters(text, token)
        cut = self._rng.randint(1, len(text) - 2)
        rest = text[cut:]
        return [*self._letters(text[:cut], token), Piece(rest, Part.WORD, rest, token)]

    def _letter(self, letter: str, token: int) -> list[Piece]:
        persona, rng = self._persona, self._rng
        lower = letter.lower()
        said = lower
        if persona.letters is Letters.NATO and lower in self._book.nato:
            said = rng.choice(self._book.nato[lower])
        elif persona.letters is Letters.CAPITALS or (
            persona.letters is Letters.ANY and rng.random() < 0.5
        ):
            said = letter.upper()
        piece = Piece(said, Part.LETTER, letter, token)
        if self._literal and letter == "o":
            return [Piece("lower", Part.DIRECTIVE, "", token), piece]
        if letter == lower or persona.flag_case is Casing.LOST:
            return [piece]
        if persona.flag_case is Casing.WRITTEN:
            return [Piece(letter, Part.LETTER, letter, token)]
        name = rng.choice(_LETTER_CASES) if rng.random() < persona.variety else "capital"
        return [Piece(name, Part.DIRECTIVE, "", token), piece]

    def _cased(self, text: str, token: int) -> list[Piece]:
        """A word with capitals."""
        if self._persona.casing is Casing.WRITTEN:
            return [Piece(text, Part.WORD, text, token)]
        lost = self._persona.casing is Casing.LOST
        if text.isupper() and self._spells(text):
            return self._letters(text, token)
        if lost and (text.isupper() or text.istitle()):
            return [Piece(self._other_name(text.lower()), Part.WORD, text, token)]
        if self._persona.space < 1.0 and text in self._book.settled and self._chance(0.4):
            return [Piece(text.lower(), Part.WORD, text, token)]
        pieces: list[Piece] = []
        for segment in segments(text):
            if len(segment) == 1 and segment.isalpha():
                pieces += self._said_letter(segment, token)
                continue
            if not segment.islower():
                weighted = self._book.upper if segment.isupper() else self._book.capital
                varied = self._chance(self._persona.variety)
                name = weighted.pick(self._rng) if varied else weighted.items[0]
                pieces.append(Piece(name, Part.DIRECTIVE, "", token))
            pieces += self._escape(segment.lower(), token)
            pieces.append(Piece(segment.lower(), Part.WORD, segment, token))
        return pieces

    def _said_letter(self, letter: str, token: int) -> list[Piece]:
        piece = Piece(letter.lower(), Part.LETTER, letter, token)
        if letter.islower():
            return [piece]
        return [Piece("capital", Part.DIRECTIVE, "", token), piece]

    def _run(self, units: list[Unit], index: int) -> tuple[list[Piece], int] | None:
        """A casing named once for several words: "snake case my file"."""
        found = run_at(units, index)
        if found is None:
            return None
        names = self._book.runs.get((found.case, found.joiner))
        if not names or any(word.lower() in self._book.risky for word in found.words):
            return None
        token, taken = units[index].token, found.taken
        name = self._rng.choice(names) if self._chance(self._persona.variety) else names[0]
        pieces = [Piece(name, Part.DIRECTIVE, "", token)]
        for number, word in enumerate(found.words):
            written = word if not number else found.joiner + word
            pieces.append(Piece(word.lower(), Part.WORD, written, token))
        after = index + taken
        if after < len(units) and units[after].sort is Sort.BLANK and self._chance(0.85):
            blank = units[after].text
            pieces += [Piece("space", Part.BLANK, one, units[after].token) for one in blank]
            taken += 1
        return pieces, taken


def _stands_alone(units: list[Unit], first: int, after: int) -> bool:
    """Whether an operator stands between blanks (or ends the line)."""
    if first == 0 or units[first - 1].sort is not Sort.BLANK:
        return "".join(unit.text for unit in units[first:after]) not in _STANDING
    return after >= len(units) or units[after].sort is not Sort.SYMBOL


def _in_number(units: list[Unit], index: int) -> bool:
    return (
        0 < index < len(units) - 1
        and units[index - 1].sort is Sort.NUMBER
        and units[index + 1].sort is Sort.NUMBER
    )


def _is_flag(units: list[Unit], index: int) -> bool:
    """Whether a single dash at the start of its shell word stands right before."""
    if index == 0 or units[index - 1].text != "-":
        return False
    return index == 1 or units[index - 2].sort is Sort.BLANK
