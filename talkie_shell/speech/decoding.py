"""The likeliest transcripts of a sound: a small beam, whose hypotheses go through the decoder
as one batch. What is known to be no speech (loops, runaway length) is dropped on the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from talkie_shell.speech.guards import loops

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Logits = NDArray[np.float32]

_GAIN = 0.5
"""What each token that was to be expected gains: a sum of log-probabilities alone favours what
stops early. Set on 140 commands of two synthetic voices, heard by tiny.en as it is."""


class Decoder(Protocol):
    """Gives the next token's logits, and remembers for each hypothesis what it said."""

    def first(self) -> Logits:
        """At the start, (1, tokens)."""
        ...

    def next(self, parents: Sequence[int], tokens: Sequence[int]) -> Logits:
        """After each of the parents (by their places in the last call) said its token,
        (len(parents), tokens)."""
        ...


class Transcript(NamedTuple):
    """Tokens without the end, and their log-probability, the end's included."""

    tokens: tuple[int, ...]
    score: float

    def worth(self, expected: int) -> float:
        """What it is ranked by, where so many tokens were to be expected."""
        return self.score + _GAIN * min(len(self.tokens), expected)


def search(
    decoder: Decoder,
    *,
    end: int,
    beams: int,
    expected: int,
    longest: int,
    stopped: Callable[[], bool],
) -> list[Transcript]:
    """Up to ``beams`` transcripts, best first; none is empty.

    ``end``: the token that ends a transcript. ``expected``: tokens that such a sound has as a
    rule; ``longest``: that it can have. ``stopped`` is asked before each token; once it says
    yes, the words so far come back.
    """
    logits = decoder.first()
    logits[:, end] = -1e9
    alive = [Transcript((), 0.0)]
    done: list[Transcript] = []
    cut: list[Transcript] = []
    while True:
        if stopped():
            done += [hypothesis for hypothesis in alive if hypothesis.tokens]
            break
        grown: list[Transcript] = []
        parents: list[int] = []
        for parent, token, score in _best_steps(alive, logits, beams):
            if token == end:
                done.append(Transcript(alive[parent].tokens, score))
            elif len(grown) < beams:
                tokens = (*alive[parent].tokens, token)
                if len(tokens) > longest:
                    cut.append(alive[parent])
                elif not loops(tokens):
                    grown.append(Transcript(tokens, score))
                    parents.append(parent)
        alive = grown
        done = _ranked(done, expected)
        if not alive or _settled(alive, done[:beams], beams, expected):
            break
        logits = decoder.next(parents, [hypothesis.tokens[-1] for hypothesis in alive])
    return _ranked(done or cut, expected)[:beams]


def _best_steps(
    alive: Sequence[Transcript], logits: Logits, beams: int
) -> list[tuple[int, int, float]]:
    """The likeliest (hypothesis, token, score) over all hypotheses, enough for ``beams`` to go
    on where each of them also ends."""
    import numpy as np

    count = beams + 1
    steps: list[tuple[int, int, float]] = []
    for index, (hypothesis, row) in enumerate(zip(alive, logits, strict=True)):
        likeliest = np.argpartition(row, -count)[-count:].tolist()
        most = row.max()
        total = hypothesis.score - float(most + np.log(np.exp(row - most).sum()))
        steps += [(index, token, total + float(row[token])) for token in likeliest]
    steps.sort(key=lambda step: -step[2])
    return steps[: 2 * beams]


def _settled(
    alive: Sequence[Transcript], best: Sequence[Transcript], beams: int, expected: int
) -> bool:
    """Nothing alive can still come among the best."""
    if len(best) < beams:
        return False
    return all(one.worth(expected) < best[-1].worth(expected) for one in alive)


def _ranked(transcripts: Sequence[Transcript], expected: int) -> list[Transcript]:
    return sorted(transcripts, key=lambda transcript: -transcript.worth(expected))
