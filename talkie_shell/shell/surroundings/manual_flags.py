"""Flags in a manual page: those it describes, those it mentions. Pure.

A line that begins with a dash is about that flag, whatever macro put it there: ``.TP``,
``.IP``, ``.It Fl``, or a list made by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from talkie_shell.context import Flags
from talkie_shell.shell.surroundings.flags import Manual
from talkie_shell.shell.surroundings.roff import lines_of

_NEAR = 60  # characters in which the next flag of a description follows
_SEPARATOR = re.compile(r"\s*(?:[,;|/]|\bor\b|\s(?=-))\s*")
_LONG = re.compile(r"--(\[no-?\])?([A-Za-z0-9][\w.-]*)")
_SHORT = re.compile(r"-([A-Za-z0-9?#@%])(?![\w-])")
_DIGITS = re.compile(r"-(?:<|#?(?:NUM|num|number)\b)")
_GLUED = re.compile(r"-(?:([a-z])(?=[A-Z]{2,}(?![a-z]))|([A-Za-z])(?=<|\[))")
_WORD = re.compile(r"-([A-Za-z][\w+-]*\w)")
_VALUE = re.compile(r"\s?(?:\[?=|\[?<|\[?[A-Z]{2,})")
_MENTION = re.compile(r"(?<![\w./+=<>\\~*-])-([A-Za-z0-9])(?![\w/+<>-])")
_CLUSTER = re.compile(r"(?<![\w-])-([A-Za-z0-9?]{2,})(?![\w-])")


def flags_in(page: str) -> Manual:
    r"""The flags of a page, from its source.

    Example: ".TP\n\fB\-a\fR, \fB\-\-all\fR" -> short {"a"}, long {"all"}
    """
    short: set[str] = set()
    long: set[str] = set()
    words: set[str] = set()
    mentioned: set[str] = set()
    clusters: set[str] = set()
    valued: set[str] = set()
    for line in lines_of(page):
        if line.section == "see also":
            continue
        usage = line.section.startswith(("synopsis", "usage"))
        mentioned.update(_MENTION.findall(line.text))
        if usage:
            clusters.update(_CLUSTER.findall(line.text))
            short.update(_MENTION.findall(line.text))
        letters, valued_here = _begin(line.text, long, words if line.opens and not usage else set())
        short |= letters
        if valued_here:
            valued |= letters
    for cluster in clusters - words:
        letters = set(cluster)
        if len(letters) == len(cluster) and (not words or len(letters & short) * 2 >= len(letters)):
            short |= letters
    return Manual(
        Flags(frozenset(short), frozenset(long), frozenset(words), frozenset(valued)),
        frozenset(mentioned - short),
    )


@dataclass(frozen=True, slots=True)
class Leading:
    """A flag that a line begins with: the kind of its writing, its name without dashes, whether
    it takes an argument, whether ``--no-`` is another, where it ends in the line."""

    kind: Literal["long", "short", "digits", "word"]
    name: str
    valued: bool
    negatable: bool
    end: int


def leading_flags(text: str) -> Iterator[Leading]:
    """The flags with which a line begins, one after the other.

    Example: "-o, --output=FILE" -> short "o", long "output" (valued)
    """
    at = _past_brackets(text, 0)
    while text.startswith("-", at):
        kind: Literal["long", "short", "digits", "word"]
        negatable, glued = False, False
        if found := _LONG.match(text, at):
            kind, name, negatable = "long", found[2].rstrip(".-"), bool(found[1])
        elif found := _SHORT.match(text, at):
            kind, name = "short", found[1]
        elif found := _DIGITS.match(text, at):
            kind, name = "digits", "0123456789"
        elif found := _GLUED.match(text, at):
            kind, name, glued = "short", found[1] or found[2], True
        elif found := _WORD.match(text, at):
            kind, name = "word", found[1]
        else:
            return
        valued = glued or _VALUE.match(text, found.end()) is not None
        yield Leading(kind, name, valued, negatable, found.end())
        following = _SEPARATOR.search(text[found.end() : found.end() + _NEAR])
        if following is None:
            return
        at = _past_brackets(text, found.end() + following.end(), blanks=False)


def _past_brackets(text: str, at: int, *, blanks: bool = True) -> int:
    skipped = " \t[({" if blanks else "[({"
    while at < len(text) and text[at] in skipped:
        at += 1
    return at


def _begin(text: str, long: set[str], words: set[str]) -> tuple[set[str], bool]:
    """The letters with which the text begins, and whether they take an argument.

    What is longer is added to ``long`` and ``words``.
    Example: "-o, --output=FILE" -> ({"o"}, True), and long {"output"}
    """
    short: set[str] = set()
    valued = False
    for flag in leading_flags(text):
        valued = valued or flag.valued
        if flag.kind == "long":
            long.add(flag.name)
            if flag.negatable:
                long.add("no-" + flag.name)
        elif flag.kind == "word":
            words.add(flag.name)
        else:
            short.update(flag.name)
    return short, valued
