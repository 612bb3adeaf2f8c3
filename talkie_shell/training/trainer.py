"""Trains the embedded model in MLX: resumable, seeded, on one process or several.

Matrices inside the layers are optimised with Muon (Jordan et al., 2024), everything else with
AdamW; the learning rate warms up and falls along a cosine. Data parallel through
``mx.distributed``: each process works on its share of every batch and gradients are averaged,
so n processes see the same global batches as one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple, cast

import mlx.core as mx
import mlx.optimizers as optim
import numpy as np
from mlx import nn
from mlx.utils import tree_unflatten

from talkie_shell.errors import TrainingError
from talkie_shell.structure.network import Batch, Network, NetworkConfig, named_arrays
from talkie_shell.structure.weights import load_weights
from talkie_shell.training.batches import padded, plan_batches, shared
from talkie_shell.training.examples import ExampleSet
from talkie_shell.training.losses import Targets, decision_counts, outcome, to_device
from talkie_shell.training.recipe import Recipe
from talkie_shell.training.run_folder import RunFolder, under

_REPORT_EVERY = 50


class Progress(NamedTuple):
    """Where a run stands; ``line`` is the share of lines right in every decision."""

    step: int
    loss: float
    validation_loss: float | None = None
    line: float | None = None


def build_optimizer(recipe: Recipe) -> optim.MultiOptimizer:
    """Muon for the layers' matrices, AdamW for embeddings, norms, biases and heads."""

    def schedule(peak: float) -> Callable[[mx.array], mx.array]:
        warm = optim.linear_schedule(peak * 0.01, peak, recipe.warmup)
        cosine = optim.cosine_decay(peak, max(1, recipe.steps - recipe.warmup), peak * 0.01)
        joined: Callable[[mx.array], mx.array] = optim.join_schedules(
            [warm, cosine], [recipe.warmup]
        )
        return joined

    def inner_matrix(path: str, array: mx.array) -> bool:
        return path.startswith("layers.") and array.ndim == 2

    return optim.MultiOptimizer(
        [
            optim.Muon(schedule(recipe.matrix_rate), weight_decay=0.0),
            optim.AdamW(schedule(recipe.rate), betas=[0.9, 0.98], weight_decay=recipe.decay),
        ],
        [inner_matrix],
    )


class Position(NamedTuple):
    """Where in the data a run stands: the next batch of a repeat of a round."""

    round: int = 0
    repeat: int = 0
    batch: int = 0


