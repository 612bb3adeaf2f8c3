"""Commands into training pairs, in all ways of speaking; streaming, seeded, parallel."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from talkie_shell.spoken import load_vocabulary
from talkie_shell.spoken.speaker import Tier, speak
from talkie_shell.spoken.vocabulary import Vocabulary
from talkie_shell.training.examples import ExampleSet, Labelled, Pair, label
from talkie_shell.training.literals import as_typed
from talkie_shell.training.prose import with_prose
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
        wanted = as_typed(wanted, rng) if literal else _BLANKS.sub(" ", wanted).strip()
        yield Pair(speak(wanted, tier, rng, vocabulary), wanted, tier.value)


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
    ``tiers``: the ways of speaking with their weights; none named means all.
    """

    sources: tuple[Path, ...]
    heldout: tuple[Path, ...] = ()
    mixture: tuple[tuple[str, float], ...] = tuple(MIXTURE.items())
    tiers: tuple[tuple[str, float], ...] = ()

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
def _stream(material: Material, seed: int) -> CommandStream:
    """A worker reads its sources once."""
    return material.stream(seed)


def make_shard(shard: Shard, folder: Path) -> Path:
    """Generate a shard's examples into the folder, unless they are there already."""
    path = folder / shard.name
    if path.exists():
        return path
    vocabulary = load_vocabulary()
    stream = _stream(shard.material, shard.seed)
    first = shard.number * shard.size
    commands = (stream.command(number).text for number in range(first, first + shard.size))
    rng = random.Random(f"{shard.seed}:{shard.number}")
    pairs = make_pairs(commands, rng, vocabulary, shard.material.tiers)
    folder.mkdir(parents=True, exist_ok=True)
    ExampleSet.build(label_all(pairs, vocabulary)).save(path)
    return path
