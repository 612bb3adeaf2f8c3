"""What a command's programs and flags do, out of their manuals. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from prompt_toolkit.utils import get_cwidth

from talkie_shell.checks.words import FIND_RUNS
from talkie_shell.repl.highlighting import Fragment
from talkie_shell.repl.line_words import read_line
from talkie_shell.repl.panels import wrapped

if TYPE_CHECKING:
    from talkie_shell.shell.surroundings.descriptions import Described

DescribedOf = Callable[[str], "Described | None"]
"""What is said of a program, or of a program and its subcommand."""

_BARE_BUNDLES = frozenset(("tar", "ps", "ar"))
"""Programs whose flags may stand without a dash."""
_RUNNERS = FIND_RUNS | {"xargs", "sudo", "doas", "nohup"}
_WIDEST = 28


@dataclass(frozen=True, slots=True)
class Explained:
    """A program of the command ("git commit"), what it is for, the flags that are used and all
    that it has, each with its text."""

    program: str
    summary: str
    used: Mapping[str, str]
    flags: Mapping[str, str]


def explain(command: str, described: DescribedOf) -> tuple[Explained, ...]:
    """Each program of the command, once, with its flags; those of which nothing is said are left
    out.

    Example: "tar -xzf a" -> (Explained("tar", "an archiving utility", {"-x": ..., ...}, ...),)
    """
    found: dict[str, Explained] = {}
    for words in _programs(command):
        about = described(words[0])
        if about is None:
            continue
        program, rest = words[0], words[1:]
        if rest and rest[0] in about.subcommands:
            program, rest = f"{program} {rest[0]}", rest[1:]
            about = described(program) or about
        if about.summary or about.flags:
            used = {flag: about.flags[flag] for flag in _used(program, rest, about.flags)}
            before = found.get(program)
            if before is not None:
                used = {**before.used, **used}
            found[program] = Explained(program, about.summary, used, about.flags)
    return tuple(found.values())


def _programs(command: str) -> Iterator[list[str]]:
    """Each program with its words, also one that another program runs."""
    for call in read_line(command).calls:
        words = [word.text for word in call.words if word.role in ("command", "argument")]
        begin = 0
        for at, word in enumerate(words):
            if word in _RUNNERS and at + 1 < len(words):
                yield words[begin : at + 1] if word.startswith("-") else [*words[begin:at], word]
                begin = at + 1
        if words[begin:] and not words[begin].startswith("-"):
            yield words[begin:]


def _used(program: str, words: Iterable[str], flags: Mapping[str, str]) -> Iterator[str]:
    for at, word in enumerate(words):
        name = word.partition("=")[0]
        if name in flags:
            yield name
        elif word.startswith("-") and not word.startswith("--"):
            yield from _bundle(word[1:], flags)
        elif at == 0 and program in _BARE_BUNDLES and all("-" + one in flags for one in word):
            yield from _bundle(word, flags)


def _bundle(letters: str, flags: Mapping[str, str]) -> Iterator[str]:
    """The letters up to what is a flag's value."""
    for letter in letters:
        if "-" + letter not in flags:
            return
        yield "-" + letter


def explanation_lines(pages: Iterable[Explained], columns: int) -> list[list[Fragment]]:
    """The programs with their used flags, and after all of them every other flag."""
    lines: list[list[Fragment]] = []
    shown = tuple(pages)
    for page in shown:
        first, *rest = wrapped(page.summary, columns - len(page.program) - 4)
        lines.append([("class:command-program", f"  {page.program}"), ("", f"  {first}")])
        lines += [[("", " " * (len(page.program) + 4) + line)] for line in rest]
        lines += _flag_lines(page.used, columns, "class:command-flag", "")
    for page in shown:
        others = {flag: text for flag, text in page.flags.items() if flag not in page.used}
        if others:
            lines.append([("class:toolbar", f"  {page.program} also has")])
            lines += _flag_lines(others, columns, "class:toolbar", "class:toolbar")
    return lines


def _grouped(flags: Mapping[str, str]) -> list[tuple[str, str]]:
    """Flags one after the other that mean the same, in one.

    Example: {"-a": "all", "--all": "all"} -> [("-a, --all", "all")]
    """
    said: list[tuple[str, str]] = []
    for flag, text in flags.items():
        if said and text and said[-1][1] == text:
            said[-1] = (f"{said[-1][0]}, {flag}", text)
        else:
            said.append((flag, text))
    return said


def _flag_lines(
    flags: Mapping[str, str], columns: int, name_style: str, style: str
) -> list[list[Fragment]]:
    said = _grouped(flags)
    width = min(max((get_cwidth(flag) for flag, _ in said), default=0), _WIDEST)
    lines: list[list[Fragment]] = []
    for flag, text in said:
        pad = " " * max(width - get_cwidth(flag), 0)
        first, *rest = wrapped(text, columns - width - 6)
        lines.append([(name_style, f"    {flag}{pad}"), (style, f"  {first}")])
        lines += [[(style, " " * (width + 6) + line)] for line in rest]
    return lines
