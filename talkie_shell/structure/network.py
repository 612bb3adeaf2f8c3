"""The tagger: a small bidirectional transformer over slots, in MLX.

One forward pass gives, for each slot, a score for every reading and for every joiner, and for
the line the odds that it is already a command; and how a decision moves the next one, as in a
maximum-entropy Markov model (McCallum et al., 2000), so that the decoder can keep retractions
whole and case consistent. Relatives: Thutmose and GECToR, which treat
normalisation and correction as tagging; rotary positions after Su et al., 2021.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import NamedTuple, cast

import mlx.core as mx
from mlx import nn
from mlx.utils import tree_flatten

from talkie_shell.structure import features

_AFTER = (features.KINDS + 1) * features.KINDS
_TRANSITIONS = 2 * _AFTER + features.KINDS * features.JOINERS


@dataclass(frozen=True, slots=True)
class NetworkConfig:
    """The shape of the network. ``width`` must be a multiple of ``heads``."""

    width: int = 256
    layers: int = 4
    heads: int = 4
    expansion: int = 4
    reading_width: int = 64

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


class Batch(NamedTuple):
    """Padded features of B lines of at most T slots with at most R readings.

    hashes [B, T, HASHES]; shape, gap, kind, joiner [B, T]; kinds, texts [B, T, R]; readings
    [B, T, R] is 1 where there is a reading; slots [B, T] is 1 where there is a slot; voice [B].
    """

    hashes: mx.array
    shape: mx.array
    gap: mx.array
    kind: mx.array
    joiner: mx.array
    kinds: mx.array
    texts: mx.array
    readings: mx.array
    slots: mx.array
    voice: mx.array


class Scores(NamedTuple):
    """Logits: readings [B, T, R] (very negative where there is none), joiners [B, T, JOINERS],
    literal [B]; and what decisions before add to them.

    after_slot, after_word [B, T, KINDS + 1, KINDS]: by the kind chosen for the slot before, and
    for the last word before (`features.START` where there is none), what each kind of reading
    gains. of_kind [B, T, KINDS, JOINERS]: what each joiner gains by the slot's own kind.
    """

    readings: mx.array
    joiners: mx.array
    literal: mx.array
    after_slot: mx.array
    after_word: mx.array
    of_kind: mx.array


class Layer(nn.Module):
    """Pre-norm attention and feed-forward."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        width = config.width
        self.heads = config.heads
        self.scale = (width // config.heads) ** -0.5
        self.attention_norm = nn.RMSNorm(width)
        self.query_key_value = nn.Linear(width, 3 * width, bias=False)
        self.out = nn.Linear(width, width, bias=False)
        self.rotary = nn.RoPE(width // config.heads)
        self.feed_norm = nn.RMSNorm(width)
        self.up = nn.Linear(width, config.expansion * width, bias=False)
        self.down = nn.Linear(config.expansion * width, width, bias=False)

    def __call__(self, x: mx.array, mask: mx.array | None) -> mx.array:
        batch, length, width = x.shape
        joined = self.query_key_value(self.attention_norm(x))
        parts = joined.reshape(batch, length, 3, self.heads, -1).transpose(2, 0, 3, 1, 4)
        attended = mx.fast.scaled_dot_product_attention(
            self.rotary(parts[0]), self.rotary(parts[1]), parts[2], scale=self.scale, mask=mask
        )
        x = x + self.out(attended.transpose(0, 2, 1, 3).reshape(batch, length, width))
        hidden = nn.relu(self.up(self.feed_norm(x)))
        return x + self.down(hidden * hidden)


class Network(nn.Module):
    """Embeds slots, lets them see each other, and scores their readings and joiners."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        width = config.width
        self.config = config
        self.words = nn.Embedding(features.WORD_BUCKETS, width)
        self.shapes = nn.Embedding(features.SHAPES, width)
        self.gaps = nn.Embedding(features.GAPS, width)
        self.best_kinds = nn.Embedding(features.KINDS, width)
        self.best_joiners = nn.Embedding(features.JOINERS, width)
        self.sources = nn.Embedding(2, width)
        self.has_kinds = nn.Linear(features.KINDS, width, bias=False)
        self.neighbours = nn.Linear(3 * width, width, bias=False)
        self.layers = [Layer(config) for _ in range(config.layers)]
        self.norm = nn.RMSNorm(width)
        self.kind_scores = nn.Linear(width, features.KINDS)
        self.reading_query = nn.Linear(width, config.reading_width)
        self.reading_texts = nn.Embedding(features.READING_BUCKETS, config.reading_width)
        self.rank_scores = mx.zeros((features.MOST_READINGS,))
        self.transitions = nn.Linear(width, _TRANSITIONS, bias=False)
        self.transitions.weight = mx.zeros_like(self.transitions.weight)
        self.joiner_hidden = nn.Linear(2 * width, width)
        self.joiner_scores = nn.Linear(width, features.JOINERS)
        self.literal_hidden = nn.Linear(2 * width, width)
        self.literal_score = nn.Linear(width, 1)

    def __call__(self, batch: Batch) -> Scores:
        dtype = self.norm.weight.dtype
        present = batch.slots[..., None].astype(dtype)
        kind_range = mx.arange(features.KINDS)
        kind_hot = (batch.kinds[..., None] == kind_range) * batch.readings[..., None]
        x = (
            self.words(batch.hashes).sum(axis=2)
            + self.shapes(batch.shape)
            + self.gaps(batch.gap)
            + self.best_kinds(batch.kind)
            + self.best_joiners(batch.joiner)
            + self.sources(batch.voice)[:, None, :]
            + self.has_kinds(kind_hot.max(axis=2).astype(dtype))
        ) * present
        x = x + self.neighbours(mx.concatenate([_before(x), x, _after(x)], axis=-1))
        mask = batch.slots.astype(mx.bool_)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        x = self.norm(x)
        return Scores(
            self._readings(x, batch),
            self._joiners(x),
            self._literal(x, present),
            *self._moved(x),
        )

    def _moved(self, x: mx.array) -> tuple[mx.array, mx.array, mx.array]:
        made = self.transitions(x).astype(mx.float32)
        after_slot, after_word, of_kind = mx.split(made, (_AFTER, 2 * _AFTER), axis=-1)
        shape = x.shape[:2]
        return (
            after_slot.reshape(*shape, features.KINDS + 1, features.KINDS),
            after_word.reshape(*shape, features.KINDS + 1, features.KINDS),
            of_kind.reshape(*shape, features.KINDS, features.JOINERS),
        )

    def _readings(self, x: mx.array, batch: Batch) -> mx.array:
        by_kind = mx.take_along_axis(self.kind_scores(x), batch.kinds, axis=-1)
        texts = self.reading_texts(batch.texts)
        by_text = (texts @ self.reading_query(x)[..., None]).squeeze(-1)
        scores = by_kind + by_text + self.rank_scores[: batch.kinds.shape[-1]]
        return mx.where(batch.readings.astype(mx.bool_), scores.astype(mx.float32), -1e9)

    def _joiners(self, x: mx.array) -> mx.array:
        both = mx.concatenate([_before(x), x], axis=-1)
        return self.joiner_scores(nn.relu(self.joiner_hidden(both))).astype(mx.float32)

    def _literal(self, x: mx.array, present: mx.array) -> mx.array:
        count = mx.maximum(present.sum(axis=1), 1)
        mean = (x * present).sum(axis=1) / count
        most = mx.where(present > 0, x, -1e4).max(axis=1)
        hidden = nn.relu(self.literal_hidden(mx.concatenate([mean, most], axis=-1)))
        return self.literal_score(hidden).squeeze(-1).astype(mx.float32)


def _before(x: mx.array) -> mx.array:
    """Each position's left neighbour, zeros at the start. x: [B, T, W]."""
    return mx.pad(x[:, :-1], [(0, 0), (1, 0), (0, 0)])


def _after(x: mx.array) -> mx.array:
    """Each position's right neighbour, zeros at the end. x: [B, T, W]."""
    return mx.pad(x[:, 1:], [(0, 0), (0, 1), (0, 0)])


def named_arrays(tree: object) -> dict[str, mx.array]:
    """The arrays of a tree of parameters or optimiser state, by dotted path."""
    return dict(cast("list[tuple[str, mx.array]]", tree_flatten(tree)))


def parameter_count(network: Network) -> int:
    """How many numbers the network holds."""
    return sum(array.size for array in named_arrays(network.parameters()).values())
