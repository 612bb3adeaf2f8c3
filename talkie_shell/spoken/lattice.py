"""An utterance as a lattice: deterministic, no model, no I/O.

The lattice is a covering grammar (Zhang, Sproat et al., "Neural Models of Text Normalization
for Speech Applications", 2019): it over-generates what the words could mean and excludes
everything else.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from talkie_shell.records import Kind, Lattice, Reading, Slot, Utterance
from talkie_shell.spoken.joining import Joining
from talkie_shell.spoken.lexer import Word, lex
from talkie_shell.spoken.numbers import number_phrase
from talkie_shell.spoken.readings import Around, readings_of
from talkie_shell.spoken.vocabulary import CamelName, Directive, Meaning, Vocabulary

_NOTHING = Meaning()
_SENTENCE = re.compile(r"[A-Z][A-Za-z]*[,.]? ")
"""Nobody begins a command so: another program's recogniser typed it."""
_SENTENCE_MARKS = frozenset(",.?!;:…")
_GLUED = frozenset({"d"})
"""Flags whose value follows at once: -DskipTests."""
_NOUGHTS = frozenset({("oh",), ("o",)})
_CASES = {"lower": Around.LOWER, "title": Around.TITLE, "upper": Around.UPPER}


class _Span(NamedTuple):
    """Words that belong together: positions in the list of words, and what they may mean.
    ``flag``: they are one whose hyphens nobody said. ``camel``: what they name, with capitals
    inside."""

    first: int
    last: int
    phrase: tuple[str, ...]
    meaning: Meaning
    number: bool
    flag: bool = False
    camel: CamelName | None = None


class _Line(NamedTuple):
    """The words to cut, also in small letters; ``heard``: a recogniser wrote them."""

    words: list[Word]
    lowered: list[str]
    vocabulary: Vocabulary
    heard: bool


def is_heard(utterance: Utterance) -> bool:
    """Whether a recogniser wrote the words: ours, or another program's that typed them here."""
    return utterance.source == "voice" or _SENTENCE.match(utterance.text) is not None


def build_lattice(utterance: Utterance, vocabulary: Vocabulary) -> Lattice:
    """Everything the utterance may mean. Never fails; no words, no slots.

    Example: "find dot dash name star dot txt" -> slots whose best line is
    ``find . - name * . txt``
    """
    voice = is_heard(utterance)
    vocabulary = vocabulary.of("voice" if voice else "typed")
    words = lex(utterance.text)
    spans = _segment(words, vocabulary, heard=voice)
    around_all = _around_all(spans)
    continuing = _continuing(spans, vocabulary)
    joining = Joining.for_line(span.meaning for span in spans)
    slots: list[Slot] = []
    directive: Directive | None = None
    run_started = False
    escaped = False
    sentence = voice
    for index, span in enumerate(spans):
        word = words[span.first]
        end = words[span.last].end
        surface = utterance.text[word.start : end]
        meaning = span.meaning
        in_run = directive is not None and directive.scope == "run"
        if in_run and (meaning.directive or (meaning.symbol and not meaning.weak)):
            directive, run_started, in_run = None, False, False
        around = around_all
        if escaped:
            around |= Around.ESCAPED
        if sentence:
            around |= Around.SENTENCE_START
        if directive is not None:
            around |= _directed(directive, run_started=run_started)
        if slots and slots[-1].readings[0].text == "-":
            around |= Around.AFTER_DASH
        around |= _around_span(spans, index)
        if voice and surface in _SENTENCE_MARKS and _ends_clause(words, span.last):
            around |= Around.SENTENCE_MARK
        readings = readings_of(surface, span.phrase, around, vocabulary)
        joiners = joining.before(
            readings[0],
            word,
            directive if in_run and run_started else None,
            compound=index in continuing,
            raw=meaning.symbol is None and not surface[0].isalnum(),
        )
        if span.camel is not None and span.camel.behind in _GLUED:
            joiners = ("",)
        elif index and spans[index - 1].last < span.first - 1:
            joiners = (*joiners, "-")  # a hyphen that became no slot of its own
        slots.append(Slot(surface, word.start, end, word.gap, readings, joiners))
        sentence = voice and surface in {".", "?", "!"}
        if readings[0].kind is Kind.DROP:
            if meaning.directive is not None and not escaped:
                directive, run_started = meaning.directive, False
            escaped = meaning.escape and not escaped
            continue
        joining.advance(readings[0])
        escaped = False
        if in_run:
            run_started = True
        else:
            directive = None
    return Lattice(utterance, tuple(slots))


