"""What cannot be right in a command: programs, files and flags that are not there, quotes that
do not close. Pure: what is there is asked of `Facts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, Protocol

from talkie_shell.checks import unclosed
from talkie_shell.checks.words import FIND_RUNS
from talkie_shell.choices import changed_span
from talkie_shell.context import Flags, FlagsHere, Subcommands, misspelt
from talkie_shell.records import Choice
from talkie_shell.repl.completion.arguments import load_arguments
from talkie_shell.repl.completion.candidates import escaped
from talkie_shell.repl.completion.place import program_at
from talkie_shell.repl.line_words import Call, Word, read_line
from talkie_shell.repl.subcommands import wrong_subcommand

Kind = Literal["danger", "unknown", "missing", "open"]
_QUOTES = ("'", '"', "`", "$'", "$(", "${", "$((", "<(", ">(")
_DEFINING = frozenset(("source", ".", "eval", "alias", "autoload", "hash"))
"""After these there may be other commands."""
_MOVING = frozenset(("cd", "pushd", "popd", "tar", "unzip", "git"))
"""After these other files may be there."""
_PATTERN = re.compile(r"[\w.,+@%:=/*?\[\]-]*(?:[*?]|\[[^]]+\])[\w.,+@%:=/*?\[\]-]*")
_PATTERN_FLAGS = ("-name", "-iname", "-path", "-ipath", "-wholename", "-iwholename", "-lname")
"""What find matches by itself."""
_CERTAIN = 0.0
"""The confidence of what stands there where something else is offered."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place that cannot be right. ``why`` says it in a few words; ``instead`` is what could be
    meant, as it is written in the line, "" where that is not known. A ``danger`` is the whole
    line's and takes no place."""

    start: int
    end: int
    kind: Kind
    why: str
    instead: str = ""


class Facts(Protocol):
    """What the machine has. None: that is not known."""

    @property
    def strict(self) -> bool:
        """Whether the shell runs nothing where a pattern matches nothing."""

    def is_alias(self, name: str) -> bool: ...
    def matches(self, pattern: str) -> bool | None:
        """Whether there is something that the pattern matches."""

    def is_command(self, name: str) -> bool | None: ...
    def begins_command(self, start: str) -> bool: ...
    def near_command(self, name: str) -> str:
        """A command that was probably meant, "" for none."""

    def sort_of(self, path: str) -> str | None:
        """What is at the path ("file", "folder", "missing"), ``~`` and all."""

    def begins_path(self, start: str) -> bool:
        """Whether what is there goes on from the path, in whatever case."""

    def other_case(self, path: str) -> str:
        """The path as it exists in another case, "" where it does not."""

    def flags(self, command: str) -> Flags | None: ...
    def subcommands(self, program: str, folder: str) -> Subcommands | None:
        """Those of the program for who stands in the folder, "" for here."""


def marks_of(command: str, cursor: int, facts: Facts) -> tuple[Mark, ...]:
    """The marks of a command, by place. The word at the cursor counts as not yet finished.

    Example: "gti status" -> (Mark(0, 3, "unknown", "no command gti, but git", "git"),)
    """
    reading = read_line(command)
    defined = {word.text for call in reading.calls for word in call.words if _defines(word)}
    found = [
        Mark(one.start, one.start + len(one.text), "open", f"{one.text} is still open")
        for one in unclosed(command)
        if one.opens and one.text in _QUOTES
    ]
    changed: set[str] = set()
    for call in reading.calls:
        # What a line makes as it runs cannot be looked up before.
        if not changed & _DEFINING:
            found += _of_programs(call, cursor, facts, defined)
            found += _of_subcommands(call, command, cursor, changed | defined, facts)
        if not changed & _MOVING:
            found += [
                mark
                for mark in _of_files(call, cursor, facts)
                if _path_of(command, mark) not in changed
            ]
            found += _of_patterns(call, command, cursor, facts)
        found += _of_flags(call, command, facts)
        changed.update(_changing(call))
    return tuple(sorted(found, key=lambda mark: mark.start))


def _changing(call: Call) -> Iterator[str]:
    """The words of a call that may change what comes after it: a dot only where it is a command."""
    before = ""
    for word in call.words:
        if word.text != "." or word.role == "command" or before in ("builtin", "command"):
            yield word.text
        before = word.text


def _path_of(command: str, mark: Mark) -> str:
    return command[mark.start : mark.end].strip("'\"")


def offers_of(command: str, marks: tuple[Mark, ...]) -> tuple[Choice, ...]:
    """What could be meant, as choices to walk: what stands there first."""
    return tuple(
        Choice(mark.start, mark.end, (command[mark.start : mark.end], mark.instead), _CERTAIN)
        for mark in marks
        if mark.instead
    )


def still_true(marks: tuple[Mark, ...], before: str, now: str) -> tuple[Mark, ...]:
    """The marks of an earlier text that its edit did not touch, for until there are new ones."""
    same, _, _ = changed_span(before, now)
    return tuple(mark for mark in marks if mark.end < same or (mark.end == same and before == now))


def _defines(word: Word) -> bool:
    return word.role == "keyword"


def _of_programs(call: Call, cursor: int, facts: Facts, defined: set[str]) -> Iterator[Mark]:
    words = [word for word in call.words if word.role in ("command", "argument")]
    if not words or words[0].role != "command":
        return
    at = program_at([word.text for word in words])
    for word in dict.fromkeys((words[0], *words[at : at + 1])):
        code = word is not words[0] and " " in word.text  # watch 'ls | wc'
        if word.fixed and not word.quote and word.text not in ("", *defined) and not code:
            yield from _of_program(word, word.end == cursor, facts)


