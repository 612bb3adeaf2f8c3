"""What the machine knows that may help a proposal, as plain values.

It is gathered elsewhere (`talkie_shell.shell.surroundings`); here is only what it means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from talkie_shell.checks.words import FIND_RUNS, split


@dataclass(frozen=True, slots=True)
class Flags:
    """What follows a command's dashes.

    ``short``: single letters (or digits, or signs), in their case. ``long``: what follows two
    dashes. ``words``: longer ones that follow a single dash (``find -name``); what is one of
    them, in whatever case, is no bundle of letters. All without dashes and arguments.
    ``valued``: those of the short ones that may take an argument, so that what follows them
    in one word is no letter of a bundle (``od -An``).
    """

    short: frozenset[str] = frozenset()
    long: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    valued: frozenset[str] = frozenset()

    def __or__(self, other: Flags) -> Flags:
        return Flags(
            self.short | other.short,
            self.long | other.long,
            self.words | other.words,
            self.valued | other.valued,
        )

    def __len__(self) -> int:
        return len(self.short) + len(self.long) + len(self.words)


@dataclass(frozen=True, slots=True)
class Subcommands:
    """What may follow a program. ``names``: its subcommands; ``whole``: there are surely no others.
    ``options`` may stand before them, ``valued`` ones with a value, which for those in ``folder``
    is the folder that counts. ``personal``: another user may have others. ``prefixes``: the
    beginning of a name will do."""

    names: frozenset[str]
    options: frozenset[str] = frozenset()
    valued: frozenset[str] = frozenset()
    folder: frozenset[str] = frozenset()
    whole: bool = False
    personal: bool = False
    prefixes: bool = False

    def with_names(self, names: Iterable[str], *, whole: bool = False) -> Subcommands:
        return replace(self, names=frozenset(names), whole=whole)


FlagsOf = Callable[[str], Flags | None]
"""The flags of a command ("ssh", "git commit"); None where they are not known for sure."""


def _no_flags(command: str) -> Flags | None:
    return None


@dataclass(frozen=True, slots=True)
class Context:
    """``names``: files, folders and branches that may be meant. ``programs``: what can be run.
    ``flags``: the flags of a command."""

    names: frozenset[str] = frozenset()
    programs: frozenset[str] = frozenset()
    flags: FlagsOf = _no_flags


NOTHING_KNOWN = Context()


@dataclass(frozen=True, slots=True)
class FlagsHere:
    """Whose flags may stand at a place of a command: the program's, from its subcommand on that
    one's. ``known`` is None where they are not known, or not yet.

    Example: after "git" those of "git", after "git add" and after "git add notes.txt" those of
    "git add"
    """

    command: str
    known: Flags | None

    def after(self, word: str, flags: FlagsOf) -> FlagsHere:
        """The same one word on. What is no subcommand has the flags of what it stands behind."""
        command = f"{self.command} {word}"
        found = flags(command)
        # Where a subcommand's are not known those before it say nothing about it.
        same = found is not None and found == self.known
        return self if same else FlagsHere(command, found)


def unknown_flags(command: str, flags: FlagsOf) -> Iterator[tuple[str, str]]:
    """The one-letter flags that a command line gives to programs that have them only in the
    other case, as (program, flag).

    Example: "ssh -j bastion db", with ssh knowing J -> ("ssh", "j")
    """
    here: FlagsHere | None = None
    program = ""
    for word in split(command):
        text = word.text
        if word.operator or text in _RUNNERS:
            here = None
        elif here is None:
            if "=" not in text and not text.startswith("-") and text not in _PREFIXES:
                program = text
                here = FlagsHere(program, flags(program))
        elif not text.startswith("-"):
            here = here.after(text, flags)
        elif here.known is not None:
            yield from ((program, letter) for letter in misspelt(text[1:], program, here.known))


_PREFIXES = frozenset({"sudo", "time", "nohup", "env", "command", "exec", "watch", "nice"})
_RUNNERS = FIND_RUNS | {"xargs"}
"""What comes after these is another program's."""
_LONGEST_BUNDLE = 6


def misspelt(bundle: str, program: str, known: Flags) -> list[str]:
    """The letters of a bundle that the command has only in the other case; none where the bundle
    holds a letter that it has in neither (then it is no bundle)."""
    if not bundle.isalpha() or len(bundle) > _LONGEST_BUNDLE:
        return []
    if bundle.lower() in {one.lower() for one in known.words}:
        return []
    if program == "kill" and bundle.isupper():
        return []
    wrong: list[str] = []
    for letter in bundle:
        if letter in known.short:
            if letter in known.valued:
                break
        elif letter.swapcase() in known.short:
            wrong.append(letter)
        else:
            return []
    return wrong
