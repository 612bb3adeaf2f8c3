"""Files that a call changes in place: ``sed -i``, ``perl -pi`` and their like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

_TAKE = {"sed": "efl", "gsed": "efl", "perl": "eEIMmF", "ruby": "eIrF"}
"""The letters whose value is the rest of their word, or the next one."""
_SCRIPTS = {"sed": "ef", "gsed": "ef", "perl": "eE", "ruby": "e"}
"""Those of them that bring the script, which is the first operand without them."""
_LONG = {"--expression": "-e", "--file": "-f", "--line-length": "-l", "--in-place": "-i"}
_SUFFIX = re.compile(r"[.~]\w*")
"""What BSD's sed takes after ``-i``: it keeps a copy under that ending."""

EDITORS = (*_TAKE, "gawk", "sd")
"""Programs that can change files in place."""


def edited(name: str, words: Sequence[str]) -> list[str]:
    """The files that a call changes in place, with no copy of what they held.

    Example: ("sed", ["-i", "s/a/b/", "x"]) -> ["x"]; ("sed", ["-i.bak", "s/a/b/", "x"]) -> []
    """
    plain = [word for word in words if not word.startswith("-")]
    if name == "sd":
        return [] if {"-p", "--preview"} & set(words) else plain[2:]
    if name == "gawk":
        return plain[2:] if ("-i", "inplace") in pairwise(words) else []
    flags, operands = _sorted_out(words, _TAKE[name])
    if flags.get("-i") != "" or _SUFFIX.fullmatch("".join(operands[:1])):
        return []
    return operands if any("-" + one in flags for one in _SCRIPTS[name]) else operands[1:]


def _sorted_out(words: Sequence[str], take: str) -> tuple[dict[str, str], list[str]]:
    """The flags, bundles taken apart, each with its value; and the operands."""
    flags: dict[str, str] = {}
    operands: list[str] = []
    rest = iter(words)
    for word in rest:
        if word == "--":
            operands += rest
        elif word.startswith("--"):
            name, _, value = word.partition("=")
            flags[_LONG.get(name, name)] = value
            if word in _LONG and word != "--in-place":
                next(rest, None)
        elif word.startswith("-") and len(word) > 1:
            found = dict(_bundle(word[1:], take))
            flags.update(found)
            if word[-1] in take and "-" + word[-1] in found:
                next(rest, None)
        elif word:
            operands.append(word)
    return flags, operands


def _bundle(letters: str, take: str) -> Iterator[tuple[str, str]]:
    """The flags of a bundle, the last with its value.

    Example: "ni.bak" -> "-n", ""; "-i", ".bak"
    """
    for at, letter in enumerate(letters, start=1):
        if letter == "i" or letter in take:
            yield "-" + letter, letters[at:]
            return
        yield "-" + letter, ""