class Trainer:
    """One run in one folder. ``rounds`` yields example sets from a given round on.

    ``leads``: whether this process writes (of several, the first).
    """

    def __init__(
        self,
        recipe: Recipe,
        folder: Path,
        rounds: Callable[[int], Iterator[ExampleSet]],
        validation: ExampleSet,
        report: Callable[[Progress], None],
    ) -> None:
        self._recipe = recipe
        self._rounds = rounds
        self._validation = validation
        self._report = report
        self._group = mx.distributed.init()
        self.leads = self._group.rank() == 0
        self._folder = RunFolder(folder, writes=self.leads)
        mx.random.seed(recipe.seed)
        shape = recipe.network
        config = NetworkConfig(width=shape.width, layers=shape.layers, heads=shape.heads)
        self.network = load_weights(Path(recipe.start)).network if recipe.start else Network(config)
        self.network.train()
        self._optimizer = build_optimizer(recipe)
        self._optimizer.init(self.network.trainable_parameters())
        self._step = 0
        self._position = Position()
        self._best = -1.0
        self._stale = 0

    def run(self) -> float:
        """Train to the end, from the last checkpoint where there is one.

        Leaves the best weights in the network and returns their share of right lines on the
        validation set. Raises `TrainingError` when the loss is no longer a number, or where the
        folder holds another recipe's run.
        """
        recipe = self._recipe
        self._resume()
        update = self._update()
        losses: list[mx.array] = []
        finished = self._step >= recipe.steps
        batches = iter(()) if finished else self._batches()
        for batch, targets in batches:
            loss = update(batch, targets)
            mx.async_eval(loss, self.network.parameters())
            losses.append(loss)
            self._step += 1
            if len(losses) == _REPORT_EVERY:
                self._report_loss(losses)
                losses = []
            finished = self._step >= recipe.steps
            if self._step % recipe.evaluate_every == 0 or finished:
                self._evaluate()
            if finished or (recipe.patience and self._stale >= recipe.patience):
                break
        best = self._folder.best()
        if best is not None:
            self.network.load_weights(list(best.items()))
        return self._best

    def _update(self) -> Callable[[Batch, Targets], mx.array]:
        """One step of the optimiser. Not compiled: on Linux `mx.compile` needs a C++ compiler on
        the CPU, and takes minutes a graph on CUDA."""
        network, optimizer, group = self.network, self._optimizer, self._group
        clip = self._recipe.clip

        def loss_of(batch: Batch, targets: Targets, counts: mx.array) -> mx.array:
            return outcome(network, batch, targets, counts).loss

        value_and_grad = nn.value_and_grad(network, loss_of)

        def update(batch: Batch, targets: Targets) -> mx.array:
            counts = decision_counts(targets)
            if group.size() > 1:
                counts = mx.distributed.all_sum(counts, group=group) / group.size()
            loss, gradients = value_and_grad(batch, targets, counts)
            if group.size() > 1:
                gradients = nn.average_gradients(gradients, group)
                loss = mx.distributed.all_sum(loss, group=group) / group.size()
            gradients, _ = optim.clip_grad_norm(gradients, clip)
            optimizer.update(network, gradients)
            return cast("mx.array", loss)

        return update

    def _batches(self) -> Iterator[tuple[Batch, Targets]]:
        """This process's share of every batch, from where the run stands."""
        recipe, start = self._recipe, self._position
        rank, size = self._group.rank(), self._group.size()
        for number, examples in enumerate(self._rounds(start.round), start=start.round):
            for repeat in range(start.repeat, recipe.repeats):
                generator = np.random.default_rng((recipe.seed, number, repeat))
                plans = plan_batches(examples, recipe.slots_per_batch, generator)
                for index in range(start.batch, len(plans)):
                    self._position = Position(number, repeat, index + 1)
                    yield to_device(shared(examples, plans[index], rank, size))
                start = start._replace(batch=0)
            start = Position(number + 1)

    def _report_loss(self, losses: list[mx.array]) -> None:
        mean = float(mx.stack(losses).mean())
        if not math.isfinite(mean):
            raise TrainingError(f"the loss is {mean} at step {self._step}")
        self._tell(Progress(self._step, mean))

    def _evaluate(self) -> None:
        """Measure, keep what is best, save where the run stands."""
        self.network.eval()
        loss, right, lines, count = 0.0, 0, 0, 0
        generator = np.random.default_rng(0)
        for plan in plan_batches(self._validation, 4 * self._recipe.slots_per_batch, generator):
            found = outcome(self.network, *to_device(padded(self._validation, plan)))
            loss += float(found.loss)
            right += int(found.right)
            lines += int(found.lines)
            count += 1
        self.network.train()
        share_right = right / max(1, lines)
        mean = loss / max(1, count)
        self._tell(Progress(self._step, mean, mean, share_right))
        if share_right > self._best:
            self._best, self._stale = share_right, 0
            self._folder.keep_best(named_arrays(self.network.parameters()))
        else:
            self._stale += 1
        self._checkpoint()

    def _tell(self, progress: Progress) -> None:
        if self.leads:
            self._report(progress)
        self._folder.log(progress._asdict())

    def _checkpoint(self) -> None:
        arrays = {
            f"network.{name}": a for name, a in named_arrays(self.network.parameters()).items()
        }
        arrays |= {
            f"optimizer.{name}": a for name, a in named_arrays(self._optimizer.state).items()
        }
        arrays["run.numbers"] = mx.array([self._step, self._stale, *self._position])
        arrays["run.best"] = mx.array(self._best)
        self._folder.checkpoint(self._recipe.as_dict(), arrays)

    def _resume(self) -> None:
        """Take up the run that the folder holds."""
        arrays = self._folder.resume(self._recipe.as_dict())
        if arrays is None:
            return
        numbers = cast("list[int]", arrays["run.numbers"].tolist())
        self._step, self._stale = numbers[:2]
        self._position = Position(*numbers[2:])
        self._best = float(arrays["run.best"])
        self.network.update(tree_unflatten(list(under("network.", arrays).items())))
        self._optimizer.state = tree_unflatten(list(under("optimizer.", arrays).items()))


def average(network: Network, other: Network, share: float) -> None:
    """Move the network's weights to the average with another's, which counts ``share``."""
    theirs = named_arrays(other.parameters())
    ours = named_arrays(network.parameters())
    network.update(
        tree_unflatten([(name, ours[name] + share * (theirs[name] - ours[name])) for name in ours])
    )
