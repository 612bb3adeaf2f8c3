"""Flags in a fish completion file: its ``complete`` lines, read without running them. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from talkie_shell.context import Flags
from talkie_shell.shell.surroundings.descriptions import Described, first_sentence
from talkie_shell.shell.surroundings.flags import Completions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_START = re.compile(
    r"(?:^|;)\s*(?P<hinges>(?:and|or|not)\s+)?"
    r"(?P<word>complete|set|for|if|switch|while|function|begin|end)\b",
    re.MULTILINE,
)
_TOKEN = re.compile(
    r"""(?P<gap>(?:[ \t]|\\\n)+)|(?P<end>[\n;])|'(?P<single>(?:[^'\\]|\\.)*)'|"""
    r""""(?P<double>(?:[^"\\]|\\.)*)"|\\(?P<escaped>.)|(?P<bare>[^\s'"\\;]+)""",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\(['\"\\$])")
_VALUED = {
    "c": "command",
    "s": "short-option",
    "l": "long-option",
    "o": "old-option",
    "n": "condition",
    "a": "arguments",
    "d": "description",
    "w": "wraps",
    "p": "path",
    "C": "do-complete",
}
_WHOLE = frozenset({"condition", "description", "arguments"})
_OPTIONS = {"short-option": "-", "long-option": "--", "old-option": "-"}
_BLOCKS = frozenset({"if", "switch", "while", "for", "function", "begin"})
_UNSURE = frozenset({"if", "switch", "function"})
_SUBCOMMAND = re.compile(
    r"(not\s+)?__fish_\w*?(?:seen_subcommand|using_(?:sub)?command|seen_(?:sub)?command|"
    r"use_subcommand)\w*([^;|&()]*)"
)
_VARIABLE = re.compile(r"\$\{?(\w+)\}?")
_OFFERED = re.compile(
    r"""(?P<word>[^\s'"]+)(?:\t(?:'(?P<single>.*?)'|"(?P<double>.*?)"|(?P<bare>\S*)))?(?=\s|$)""",
    re.DOTALL,
)
_BLANKS = {"n": "\n", "t": "\t"}
_FLAG = re.compile(r"^[A-Za-z0-9?#@%][\w.+-]*$")


@dataclass(slots=True)
class _Entry:
    """What one ``complete`` line says, by option's long name."""

    values: dict[str, list[str]] = field(default_factory=dict)
    valued: bool = False

    def of(self, name: str) -> list[str]:
        return self.values.get(name, [])


def flags_in(script: str, command: str, subcommand: str = "") -> Completions:
    """What the script completes for the command, or its subcommand.

    Lines within ``if`` and ``switch`` hold on some systems only. A line whose condition names
    other subcommands is left out, one that names none counts for all.
    Example: "complete -c tool -s x -l extract", "tool" -> always: short {"x"}, long {"extract"}
    """
    always, perhaps = Flags(), Flags()
    for entry, sure in _entries(script):
        commands = entry.of("command")
        if command not in commands and not any("$" in name for name in commands):
            continue
        fits = _fits(entry.of("condition"), subcommand)
        if fits is False:
            continue
        short = frozenset(name for name in entry.of("short-option") if len(name) == 1)
        flags = Flags(
            short,
            frozenset(name for name in entry.of("long-option") if _FLAG.match(name)),
            frozenset(name for name in entry.of("old-option") if _FLAG.match(name)),
            short if entry.valued else frozenset(),
        )
        if sure and fits:
            always |= flags
        else:
            perhaps |= flags
    return Completions(always, perhaps)


_TOP = re.compile(
    r"use_subcommand|needs?_(?:sub)?command|no_subcommand|not\s+__fish_seen_subcommand_from"
)


def described_in(script: str, command: str, subcommand: str = "") -> Described:
    """What the script says of the command's flags, their values and subcommands, or its
    subcommand's flags.

    Example: "complete -c tool -s x -d 'Take out'", "tool" -> flags {"-x": "take out"}
    """
    flags: dict[str, str] = {}
    subcommands: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    for entry, _ in _entries(script):
        conditions = entry.of("condition")
        if command not in entry.of("command"):
            continue
        text = first_sentence(entry.of("description"))
        if _fits(conditions, subcommand) is False:
            continue
        for kind, dashes in _OPTIONS.items():
            for name in entry.of(kind):
                if _FLAG.match(name):
                    flags[dashes + name] = flags.get(dashes + name) or text
                    values.setdefault(dashes + name, {}).update(_values(entry.of("arguments")))
        of_an_option = any(entry.of(kind) for kind in _OPTIONS)
        if subcommand or of_an_option or not any(_TOP.search(one) for one in conditions):
            continue
        for name, own in _offered(entry.of("arguments")):
            subcommands[name] = subcommands.get(name) or own or text
    return Described("", flags, subcommands, {name: some for name, some in values.items() if some})


def _offered(arguments: list[str]) -> Iterator[tuple[str, str]]:
    r"""The words that are offered, with what is said of each; those of a command are not known.

    Example: ["add rm", "mv\tMove it"] -> ("add", ""), ("rm", ""), ("mv", "move it")
    """
    for line in "\n".join(arguments).splitlines():
        words, _, about = line.replace("\\t", "\t").partition("\t")
        for word in () if "(" in words else words.split():
            if _FLAG.match(word):
                yield word, first_sentence([about.strip("'")])


def _values(arguments: list[str]) -> Iterator[tuple[str, str]]:
    r"""The values that an option takes, with what is said of each.

    Example: ["now\t'At once' later"] -> ("now", "at once"), ("later", "")
    """
    for text in arguments:
        told = text.replace("\\t", "\t").replace("\\n", "\n")
        found = list(_OFFERED.finditer(told))
        if not any("(" in value["word"] for value in found):
            for value in found:
                about = value["single"] or value["double"] or value["bare"] or ""
                yield value["word"], first_sentence([about])


def speaks_of(script: str, word: str) -> bool:
    """Whether the script could know the word as a subcommand."""
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", script) is not None


def wrapped_by(script: str, command: str) -> frozenset[str]:
    """The commands whose completions the script borrows for this one (``--wraps``)."""
    return frozenset(
        name
        for entry, _ in _entries(script)
        if command in entry.of("command")
        for name in entry.of("wraps")
        if _FLAG.match(name)
    )


def _fits(conditions: list[str], subcommand: str) -> bool | None:
    """Whether a line under the conditions counts; None where that cannot be known.

    Example: ["__fish_seen_subcommand_from add rm"], "add" -> True; "" -> False
    """
    named = False
    for condition in conditions:
        for negated, text in _SUBCOMMAND.findall(condition):
            names = text.replace("'", " ").replace('"', " ").split()
            if not names or (negated and not subcommand):
                continue
            if "$" in text:
                return None if subcommand else False
            if (subcommand in names) == bool(negated):
                return False
            named = named or not negated
    # Elsewhere a line that needs the subcommand yet to come ("needs_command") is for none.
    needed = any("need" in condition for condition in conditions)
    return not (subcommand and needed and not named)


def _entries(script: str) -> Iterator[tuple[_Entry, bool]]:
    """Each ``complete`` line, and whether it is outside of ``if``, ``switch`` and functions."""
    variables: dict[str, str] = {}
    blocks: list[str] = []
    at = 0
    while found := _START.search(script, at):
        word = found["word"]
        words, at = _words(script, found.end())
        if word in _BLOCKS:
            blocks.append(word)
            if word == "for" and len(words) > 2 and words[1] == "in":
                variables[words[0]] = " ".join(words[2:])
        elif word == "end":
            if blocks:
                blocks.pop()
        elif word == "set":
            names = [part for part in words if not part.startswith("-")]
            if names and not any("(" in part for part in names):
                variables[names[0]] = _filled(" ".join(names[1:]), variables)
        elif word == "complete":
            sure = not found["hinges"] and not _UNSURE.intersection(blocks)
            yield _entry(words, variables), sure


def _entry(words: list[str], variables: Mapping[str, str]) -> _Entry:
    entry = _Entry()
    following = iter(words)
    for word in following:
        if word.startswith("--"):
            name, equals, value = word[2:].partition("=")
            entry.valued |= name in ("require-parameter", "exclusive")
            if name in _VALUED.values():
                _add(entry, name, value if equals else next(following, ""), variables)
        elif word.startswith("-") and len(word) > 1:
            for place, letter in enumerate(word[1:], 2):
                entry.valued |= letter in "rx"
                if letter in _VALUED:
                    _add(entry, _VALUED[letter], word[place:] or next(following, ""), variables)
                    break
        else:
            _add(entry, "command", word, variables)
    return entry


def _add(entry: _Entry, name: str, value: str, variables: Mapping[str, str]) -> None:
    value = _filled(value, variables)
    # A loop's or a variable's several names stand for one line each.
    parts = [value] if name in _WHOLE else value.split()
    entry.values.setdefault(name, []).extend(parts)


def _filled(text: str, variables: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda name: variables.get(name[1], name[0]), text)


def _words(script: str, at: int) -> tuple[list[str], int]:
    """The words up to the end of the line or ``;``, and where that is."""
    words: list[str] = []
    word: str | None = None
    while found := _TOKEN.match(script, at):
        at = found.end()
        if found["end"] is not None:
            break
        if found["gap"] is not None:
            if word is not None:
                words.append(word)
            word = None
        elif found["bare"] is not None and found["bare"].startswith("#") and word is None:
            at = script.find("\n", at)
            at = len(script) if at < 0 else at
            break
        else:
            single, double = found["single"], found["double"]
            quoted = single if single is not None else double
            escaped = found["escaped"] and _BLANKS.get(found["escaped"], found["escaped"])
            piece = escaped or found["bare"] or _ESCAPED.sub(r"\1", quoted or "")
            word = (word or "") + piece
    if word is not None:
        words.append(word)
    return words, max(at, 0)
