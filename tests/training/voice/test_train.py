"""Voices that really speak, and a whole run on a tiny network."""

from __future__ import annotations

import gzip
import json
import wave
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from talkie_shell.errors import TrainingError, UsageError
from talkie_shell.speech.window import SAMPLE_RATE
from talkie_shell.training.pairs import Material
from talkie_shell.training.voice import voices as voices_module
from talkie_shell.training.voice.lines import Line, write_lines
from talkie_shell.training.voice.recipe import Sounds, VoiceRecipe
from talkie_shell.training.voice.sounding import Plan, SpokenSet, make_shard
from talkie_shell.training.voice.synthesis import say
from talkie_shell.training.voice.voices import (
    all_voices,
    installed,
    installed_voices,
    voices_named,
)
from tests import needs

mx = pytest.importorskip("mlx.core")

NAMES = ("flite-kal16", "espeak-us-f1", "espeak-us-m7")


@pytest.fixture
def speakers() -> tuple[str, ...]:
    for program in ("flite", "espeak-ng"):
        needs.program(program)
    return NAMES


class TestVoices:
    def test_there_are_enough_and_some_are_held_out(self) -> None:
        synthetic = [voice for voice in all_voices() if voice.engine in {"flite", "espeak"}]
        assert len(synthetic) >= 8
        assert any(voice.heldout for voice in synthetic)

    def test_an_unknown_voice_is_named(self, speakers: tuple[str, ...]) -> None:
        with pytest.raises(UsageError, match="no voice 'nobody'"):
            voices_named(["nobody"])

    @pytest.mark.parametrize("name", NAMES)
    def test_speed_and_warp(self, speakers: tuple[str, ...], name: str) -> None:
        (voice,) = voices_named([name])
        plain = say("git status", voice)
        assert 0.4 * SAMPLE_RATE < plain.size < 3 * SAMPLE_RATE
        assert 0.02 < np.abs(plain).max() <= 1.0
        assert say("git status", voice, speed=1.3).size < 0.9 * plain.size
        warped = say("git status", voice, warp=1.15)
        assert warped.size == pytest.approx(plain.size, rel=0.12)

    def test_every_installed_voice_speaks(self, speakers: tuple[str, ...]) -> None:
        sounds = {voice.name: say("A B C", voice) for voice in installed_voices()}
        assert all(sound.size > SAMPLE_RATE // 4 for sound in sounds.values())
        digests = {sound.tobytes() for sound in sounds.values()}
        assert len(digests) == len(sounds), "two voices are one"

    def test_festival_speaks_where_its_voice_is_installed(self) -> None:
        needs.program("text2wave")
        (voice,) = [voice for voice in all_voices() if voice.engine == "festival"]
        if not installed(voice):
            pytest.skip("festvox-kdlpc16k is not installed")
        plain = say("A B C", voice)
        assert 0.4 * SAMPLE_RATE < plain.size < 3 * SAMPLE_RATE
        assert say("A B C", voice, speed=1.3).size < 0.9 * plain.size

    def test_a_voice_that_festival_lacks_is_not_there(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        for program, does in (("text2wave", "exit 1"), ("festival", "echo '(kal_diphone)'")):
            (tmp_path / program).write_text(f"#!/bin/sh\n{does}\n")
            (tmp_path / program).chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))
        voices_module._festival_voices.cache_clear()
        try:
            assert not [one for one in all_voices() if one.engine == "festival" and installed(one)]
        finally:
            voices_module._festival_voices.cache_clear()

    def test_pico_is_asked_for_a_file_and_escaped_words(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        wav = tmp_path / "one.wav"
        with wave.open(str(wav), "wb") as file:
            file.setparams((1, 2, 16_000, 0, "NONE", ""))
            file.writeframes(bytes(3200))
        asked = tmp_path / "asked"
        program = tmp_path / "pico2wave"
        program.write_text(
            f'#!/bin/sh\nprintf "%s\\n" "$1" "$2" "$3" "$5" >{asked}\n/bin/cat {wav} >"$4"\n'
        )
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))
        voice = next(voice for voice in all_voices() if voice.engine == "pico")
        assert say("A B & C", voice, speed=1.2).size == SAMPLE_RATE // 10
        spoken = '<speed level="120">eigh B &amp; C</speed>'
        assert asked.read_text().splitlines() == ["-l", voice.option, "-w", spoken]

    def test_a_voice_that_fails_says_so(
        self, speakers: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        broken = tmp_path / "flite"
        broken.write_text("#!/bin/sh\necho no sound card >&2\nexit 3\n")
        broken.chmod(0o755)
        (voice,) = voices_named(["flite-kal16"])
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(TrainingError, match="flite failed: no sound card"):
            say("hello", voice)


def test_a_shard_is_made_once_and_alike(speakers: tuple[str, ...], tmp_path: Path) -> None:
    lines = tmp_path / "lines.jsonl.gz"
    said = [Line("L S dash L", "ls dash l", "ls -l", "article"), Line("", "", "", "nothing")]
    write_lines(lines, [*said, Line("held", "held", "held", "article", heldout=True)])
    plan = Plan(lines, 0, 4, speakers[:2])
    one = SpokenSet.load(make_shard(plan, tmp_path / "one"))
    two = SpokenSet.load(make_shard(plan, tmp_path / "two"))
    np.testing.assert_array_equal(one.mel, two.mel)
    assert len(one) == 8
    assert {str(row[0]) for row in one.rows} == {"ls dash l", ""}
    before = (tmp_path / "one" / plan.name).stat().st_mtime_ns
    make_shard(plan, tmp_path / "one")
    assert (tmp_path / "one" / plan.name).stat().st_mtime_ns == before


def test_lines_to_validate_with_are_always_among_them(tmp_path: Path) -> None:
    from talkie_shell.training.voice.train import prepare_lines

    composed = Material((), (), (("composed", 1.0),))
    lines = prepare_lines(tmp_path / "lines.jsonl.gz", composed, [], Sounds(lines=5, validation=2))
    assert sum(line.heldout for line in lines) >= 2
    assert sum(not line.heldout for line in lines) == 5


@pytest.fixture
def tiny_whisper(tmp_path: Path) -> Path:
    """A Whisper of one narrow layer that knows nothing."""
    whisper = pytest.importorskip("mlx_whisper.whisper")
    from mlx.utils import tree_flatten

    sizes = {
        "n_mels": 80, "n_audio_ctx": 1500, "n_audio_state": 32, "n_audio_head": 2,
        "n_audio_layer": 1, "n_vocab": 51864, "n_text_ctx": 448, "n_text_state": 32,
        "n_text_head": 2, "n_text_layer": 1,
    }  # fmt: skip
    mx.random.seed(0)
    model = whisper.Whisper(whisper.ModelDimensions(**sizes), mx.float32)
    folder = tmp_path / "tiny"
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps(sizes))
    mx.save_safetensors(str(folder / "weights.safetensors"), dict(tree_flatten(model.parameters())))
    return folder


