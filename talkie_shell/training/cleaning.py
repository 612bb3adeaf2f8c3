"""Commands as corpora have them become commands that someone would say.

Prompts and comments are cut off; fragments, prose, what is too long or not in plain ASCII,
and what a shell would not parse is dropped; ``<placeholders>`` of cheat sheets become
``{{placeholders}}``. Duplicates go; each of what stays gets a weight by its corpus and its
tool (tables/weights.toml).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from random import Random

from talkie_shell.training.corpora import SourceCommand
from talkie_shell.training.filling import fill, is_template
from talkie_shell.training.values import read_table

LONGEST = 250
"""Characters of a command; nobody says longer ones."""

_PROMPT = re.compile(r"^(?:\$|%|>|#\$|[\w.-]+@[\w.-]+[:~/\w]*[$#])\s+")
_ANGLED = re.compile(r"<\[?([A-Za-z][\w ./|-]*?)\]?>(?:\.\.\.)?")
_ANGLED_SOURCES = {"cheat", "navi", "ohmyzsh", "bash-oneliner"}
_KEY = re.compile(
    r"<(?:Ctrl|Alt|Shift|Enter|Esc|Tab|Space|Super|F\d|Arrow|Up|Down)\b", re.IGNORECASE
)
_PROSE = re.compile(
    r"(?::|\.|,| -) [A-Z]?[a-z]+ [a-z]+ [a-z]+|\w\.$|^[A-Z][a-z]+ [a-z]+ [a-z]+|\s{3,}"
)
_ELLIPSIS = re.compile(r"(?<![./\w])\.\.\.(?![/\w])|…")
_OPTIONAL = re.compile(r"\s\[[a-z<{-][^\]=~$]*\]")
_WRAPPERS = {"sudo", "time", "nohup", "env", "command", "exec", "then", "do", "!", "{", "("}
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=")
_TOOL = re.compile(r"[\w.+-]+$")
_OTHER_SHELLS = ("windows/", "cisco-ios/", "dos/")
_SAMPLES = 2


@dataclass(frozen=True, slots=True)
class CleanCommand:
    """A command, or a template to `fill`, that is fit to train on.

    ``weight``: how often it is drawn, relative to the others.
    """

    text: str
    source: str
    weight: float

    @property
    def template(self) -> bool:
        return is_template(self.text)


def clean(commands: Iterable[SourceCommand]) -> Iterator[CleanCommand]:
    """The fit ones, in their order, each once.

    Example: ``SourceCommand("$ ls -l  # list", "history")`` -> ``ls -l``
    """
    given = list(commands)
    known = _known_tools(given)
    seen: set[str] = set()
    for command in given:
        text = clean_text(command)
        if text is None or text in seen or not _is_known(text, command.source, known):
            continue
        seen.add(text)
        yield CleanCommand(text, command.source, _weight(text, command.source))


def clean_text(command: SourceCommand) -> str | None:
    """The command as it should be, None where there is no saving it."""
    if command.page and command.page.startswith(_OTHER_SHELLS):
        return None
    if command.page and command.text.startswith("tldr ") and "tldr" not in command.page:
        return None  # the pages of aliases and collections only point to another page
    text = _PROMPT.sub("", command.text.strip())
    text = _without_comment(text).rstrip("\\").rstrip() if "#" in text or "\\" in text else text
    if command.text.rstrip().endswith(r"\;"):
        text = command.text.strip()
    if not 2 <= len(text) <= LONGEST or not text.isascii() or not text.isprintable():
        return None
    if _KEY.search(text):
        return None
    if command.source in _ANGLED_SOURCES:
        text = _ANGLED.sub(r"{{\1}}", text).replace("{{{{", "{{").replace("}}}}", "}}")
        if _PROSE.search(text) or _ELLIPSIS.search(text) or _OPTIONAL.search(text):
            return None
    return text if _parses(text) else None


def tool_of(text: str) -> str:
    """The tool a command runs, past ``sudo``, ``time`` and assignments.

    Example: ``sudo LANG=C apt-get update`` -> ``apt-get``
    """
    for word in text.split():
        if word in _WRAPPERS or _ASSIGNMENT.match(word):
            continue
        return word.strip("\"'();`").rsplit("/", 1)[-1]
    return ""


def _without_comment(text: str) -> str:
    """Up to a ``#`` that starts a word outside of quotes.

    Example: ``grep "#" a # find`` -> ``grep "#" a``
    """
    quote = ""
    escaped = False
    for index, character in enumerate(text):
        if escaped:
            escaped = False
        elif character == "\\" and quote != "'":
            escaped = True
        elif quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character == "#" and (index == 0 or text[index - 1] in " \t;"):
            return text[:index].rstrip()
    return text


def _parses(text: str) -> bool:
    """A template counts where what it is filled to does."""
    from talkie_shell.checks.syntax import syntax_error

    if not is_template(text):
        return "{{" not in text and syntax_error(text) is None
    rng = Random(text)
    return any(syntax_error(fill(text, rng)) is None for _ in range(_SAMPLES))


def _known_tools(commands: list[SourceCommand]) -> frozenset[str]:
    """Tools that tldr has a page for, or that occur often: the others may be prose."""
    counted = Counter(tool_of(command.text) for command in commands)
    pages = {tool_of(command.text) for command in commands if command.source == "tldr"}
    often = {tool for tool, count in counted.items() if count >= 3 and _TOOL.match(tool)}
    return frozenset(pages | often | _everyday())


def _is_known(text: str, source: str, known: frozenset[str]) -> bool:
    if source not in _ANGLED_SOURCES:
        return True
    return tool_of(text) in known or text[0] in "./~"


def _weight(text: str, source: str) -> float:
    table = _weights()["everyday" if tool_of(text) in _everyday() else "rare"]
    return float(table.get(source, table["other"]))


@cache
def _weights() -> dict[str, dict[str, float]]:
    return read_table("weights.toml")


@cache
def _everyday() -> frozenset[str]:
    return frozenset(read_table("weights.toml")["tools"]["everyday"].split())
