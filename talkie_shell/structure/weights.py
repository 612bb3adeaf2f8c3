"""A trained network on disk: one folder with safetensors, a configuration and a card.

Matrices are stored quantised to 8 bits in groups of 64 (MLX's affine scheme) and computed with
in 32 bits: small on disk, fast on the CPU. The names are mlx-lm's.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from talkie_shell.errors import WeightsError

if TYPE_CHECKING:
    import mlx.core as mx

    from talkie_shell.structure.network import Network

WEIGHTS_FILE = "adapters.safetensors"
CONFIG_FILE = "adapter_config.json"
FORMAT = 2
_GROUP = 64


@dataclass(frozen=True, slots=True)
class Calibration:
    """How a path's probability p becomes a confidence: sigmoid(slope * logit(p) + offset)."""

    slope: float = 1.0
    offset: float = 0.0


@dataclass(frozen=True, slots=True)
class Trained:
    """A network with what belongs to it."""

    network: Network
    calibration: Calibration
    about: dict[str, Any] = field(default_factory=dict)


def save_weights(
    folder: Path, network: Network, calibration: Calibration, about: dict[str, Any]
) -> None:
    """Write the folder's two files; each appears whole or not at all."""
    import mlx.core as mx

    from talkie_shell.structure.network import named_arrays

    arrays: dict[str, mx.array] = {}
    for name, parameter in named_arrays(network.parameters()).items():
        array = parameter.astype(mx.float32)
        if array.ndim == 2 and array.shape[1] % _GROUP == 0:
            packed, scales, biases = mx.quantize(array, group_size=_GROUP, bits=8)
            arrays[f"{name}.packed"] = packed
            arrays[f"{name}.scales"] = scales.astype(mx.float16)
            arrays[f"{name}.biases"] = biases.astype(mx.float16)
        else:
            arrays[name] = array
    config = {
        "format": FORMAT,
        "network": network.config.as_dict(),
        "calibration": {"slope": calibration.slope, "offset": calibration.offset},
        "about": about,
    }
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f"partial-{WEIGHTS_FILE}"
    mx.save_safetensors(str(partial), arrays)
    partial.replace(folder / WEIGHTS_FILE)
    partial = folder / f"partial-{CONFIG_FILE}"
    partial.write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    partial.replace(folder / CONFIG_FILE)


def load_weights(folder: Path) -> Trained:
    """Load a folder written by `save_weights`.

    Raises `WeightsError` where a file is missing, damaged or from another version.
    """
    import mlx.core as mx
    from mlx.utils import tree_unflatten

    from talkie_shell.structure.network import Network, NetworkConfig, named_arrays

    try:
        config = json.loads((folder / CONFIG_FILE).read_text(encoding="utf-8"))
        if config["format"] != FORMAT:
            raise WeightsError(f"{folder}: weights of format {config['format']}, not {FORMAT}")
        network = Network(NetworkConfig(**config["network"]))
        arrays = _unpacked(cast("dict[str, mx.array]", mx.load(str(folder / WEIGHTS_FILE))))
        wanted = {name: array.shape for name, array in named_arrays(network.parameters()).items()}
        if {name: array.shape for name, array in arrays.items()} != wanted:
            raise WeightsError(f"{folder}: the weights do not fit their configuration")
        network.update(tree_unflatten(list(arrays.items())))
        network.eval()
        mx.eval(network.parameters())
        calibration = Calibration(**config["calibration"])
    except OSError as error:
        raise WeightsError(f"{folder}: no weights there ({error.strerror})") from error
    except (ValueError, KeyError, TypeError, AttributeError, RuntimeError) as error:
        raise WeightsError(f"{folder}: the weights are damaged ({error})") from error
    return Trained(network, calibration, config.get("about", {}))


def _unpacked(stored: dict[str, mx.array]) -> dict[str, mx.array]:
    import mlx.core as mx

    arrays: dict[str, mx.array] = {}
    for name, array in stored.items():
        if name.endswith((".scales", ".biases")):
            continue
        if name.endswith(".packed"):
            base = name.removesuffix(".packed")
            scales = stored[f"{base}.scales"].astype(mx.float32)
            biases = stored[f"{base}.biases"].astype(mx.float32)
            arrays[base] = mx.dequantize(array, scales, biases, group_size=_GROUP, bits=8)
        else:
            arrays[name] = array.astype(mx.float32)
    return arrays
