"""Everything that decides a training run."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class NetworkShape:
    """The shape of the network that is trained; see `structure.network.NetworkConfig`."""

    width: int = 256
    layers: int = 4
    heads: int = 4


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides a training run.

    ``slots_per_batch``: padded slots in one global batch. ``matrix_rate`` is Muon's learning
    rate, ``rate`` AdamW's. ``repeats``: how often each round's examples are used. ``patience``:
    evaluations without a better one before the run stops; 0 never stops it early. ``composed``,
    ``tldr`` and ``real`` are the shares of the commands' sources; ``heard`` is the share of lines
    that are pairs a recogniser really heard. ``tiers``: the ways of speaking to learn with their
    weights; none named means all, with the usual ones. ``start``: a folder of weights to go on
    from; empty begins anew. ``start_share``: their share in the weights that are saved, an average
    of both (WiSE-FT: Wortsman et al., "Robust fine-tuning of zero-shot models", 2022).
    """

    steps: int = 9000
    slots_per_batch: int = 4096
    rate: float = 2e-3
    matrix_rate: float = 2e-2
    warmup: int = 200
    decay: float = 0.01
    clip: float = 1.0
    seed: int = 0
    shard_size: int = 20_000
    shards: int = 8
    repeats: int = 2
    evaluate_every: int = 500
    patience: int = 0
    composed: float = 0.45
    tldr: float = 0.2
    real: float = 0.35
    heard: float = 0.0
    tiers: tuple[tuple[str, float], ...] = ()
    start: str = ""
    start_share: float = 0.0
    network: NetworkShape = field(default_factory=NetworkShape)

    @property
    def mixture(self) -> dict[str, float]:
        """The shares of the commands' sources, by name."""
        return {"composed": self.composed, "tldr": self.tldr, "real": self.real}

    def as_dict(self) -> dict[str, Any]:
        return asdict(self) | {"tiers": [list(tier) for tier in self.tiers]}
