r"""What ``!!`` and its like stand for, as in bash and zsh: events, their words, modifiers. Pure.

    !!  !-2  !12  !begin  !?within?      an earlier command
    !$  !^  !*  !:2  !!:1-3  !e:$   words of one, 0 its first
    :h  :t  :r  :e  :s/a/b/  :gs    of these the folder, the name, all but the suffix, the suffix;
                                    with b for the first a, for each
    :p                              nothing: it is always shown before it runs
    ^a^b^                           the last command with b for the first a

Single quotes and a backslash protect. Numbers are those that the shell's `history` shows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from talkie_shell.checks.operators import CONTROL, REDIRECTION

_WORDS = r":?[$^*]|:\d+(?:\*|-(?:\d+|\$)?)?|:-(?:\d+|\$)"
_MODIFIERS = r"(?::(?:[htrep](?!\w)|g?s/[^/\n]+/[^/\n]*/?))*"
_EVENT = re.compile(
    r"\\."
    r"|'[^']*'"
    rf"|(?<![${{\[])!(?:(?P<event>!|-\d+|\?[^?\n]+\??)(?P<words>{_WORDS})?"
    rf"|(?P<last>{_WORDS}))(?P<modifiers>{_MODIFIERS})"
    r"|(?<![^\s;&|(])!(?P<begin>(?<!\(!)\d+|[A-Za-z][\w./-]*)"
    rf"(?P<begin_words>{_WORDS})?(?P<begin_modifiers>{_MODIFIERS})",
    re.DOTALL,
)
_QUICK = re.compile(r"\^(?P<old>[^^\n]+)\^(?P<new>[^^\n]*)(?:\^(?P<rest>.*))?", re.DOTALL)
_TOKEN = re.compile(
    rf"\d*[<>]&\d*-?|{REDIRECTION}|{CONTROL}"
    r"|(?:\\.|'[^']*'|\"(?:\\.|[^\"\\])*\"|`[^`]*`|\$\([^)]*\)|[^\s;&|()<>'\"`\\])+"
    r"|\S",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Expansion:
    """The text with everything replaced, or, as in ``missing``, what stands for nothing."""

    text: str
    missing: str = ""


class _MissingError(Exception):
    """No such event or word."""


def has_events(text: str) -> bool:
    """Whether there can be any in the text."""
    return "!" in text or text.startswith("^")


def expand_events(
    text: str, commands: Sequence[str], numbered: Mapping[int, str] = MappingProxyType({})
) -> Expansion:
    """The text with its events replaced by what they stand for in the commands (newest first),
    ``!12`` by what is ``numbered`` so.

    Example: "sudo !!", ("make install", ...) -> "sudo make install"
    """
    if not has_events(text):
        return Expansion(text)
    quick = _QUICK.fullmatch(text)
    if quick:
        last = commands[0] if commands else ""
        if quick["old"] not in last:
            return Expansion(text, text)
        return Expansion(last.replace(quick["old"], quick["new"], 1) + (quick["rest"] or ""))

    def put(match: re.Match[str]) -> str:
        if match[0][0] != "!":
            return match[0]
        words = match["words"] or match["last"] or match["begin_words"] or ""
        modifiers = match["modifiers"] or match["begin_modifiers"] or ""
        try:
            return _modified(_words(_event(match, commands, numbered), words), modifiers)
        except _MissingError:
            raise _MissingError(match[0]) from None

    try:
        return Expansion(_EVENT.sub(put, text))
    except _MissingError as error:
        return Expansion(text, str(error))


def _event(match: re.Match[str], commands: Sequence[str], numbered: Mapping[int, str]) -> str:
    event, begin = match["event"], match["begin"]
    found: str | None = None
    if event == "!" or match["last"]:
        found = next(iter(commands), None)
    elif event and event[0] == "-":
        back = int(event[1:])
        found = commands[back - 1] if 0 < back <= len(commands) else None
    elif event:
        found = next((one for one in commands if event.strip("?") in one), None)
    elif begin and begin.isdecimal():
        found = numbered.get(int(begin))
    elif begin:
        found = next((one for one in commands if one.startswith(begin)), None)
    if found is None:
        raise _MissingError
    return found


def _words(command: str, words: str) -> str:
    """Those words of the command: "" all, ":0" the first, "$" the last, ":1-2" two of them."""
    if not words:
        return command
    tokens = _TOKEN.findall(command)
    last = len(tokens) - 1
    words = words.removeprefix(":").replace("^", "1")
    begin, dash, end = words.partition("-")
    if words == "*":
        chosen = tokens[1:]
    elif words.endswith("*"):
        chosen = tokens[int(words[:-1]) :]
    elif dash:
        first = int(begin or 0)
        until = last if end == "$" else int(end) if end else last - 1
        chosen = tokens[first : until + 1] if until <= last else []
    else:
        at = last if words == "$" else int(words)
        chosen = tokens[at : at + 1]
    if not chosen and words != "*":
        raise _MissingError
    return " ".join(chosen)


def _modified(text: str, modifiers: str) -> str:
    for modifier in re.findall(r":(g?s/[^/\n]+/[^/\n]*/?|[htrep])", modifiers):
        folder, slash, name = text.rpartition("/")
        stem, dot, suffix = text.rpartition(".")
        match modifier[0]:
            case "h":
                text = folder if slash else text
            case "t":
                text = name
            case "r":
                text = stem if dot else text
            case "e":
                text = dot + suffix if dot else text
            case "p":
                continue
            case _:
                old, new = [*modifier.split("/"), ""][1:3]
                if old not in text:
                    raise _MissingError
                text = text.replace(old, new, -1 if modifier[0] == "g" else 1)
    return text