@pytest.mark.timeout(240)
def test_a_run_learns_goes_on_and_leaves_an_adapter(
    speakers: tuple[str, ...], tiny_whisper: Path, tmp_path: Path
) -> None:
    from talkie_shell.speech.network import apply_adapter, load_whisper
    from talkie_shell.training.voice.train import train_voice

    folder = tmp_path / "run"
    recipe = VoiceRecipe(
        steps=12, rank=8, rate=2e-2, warmup=2, frames_a_batch=4000, evaluate_every=4, together=2
    )

    def run(recipe: VoiceRecipe) -> Path:
        return train_voice(
            recipe,
            Sounds(lines=12, unseen=4, validation=4, shard=6, views=1),
            base=tiny_whisper,
            model_name="tiny",
            material=Material((), (), (("composed", 1.0),)),
            english=[],
            voices=voices_named(speakers),
            folder=folder,
            workers=1,
        )

    adapter = run(recipe)
    log = [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]
    checked = [entry for entry in log if entry["validation_loss"] is not None]
    assert [entry["step"] for entry in checked] == [0, 4, 8, 12]
    assert checked[-1]["validation_loss"] < checked[0]["validation_loss"]
    network = load_whisper(tiny_whisper)
    before = network.decoder.blocks[0].mlp1.weight
    assert apply_adapter(network, adapter)["model"] == "tiny"
    assert not mx.allclose(before, network.decoder.blocks[0].mlp1.weight)
    with gzip.open(folder / "heard.jsonl.gz", "rt") as file:
        rows = [json.loads(line) for line in file]
    assert len(rows) == 4
    assert set(json.loads((folder / "figures.json").read_text())) == {"adapted", "unadapted"}
    run(recipe)
    assert len((folder / "log.jsonl").read_text().splitlines()) == len(log)
    with pytest.raises(TrainingError, match="another recipe"):
        run(replace(recipe, rank=4))
    run(replace(recipe, steps=13))
    again = [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]
    assert [entry["step"] for entry in again[len(log) :]] == [13]
