"""Whisper's network as mlx-whisper has it: loaded from a folder, with an adapter merged in.

It computes in fp32 on the CPU, where half precision is many times slower, and in fp16 on Metal.
"""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from talkie_shell.blas import load_blas
from talkie_shell.errors import SpeechError, WeightsError
from talkie_shell.speech.parts import missing

if TYPE_CHECKING:
    import mlx.core as mx

ADAPTER_FILE = "adapters.safetensors"
ADAPTER_CONFIG = "adapter_config.json"
_WHISPER = "mlx_whisper"
_DOWN, _UP = ".lora_a", ".lora_b"


def load_whisper(folder: Path, dtype: mx.Dtype | None = None) -> Any:
    """The network in a folder of mlx-whisper's format: an ``mlx_whisper.whisper.Whisper``.

    ``dtype`` None is what this machine computes fastest with. Raises `SpeechError` where
    mlx-whisper is not installed or the folder holds no such model.
    """
    if not (folder / "config.json").is_file():
        raise SpeechError(f"{folder}: there is no speech model (no config.json)")
    load_blas()
    try:
        without_transcriber()
        import mlx_whisper.whisper  # noqa: F401 - here, where it may be missing
    except ImportError as error:
        raise missing(error) from error
    try:
        network = _read(folder, dtype or best_dtype())
    except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
        raise SpeechError(f"{folder}: the speech model is damaged ({error})") from error
    return network


def without_transcriber() -> None:
    """Have mlx-whisper's modules imported without the package's own first lines: these import its
    transcriber, and with it numba and scipy: 140 MB and a second for what nothing here uses.

    Raises ImportError where mlx-whisper is not installed.
    """
    if _WHISPER in sys.modules:
        return
    spec = find_spec(_WHISPER)
    if spec is None:
        raise ModuleNotFoundError(f"No module named {_WHISPER!r}", name=_WHISPER)
    sys.modules[_WHISPER] = module_from_spec(spec)


def _read(folder: Path, dtype: mx.Dtype) -> Any:
    """The network of the folder's config.json and weights, as mlx-whisper's ``load_model`` reads
    them."""
    import mlx.core as mx
    from mlx import nn
    from mlx.utils import tree_unflatten
    from mlx_whisper.whisper import ModelDimensions, Whisper

    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    config.pop("model_type", None)
    quantization = config.pop("quantization", None)
    network = Whisper(ModelDimensions(**config), dtype)
    files = (folder / "weights.safetensors", folder / "weights.npz")
    weights = mx.load(str(next((file for file in files if file.exists()), files[-1])))
    if not isinstance(weights, dict):
        raise TypeError("no named arrays")
    if quantization is not None:
        nn.quantize(
            network,
            **quantization,
            class_predicate=lambda path, module: (
                isinstance(module, nn.Linear | nn.Embedding) and f"{path}.scales" in weights
            ),
        )
    network.update(tree_unflatten(list(weights.items())))
    network.set_dtype(dtype)
    mx.eval(network.parameters())
    return network


def best_dtype() -> mx.Dtype:
    """fp16 on Metal, fp32 on the CPU."""
    import mlx.core as mx

    return mx.float16 if mx.metal.is_available() else mx.float32


def encode(network: Any, mel: mx.array) -> mx.array:
    """The encoder over a window of any even length, as it is over 30 s.

    ``mel``: (n, frames, bands). Returns (n, frames / 2, width).
    """
    from mlx import nn

    encoder = network.encoder
    hidden = nn.gelu(encoder.conv2(nn.gelu(encoder.conv1(mel))))
    hidden = hidden + encoder._positional_embedding[: hidden.shape[1]]  # noqa: SLF001 - a buffer
    for block in encoder.blocks:
        hidden, _, _ = block(hidden)
    normalised: mx.array = encoder.ln_post(hidden)
    return normalised


def decoder_states(
    network: Any, tokens: mx.array, features: mx.array, cache: Any = None
) -> tuple[mx.array, Any]:
    """The decoder without its last layer, which is a matter of the vocabulary.

    ``tokens``: (n, length), after those in the cache. ``features``: (1, frames, width). Returns
    the states (n, length, width) and the cache with the tokens in it.
    """
    decoder = network.decoder
    before = cache[0][0][0].shape[1] if cache else 0
    places = decoder.positional_embedding[before : before + tokens.shape[1]]
    states = decoder.token_embedding(tokens) + places
    kept: list[Any] = []
    for index, block in enumerate(decoder.blocks):
        states, own, _ = block(
            states,
            features,
            mask=decoder._mask,  # noqa: SLF001 - a buffer
            kv_cache=cache[index] if cache else None,
        )
        kept.append(own)
    normalised: mx.array = decoder.ln(states)
    return normalised, kept


def adapter_config(folder: Path) -> dict[str, Any]:
    """What an adapter says of itself: ``model``, ``rank``, ``scale``, ``keys``, ``prompted``.

    Raises `WeightsError` where it cannot be read.
    """
    file = folder / ADAPTER_CONFIG
    try:
        config = json.loads(file.read_text(encoding="utf-8"))
        if not (isinstance(config["model"], str) and isinstance(config["scale"], (int, float))):
            raise WeightsError(f"{file}: it names no model or no scale")
    except OSError as error:
        raise WeightsError(f"{file}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise WeightsError(f"{file}: not the description of an adapter ({error})") from error
    known: dict[str, Any] = config
    return known


def apply_adapter(network: Any, folder: Path) -> dict[str, Any]:
    """Merge a LoRA adapter into the network's weights and return its description.

    For each adapted linear layer at path P the file holds ``P.lora_a`` (in, rank) and ``P.lora_b``
    (rank, out); the layer becomes W + scale * (lora_a @ lora_b).T (Hu et al., "LoRA", 2021).
    Raises `WeightsError` where the files are damaged or made for another model.
    """
    import mlx.core as mx

    config = adapter_config(folder)
    try:
        arrays = mx.load(str(folder / ADAPTER_FILE))
        if not isinstance(arrays, dict):
            raise WeightsError(f"{folder}: {ADAPTER_FILE} holds no named arrays")
        layers = dict(network.named_modules())
        for name in [name for name in arrays if name.endswith(_DOWN)]:
            path = name.removesuffix(_DOWN)
            layer = layers[path]
            change = config["scale"] * (arrays[name] @ arrays[path + _UP]).T
            if change.shape != layer.weight.shape:
                raise WeightsError(f"{folder}: the adapter is made for another model ({path})")
            merged = layer.weight.astype(mx.float32) + change.astype(mx.float32)
            layer.weight = merged.astype(layer.weight.dtype)
        mx.eval(network.parameters())
    except OSError as error:
        raise WeightsError(f"{folder}: the adapter cannot be read ({error})") from error
    except (KeyError, ValueError, RuntimeError) as error:
        raise WeightsError(f"{folder}: the adapter does not fit the model ({error})") from error
    return config
