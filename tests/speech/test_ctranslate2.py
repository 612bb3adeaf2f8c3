"""A tiny model written in CTranslate2's format comes out as mlx-whisper computes with it."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from talkie_shell.errors import SpeechError
from talkie_shell.speech.ctranslate2 import convert

WIDTH, HEADS, BANDS, WORDS, CONTEXT = 8, 2, 80, 60, 16
NUMBERS = {"float16": 4, "int16": 2, "int8": 1}


def attention(random: np.random.Generator, name: str, *sizes: int) -> dict[str, np.ndarray]:
    arrays: dict[str, np.ndarray] = {
        f"{name}/layer_norm/gamma": random.normal(size=WIDTH),
        f"{name}/layer_norm/beta": random.normal(size=WIDTH),
    }
    for index, size in enumerate(sizes):
        arrays[f"{name}/linear_{index}/weight"] = random.normal(size=(size, WIDTH))
        arrays[f"{name}/linear_{index}/bias"] = random.normal(size=size)
    return arrays


def tiny_model() -> dict[str, np.ndarray]:
    random = np.random.default_rng(0)
    arrays: dict[str, np.ndarray] = {
        "encoder/conv1/weight": random.normal(size=(WIDTH, BANDS, 3)),
        "encoder/conv1/bias": random.normal(size=WIDTH),
        "encoder/conv2/weight": random.normal(size=(WIDTH, WIDTH, 3)),
        "encoder/conv2/bias": random.normal(size=WIDTH),
        "encoder/position_encodings/encodings": random.normal(size=(20, WIDTH)),
        "encoder/layer_norm/gamma": random.normal(size=WIDTH),
        "encoder/layer_norm/beta": random.normal(size=WIDTH),
        "encoder/num_heads": np.int16(HEADS),
        "decoder/embeddings/weight": random.normal(size=(WORDS, WIDTH)),
        "decoder/position_encodings/encodings": random.normal(size=(CONTEXT, WIDTH)),
        "decoder/layer_norm/gamma": random.normal(size=WIDTH),
        "decoder/layer_norm/beta": random.normal(size=WIDTH),
        "decoder/num_heads": np.int16(HEADS),
        "decoder/pre_norm": np.int8(1),
    }
    for side in ("encoder", "decoder"):
        block = f"{side}/layer_0"
        arrays |= attention(random, f"{block}/self_attention", 3 * WIDTH, WIDTH)
        feed = attention(random, f"{block}/ffn", 4 * WIDTH)
        feed[f"{block}/ffn/linear_1/weight"] = random.normal(size=(WIDTH, 4 * WIDTH))
        feed[f"{block}/ffn/linear_1/bias"] = random.normal(size=WIDTH)
        arrays |= feed
    arrays |= attention(random, "decoder/layer_0/attention", WIDTH, 2 * WIDTH, WIDTH)
    return {
        name: array.astype(np.float16) if array.dtype == np.float64 else np.asarray(array)
        for name, array in arrays.items()
    }


def text(value: str) -> bytes:
    return struct.pack("<H", len(value) + 1) + value.encode() + b"\0"


def written(arrays: dict[str, np.ndarray], version: int = 6, kind: str = "WhisperSpec") -> bytes:
    parts = [struct.pack("<I", version), text(kind), struct.pack("<II", 3, len(arrays))]
    for name, array in arrays.items():
        parts += [text(name), struct.pack("<B", array.ndim)]
        parts += [struct.pack("<I", size) for size in array.shape]
        parts += [struct.pack("<BI", NUMBERS[array.dtype.name], array.nbytes), array.tobytes()]
    return b"".join([*parts, struct.pack("<I", 0)])


def test_mlx_whisper_computes_with_it(tmp_path: Path) -> None:
    pytest.importorskip("mlx_whisper", reason="mlx-whisper is not installed")
    import mlx.core as mx

    from talkie_shell.speech.network import encode, load_whisper

    arrays = tiny_model()
    convert(written(arrays), tmp_path)
    network = load_whisper(tmp_path)
    assert (network.dims.n_vocab, network.dims.n_text_head) == (WORDS, HEADS)
    block = network.decoder.blocks[0]
    fused = arrays["decoder/layer_0/self_attention/linear_0/weight"]
    assert np.allclose(block.attn.query.weight, fused[:WIDTH])
    assert np.allclose(block.attn.value.weight, fused[2 * WIDTH :])
    crossed = arrays["decoder/layer_0/attention/linear_1/bias"]
    assert np.allclose(block.cross_attn.value.bias, crossed[WIDTH:])
    kernel = arrays["encoder/conv1/weight"]
    assert np.allclose(network.encoder.conv1.weight[:, 2, :], kernel[:, :, 2])
    features = encode(network, mx.zeros((1, 20, BANDS)))
    assert features.shape == (1, 10, WIDTH)
    logits, _, _ = network.decoder(mx.array([[1, 2]]), features)
    assert logits.shape == (1, 2, WORDS)
    assert np.isfinite(np.array(logits)).all()


def test_every_parameter_is_set(tmp_path: Path) -> None:
    pytest.importorskip("mlx_whisper", reason="mlx-whisper is not installed")
    import mlx.core as mx
    from mlx.utils import tree_flatten

    from talkie_shell.speech.network import load_whisper

    convert(written(tiny_model()), tmp_path)
    stored = set(mx.load(str(tmp_path / "weights.safetensors")))
    wanted = {name for name, _ in tree_flatten(load_whisper(tmp_path).parameters())}
    assert stored == wanted - {"alignment_heads"}  # only word times need those


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"nonsense that is no model",
        written(tiny_model())[:5000],
        written(tiny_model(), version=5),
        written(tiny_model(), kind="TransformerSpec"),
        written({"encoder/conv1/weight": np.zeros((2, 2, 3), np.float16)}),
    ],
    ids=["empty", "text", "cut off", "older", "another kind", "a piece"],
)
def test_anything_else_is_refused(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(SpeechError, match="not a Whisper model in CTranslate2's format"):
        convert(data, tmp_path / "model")
    assert not (tmp_path / "model").exists()


@pytest.mark.parametrize("inside", ["weights.safetensors/x", "config.json/x"])
def test_where_it_cannot_be_written_it_says_so(tmp_path: Path, inside: str) -> None:
    (tmp_path / "model" / inside).mkdir(parents=True)
    with pytest.raises(SpeechError, match="the model cannot be written"):
        convert(written(tiny_model()), tmp_path / "model")
