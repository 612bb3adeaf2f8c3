"""What training minimises, and the figures it is followed by."""

from __future__ import annotations

from typing import NamedTuple

import mlx.core as mx
from mlx import nn

from talkie_shell.structure.network import Batch, Network
from talkie_shell.training.examples import UNKNOWN, PaddedBatch

LITERAL_WEIGHT = 0.5
"""Of the literal decisions, against the readings and the joiners."""


class Targets(NamedTuple):
    """reading, joiner [B, T]; literal [B]; allowed [B, T, JOINERS]; and the kinds of what was to
    be chosen for the slot before, the last word before and the slot itself, [B, T]."""

    reading: mx.array
    joiner: mx.array
    literal: mx.array
    allowed: mx.array
    slot_before: mx.array
    word_before: mx.array
    own_kind: mx.array


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
        mx.array(padded.slot_before),
        mx.array(padded.word_before),
        mx.array(padded.own_kind),
    )
    return batch, targets


class Outcome(NamedTuple):
    """``loss``: means over decisions, added up. ``right``: lines whose every decision is the
    likeliest one and the target. ``lines``: how many."""

    loss: mx.array
    right: mx.array
    lines: mx.array


def decision_counts(targets: Targets) -> mx.array:
    """How many readings, joiners and literal decisions are known: an array of 3."""
    return mx.stack([(one != UNKNOWN).sum() for one in targets[:3]]).astype(mx.float32)


def outcome(
    network: Network, batch: Batch, targets: Targets, counts: mx.array | None = None
) -> Outcome:
    """Cross-entropy of readings, joiners and the literal decision.

    Each is averaged over ``counts`` decisions: the batch's own, unless it is a part of a larger
    batch.
    """
    scores = network(batch)
    gains = _row(scores.after_slot, targets.slot_before) + _row(
        scores.after_word, targets.word_before
    )
    readings = scores.readings + mx.take_along_axis(gains, batch.kinds, axis=-1)
    joiners = scores.joiners + _row(scores.of_kind, targets.own_kind)
    joiners = mx.where(targets.allowed > 0, joiners, -1e9)
    reading_loss, reading_right = _decided(readings, targets.reading)
    joiner_loss, joiner_right = _decided(joiners, targets.joiner)
    known = targets.literal != UNKNOWN
    wanted = mx.where(known, targets.literal, 0).astype(mx.float32)
    literal_loss = nn.losses.binary_cross_entropy(scores.literal, wanted, reduction="none") * known
    literal_right = ((scores.literal > 0) == (wanted > 0.5)) | ~known
    sums = mx.stack([reading_loss.sum(), joiner_loss.sum(), LITERAL_WEIGHT * literal_loss.sum()])
    loss = (sums / mx.maximum(decision_counts(targets) if counts is None else counts, 1)).sum()
    structured_right = reading_right.all(axis=1) & joiner_right.all(axis=1)
    literal_line = known & (wanted > 0.5)
    right = literal_right & (structured_right | literal_line)
    return Outcome(loss, right.sum(), mx.array(right.shape[0]))


def _row(tables: mx.array, rows: mx.array) -> mx.array:
    """The row of each slot's table. tables: [B, T, N, M]; rows: [B, T]; gives [B, T, M]."""
    return mx.take_along_axis(tables, rows[..., None, None], axis=2).squeeze(2)


def _decided(logits: mx.array, target: mx.array) -> tuple[mx.array, mx.array]:
    """Per-decision loss (0 where unknown) and whether it is right (true where unknown)."""
    known = target != UNKNOWN
    safe = mx.where(known, target, 0)
    loss = nn.losses.cross_entropy(logits, safe, reduction="none")
    right = (mx.argmax(logits, axis=-1) == safe) | ~known
    return mx.where(known, loss, 0), right
