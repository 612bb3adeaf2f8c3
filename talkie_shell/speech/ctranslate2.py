"""A Whisper model in CTranslate2's file format -> a folder as mlx-whisper reads it.

The file is a flat list of named arrays behind a short header. Attention projections are fused
there (query, key and value in one matrix), and convolutions have their taps last.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from talkie_shell.errors import SpeechError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.generic]

_VERSION = 6
_SPECIFICATION = "WhisperSpec"
_TYPES = {0: "float32", 1: "int8", 2: "int16", 3: "int32", 4: "float16"}
_NORM = {"gamma": "weight", "beta": "bias"}


def convert(data: bytes, folder: Path) -> None:
    """Write ``config.json`` and ``weights.safetensors`` for the model in ``data`` to the folder.

    Raises `SpeechError` for what is no Whisper model of this format, and where it cannot be
    written.
    """
    import mlx.core as mx

    try:
        arrays = dict(read_arrays(data))
        weights = dict(_renamed(arrays))
        dimensions = _dimensions(arrays)
    except (struct.error, UnicodeDecodeError, KeyError, ValueError) as error:
        raise SpeechError(f"not a Whisper model in CTranslate2's format ({error})") from error
    stored = {name: mx.array(array) for name, array in weights.items()}
    config = json.dumps({"model_type": "whisper", **dimensions}, indent=2)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        mx.save_safetensors(str(folder / "weights.safetensors"), stored)
        (folder / "config.json").write_text(config + "\n", encoding="utf-8")
    except (OSError, RuntimeError) as error:
        raise SpeechError(f"{folder}: the model cannot be written ({error})") from error


def read_arrays(data: bytes) -> Iterator[tuple[str, Array]]:
    """The named arrays of a CTranslate2 file. Raises `ValueError` and `struct.error`."""
    import numpy as np

    at = 0

    def take(layout: str) -> int:
        nonlocal at
        (value,) = struct.unpack_from(layout, data, at)
        at += struct.calcsize(layout)
        return int(value)

    def take_text() -> str:
        nonlocal at
        length = take("<H")
        text = data[at : at + length - 1].decode()
        at += length
        return text

    version, specification, _ = take("<I"), take_text(), take("<I")
    if (version, specification) != (_VERSION, _SPECIFICATION):
        raise ValueError(f"{specification} of version {version}")
    for _ in range(take("<I")):
        name = take_text()
        shape = [take("<I") for _ in range(take("B"))]
        dtype = np.dtype(_TYPES[take("B")])
        size = take("<I")
        array = np.frombuffer(data, dtype, size // dtype.itemsize, at)
        at += size
        yield name, array.reshape(shape)


def _dimensions(arrays: Mapping[str, Array]) -> dict[str, int]:
    def layers(side: str) -> int:
        blocks = {name.split("/")[1] for name in arrays if name.startswith(f"{side}/layer_")}
        return len(blocks - {"layer_norm"})

    vocabulary, width = arrays["decoder/embeddings/weight"].shape
    return {
        "n_mels": arrays["encoder/conv1/weight"].shape[1],
        "n_audio_ctx": arrays["encoder/position_encodings/encodings"].shape[0],
        "n_audio_state": arrays["encoder/conv1/weight"].shape[0],
        "n_audio_head": int(arrays["encoder/num_heads"]),
        "n_audio_layer": layers("encoder"),
        "n_vocab": vocabulary,
        "n_text_ctx": arrays["decoder/position_encodings/encodings"].shape[0],
        "n_text_state": width,
        "n_text_head": int(arrays["decoder/num_heads"]),
        "n_text_layer": layers("decoder"),
    }


def _renamed(arrays: Mapping[str, Array]) -> Iterator[tuple[str, Array]]:
    """mlx-whisper's names and shapes; what it computes itself is left out."""
    for name, array in arrays.items():
        side, *middle, last = name.split("/")
        if side not in {"encoder", "decoder"} or not middle:
            continue
        kind = _NORM.get(last, last)
        match middle:
            case ["conv1" | "conv2" as convolution]:
                turned = array.transpose(0, 2, 1) if kind == "weight" else array
                yield f"{side}.{convolution}.{kind}", turned
            case ["embeddings"]:
                yield "decoder.token_embedding.weight", array
            case ["position_encodings"]:
                if side == "decoder":
                    yield "decoder.positional_embedding", array
            case ["layer_norm"]:
                yield f"{side}.{'ln_post' if side == 'encoder' else 'ln'}.{kind}", array
            case [layer, part, piece]:
                block = f"{side}.blocks.{layer.removeprefix('layer_')}"
                yield from _in_block(block, part, piece, kind, array)


def _in_block(
    block: str, part: str, piece: str, kind: str, array: Array
) -> Iterator[tuple[str, Array]]:
    import numpy as np

    if part == "ffn":
        inner = {"layer_norm": "mlp_ln", "linear_0": "mlp1", "linear_1": "mlp2"}[piece]
        yield f"{block}.{inner}.{kind}", array
        return
    attention = {"self_attention": "attn", "attention": "cross_attn"}[part]
    if piece == "layer_norm":
        yield f"{block}.{attention}_ln.{kind}", array
        return
    fused = {
        ("attn", "linear_0"): ("query", "key", "value"),
        ("attn", "linear_1"): ("out",),
        ("cross_attn", "linear_0"): ("query",),
        ("cross_attn", "linear_1"): ("key", "value"),
        ("cross_attn", "linear_2"): ("out",),
    }[attention, piece]
    for projection, own in zip(fused, np.split(array, len(fused)), strict=True):
        if (projection, kind) != ("key", "bias"):  # Whisper's keys have none
            yield f"{block}.{attention}.{projection}.{kind}", own
