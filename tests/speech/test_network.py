from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import mlx.core as mx
import numpy as np
import pytest
from mlx import nn

from talkie_shell.errors import SpeechError, WeightsError
from talkie_shell.speech.network import apply_adapter, load_whisper


class Network(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Linear(4, 3)
        self.blocks = [nn.Linear(4, 6)]


def adapter(folder: Path, arrays: dict[str, mx.array], **config: Any) -> Path:
    folder.mkdir(exist_ok=True)
    mx.save_safetensors(str(folder / "adapters.safetensors"), arrays)
    described = {"model": "tiny.en", "rank": 2, "scale": 0.5} | config
    (folder / "adapter_config.json").write_text(json.dumps(described))
    return folder


def test_an_adapter_is_merged_where_it_belongs(tmp_path: Path) -> None:
    network = Network()
    first, block = np.array(network.first.weight), np.array(network.blocks[0].weight)
    down, up = mx.random.normal((4, 2)), mx.random.normal((2, 6))
    folder = adapter(tmp_path / "a", {"blocks.0.lora_a": down, "blocks.0.lora_b": up})
    assert apply_adapter(network, folder)["model"] == "tiny.en"
    assert np.array_equal(network.first.weight, first)
    expected = block + 0.5 * (np.array(down) @ np.array(up)).T
    assert np.allclose(network.blocks[0].weight, expected, atol=1e-5)


@pytest.mark.parametrize(
    "arrays",
    [
        {"blocks.0.lora_a": mx.zeros((4, 2)), "blocks.0.lora_b": mx.zeros((2, 5))},
        {"blocks.0.lora_a": mx.zeros((4, 2)), "blocks.0.lora_b": mx.zeros((3, 6))},
        {"blocks.0.lora_a": mx.zeros((4, 2))},
        {"blocks.7.lora_a": mx.zeros((4, 2)), "blocks.7.lora_b": mx.zeros((2, 6))},
    ],
    ids=["another width", "another rank", "half", "another depth"],
)
def test_an_adapter_of_another_model_is_refused(
    tmp_path: Path, arrays: dict[str, mx.array]
) -> None:
    with pytest.raises(WeightsError):
        apply_adapter(Network(), adapter(tmp_path / "a", arrays))


@pytest.mark.parametrize("text", ["", "[]", '{"model": "tiny.en"}', '{"model": 1, "scale": 1}'])
def test_a_damaged_description_is_refused(tmp_path: Path, text: str) -> None:
    folder = adapter(tmp_path / "a", {"first.lora_a": mx.zeros((4, 2))})
    (folder / "adapter_config.json").write_text(text)
    with pytest.raises(WeightsError, match="adapter_config"):
        apply_adapter(Network(), folder)


def test_a_missing_adapter_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="No such file"):
        apply_adapter(Network(), tmp_path / "none")


def test_a_folder_without_a_model_and_a_damaged_one(tmp_path: Path) -> None:
    pytest.importorskip("mlx_whisper", reason="mlx-whisper is not installed")
    with pytest.raises(SpeechError, match="there is no speech model"):
        load_whisper(tmp_path)
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(SpeechError, match="is damaged"):
        load_whisper(tmp_path)
