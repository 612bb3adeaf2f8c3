"""The engine that ships with the package: the tagger of `talkie_shell.structure`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from talkie_shell.blas import load_blas
from talkie_shell.context import NOTHING_KNOWN, Context
from talkie_shell.records import Candidate, Lattice

if TYPE_CHECKING:
    from talkie_shell.spoken.vocabulary import Vocabulary
    from talkie_shell.structure.weights import Trained

_KEPT = 32 << 20
"""Bytes of freed buffers that MLX keeps for later."""


class EmbeddedEngine:
    """Chooses inside the lattice with one forward pass."""

    name = "embedded"

    def __init__(self, trained: Trained, vocabulary: Vocabulary | None = None) -> None:
        from talkie_shell.structure.lexicon import default_lexicon, lexicon

        self._trained = trained
        self._lexicon = lexicon(vocabulary) if vocabulary else default_lexicon()

    @classmethod
    def load(
        cls, folder: Path | None = None, vocabulary: Vocabulary | None = None
    ) -> EmbeddedEngine:
        """Load weights from a folder; the package's own where none is named. ``vocabulary`` is
        what lattices are made with; the tables' own where none is given.

        Raises `WeightsError` where they are missing or damaged.
        """
        from talkie_shell.paths import adapters_dir

        load_blas()
        import mlx.core as mx

        from talkie_shell.structure.weights import load_weights

        # Lines come in all lengths; without a limit MLX keeps buffers for each of them.
        mx.set_cache_limit(_KEPT)
        return cls(load_weights(folder or adapters_dir() / "embedded"), vocabulary)

    def candidates(
        self, lattices: Sequence[Lattice], limit: int = 6, context: Context = NOTHING_KNOWN
    ) -> list[list[Candidate]]:
        """For each lattice up to ``limit`` commands, likeliest first. A lattice without slots
        gives the empty command."""
        from talkie_shell.structure.decode import decode
        from talkie_shell.structure.tagger import score

        filled = [lattice for lattice in lattices if lattice.slots]
        scores = iter(score(self._trained.network, filled)) if filled else iter(())
        return [
            decode(lattice, next(scores), limit, self._trained.calibration, context, self._lexicon)
            if lattice.slots
            else [Candidate("", 1.0)]
            for lattice in lattices
        ]
