"""Where in the line Tab was pressed, and what could stand there. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from talkie_shell.checks.words import FIND_RUNS
from talkie_shell.repl.completion.arguments import Kind, load_arguments
from talkie_shell.repl.line_words import Reading, Word, read_line

Sort = Literal["flags", "subcommands", "spoken flags", "values", "homes"] | Kind
"""What a source of candidates is: a kind of argument, or what the program itself offers."""

_VALUE = re.compile(r"--?[\w-]+=|[A-Za-z_]\w*=")
_RANGE = re.compile(r"[^:]*?[^/.:]\.{2,3}(?!\.)(?!/)")
_HOME = re.compile(r"~[A-Za-z_][\w.-]*\Z")
_SPOKEN_DASHES = (("dash", "dash"), ("minus", "minus"))
_VALUED = frozenset(("-n", "-I", "-P", "-a", "-d", "-E", "-L", "-s", "-J", "-R"))
"""Flags of xargs and watch that take the next word."""


@dataclass(frozen=True, slots=True)
class Place:
    """What is to be completed.

    ``start``: where in the line the text begins that a candidate replaces. ``typed``: what stands
    there, quotes resolved. ``folder``: for files, the part of the path before it, as it is
    written ("src/", "~/", "" for here); it is a part of ``typed`` where that begins with it.
    ``quote``: the quote that is open there. ``program``: the
    program and the words after it up to here. ``path``: where in the line the folder begins.
    ``option``: the flag of which this is the value.
    """

    sorts: tuple[Sort, ...]
    start: int
    typed: str
    folder: str = ""
    quote: str = ""
    program: tuple[str, ...] = ()
    path: int = 0
    option: str = ""

    def elsewhere(self, folder: str) -> Place:
        """The place with its folder written otherwise, to be replaced in the line as well.

        Example: "cat docs/r", "Docs/" -> typed "Docs/r" from where "docs" begins
        """
        bare = self.typed.removeprefix(self.folder)
        return replace(self, start=self.path, typed=folder + bare, folder=folder)


def place_of(text: str) -> Place | None:
    """The place at the end of the text, None where nothing can be completed.

    Example: "git checkout ma" -> Place(("references",), 13, "ma", program=("git", "checkout"))
    """
    reading = read_line(text)
    if reading.variable is not None:
        return Place(("variables",), reading.variable, text[reading.variable :])
    word = reading.open_word
    words = [one for one in reading.open_call.words if one is not word]
    if word is None and not text.strip():
        return None
    if text.rstrip(" ").endswith("\\") or (word is None and _in_comment(text, reading)):
        return None
    before = [one.text for one in words if one.role in ("command", "argument")]
    at = program_at(before)
    start = word.start if word is not None else len(text)
    role = word.role if word is not None else _next_role(text)
    if role in ("descriptor", "delimiter"):
        return None
    typed = word.text if word is not None else ""
    quote = word.quote if word is not None else ""
    program = tuple(before[at:])
    if role in ("target", "source"):
        return _file_place(text, word, start, ("files",), program)
    if role == "assignment":
        return _after(text, word, typed.index("=") + 1, ("files",), program)
    if at == len(before):
        if "/" in typed or typed.startswith("~"):
            return _file_place(text, word, start, ("commands",), ())
        if typed.startswith("-"):
            return Place(("flags",), start, typed, "", quote, tuple(before))
        return Place(("commands",), start + len(_opening(text, start)), typed, "", quote)
    if at > len(before):
        return _file_place(text, word, start, ("files",), ())
    return _argument(text, word, start, program)


def _argument(text: str, word: Word | None, start: int, program: tuple[str, ...]) -> Place | None:
    typed = word.text if word is not None else ""
    quote = word.quote if word is not None else ""
    if program[-2:] in _SPOKEN_DASHES and typed.isalpha():
        return Place(("spoken flags",), start, typed, "", "", program[:-2])
    value = _VALUE.match(typed)
    if value is not None:
        place = _after(text, word, value.end(), ("files",), program)
        if place is None or place.folder or not typed.startswith("-"):
            return place
        return replace(place, sorts=("values", "files"), option=value[0][:-1])
    if typed.startswith("-"):
        return Place(("flags",), start, typed, "", quote, program)
    if program[-1] in FIND_RUNS:
        return Place(("commands",), start + len(_opening(text, start)), typed, "", quote)
    kinds = load_arguments().kinds(program[0], program[1:])
    if kinds == ("nothing",) and not ("/" in typed or typed.startswith(("~", "."))):
        kinds = ("files",) if typed else kinds
    if "hosts" in kinds and "@" in typed and "/" not in typed:
        at = typed.rindex("@") + 1
        return _after(text, word, at, ("hosts",), program)
    if "references" in kinds and (span := _RANGE.match(typed)):
        return _after(text, word, span.end(), kinds, program)
    if "/" in typed or typed.startswith("~"):
        folders = "folders" in kinds
        pathlike: tuple[Sort, ...] = ("folders",) if folders else ("files",)
        if "references" in kinds:
            pathlike = ("references", "files")
            return _file_place(text, word, start, pathlike, program, whole=True)
        return _file_place(text, word, start, pathlike, program)
    sorts: tuple[Sort, ...] = kinds
    if len(program) == 1:
        sorts = ("subcommands", *kinds)
    return Place(sorts, start + len(_opening(text, start)), typed, "", quote, program)


def _file_place(
    text: str,
    word: Word | None,
    start: int,
    sorts: tuple[Sort, ...],
    program: tuple[str, ...],
    *,
    whole: bool = False,
) -> Place:
    """A path: what is before its last slash stays as it is written. ``whole``: it may also be a
    name with slashes in it; then the folder is a part of what was typed."""
    if word is None:
        return Place(sorts, start, "", "", "", program)
    raw = text[word.start : word.end]
    if _HOME.match(raw):
        return Place(("homes",), word.start, word.text, "", "", program)
    slash = raw.rfind("/") + 1
    folder = word.text[: word.text.rfind("/") + 1]
    path = word.start + len(_opening(text, word.start))
    if not slash or whole:
        return Place(sorts, path, word.text, folder, word.quote, program, path)
    bare = word.text[len(folder) :]
    return Place(sorts, word.start + slash, bare, folder, word.quote, program, path)


def _after(
    text: str, word: Word | None, at: int, sorts: tuple[Sort, ...], program: tuple[str, ...]
) -> Place | None:
    """The part of a word after so many of its characters ("--file=", "user@")."""
    if word is None or text[word.start : word.start + at] != word.text[:at]:
        return None  # it is written with quotes
    rest = Word(word.start + at, word.end, word.text[at:], "argument", word.quote)
    if sorts == ("files",):
        return _file_place(text, rest, rest.start, sorts, program)
    return Place(sorts, rest.start, rest.text, "", word.quote, program)


def _opening(text: str, start: int) -> str:
    """The quote with which the word begins: a candidate comes after it."""
    return text[start : start + 1] if text[start : start + 1] in ("'", '"') else ""


def _next_role(text: str) -> str:
    """What a word would be that began at the end of the text."""
    bare = text.rstrip()
    if bare.endswith(("<<", "<<-", "<&", ">&")):
        return "delimiter"
    return "target" if bare.endswith((">", "<", ">|")) else "argument"


def _in_comment(text: str, reading: Reading) -> bool:
    line = text.rpartition("\n")[2]
    return not reading.open_call.words and bool(re.search(r"(?:^|\s)#", line))


def program_at(words: Sequence[str]) -> int:
    """Where in the words the program stands that runs in the end; their number where it is yet
    to come, more where a flag's value is.

    Example: ["sudo", "-u", "ann", "ls"] -> 3; ["sudo"] -> 1; ["sudo", "-u"] -> 2 + 1
    """
    # Here, and so aside: the guard's tables take time to load.
    from talkie_shell.checks.risk.wrapping import wrapper_of

    at = 0
    while at < len(words):
        wrapper = wrapper_of(words[at])
        own = wrapper is None or wrapper.joins or wrapper.remote
        if own and words[at] not in ("xargs", "watch"):
            return at
        values = wrapper.values if wrapper is not None else _VALUED
        skip = wrapper.skip if wrapper is not None else 0
        following = at + 1
        while following < len(words):
            word = words[following]
            if word.startswith("-") and len(word) > 1:
                following += 2 if word in values else 1
            elif wrapper is not None and wrapper.assigns and "=" in word:
                following += 1
            elif skip:
                skip -= 1
                following += 1
            else:
                break
        if following >= len(words) and skip:
            return len(words) + 1
        at = following
    return at
