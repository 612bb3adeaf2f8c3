"""What is held out stays out: training commands that equal or resemble one are removed.

How it is told. A command is brought to its skeleton: lower case, quotes gone, every digit
a 0, blanks gone around everything that is no word. Then a command is too near when

1. its skeleton equals that of a held-out command, or
2. the sets of its runs of three tokens and theirs overlap by four fifths (Jaccard index
   of 0.8 or more), a token being a run of letters, a run of digits, or one other character.

So ``head -n 5 A.txt`` goes for ``head -n 7 "a.txt"``; ``git push origin dev`` stays for
``git push origin main``: those are different things to say.

The second test is a prefix filter over an inverted index: sets that overlap by four fifths
share one of the first fifth (and one) of either's runs, whatever their order; the rarest
come first, so almost every command is settled by a few look-ups.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from talkie_shell.training.corpora import SourceCommand, read_commands

THRESHOLD = 0.8

_DIGIT = re.compile(r"\d")
_QUOTES = str.maketrans("", "", "\"'")
_LOOSE = re.compile(r"\s*([^\sa-z0_])\s*")
_TOKEN = re.compile(r"[a-z_]+|0+|[^\sa-z0_]")

Shingle = tuple[str, str, str]


class HeldOut:
    """The held-out commands, indexed. Ask ``near(command)``.

    Example: ``HeldOut(["head -n 7 a.txt"]).near("head  -n 5 'A.txt'")`` -> True
    """

    def __init__(self, commands: Iterable[str]) -> None:
        self._skeletons: set[str] = set()
        self._sets: list[frozenset[Shingle]] = []
        for command in commands:
            skeleton = _skeleton(command)
            if skeleton not in self._skeletons:
                self._skeletons.add(skeleton)
                self._sets.append(_shingles(skeleton))
        self._count: Counter[Shingle] = Counter(one for made in self._sets for one in made)
        self._index: defaultdict[Shingle, list[int]] = defaultdict(list)
        for number, made in enumerate(self._sets):
            for shingle in made:
                self._index[shingle].append(number)

    def __len__(self) -> int:
        return len(self._sets)

    def near(self, command: str) -> bool:
        """Whether the command equals or resembles a held-out one."""
        skeleton = _skeleton(command)
        if skeleton in self._skeletons:
            return True
        shingles = _shingles(skeleton)
        if not shingles:
            return False
        rarest = sorted(shingles, key=lambda one: (self._count.get(one, 0), one))
        prefix = len(rarest) - int(THRESHOLD * len(rarest) + 0.999) + 1
        seen: set[int] = set()
        for shingle in rarest[:prefix]:
            for number in self._index.get(shingle, ()):
                if number not in seen:
                    seen.add(number)
                    if _overlap(shingles, self._sets[number]) >= THRESHOLD:
                        return True
        return False


def read_heldout(paths: Iterable[Path | str]) -> HeldOut:
    """The commands of held-out files, in any format that commands are read from."""
    return HeldOut(command.text for command in read_commands(paths))


def remove_near(commands: Iterable[SourceCommand], heldout: HeldOut) -> Iterator[SourceCommand]:
    """The commands that do not resemble a held-out one, in their order."""
    return (command for command in commands if not heldout.near(command.text))


def _skeleton(command: str) -> str:
    plain = _DIGIT.sub("0", command.lower()).translate(_QUOTES)
    return _LOOSE.sub(r"\1", " ".join(plain.split()))


def _shingles(skeleton: str) -> frozenset[Shingle]:
    tokens = _TOKEN.findall(skeleton)
    return frozenset(zip(tokens, tokens[1:], tokens[2:], strict=False))


def _overlap(one: frozenset[Shingle], other: frozenset[Shingle]) -> float:
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)
