"""The training run: adapters on Whisper, resumable, seeded, ended by steps or by the clock."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import mlx.core as mx
import mlx.optimizers as optim
import numpy as np
from mlx import nn
from mlx.utils import tree_flatten, tree_unflatten

from talkie_shell.errors import TrainingError
from talkie_shell.scoring import WordErrors, aligned, word_errors, words_of
from talkie_shell.speech.network import encode
from talkie_shell.training.run_folder import RunFolder, under
from talkie_shell.training.voice.adapter import adapt, adapter_arrays, read_adapter
from talkie_shell.training.voice.batches import Ids, SpeechBatch, batches_of
from talkie_shell.training.voice.greedy import hear
from talkie_shell.training.voice.recipe import VoiceRecipe
from talkie_shell.training.voice.sounding import Spoken, SpokenSet

if TYPE_CHECKING:
    from mlx_whisper.tokenizer import Tokenizer
    from mlx_whisper.whisper import Whisper

_REPORT_EVERY = 20
_FREE = {"steps", "minutes", "frames_a_batch", "evaluate_every"}
"""What may change while a run goes on."""


class VoiceProgress(NamedTuple):
    """Where a run stands; ``wer``: word error rate on the validation sounds."""

    step: int
    seconds: float
    loss: float
    validation_loss: float | None = None
    wer: float | None = None


def whisper_ids(tokenizer: Tokenizer) -> Ids:
    """The tokenizer's own tokens."""
    return Ids(tokenizer.sot, tokenizer.eot, tokenizer.no_timestamps, tokenizer.sot_prev)


