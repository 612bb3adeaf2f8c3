"""Whisper as training needs it: any window, whole batches."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import mlx.core as mx
from mlx import nn

from talkie_shell.errors import TrainingError

if TYPE_CHECKING:
    from mlx_whisper.whisper import Whisper

FRAMES_A_SECOND = 100


def load_base(folder: Path) -> Whisper:
    """A Whisper in mlx-whisper's files, in single precision (half turns AdamW's epsilon into
    nothing, and every weight into no number). Raises `TrainingError` where there is none."""
    from mlx_whisper.load_models import load_model

    if not (folder / "config.json").is_file():
        raise TrainingError(f"{folder} holds no Whisper model: no config.json")
    model = load_model(str(folder))
    model.set_dtype(mx.float32)
    return cast("Whisper", model)


def encode(model: Whisper, mel: mx.array) -> mx.array:
    """[batch, frames / 2, width] of [batch, frames, 80]: the encoder over any even window up to
    30 s, where mlx-whisper's own wants all of it."""
    encoder: Any = model.encoder
    hidden = nn.gelu(encoder.conv1(mel))
    hidden = nn.gelu(encoder.conv2(hidden))
    hidden = hidden + encoder._positional_embedding[: hidden.shape[1]]  # noqa: SLF001 - no other
    for block in encoder.blocks:
        hidden, _, _ = block(hidden)
    return cast("mx.array", encoder.ln_post(hidden))
