"""Commands into training pairs, in all ways of speaking; streaming, seeded, parallel."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from talkie_shell.errors import DataError
from talkie_shell.records import Utterance
from talkie_shell.spoken import load_vocabulary
from talkie_shell.spoken.speaker import Tier, speak
from talkie_shell.spoken.vocabulary import Vocabulary
from talkie_shell.training.examples import ExampleSet, Labelled, Pair, label
from talkie_shell.training.heldout import HeldOut
from talkie_shell.training.literals import as_typed
from talkie_shell.training.prose import in_small_letters, with_prose
from talkie_shell.training.streaming import MIXTURE, CommandStream

_BLANKS = re.compile(r"[ \t]+")

TIER_WEIGHTS: dict[Tier, float] = {
    Tier.ARTICLE: 0.16,
    Tier.PROTOCOL: 0.07,
    Tier.OWN_WORDS: 0.16,
    Tier.CONVERSATIONAL: 0.14,
    Tier.SELF_CORRECTING: 0.14,
    Tier.RECOGNISER: 0.15,
    Tier.LITERAL: 0.08,
    Tier.MIXED_CASE: 0.10,
}
"""How often each way of speaking is drawn."""

_UNSAID_CASE = frozenset(
    {Tier.OWN_WORDS, Tier.CONVERSATIONAL, Tier.SELF_CORRECTING, Tier.RECOGNISER}
)
"""In these nobody says which words have capitals, and they are not written either."""
_MOST_MISHEARD = 0.5


def make_pairs(
    commands: Iterable[str],
    rng: random.Random,
    vocabulary: Vocabulary,
    tiers: Sequence[tuple[str, float]] = (),
) -> Iterator[Pair]:
    """One pair a command, its way of speaking drawn by ``tiers`` or by TIER_WEIGHTS.

    Runs of blanks count as one, but where the utterance is the command itself.
    """
    shares = {Tier(name): weight for name, weight in tiers} or TIER_WEIGHTS
    drawn, weights = list(shares), list(shares.values())
    for command in commands:
        tier = rng.choices(drawn, weights)[0]
        literal = tier is Tier.LITERAL
        wanted = with_prose(command, rng)
        if tier in _UNSAID_CASE:
            wanted = in_small_letters(wanted, rng)
        wanted = as_typed(wanted, rng) if literal else _BLANKS.sub(" ", wanted).strip()
        yield Pair(speak(wanted, tier, rng, vocabulary), wanted, tier.value)


def read_heard(files: Iterable[Path], heldout: HeldOut) -> tuple[Pair, ...]:
    """Pairs of what a recogniser really heard and the command that was said.

    ``files``: the heard.jsonl.gz that `talkie-sh train-voice` leaves. Left out is what is no
    command, what was misheard in more than half of its words, and what is near a held-out
    command. Raises `DataError` for another file.
    """
    return tuple(
        Pair(Utterance(row["heard"], "voice"), row["command"], Tier.RECOGNISER.value)
        for file in files
        for row in _heard_rows(file)
        if row["heard"]
        and row["command"]
        and row["errors"] <= _MOST_MISHEARD * row["words"]
        and not heldout.near(row["command"])
    )


def _heard_rows(file: Path) -> Iterator[dict[str, Any]]:
    try:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                if not row.keys() >= {"heard", "command", "errors", "words"}:
                    raise DataError(f"{file}: not what talkie-sh train-voice heard")
                yield row
    except (OSError, EOFError, ValueError, AttributeError) as error:
        raise DataError(f"{file}: not what talkie-sh train-voice heard ({error})") from error


def mixed_in(
    pairs: Iterable[Pair], heard: Sequence[Pair], share: float, rng: random.Random
) -> Iterator[Pair]:
    """The pairs, some of them (``share``) exchanged for heard ones."""
    for pair in pairs:
        yield rng.choice(heard) if heard and rng.random() < share else pair


def label_all(pairs: Iterable[Pair], vocabulary: Vocabulary) -> Iterator[Labelled]:
    """Labelled pairs; those whose command the lattice lacks are left out."""
    for pair in pairs:
        labelled = label(pair, vocabulary)
        if labelled is not None:
            yield labelled


class Material(NamedTuple):
    """What examples are made of.

    ``sources``: prepared command sets or corpora. ``heldout``: files whose commands, and those
    near them, are kept out. ``mixture``: the shares of composed, tldr and real commands.
    ``tiers``: the ways of speaking with their weights; none named means all. ``heard``: files of
    pairs that a recogniser really heard, and ``heard_share``: how often one of them is taken.
    """

    sources: tuple[Path, ...]
    heldout: tuple[Path, ...] = ()
    mixture: tuple[tuple[str, float], ...] = tuple(MIXTURE.items())
    tiers: tuple[tuple[str, float], ...] = ()
    heard: tuple[Path, ...] = ()
    heard_share: float = 0.0

    def stream(self, seed: int) -> CommandStream:
        """The commands, in the order that the seed gives."""
        return CommandStream(self.sources, self.heldout, seed, mixture=dict(self.mixture))


class Shard(NamedTuple):
    """What makes one file of examples: it depends on nothing else.

    ``seed`` and ``number`` choose the commands and how they are spoken.
    """

    material: Material
    seed: int
    number: int
    size: int

    @property
    def name(self) -> str:
        return f"examples-{self.seed}-{self.number:05d}-{self.size}.npz"


@lru_cache(maxsize=2)
def _stream(material: Material, seed: int) -> tuple[CommandStream, tuple[Pair, ...]]:
    """A worker reads its sources once."""
    stream = material.stream(seed)
    return stream, read_heard(material.heard, stream.heldout)


def make_shard(shard: Shard, folder: Path) -> Path:
    """Generate a shard's examples into the folder, unless they are there already."""
    path = folder / shard.name
    if path.exists():
        return path
    vocabulary = load_vocabulary()
    stream, heard = _stream(shard.material, shard.seed)
    first = shard.number * shard.size
    commands = (stream.command(number).text for number in range(first, first + shard.size))
    rng = random.Random(f"{shard.seed}:{shard.number}")
    made = make_pairs(commands, rng, vocabulary, shard.material.tiers)
    pairs = mixed_in(made, heard, shard.material.heard_share, rng)
    folder.mkdir(parents=True, exist_ok=True)
    ExampleSet.build(label_all(pairs, vocabulary)).save(path)
    return path