class Tuner:
    """One run in one folder.

    ``shards`` gives the shards that are there, whenever it is asked: sounds may still be made
    while others are learnt. ``validation``: sounds of voices and lines held out.
    """

    def __init__(
        self,
        recipe: VoiceRecipe,
        model: Whisper,
        tokenizer: Tokenizer,
        folder: Path,
        shards: Callable[[], Sequence[Path]],
        validation: SpokenSet,
        report: Callable[[VoiceProgress], None],
    ) -> None:
        self._recipe = recipe
        self.model = model
        self._tokenizer = tokenizer
        self._ids = whisper_ids(tokenizer)
        self._folder = RunFolder(folder)
        self._shards = shards
        self._validation = validation
        self._report = report
        mx.random.seed(recipe.seed)
        adapt(cast("nn.Module", model), recipe.rank, recipe.scale)
        self._start: dict[str, mx.array] = {}
        if recipe.start:
            self._start = read_adapter(Path(recipe.start), model)
            self._put(self._start)
        self._optimizer = optim.AdamW(recipe.rate, betas=[0.9, 0.98], weight_decay=recipe.decay)
        self._optimizer.init(model.trainable_parameters())
        self._step = 0
        self._seconds = 0.0
        self._best = math.inf
        self._used: dict[str, int] = {}

    def run(self) -> float:
        """Train to the end, from the last checkpoint where there is one.

        Leaves the best adapters in the model, averaged with those of the start, and returns the
        word error rate of the former on the validation sounds. Raises `TrainingError` when the
        loss is no longer a number, or where the folder holds another recipe's run.
        """
        self._resume()
        update = self._update()
        losses: list[mx.array] = []
        before = self._seconds
        started = time.monotonic()
        if self._step == 0:
            self._evaluate(0.0)
            started = time.monotonic()
        batches = self._batches() if self._done() < 1 else iter(())
        for batch in batches:
            self._optimizer.learning_rate = self._rate()
            loss = update(batch)
            mx.async_eval(loss, self.model.trainable_parameters())
            losses.append(loss)
            self._step += 1
            if len(losses) == _REPORT_EVERY:
                mean = float(mx.stack(losses).mean())
                if not math.isfinite(mean):
                    raise TrainingError(f"the loss is {mean} at step {self._step}")
                losses = []
                self._seconds = before + time.monotonic() - started
                self._tell(VoiceProgress(self._step, self._seconds, mean))
            self._seconds = before + time.monotonic() - started
            finished = self._done() >= 1
            if self._step % self._recipe.evaluate_every == 0 or finished:
                self._evaluate(float(loss))
            if finished:
                break
        best = self._folder.best()
        if best is not None:
            self._put(averaged(best, self._start, self._recipe.start_share))
        return self._best

    def _done(self) -> float:
        """How much of the run is behind, from 0 to 1."""
        recipe = self._recipe
        by_clock = self._seconds / 60 / recipe.minutes if recipe.minutes else 0.0
        return max(self._step / recipe.steps if recipe.steps else 0.0, by_clock)

    def _rate(self) -> float:
        recipe = self._recipe
        rising = min(1.0, (self._step + 1) / max(1, recipe.warmup))
        falling = 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1.0, self._done())))
        return recipe.rate * rising * falling

    def _update(self) -> Callable[[SpeechBatch], mx.array]:
        """One step. Not compiled: on Linux that needs a C++ compiler, and minutes on CUDA."""
        model, optimizer, clip = self.model, self._optimizer, self._recipe.clip
        value_and_grad = nn.value_and_grad(model, batch_loss)

        def update(batch: SpeechBatch) -> mx.array:
            loss, gradients = value_and_grad(model, batch)
            gradients, _ = optim.clip_grad_norm(gradients, clip)
            optimizer.update(model, gradients)
            return cast("mx.array", loss)

        return update

    def _batches(self) -> Iterator[SpeechBatch]:
        """Batches without end: of a few shards at a time, the least used ones first."""
        recipe = self._recipe
        turn = 0
        while True:
            here = list(self._shards())
            while not here:
                time.sleep(1)
                here = list(self._shards())
            rng = Random(f"{recipe.seed}:{self._step}:{turn}")
            turn += 1
            rng.shuffle(here)
            here.sort(key=lambda path: self._used.get(path.name, 0))
            sets = []
            for path in here[: recipe.together]:
                self._used[path.name] = self._used.get(path.name, 0) + 1
                sets.append(SpokenSet.load(path))
            generator = np.random.default_rng(rng.getrandbits(63))
            yield from batches_of(
                joined(sets),
                self._ids,
                self._tokenizer.encoding.encode,
                generator,
                frames_a_batch=recipe.frames_a_batch,
                varied=True,
            )

    def _evaluate(self, loss: float) -> None:
        """Measure, keep what is best, save where the run stands."""
        tokenizer, ids, recipe = self._tokenizer, self._ids, self._recipe
        generator = np.random.default_rng(0)
        batches = batches_of(
            self._validation,
            ids,
            tokenizer.encoding.encode,
            generator,
            frames_a_batch=recipe.frames_a_batch,
            varied=False,
        )
        losses = [float(batch_loss(self.model, batch)) for batch in batches]
        sounds = [self._validation[index] for index in range(len(self._validation))]
        errors = WordErrors()
        for index, heard in hear(
            self.model, sounds, ids, tokenizer.decode, frames_a_batch=2 * recipe.frames_a_batch
        ):
            errors += errors_of(sounds[index], heard)
        mean = sum(losses) / max(1, len(losses))
        self._tell(VoiceProgress(self._step, self._seconds, loss, mean, errors.rate))
        if errors.rate < self._best and self._step:
            self._best = errors.rate
            self._folder.keep_best(adapter_arrays(self.model))
        self._checkpoint()

    def _tell(self, progress: VoiceProgress) -> None:
        self._report(progress)
        self._folder.log(progress._asdict() | {"seconds": round(progress.seconds, 1)})

    def _checkpoint(self) -> None:
        arrays = {f"adapter.{name}": a for name, a in adapter_arrays(self.model).items()}
        state = cast("list[tuple[str, Any]]", tree_flatten(self._optimizer.state))
        arrays |= {f"optimizer.{name}": array for name, array in state}
        arrays["run.step"] = mx.array(self._step)
        arrays["run.seconds"] = mx.array(self._seconds)
        arrays["run.best"] = mx.array(self._best)
        self._folder.checkpoint(asdict(self._recipe), arrays)

    def _resume(self) -> None:
        """Take up the run that the folder holds; it may go on for longer than it was to."""
        arrays = self._folder.resume(asdict(self._recipe), free=_FREE)
        if arrays is None:
            return
        self._step = int(arrays["run.step"])
        self._seconds = float(arrays["run.seconds"])
        self._best = float(arrays["run.best"])
        self._put(under("adapter.", arrays))
        self._optimizer.state = tree_unflatten(list(under("optimizer.", arrays).items()))

    def _put(self, arrays: dict[str, mx.array]) -> None:
        self.model.update(tree_unflatten(list(arrays.items())))


def batch_loss(model: Whisper, batch: SpeechBatch) -> mx.array:
    """The mean cross entropy of the words that should be written."""
    features = encode(model, mx.array(batch.mel))
    logits, _, _ = model.decoder(mx.array(batch.inputs), features)
    losses = nn.losses.cross_entropy(logits, mx.array(batch.targets))
    weights = mx.array(batch.weights)
    return (losses * weights).sum() / mx.maximum(weights.sum(), 1)


def averaged(
    arrays: dict[str, mx.array], start: dict[str, mx.array], share: float
) -> dict[str, mx.array]:
    """``share`` of the start and the rest of the arrays (WiSE-FT: Wortsman et al., "Robust
    fine-tuning of zero-shot models", 2022). It is factors that are averaged, not their products:
    near enough where one grew out of the other."""
    if not start or not share:
        return arrays
    return {name: share * start[name] + (1 - share) * array for name, array in arrays.items()}


def errors_of(sound: Spoken, heard: str) -> WordErrors:
    """How far what was heard is from what should have been."""
    return word_errors(aligned(words_of(sound.text), words_of(heard)))


def joined(sets: Sequence[SpokenSet]) -> SpokenSet:
    """Several sets as one, in order."""
    lengths = np.concatenate([one.frames for one in sets])
    return SpokenSet(
        np.concatenate([one.mel for one in sets]),
        np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        np.concatenate([one.rows for one in sets]),
        np.concatenate([one.views for one in sets]),
    )
