"""What training minimises, and the figures it is followed by."""

from __future__ import annotations

from typing import NamedTuple

import mlx.core as mx
from mlx import nn

from talkie_shell.structure.network import Batch, Network
from talkie_shell.training.examples import UNKNOWN, PaddedBatch

LITERAL_WEIGHT = 0.5
"""Of the literal decision of a line, against the sum over its slots' decisions averaged."""


class Targets(NamedTuple):
    """reading, joiner [B, T]; literal [B]; allowed [B, T, JOINERS]."""

    reading: mx.array
    joiner: mx.array
    literal: mx.array
    allowed: mx.array


def to_device(padded: PaddedBatch) -> tuple[Batch, Targets]:
    """A padded batch as MLX arrays."""
    small = padded.small
    batch = Batch(
        hashes=mx.array(padded.hashes),
        shape=mx.array(small[..., 0]),
        gap=mx.array(small[..., 1]),
        kind=mx.array(small[..., 2]),
        joiner=mx.array(small[..., 3]),
        kinds=mx.array(padded.kinds),
        texts=mx.array(padded.texts),
        readings=mx.array(padded.readings),
        slots=mx.array(padded.slots),
        voice=mx.array(padded.voice),
    )
    targets = Targets(
        mx.array(padded.reading_target),
        mx.array(padded.joiner_target),
        mx.array(padded.literal),
        mx.array(padded.allowed),
    )
    return batch, targets


class Outcome(NamedTuple):
    """loss: mean over decisions. right: lines whose every decision is the likeliest one and the
    target. lines: how many."""

    loss: mx.array
    right: mx.array
    lines: mx.array


def outcome(network: Network, batch: Batch, targets: Targets) -> Outcome:
    """Cross-entropy of readings, joiners and the literal decision."""
    scores = network(batch)
    joiners = mx.where(targets.allowed > 0, scores.joiners, -1e9)
    reading_loss, reading_right, readings = _decided(scores.readings, targets.reading)
    joiner_loss, joiner_right, joined = _decided(joiners, targets.joiner)
    known = targets.literal != UNKNOWN
    wanted = mx.where(known, targets.literal, 0).astype(mx.float32)
    literal_loss = nn.losses.binary_cross_entropy(scores.literal, wanted, reduction="none") * known
    literal_right = ((scores.literal > 0) == (wanted > 0.5)) | ~known
    slots_loss = reading_loss.sum() / mx.maximum(readings, 1)
    joins_loss = joiner_loss.sum() / mx.maximum(joined, 1)
    lines_loss = literal_loss.sum() / mx.maximum(known.sum(), 1)
    structured_right = reading_right.all(axis=1) & joiner_right.all(axis=1)
    literal_line = known & (wanted > 0.5)
    right = literal_right & (structured_right | literal_line)
    return Outcome(
        slots_loss + joins_loss + LITERAL_WEIGHT * lines_loss,
        right.sum(),
        mx.array(right.shape[0]),
    )


def _decided(logits: mx.array, target: mx.array) -> tuple[mx.array, mx.array, mx.array]:
    """Per-decision loss (0 where unknown), whether it is right (true where unknown), count."""
    known = target != UNKNOWN
    safe = mx.where(known, target, 0)
    loss = nn.losses.cross_entropy(logits, safe, reduction="none")
    right = (mx.argmax(logits, axis=-1) == safe) | ~known
    return mx.where(known, loss, 0), right, known.sum()