def _segment(words: list[Word], vocabulary: Vocabulary, *, heard: bool) -> list[_Span]:
    """Cut the words into spans, longest phrase first. ``heard``: hyphens in names that are written
    as one ("Pac-Man") are a recogniser's."""
    hyphens = _hyphens(words)
    if not hyphens:
        return _phrases(words, vocabulary, heard=heard)
    kept = [index for index in range(len(words)) if index not in hyphens]
    bare = [
        words[index]._replace(gap="-") if index - 1 in hyphens else words[index] for index in kept
    ]
    spans: list[_Span] = []
    for span in _phrases(bare, vocabulary, heard=heard):
        first, last = kept[span.first], kept[span.last]
        as_one = heard and spans and spans[-1].phrase + span.phrase in vocabulary.compounds
        if first - 1 in hyphens and not as_one:
            spans.append(_Span(first - 1, first - 1, ("-",), _NOTHING, number=False))
        spans.append(span._replace(first=first, last=last))
    return spans


def _hyphens(words: list[Word]) -> set[int]:
    """The hyphens inside words, which recognisers write at will ("twenty-three")."""
    return {
        index
        for index in range(1, len(words) - 1)
        if words[index].text == "-"
        and not words[index].gap
        and not words[index + 1].gap
        and words[index - 1].text.isalpha()
        and words[index + 1].text.isalpha()
    }


def _phrases(words: list[Word], vocabulary: Vocabulary, *, heard: bool) -> list[_Span]:
    lowered = [word.text.lower() for word in words]
    line = _Line(words, lowered, vocabulary, heard)
    spans: list[_Span] = []
    index = 0
    while index < len(words):
        name = _flag_at(line, index, spans) or _camel_at(line, index, spans)
        if name is not None:
            spans.append(name)
            index = name.last + 1
            continue
        length, meaning, number = _longest(words, lowered, index, vocabulary)
        phrase = tuple(lowered[index : index + length])
        number = number or (phrase in _NOUGHTS and bool(spans) and spans[-1].number)
        spans.append(_Span(index, index + length - 1, phrase, meaning, number))
        index += length
    return spans


def _dashes_before(spans: list[_Span], *, heard: bool) -> str:
    """The dashes, two at most, that were said last: who types them types the rest of the flag."""
    dashes = ""
    for span in reversed(spans[-2:]):
        symbol = span.meaning.symbol
        if symbol is not None and set(symbol.text) == {"-"}:
            dashes = symbol.text + dashes
        elif heard and set(span.phrase[0]) == {"-"}:
            dashes = span.phrase[0] + dashes
        else:
            break
    return dashes[-2:]


def _flag_at(line: _Line, index: int, spans: list[_Span]) -> _Span | None:
    """The flag from here whose hyphens nobody says, or not all of them."""
    words, lowered, vocabulary, heard = line
    phrases = vocabulary.hyphened_flags.get(lowered[index], ())
    dashes = _dashes_before(spans, heard=heard) if phrases else ""
    for phrase in phrases if dashes else ():
        if dashes == "-" and phrase not in vocabulary.one_dash:
            continue
        said, last = 0, index
        for word in phrase[1:]:
            last += 1
            if last + 1 < len(words) and _is_dash(lowered[last], vocabulary):
                said, last = said + 1, last + 1
            if last >= len(words) or lowered[last] != word or not words[last].gap.isspace():
                break
        else:
            whole = said == len(phrase) - 1
            return None if whole else _Span(index, last, phrase, _NOTHING, number=False, flag=True)
    return None


def _camel_at(line: _Line, index: int, spans: list[_Span]) -> _Span | None:
    """The name with capitals inside that is said from here, behind what makes it mean that."""
    words, lowered, vocabulary, heard = line
    phrases = vocabulary.camel_phrases.get(lowered[index], ())
    before = {"", _behind(spans, heard=heard)} if phrases else set()
    for phrase in phrases:
        after = index + len(phrase)
        name = vocabulary.camel_names[phrase]
        if (
            name.behind in before
            and tuple(lowered[index:after]) == phrase
            and all(word.gap.isspace() for word in words[index + 1 : after])
        ):
            return _Span(index, after - 1, phrase, _NOTHING, number=False, camel=name)
    return None


