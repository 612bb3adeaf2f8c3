"""What a manual page says of its program and of each flag, in a sentence. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from talkie_shell.shell.surroundings.manual_flags import Leading, leading_flags
from talkie_shell.shell.surroundings.roff import lines_of

LONGEST = 240
"""Characters kept of one description."""

_VALUE = re.compile(r"\s?(?:\[?=?\[?<[^>]*>\]?(?:\.\.\.)?\]?|\[?=\S+|[A-Z][A-Z_-]+\b)+")
_INLINE = re.compile(r"\s{2,}|\t|\s+[-:]\s+")
_SENTENCE = re.compile(r"(?<!\be\.g)(?<!\bi\.e)(?<!\betc)[.;](?=\s|$)")
_NAME = re.compile(r"\s-{1,2}\s+(.*)")
_MDOC_NAME = re.compile(r"^\.Nd\s+(.*)$", re.MULTILINE)
_MARKS = re.compile(r"[<>]")


@dataclass(frozen=True, slots=True)
class Described:
    """A program (or subcommand) in words: ``summary``, its ``flags`` as they are written
    ("-x", "--extract", "-name"), its ``subcommands``, and the ``values`` of flags that take one
    of a few. A text may be empty."""

    summary: str = ""
    flags: Mapping[str, str] = field(default_factory=dict)
    subcommands: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __or__(self, other: Described) -> Described:
        """Both; what this one has to say comes first."""
        return Described(
            self.summary or other.summary,
            _joined(self.flags, other.flags),
            _joined(self.subcommands, other.subcommands),
            {**other.values, **self.values},
        )


def _joined(first: Mapping[str, str], second: Mapping[str, str]) -> dict[str, str]:
    return {name: first.get(name) or second.get(name, "") for name in {**first, **second}}


def described_in(page: str) -> Described:
    r"""The summary and the flags of a page, from its source.

    Example: ".TP\n\fB\-a\fR, \fB\-\-all\fR\nShow all. Even" -> {"-a": "Show all", ...}
    """
    said: dict[str, str] = {}
    names: list[str] = []
    words: list[str] = []
    summary = ""

    def close() -> None:
        text = first_sentence(words)
        for name in names:
            said[name] = said.get(name) or text
        names.clear()
        words.clear()

    for line in lines_of(page):
        text = line.text.strip()
        if line.section.startswith("name") and not summary:
            found = _NAME.search(line.text)
            summary = first_sentence([found[1]]) if found else ""
            continue
        if line.section.startswith(("synopsis", "usage", "see also")):
            continue
        flags = list(leading_flags(line.text)) if text.startswith(("-", "[-")) else []
        inline = _inline(line.text[flags[-1].end :]) if flags else []
        if flags and (line.opens or inline or (names and not words)):
            if words:
                close()
            names += [written for flag in flags for written in written_as(flag)]
            words += inline
        elif line.opens and words:
            close()
        elif names and text and len(words) < 12:
            words.append(text)
    close()
    mdoc = _MDOC_NAME.search(page)
    if not summary and mdoc:
        summary = first_sentence([mdoc[1]])
    return Described(summary, said)


def written_as(flag: Leading) -> list[str]:
    """A flag as it is typed.

    Example: long "edit", negatable -> ["--edit", "--no-edit"]
    """
    if flag.kind == "long":
        return [f"--{flag.name}"] + [f"--no-{flag.name}"] * flag.negatable
    if flag.kind == "word":
        return [f"-{flag.name}"]
    return [f"-{letter}" for letter in flag.name]


def first_sentence(words: Iterable[str]) -> str:
    """The first sentence of the lines, in small letters where it begins with a capital.

    Example: ["Do not ignore. See", "also"] -> "do not ignore"
    """
    text = " ".join(" ".join(words).split())
    end = _SENTENCE.search(text)
    text = _MARKS.sub("", text[: end.start()] if end else text).strip(" .:,")
    if text.partition(" ")[0][1:].islower() or text[1:2] == " ":
        text = text[:1].lower() + text[1:]
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _inline(rest: str) -> list[str]:
    """What stands on the flags' own line about them."""
    value = _VALUE.match(rest)
    rest = rest[value.end() :] if value else rest
    begun = _INLINE.match(rest)
    return [rest[begun.end() :]] if begun and rest[begun.end() :].strip() else []
