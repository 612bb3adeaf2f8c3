"""The likeliest transcripts of a sound: a small beam over mlx-whisper's decoder.

mlx-whisper decodes greedily and gives one transcript; here several hypotheses go through the
decoder as one batch, and what is known to be no speech (loops, runaway length) is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from talkie_shell.speech.guards import loops

if TYPE_CHECKING:
    import mlx.core as mx
    import numpy as np
    from numpy.typing import NDArray

_NEVER = -1e9


@dataclass(frozen=True, slots=True)
class Start:
    """What stands before the first token, and what may not follow.

    ``prompt``: the tokens of what to expect, with the token that starts them. ``tokens``: the
    transcript's own start; at the first of them the network says whether it is speech at all.
    ``forbidden``: added to every token's logit; ``not_first``: tokens that do not come first.
    ``end``: the token that ends a transcript; ``silent``: the one that stands for no speech.
    """

    prompt: tuple[int, ...]
    tokens: tuple[int, ...]
    forbidden: NDArray[np.float32]
    not_first: tuple[int, ...]
    end: int
    silent: int


class Transcript(NamedTuple):
    """Tokens without start and end, and their log-probability, the end's included."""

    tokens: tuple[int, ...]
    score: float


class Found(NamedTuple):
    """Transcripts, best first, and the network's probability that nobody spoke."""

    transcripts: list[Transcript]
    silence: float


def search(
    network: Any,
    features: mx.array,
    start: Start,
    *,
    beams: int,
    longest: int,
    stopped: Callable[[], bool],
) -> Found:
    """Up to ``beams`` transcripts of one sound.

    ``features``: (1, n, width) of the encoder. ``longest``: tokens that a transcript may have.
    ``stopped`` is asked before each token; once it says yes, the words so far come back.
    """
    import mlx.core as mx
    import numpy as np

    logits, cache, _ = network.decoder(mx.array([start.tokens]), features)
    first = np.array(logits[0].astype(mx.float32))
    # With a prompt before it, the network no longer tells speech from noise.
    silence = float(np.exp(_log_softmax(first[0]))[start.silent])
    if start.prompt:
        logits, cache, _ = network.decoder(mx.array([[*start.prompt, *start.tokens]]), features)
        first = np.array(logits[0, -1:].astype(mx.float32))
    scores = first[-1:] + start.forbidden
    scores[:, list(start.not_first)] = _NEVER
    alive = [Transcript((), 0.0)]
    done: list[Transcript] = []
    cut: list[Transcript] = []
    while True:
        if stopped():
            done += alive
            break
        steps = _best_steps(alive, scores, beams)
        grown: list[Transcript] = []
        parents: list[int] = []
        for parent, token, score in steps:
            if token == start.end:
                done.append(Transcript(alive[parent].tokens, score))
            elif len(grown) < beams:
                tokens = (*alive[parent].tokens, token)
                if len(tokens) > longest:
                    cut.append(alive[parent])
                elif not loops(tokens):
                    grown.append(Transcript(tokens, score))
                    parents.append(parent)
        alive = grown
        if not alive or _settled(alive, done, beams):
            break
        logits, cache = _forward(network, features, cache, alive, parents)
        scores = np.array(logits.astype(mx.float32)) + start.forbidden
    return Found(_ranked(done or cut)[:beams], silence)


def _best_steps(
    alive: Sequence[Transcript], logits: NDArray[np.float32], beams: int
) -> list[tuple[int, int, float]]:
    """The likeliest (hypothesis, token, score) over all hypotheses, enough for ``beams`` to go
    on where each of them also ends."""
    import numpy as np

    count = beams + 1
    steps: list[tuple[int, int, float]] = []
    for index, (hypothesis, row) in enumerate(zip(alive, logits, strict=True)):
        chances = _log_softmax(row)
        likeliest = np.argpartition(chances, -count)[-count:].tolist()
        steps += [(index, token, hypothesis.score + float(chances[token])) for token in likeliest]
    steps.sort(key=lambda step: -step[2])
    return steps[: 2 * beams]


def _forward(
    network: Any, features: mx.array, cache: Any, alive: Sequence[Transcript], parents: list[int]
) -> tuple[mx.array, Any]:
    """The next logits of each hypothesis. Only what it said itself differs between them: the
    keys and values of the sound stay one row, which the attention broadcasts."""
    import mlx.core as mx

    rows = mx.array(parents)
    cache = [((own[0][rows], own[1][rows]), sound) for own, sound in cache]
    last = mx.array([[hypothesis.tokens[-1]] for hypothesis in alive])
    logits, cache, _ = network.decoder(last, features, kv_cache=cache)
    return logits[:, -1], cache


def _settled(alive: Sequence[Transcript], done: Sequence[Transcript], beams: int) -> bool:
    """Nothing alive can still come among the best."""
    if len(done) < beams:
        return False
    worst = _ranked(done)[beams - 1]
    return all(hypothesis.score < worst.score for hypothesis in alive)


def _ranked(transcripts: Sequence[Transcript]) -> list[Transcript]:
    return sorted(transcripts, key=lambda transcript: -transcript.score)


def _log_softmax(row: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    shifted = row - row.max()
    result: NDArray[np.float32] = shifted - np.log(np.exp(shifted).sum())
    return result