def _of_program(word: Word, unfinished: bool, facts: Facts) -> Iterator[Mark]:  # noqa: FBT001 - from one place
    name = word.text
    if "/" in name:
        yield from _if_missing(word, word.end if unfinished else -1, facts)
        return
    if facts.is_command(name) is not False or (unfinished and facts.begins_command(name)):
        return
    if name.startswith(("%", "!")) or facts.sort_of(name) == "folder":
        return  # a job; the history; a folder that some shells go to
    near = "" if unfinished else facts.near_command(name)
    why = f"no command {name}" + (f", but {near}" if near else "")
    yield Mark(word.start, word.end, "unknown", why, near)


def _of_subcommands(
    call: Call, command: str, cursor: int, before: set[str], facts: Facts
) -> Iterator[Mark]:
    wrong = wrong_subcommand(call, command, cursor, before, facts.subcommands)
    if wrong is not None:
        word, near = wrong.word, wrong.near
        why = f"{wrong.program} has no {word.text}" + (f", but {near}" if near else "")
        yield Mark(word.start, word.end, "unknown", why, near)


def _of_files(call: Call, cursor: int, facts: Facts) -> Iterator[Mark]:
    for word in call.words:
        if word.role == "source" and _is_path(word):
            yield from _if_missing(word, cursor, facts)
        elif word.role == "target" and _is_path(word) and "/" in word.text.rstrip("/"):
            folder = word.text.rpartition("/")[0] or "/"
            if facts.sort_of(folder) == "missing":
                yield Mark(word.start, word.end, "missing", f"no folder {folder}")
    words = [word for word in call.words if word.role in ("command", "argument")]
    at = program_at([word.text for word in words])
    if at < len(words):
        for word in _that_must_exist(words[at].text, words[at + 1 :], facts):
            if _is_path(word):
                yield from _if_missing(word, cursor, facts)


def _that_must_exist(program: str, words: list[Word], facts: Facts) -> Iterator[Word]:
    """The arguments that must be there, by the table; not what may be a flag's value."""
    which = load_arguments().existing.get(program)
    if which is None:
        return
    known = facts.flags(program)
    operands: list[Word] = []
    after_flag = ended = False
    for word in words:
        flag = word.text.startswith("-") and not ended
        if flag:
            ended = word.text == "--"
            bare = known is not None and not word.text.startswith("--")
            takes = not bare or known is None or bool(known.valued & set(word.text[1:]))
            after_flag = takes and "=" not in word.text and not ended
        elif after_flag:
            after_flag = False
        else:
            operands.append(word)
    if which == "but_last":
        yield from operands[:-1]
    elif which == "folders":
        yield from operands[:1]
    elif which == "first":
        # After a flag it may be code, or a module.
        yield from (word for word in words[:1] if word in operands)
    else:
        yield from operands


def _is_path(word: Word) -> bool:
    """Whether the word names one path."""
    text = word.text
    return (
        word.fixed
        and not word.quote
        and bool(text)
        and not text.startswith(("-", "+"))
        and "://" not in text
    )


def _if_missing(word: Word, cursor: int, facts: Facts) -> Iterator[Mark]:
    if facts.sort_of(word.text) != "missing":
        return
    if word.end != cursor or not facts.begins_path(word.text):
        yield _missing(word, facts)


def _missing(word: Word, facts: Facts) -> Mark:
    other = facts.other_case(word.text)
    written = other if other.startswith("~/") else escaped(other, "")
    why = f"no {word.text} here" + (f", but {other}" if other else "")
    return Mark(word.start, word.end, "missing", why, written)


def _of_patterns(call: Call, command: str, cursor: int, facts: Facts) -> Iterator[Mark]:
    """Patterns that the program should see and does not: the shell puts names in their place, or
    does not run the command for want of any."""
    words = [word for word in call.words if word.role in ("command", "argument")]
    at = program_at([word.text for word in words])
    if at >= len(words) or any(
        word.text == "noglob" or facts.is_alias(word.text) for word in words[: at + 1]
    ):
        return
    for before, word in pairwise(words[at:]):
        pattern = word.text
        plain = command[word.start : word.end] == pattern and _PATTERN.fullmatch(pattern)
        if word.fixed or word.end == cursor or not plain:
            continue
        matches = False if "://" in pattern else facts.matches(pattern)
        if facts.strict and matches is False:
            why = f"nothing matches {pattern}: the shell would not run it"
        elif words[at].text == "find" and before.text in _PATTERN_FLAGS and matches:
            why = f"the shell puts names in place of {pattern}"
        else:
            continue
        yield Mark(word.start, word.end, "missing", why, f"'{pattern}'")


def _of_flags(call: Call, command: str, facts: Facts) -> Iterator[Mark]:
    """Letters that the program has as flags in the other case alone."""
    words = [word for word in call.words if word.role in ("command", "argument")]
    at = program_at([word.text for word in words])
    here: FlagsHere | None = None
    program = ""
    for word in words[at:]:
        if here is None:
            program = word.text
            here = FlagsHere(program, facts.flags(program))
        elif word.text in FIND_RUNS:
            here = None
        elif not word.text.startswith("-"):
            here = here.after(word.text, facts.flags)
        elif here.known is not None and command[word.start : word.end] == word.text:
            bundle = word.text[1:]
            for letter in misspelt(bundle, program, here.known):
                place = word.start + 1 + bundle.index(letter)
                why = f"{program} has no -{letter}, but -{letter.swapcase()}"
                yield Mark(place, place + 1, "missing", why, letter.swapcase())
