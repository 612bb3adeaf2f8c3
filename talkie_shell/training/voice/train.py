"""The whole run: lines, sounds, adapters, what they are worth, and what they still mishear."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import asdict, replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from talkie_shell.errors import DataError
from talkie_shell.speech.network import load_whisper
from talkie_shell.spoken import load_vocabulary
from talkie_shell.training.curves import draw_curves
from talkie_shell.training.pairs import Material
from talkie_shell.training.progress_bar import RunBar, progress_bar
from talkie_shell.training.run_folder import LOG
from talkie_shell.training.voice.adapter import KEYS, adapter_arrays, save_adapter
from talkie_shell.training.voice.greedy import hear
from talkie_shell.training.voice.lines import (
    ENGLISH,
    NOTHING,
    Line,
    command_lines,
    english_lines,
    read_lines,
    write_lines,
)
from talkie_shell.training.voice.recipe import Sounds, VoiceRecipe
from talkie_shell.training.voice.sounding import Plan, SpokenSet, make_shard
from talkie_shell.training.voice.tuning import (
    Tuner,
    VoiceProgress,
    errors_of,
    joined,
    whisper_ids,
)
from talkie_shell.training.voice.voices import Voice
from talkie_shell.training.workers import Workers, ready

if TYPE_CHECKING:
    from mlx_whisper.tokenizer import Tokenizer
    from mlx_whisper.whisper import Whisper

LINES, HEARD, FIGURES, CURVES = "lines.jsonl.gz", "heard.jsonl.gz", "figures.json", "curves.svg"
_ENGLISH_SHARE, _NOTHING_SHARE = 0.12, 0.02


def prepare_lines(
    path: Path, material: Material, english: Sequence[Path], sounds: Sounds
) -> list[Line]:
    """The lines of a run, written to ``path`` unless they stand there: as many to train on as
    asked, English and silence among them, and at least those held out that are validated on."""
    if path.exists():
        return read_lines(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    rng = Random(sounds.seed)
    prose = english_lines(english)
    rng.shuffle(prose)
    lines: list[Line] = []
    trained = held = 0
    spoken = command_lines(material, sounds.seed, load_vocabulary())
    with progress_bar(sounds.all, "line") as bar:
        while trained < sounds.all or held < sounds.validation:
            chance = rng.random()
            if chance < _NOTHING_SHARE:
                line = Line("", "", "", NOTHING)
            elif chance < _NOTHING_SHARE + _ENGLISH_SHARE and prose:
                line = prose.pop()
            else:
                line = next(spoken)
            if line.heldout or trained < sounds.all:
                lines.append(line)
                held += line.heldout
                trained += not line.heldout
                bar.update(int(not line.heldout))
    write_lines(path, lines)
    return lines


def _plans(path: Path, voices: Sequence[Voice], sounds: Sounds) -> tuple[list[Plan], list[Plan]]:
    """The shards that are trained on, and those that are only listened to."""
    known = tuple(voice.name for voice in voices if not voice.heldout) or tuple(
        voice.name for voice in voices
    )
    everyone = tuple(voice.name for voice in voices)
    plan = Plan(path, 0, sounds.shard, known, views=sounds.views, seed=sounds.seed)

    def cut(first: int, end: int, plan: Plan) -> list[Plan]:
        starts = range(first, end, sounds.shard)
        return [replace(plan, first=at, count=min(sounds.shard, end - at)) for at in starts]

    unseen = replace(plan, voices=everyone, prompts=False)
    return cut(0, sounds.lines, plan), cut(sounds.lines, sounds.all, unseen)


def _validation(path: Path, voices: Sequence[Voice], sounds: Sounds, count: int) -> list[Plan]:
    """Shards of lines held out by voices held out."""
    names = tuple(voice.name for voice in voices if voice.heldout)
    if not names:
        raise DataError("none of the voices is held out: name one that is, to validate with")
    part = max(8, min(sounds.shard, -(-sounds.validation // 8)))
    plan = Plan(path, 0, part, names, heldout=True, prompts=False, seed=sounds.seed)
    starts = range(0, count, part)
    return [replace(plan, first=at, count=min(part, count - at)) for at in starts]


def train_voice(
    recipe: VoiceRecipe,
    sounds: Sounds,
    *,
    base: Path,
    model_name: str,
    material: Material,
    english: Sequence[Path],
    voices: Sequence[Voice],
    folder: Path,
    workers: int,
) -> Path:
    """Make the sounds, train, measure and save; returns the adapter's folder.

    An interrupted run goes on from its last checkpoint and keeps the sounds it made.
    """
    import mlx.core as mx

    path = folder / LINES
    lines = prepare_lines(path, material, english, sounds)
    held = sum(line.heldout for line in lines)
    if not held:
        raise DataError(f"{path} holds no line to validate with; name a new folder")
    train_plans, unseen_plans = _plans(path, voices, sounds)
    looked_at = min(held, sounds.validation)
    with Workers(make_shard, folder / "sounds", workers) as workshop:
        validation = workshop.ask(_validation(path, voices, sounds, looked_at))
        half = len(train_plans) // 2
        asked = workshop.ask(train_plans[:half])
        listened = workshop.ask(unseen_plans)
        asked += workshop.ask(train_plans[half:])
        model = load_whisper(base, mx.float32)
        from mlx_whisper.tokenizer import get_tokenizer

        tokenizer = get_tokenizer(multilingual=model.is_multilingual)
        checked = joined([SpokenSet.load(one.result()) for one in validation])
        with RunBar(recipe.steps, "of words wrong") as bar:

            def report(progress: VoiceProgress) -> None:
                bar.report(progress.step, progress.loss, progress.wer)

            tuner = Tuner(recipe, model, tokenizer, folder, lambda: ready(asked), checked, report)
            best = tuner.run()
        for one in asked:
            one.cancel()
        about: dict[str, Any] = {
            "model": model_name,
            "rank": recipe.rank,
            "scale": recipe.scale,
            "keys": list(KEYS),
            "prompted": False,
            "recipe": asdict(recipe),
            "sounds": asdict(sounds),
            "voices": [voice.name for voice in voices if not voice.heldout],
            "voices_held_out": [voice.name for voice in voices if voice.heldout],
            "validation_word_error_rate": round(best, 4),
        }
        adapter = folder / "adapter"
        save_adapter(adapter, adapter_arrays(model), about)
        draw_curves(folder / LOG, folder / CURVES, measure="wer", title="word error rate, held out")
        _listen(model, tokenizer, base, checked, listened, folder, recipe)
    return adapter


def _listen(
    model: Whisper,
    tokenizer: Tokenizer,
    base: Path,
    checked: SpokenSet,
    listened: Sequence[Future[Path]],
    folder: Path,
    recipe: VoiceRecipe,
) -> None:
    """Write what both models make of the validation sounds, and what the adapted one makes of
    the sounds that were kept for it."""
    import mlx.core as mx

    frames = 2 * recipe.frames_a_batch
    before = load_whisper(base, mx.float32)
    figures = {
        name: _figures(list(transcripts(one, tokenizer, checked, frames)))
        for name, one in (("unadapted", before), ("adapted", model))
    }
    text = json.dumps(figures, indent=2)
    (folder / FIGURES).write_text(text + "\n", encoding="utf-8")
    if not listened:
        return
    partial = folder / f"partial-{HEARD}"
    with (
        gzip.open(partial, "wt", encoding="utf-8") as file,
        progress_bar(len(listened), "file") as bar,
    ):
        for one in listened:
            for row in transcripts(model, tokenizer, SpokenSet.load(one.result()), frames):
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
            bar.update(1)
    partial.replace(folder / HEARD)


def transcripts(
    model: Whisper, tokenizer: Tokenizer, sounds: SpokenSet, frames: int
) -> Iterator[dict[str, Any]]:
    """What the model hears, beside what was said."""
    spoken = [sounds[index] for index in range(len(sounds))]
    ids = whisper_ids(tokenizer)
    for index, heard in hear(model, spoken, ids, tokenizer.decode, frames_a_batch=frames):
        sound = spoken[index]
        errors = errors_of(sound, heard)
        yield {
            "said": sound.text,
            "heard": heard,
            "command": sound.command,
            "tier": sound.tier,
            "voice": sound.voice,
            "view": sound.view,
            "words": errors.words,
            "errors": errors.changed + errors.lost + errors.added,
        }


def _figures(rows: Sequence[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """Word error rates by voice, tier and condition."""
    groups: dict[str, tuple[int, int, int]] = {}
    for row in rows:
        kind = "english" if row["tier"] == ENGLISH else "commands"
        if row["tier"] == NOTHING:
            kind = NOTHING
        names = [kind, f"{kind}, view {row['view']}", f"{kind}, {row['voice']}"]
        for name in [*names, f"tier {row['tier']}"]:
            count, words, errors = groups.get(name, (0, 0, 0))
            groups[name] = (count + 1, words + row["words"], errors + row["errors"])
    return {
        name: {"sounds": count, "words": words, "wer": round(errors / max(1, words), 4)}
        for name, (count, words, errors) in sorted(groups.items())
    }
