"""Parts of earlier commands: their arguments. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from talkie_shell.repl.line_words import read_line


def arguments_of(command: str) -> tuple[str, ...]:
    """The words of the command after its first, as they are written, redirections aside.

    Example: "cp 'a b' c > x" -> ("'a b'", "c")
    """
    words = [
        word
        for call in read_line(command).calls
        for word in call.words
        if word.role in ("command", "argument")
    ]
    return tuple(command[word.start : word.end] for word in words[1:])


def last_arguments(commands: Iterable[str]) -> Iterable[str]:
    """The last argument (or the only word) of each command, newest first, none twice in a row."""
    before = ""
    for command in commands:
        last = (arguments_of(command) or (command.strip(),))[-1]
        if last not in ("", before) and "\n" not in last:
            yield last
        before = last
