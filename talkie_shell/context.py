"""What the machine knows that may help a proposal, as plain values.

It is gathered elsewhere (`talkie_shell.shell.surroundings`); here is only what it means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from talkie_shell.checks.words import split

Flags = frozenset[str]
"""The one-letter flags a command has, in their case."""


def _no_flags(command: str) -> Flags | None:
    return None


@dataclass(frozen=True, slots=True)
class Context:
    """``names``: files, branches and programs that may be meant. ``flags``: the one-letter flags
    of a command ("ssh", "git commit"), None where they are not known for sure."""

    names: frozenset[str] = frozenset()
    flags: Callable[[str], Flags | None] = _no_flags


NOTHING_KNOWN = Context()


def unknown_flags(command: str, flags: Callable[[str], Flags | None]) -> Iterator[tuple[str, str]]:
    """The one-letter flags that a command line gives to programs that have them only in the
    other case, as (program, flag).

    Example: "ssh -j bastion db", with ssh knowing J -> ("ssh", "j")
    """
    known: Flags | None = None
    program = ""
    for word in split(command):
        if word.operator:
            known, program = None, ""
        elif not program:
            if "=" not in word.text and word.text not in _PREFIXES:
                program = word.text
                known = flags(program)
        elif not word.text.startswith("-"):
            known = flags(f"{program} {word.text}") or known
        elif known is not None:
            yield from ((program, letter) for letter in _misspelt(word.text[1:], known))


def _misspelt(bundle: str, known: Flags) -> list[str]:
    """The letters of a bundle that the command has only in the other case; none where the bundle
    holds a letter that it has in neither (then it is no bundle, as in ``find -name``)."""
    if not bundle.isalpha() or len(bundle) > _LONGEST_BUNDLE:
        return []
    if any(letter not in known and letter.swapcase() not in known for letter in bundle):
        return []
    return [letter for letter in bundle if letter not in known]


_PREFIXES = frozenset({"sudo", "time", "nohup", "env", "command", "exec", "watch", "nice"})
_LONGEST_BUNDLE = 6
