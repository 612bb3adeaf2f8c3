"""Everything that decides a run of the recogniser's training."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VoiceRecipe:
    """Everything that decides a run but its sounds.

    ``steps``: batches, at most; ``minutes``: of training, at most; 0 for no limit. The rate
    falls along a cosine to the nearer of the two. ``frames_a_batch``: 10 ms frames, silence
    counted. ``together``: shards whose sounds are shuffled together. ``start``: the folder of an
    adapter to go on from, of this rank and scale; "" for none. ``start_share``: its share in the
    adapter that is saved, an average of the two.
    """

    steps: int = 600
    minutes: float = 0.0
    rank: int = 64
    scale: float = 1.0
    rate: float = 1e-3
    warmup: int = 40
    decay: float = 0.01
    clip: float = 1.0
    frames_a_batch: int = 8_000
    together: int = 4
    evaluate_every: int = 100
    seed: int = 0
    start: str = ""
    start_share: float = 0.0


@dataclass(frozen=True, slots=True)
class Sounds:
    """Which sounds are made. ``lines``: how many are trained on; ``unseen``: how many more are
    only listened to afterwards, for what the recogniser mishears; ``validation``: how many are
    looked at on the way; ``shard``: lines in one file; ``views``: conditions a line."""

    lines: int = 3000
    unseen: int = 0
    validation: int = 64
    shard: int = 128
    views: int = 2
    seed: int = 0

    @property
    def all(self) -> int:
        return self.lines + self.unseen
