"""Parts of earlier commands, as shells give them: the last argument, ``!!`` and its like. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from talkie_shell.repl.line_words import read_line

_EVENT = re.compile(
    r"\\."
    r"|'[^']*'"
    r"|(?<!\$)!(?P<event>!|\$|\*|-\d+)"
    r"|(?<![^\s;&|(])!(?P<begin>[A-Za-z][\w./-]*)",
    re.DOTALL,
)


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


def expanded(text: str, commands: Sequence[str]) -> str:
    """The text with ``!!``, ``!$``, ``!*``, ``!-2`` and ``!begin`` replaced by what they stand
    for in the commands (newest first); what stands for nothing stays. Single quotes protect.

    Example: "sudo !!", ("make install", ...) -> "sudo make install"
    """
    if "!" not in text or not commands:
        return text

    def put(match: re.Match[str]) -> str:
        event, begin = match["event"], match["begin"]
        found: str | None = None
        if event == "!":
            found = commands[0]
        elif event == "$":
            found = (arguments_of(commands[0]) or (commands[0],))[-1]
        elif event == "*":
            found = " ".join(arguments_of(commands[0]))
        elif event:
            back = int(event[1:])
            found = commands[back - 1] if 0 < back <= len(commands) else None
        elif begin:
            found = next((one for one in commands if one.startswith(begin)), None)
        return match[0] if found is None else found

    return _EVENT.sub(put, text)
