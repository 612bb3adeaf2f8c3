"""An endless, seeded stream of one-line commands, mixed from all sources.

Command number k of a stream is decided by the seed and k alone: it can be cut into shards,
resumed anywhere, and made again anywhere, with nothing but Python's standard library where
its files are prepared ones (see `prepared`).
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from random import Random

from talkie_shell.errors import DataError
from talkie_shell.training.cleaning import CleanCommand
from talkie_shell.training.corpora import SourceCommand
from talkie_shell.training.filling import fill
from talkie_shell.training.heldout import HeldOut, read_heldout
from talkie_shell.training.prepared import load_commands
from talkie_shell.training.varying import vary

MIXTURE: Mapping[str, float] = {"composed": 0.45, "tldr": 0.2, "real": 0.35}
"""Shares of the stream: what the composer makes, filled templates, real commands."""

VARIED = 0.5
"""The part of real commands that comes with other names and numbers."""

_TRIES = 20
_STRIDE = 1 << 40


@dataclass(frozen=True, slots=True)
class _Pool:
    """Commands to draw from, by weight."""

    commands: tuple[CleanCommand, ...]
    bounds: tuple[float, ...]

    def draw(self, rng: Random) -> CleanCommand:
        return self.commands[bisect(self.bounds, rng.random() * self.bounds[-1])]


class CommandStream:
    """Iterates over `SourceCommand`s, without end or ``count`` of them.

    ``paths``: prepared command sets or corpora in any format. ``heldout``: files whose
    commands, and those near them, never come. ``mixture``: shares by source, of "composed",
    "tldr" and "real"; a source without commands gives its share to the others. ``varied``: the
    part of real commands that is drawn with other names and numbers (see `varying`). Shard
    ``shard`` of ``shards`` gets every such command of the whole stream; ``start`` skips.
    """

    def __init__(
        self,
        paths: Iterable[Path | str],
        heldout: Iterable[Path | str] | HeldOut = (),
        seed: int = 0,
        *,
        mixture: Mapping[str, float] | None = None,
        varied: float = VARIED,
        shard: int = 0,
        shards: int = 1,
        start: int = 0,
        count: int | None = None,
    ) -> None:
        if not 0 <= shard < shards:
            raise DataError(f"shard {shard} of {shards}: count them from 0")
        self.heldout = heldout if isinstance(heldout, HeldOut) else read_heldout(heldout)
        self._seed, self._shard, self._shards = seed, shard, shards
        self._start, self._count, self._varied = start, count, varied
        self._pools = _pools(load_commands(paths))
        shares = MIXTURE if mixture is None else mixture
        filled = {name: share for name, share in shares.items() if share > 0 and self._has(name)}
        if not filled:
            raise DataError("there is no command to draw from")
        self._names = tuple(filled)
        self._bounds = tuple(accumulate(filled.values()))

    def __iter__(self) -> Iterator[SourceCommand]:
        number = self._start * self._shards + self._shard
        made = 0
        while self._count is None or made < self._count:
            yield self.command(number)
            number += self._shards
            made += 1

    def command(self, number: int) -> SourceCommand:
        """Command ``number`` of the whole stream."""
        rng = Random(self._seed * _STRIDE + number)
        for _ in range(_TRIES):
            drawn = self._draw(rng)
            if not self.heldout.near(drawn.text):
                return drawn
        raise DataError("nearly every command resembles a held-out one")

    def _has(self, name: str) -> bool:
        return name == "composed" or name in self._pools

    def _draw(self, rng: Random) -> SourceCommand:
        name = self._names[bisect(self._bounds, rng.random() * self._bounds[-1])]
        if name == "composed":
            from talkie_shell.training.composing import compose

            return SourceCommand(compose(rng), "composed")
        chosen = self._pools[name].draw(rng)
        if chosen.template:
            return SourceCommand(fill(chosen.text, rng), chosen.source)
        if rng.random() < self._varied:
            return SourceCommand(vary(chosen.text, rng), chosen.source)
        return SourceCommand(chosen.text, chosen.source)


def _pools(commands: Iterable[CleanCommand]) -> dict[str, _Pool]:
    sorted_out: dict[str, list[CleanCommand]] = {}
    for command in commands:
        name = "tldr" if command.source == "tldr" else "real"
        sorted_out.setdefault(name, []).append(command)
    return {
        name: _Pool(tuple(chosen), tuple(accumulate(command.weight for command in chosen)))
        for name, chosen in sorted_out.items()
    }
