"""The curves of a training run, drawn from its log."""

from __future__ import annotations

import json
from pathlib import Path


def draw_curves(log: Path, picture: Path, *, measure: str, title: str) -> None:
    """Draw the loss, and beside it a share measured on the validation set, over the steps.

    ``measure``: the share's name in the log; ``title``: what its axis says.
    """
    from matplotlib.figure import Figure

    entries = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    training = [(e["step"], e["loss"]) for e in entries if e["validation_loss"] is None]
    checked = [e for e in entries if e["validation_loss"] is not None]
    steps = [e["step"] for e in checked]
    figure = Figure(figsize=(9, 4), layout="constrained")
    left, right = figure.subplots(1, 2)
    if training:
        left.plot(*zip(*training, strict=True), label="training", linewidth=1)
    left.plot(steps, [e["validation_loss"] for e in checked], label="validation")
    left.set(xlabel="step", ylabel="loss", yscale="log")
    left.legend()
    right.plot(steps, [100 * e[measure] for e in checked])
    right.set(xlabel="step", ylabel=f"{title}, %", ylim=(0, None))
    figure.savefig(picture)