def _behind(spans: list[_Span], *, heard: bool) -> str:
    """The dashes or the dot that were said last, or the letter of a flag."""
    last = spans[-1] if spans else None
    if last is None:
        return ""
    symbol = last.meaning.symbol
    if symbol is not None and symbol.text == ".":
        return "."
    if len(last.phrase) == 1 and len(last.phrase[0]) == 1 and last.phrase[0].isalpha():
        flag = spans[:-1]
        while flag and flag[-1].meaning.directive is not None:
            flag = flag[:-1]
        return last.phrase[0] if _dashes_before(flag, heard=heard) == "-" else ""
    return _dashes_before(spans, heard=heard)


def _is_dash(word: str, vocabulary: Vocabulary) -> bool:
    symbol = vocabulary.meanings.get((word,), _NOTHING).symbol
    return symbol is not None and symbol.text == "-"


def _longest(
    words: list[Word], lowered: list[str], index: int, vocabulary: Vocabulary
) -> tuple[int, Meaning, bool]:
    word = lowered[index]
    number = None
    if (
        word in vocabulary.digits
        or word in vocabulary.teens
        or word in vocabulary.tens
        or word in vocabulary.repeats
        or word == "a"
    ):
        number = number_phrase(lowered[index : index + 24], 0, vocabulary)
    reach = number.length if number is not None else 0
    for length in vocabulary.lengths.get(word, ()):
        if length < reach or index + length > len(words):
            continue
        meaning = vocabulary.meanings.get(tuple(lowered[index : index + length]))
        if meaning is not None and _one_phrase(words, index, length, meaning):
            return length, meaning, number is not None and length == reach
    return max(1, reach), _NOTHING, number is not None or word.isdigit()


def _one_phrase(words: list[Word], index: int, length: int, meaning: Meaning) -> bool:
    """Whether white space (or the phrase's own symbols) separates the words; hyphens may
    stand inside the name of a symbol or a letter."""
    return all(
        (words[at].gap and (words[at].gap != "-" or meaning.symbol or meaning.letter))
        or not words[at].text.isalnum()
        or not words[at - 1].text.isalnum()
        for at in range(index + 1, index + length)
    )


def _around_all(spans: list[_Span]) -> int:
    """What holds for every slot: free speech, a self-correction (which a mere "er" may be)."""
    if any(span.meaning.repair or span.meaning.filler == "empty" for span in spans):
        return Around.REPAIRED | Around.DROPPABLE
    if any(span.meaning.filler for span in spans):
        return Around.DROPPABLE
    return Around.NOTHING


def _directed(directive: Directive, *, run_started: bool) -> int:
    if directive.case == "camel":
        return Around.TITLE if run_started else Around.LOWER
    around = _CASES.get(directive.case, Around.NOTHING)
    if directive.scope in {"letter", "word"}:
        around |= Around.LETTER
    return around


def _beside_number(spans: list[_Span], index: int) -> bool:
    before = index > 0 and spans[index - 1].number
    after = index + 1 < len(spans) and spans[index + 1].number
    if spans[index].phrase == ("point",):
        return before and after
    return before or after


def _around_span(spans: list[_Span], index: int) -> int:
    """What the spans themselves say of one of them."""
    span = spans[index]
    return (
        (Around.FLAG if span.flag else 0)
        | (Around.CAMEL if span.camel is not None else 0)
        | (Around.DIGITS if _beside_number(spans, index) else 0)
    )


def _ends_clause(words: list[Word], index: int) -> bool:
    """A mark glued to the word before it and not to the next one."""
    glued_on = not words[index].gap
    free_after = index + 1 >= len(words) or bool(words[index + 1].gap)
    return glued_on and free_after


def _continuing(spans: list[_Span], vocabulary: Vocabulary) -> set[int]:
    """The spans that continue words which are written as one ("check out")."""
    found: set[int] = set()
    for start, span in enumerate(spans):
        if span.phrase[0] not in vocabulary.compound_starts:
            continue
        phrase = span.phrase
        for after in range(start + 1, min(start + 4, len(spans))):
            phrase += spans[after].phrase
            if phrase in vocabulary.compounds:
                found.update(range(start + 1, after + 1))
    return found


def best_path(lattice: Lattice) -> str:
    """The command that the preprocessor alone would make: every slot's first reading and
    first joiner.

    Example: "git space status" -> ``git status``
    """
    parts: list[str] = []
    blank = False
    for slot in lattice.slots:
        reading: Reading = slot.readings[0]
        if reading.kind is Kind.DROP:
            continue
        if parts and not blank and reading.text != " ":
            parts.append(slot.joiners[0])
        parts.append(reading.text)
        blank = reading.text == " "
    return "".join(parts)
