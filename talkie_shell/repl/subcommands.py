"""Words that are no subcommand of their program, though one stands there. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from talkie_shell.context import Subcommands
from talkie_shell.repl.completion.place import program_at
from talkie_shell.repl.line_words import Call, Word
from talkie_shell.repl.nearest import nearest, slips

SubcommandsOf = Callable[[str, str], Subcommands | None]
"""The subcommands of a program for who stands in a folder, "" for here; None: not surely known."""

_NAME = re.compile(r"[a-z][a-z0-9-]*")
_CHANGES = frozenset(
    ("cd", "pushd", "popd", "export", "unset", "config", "install", "tap", "trust", "alias")
)
"""After these there may be other subcommands."""
_SAME_USER = frozenset(
    "time nohup command nice ionice timeout watch setsid stdbuf caffeinate noglob nocorrect".split()  # noqa: SIM905 - quoted names read worse
)
_OTHER_USER = frozenset(("sudo", "doas", "su", "runuser", "env"))
_SETS = ("alias.", "include")
"""What a setting begins with that may bring further ones (``git -c alias.x=y``)."""
_SHORTEST = 4
"""Letters of a word that is a slip: shorter ones are one slip from many."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """The word that is none, and the subcommand that was probably meant, "" for no idea."""

    word: Word
    program: str
    near: str


def wrong_subcommand(
    call: Call, text: str, cursor: int, before: set[str], subcommands: SubcommandsOf
) -> Wrong | None:
    """What stands in the call where a subcommand must, and is none. ``before`` are the words of
    the line before; a word at the cursor may yet become one.

    Example: git -C src comit -> comit, commit
    """
    words = [word for word in call.words if word.role in ("command", "argument")]
    at = program_at([word.text for word in words])
    assigns = any(word.role == "assignment" for word in call.words)
    if at + 1 >= len(words) or assigns or before & _CHANGES or not _is_plain(words[at], text):
        return None
    program = words[at].text
    known = subcommands(program, "")
    if known is None or (known.personal and not _same_user(words[:at])):
        return None
    found = _after_options(words[at + 1 :], known)
    if found is None:
        return None
    word, folder = found
    if folder:
        known = subcommands(program, folder)
    if known is None or not _is_plain(word, text) or not _NAME.fullmatch(word.text):
        return None
    return _judged(word, program, known, unfinished=word.end == cursor)


def _judged(word: Word, program: str, known: Subcommands, *, unfinished: bool) -> Wrong | None:
    name = word.text
    begins = any(one.startswith(name) for one in known.names)
    if name in known.names or (begins and (unfinished or known.prefixes)):
        return None
    near = slips(name, known.names) if len(name) >= _SHORTEST - known.whole else []
    if known.whole:
        meant = "" if unfinished else (near or [nearest(name, known.names)])[0]
        return Wrong(word, program, meant)
    # Where there may be others, it must look like a slip.
    return (
        Wrong(word, program, near[0])
        if near and not unfinished and len(name) >= _SHORTEST
        else None
    )


def _after_options(words: Sequence[Word], known: Subcommands) -> tuple[Word, str] | None:
    """The first word after the program's options, and the folder that they name; None where that
    cannot be told."""
    folder = ""
    rest = iter(words)
    for word in rest:
        name, equals, value = word.text.partition("=")
        if not word.fixed:
            return None
        if word.text in known.valued or (equals and name in known.valued):
            given = None if equals else next(rest, None)
            if given is not None and not given.fixed:
                return None
            value = given.text if given is not None else value
            if value.lower().startswith(_SETS):
                return None
            if name in known.folder:
                folder = f"{folder}/{value}" if folder and not value.startswith("/") else value
        elif word.text.startswith("-") and word.text not in known.options:
            return None
        elif not word.text.startswith("-"):
            return word, folder
    return None


def _same_user(wrappers: Sequence[Word]) -> bool:
    names = [word.text for word in wrappers]
    return not names or (names[0] in _SAME_USER and not _OTHER_USER.intersection(names))


def _is_plain(word: Word, text: str) -> bool:
    return word.fixed and not word.quote and text[word.start : word.end] == word.text
