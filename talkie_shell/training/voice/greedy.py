"""What Whisper hears, many sounds at a time: the likeliest word after word."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import mlx.core as mx
import numpy as np

from talkie_shell.speech.network import encode
from talkie_shell.speech.window import LONGEST
from talkie_shell.training.voice.batches import Ids, windowed
from talkie_shell.training.voice.sounding import Spoken

if TYPE_CHECKING:
    from mlx_whisper.whisper import Whisper

_MOST_TOKENS = 120
_LOOK_EVERY = 8
_PADDING = 100
"""Frames of silence behind the longest sound of a batch."""


def hear(
    model: Whisper,
    sounds: Sequence[Spoken],
    ids: Ids,
    decode: Callable[[list[int]], str],
    *,
    frames_a_batch: int,
) -> Iterator[tuple[int, str]]:
    """The index of each sound and what is heard in it, batch by batch, alike lengths together."""
    order = sorted(range(len(sounds)), key=lambda index: len(sounds[index].mel))
    while order:
        window = _window(len(sounds[order[-1]].mel))
        count = max(1, frames_a_batch // window)
        chosen, order = order[-count:], order[:-count]
        mel = windowed([sounds[index].mel for index in chosen], window)
        for index, tokens in zip(chosen, _tokens(model, mx.array(mel), ids), strict=True):
            yield index, decode(tokens).strip()


def _window(frames: int) -> int:
    return min(LONGEST, frames + _PADDING + (-(frames + _PADDING)) % 100)


def _tokens(model: Whisper, mel: mx.array, ids: Ids) -> list[list[int]]:
    features = encode(model, mel)
    batch = mel.shape[0]
    given = mx.broadcast_to(mx.array([[ids.start, ids.no_timestamps]]), (batch, 2))
    cache: Any = None
    ended = mx.zeros((batch,), mx.bool_)
    found: list[mx.array] = []
    for step in range(_MOST_TOKENS):
        logits, cache, _ = model.decoder(given, features, kv_cache=cache)
        # Text, or the end: what stands behind it are marks that no text has.
        best = mx.argmax(logits[:, -1, : ids.end + 1], axis=-1)
        best = mx.where(ended, ids.end, best)
        ended = ended | (best == ids.end)
        found.append(best)
        given = best[:, None]
        if step % _LOOK_EVERY == _LOOK_EVERY - 1:
            if bool(mx.all(ended)):
                break
        else:
            mx.async_eval(best)
    columns = np.array(mx.stack(found, axis=1))
    return [row[: _end(row, ids.end)].tolist() for row in columns]


def _end(row: np.ndarray[Any, Any], end: int) -> int:
    places = np.flatnonzero(row == end)
    return int(places[0]) if places.size else len(row)
