"""Low-rank adapters on Whisper's matrices (Hu et al., 2021), in mlx-lm's files.

``adapters.safetensors`` holds, for each adapted matrix at module path P, ``P.lora_a`` [inputs,
rank] and ``P.lora_b`` [rank, outputs]; the matrix used is W + scale * (lora_a @ lora_b).T.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any, cast

import mlx.core as mx
from mlx import nn
from mlx.utils import tree_flatten, tree_unflatten

from talkie_shell.errors import DataError
from talkie_shell.speech.network import ADAPTER_CONFIG, ADAPTER_FILE

KEYS = ("query", "key", "value", "out", "mlp1", "mlp2")
"""The matrices that are adapted, in every block of encoder and decoder."""


class AdaptedLinear(nn.Module):
    """A frozen linear layer and what is added to it."""

    def __init__(self, linear: nn.Linear, rank: int, scale: float) -> None:
        super().__init__()
        outputs, inputs = linear.weight.shape
        self.linear = linear
        self.linear.freeze()
        self.scale = scale
        bound = 1 / math.sqrt(inputs)
        self.lora_a = mx.random.uniform(-bound, bound, (inputs, rank))
        self.lora_b = mx.zeros((rank, outputs))

    def __call__(self, x: mx.array) -> mx.array:
        return self.linear(x) + self.scale * ((x @ self.lora_a) @ self.lora_b)


def adapt(model: nn.Module, rank: int, scale: float) -> None:
    """Freeze the model and put adapters on its matrices, which start by changing nothing."""
    model.freeze()
    adapted = [
        (path, AdaptedLinear(module, rank, scale))
        for path, module in model.named_modules()
        if isinstance(module, nn.Linear) and path.rpartition(".")[2] in KEYS
    ]
    model.update_modules(tree_unflatten(adapted))


def adapter_arrays(model: nn.Module) -> dict[str, mx.array]:
    """The adapters' arrays by name, as they stand in the file."""
    return dict(cast("list[tuple[str, mx.array]]", tree_flatten(model.trainable_parameters())))


def save_adapter(folder: Path, arrays: dict[str, mx.array], config: dict[str, Any]) -> None:
    """Write both files; the weights in half precision."""
    folder.mkdir(parents=True, exist_ok=True)
    halves = {name: array.astype(mx.float16) for name, array in arrays.items()}
    partial = folder / f"partial-{ADAPTER_FILE}"
    mx.save_safetensors(str(partial), halves, metadata={"format": "mlx"})
    partial.replace(folder / ADAPTER_FILE)
    (folder / ADAPTER_CONFIG).write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


def read_adapter(folder: Path, model: nn.Module) -> dict[str, mx.array]:
    """An adapter's arrays, for a model that carries adapters of its shape. Raises `DataError`
    where the folder holds none, or one of another rank."""
    try:
        arrays = cast("dict[str, mx.array]", mx.load(str(folder / ADAPTER_FILE)))
    except (OSError, RuntimeError, ValueError) as error:
        raise DataError(f"{folder} holds no adapter: {error}") from error
    wanted = {name: array.shape for name, array in adapter_arrays(model).items()}
    if {name: array.shape for name, array in arrays.items()} != wanted:
        raise DataError(f"the adapter in {folder} has other matrices, or another rank")
    return {name: array.astype(mx.float32) for name, array in arrays.items()}
