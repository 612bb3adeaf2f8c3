"""Real commands with other names and numbers in them: the same structure, said anew.

A corpus has ten thousand commands and names the same few files in them; a model that sees
them many times learns those by heart. So what stands for anything (a number, the stem of a
file name, a path, ``foo``) is exchanged for something of its kind, the same for the same
within a command. Tools, flags, quotes, globs and spacing stay as they were written.
"""

from __future__ import annotations

import re
from functools import cache
from random import Random

from talkie_shell.training.values import read_table, value_grammar

_EXTENSION = (
    "txt|log|c|h|cpp|py|sh|java|js|html|css|xml|json|csv|sql|zip|tar|gz|tgz|jpg|png|gif|mp3|mp4"
    "|pdf|conf|bak|php|rb|md"
)
_PIECE = re.compile(
    rf"""
    (?P<path>(?<![\w.$~*/'"`=:@-])/(?:path|home|tmp|var|some|my|data|usr/local|opt|mnt|dir)
        (?:/[A-Za-z][\w-]*)+(?![\w.*?/\[$-]))
    | (?P<glob>(?<=\*)\.(?:{_EXTENSION})(?![\w.*]))
    | (?P<file>(?<![\w.$%\\{{@-])[A-Za-z][\w-]*)(?P<extension>(?:\.(?:{_EXTENSION}))+)(?![\w.(*])
    | (?P<number>(?<![\w.$%\\{{:/-])[+-]?\d{{2,6}}(?![\w.:%}}/]))
    | (?P<word>(?<![\w.$%\\{{@-])[A-Za-z_]{{3,12}}(?![\w.({{=:@-]))
    """,
    re.VERBOSE,
)
_OCTAL = re.compile(r"[0-7]{3,4}$")
_KEPT = 0.25


def vary(command: str, rng: Random) -> str:
    """The command with other names and numbers, where it has any.

    Example: ``find . -name "foo.txt" -mtime +30`` -> ``find . -name "backup.txt" -mtime +14``
    """
    made: dict[str, str] = {}

    def exchange(found: re.Match[str]) -> str:
        ending = found["extension"] or ""
        text = found[0].removesuffix(ending)
        if text not in made:
            variable = f"${text}" in command or f"${{{text}" in command
            made[text] = text if variable or rng.random() < _KEPT else _other(found, rng)
        return made[text] + ending

    tool, blank, rest = command.partition(" ")
    return tool + blank + _PIECE.sub(exchange, rest)


def _other(found: re.Match[str], rng: Random) -> str:
    grammar = value_grammar()
    kind, text = found.lastgroup, found[0]
    if kind == "path":
        return grammar.expand("system_dir" if rng.random() < 0.6 else "deep_path", rng)
    if kind == "glob":
        return "." + grammar.expand("extension", rng)
    if kind == "extension":
        return grammar.expand("plain_stem", rng)
    if kind == "number":
        return _number(text, rng)
    rule = _words().get(text)
    return grammar.expand(rule, rng) if rule else text


def _number(text: str, rng: Random) -> str:
    sign = text[0] if text[0] in "+-" else ""
    digits = text.removeprefix(sign)
    if _OCTAL.match(digits) and digits[0] in "04567":
        return sign + value_grammar().expand("octal", rng)
    low = 10 ** (len(digits) - 1)
    return f"{sign}{rng.randint(low, 10 * low - 1)}"


@cache
def _words() -> dict[str, str]:
    """Words that stand for anything -> the rule to make another."""
    return {
        word: rule for rule, words in read_table("standins.toml").items() for word in words.split()
    }
