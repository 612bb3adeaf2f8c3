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
    """One row a hypothesis, one column a token."""

_NEVER = -1e9
_GAIN = 0.5
"""What each token that was to be expected gains: a sum of log-probabilities alone favours what
stops early. Set on 140 commands of two synthetic voices, heard by tiny.en as it is."""


def never() -> bool:
    """Nobody asks to stop."""
    return False


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
    first = decoder.first()
    first[:, end] = _NEVER
    chances = _log_probabilities(first)
    alive = [Transcript((), 0.0)]
    done: list[Transcript] = []
    while True:
        if stopped():
            done += [hypothesis for hypothesis in alive if hypothesis.tokens]
            return _ranked(done, expected)[:beams]
        grown: list[Transcript] = []
        parents: list[int] = []
        for parent, token, score in _best_steps(alive, chances, beams):
            if token == end:
                done.append(Transcript(alive[parent].tokens, score))
            elif len(grown) < beams:
                tokens = (*alive[parent].tokens, token)
                if not loops(tokens):
                    grown.append(Transcript(tokens, score))
                    parents.append(parent)
        alive = grown
        done = _ranked(done, expected)
        if not alive or _settled(alive, done[:beams], beams, expected):
            return done[:beams]
        said = [hypothesis.tokens[-1] for hypothesis in alive]
        chances = _log_probabilities(decoder.next(parents, said))
        if len(alive[0].tokens) >= longest:
            ended = zip(alive, chances[:, end].tolist(), strict=True)
            done += [Transcript(one.tokens, one.score + last) for one, last in ended]
            return _ranked(done, expected)[:beams]


def _best_steps(
    alive: Sequence[Transcript], chances: Logits, beams: int
) -> list[tuple[int, int, float]]:
    """The likeliest (hypothesis, token, score) over all hypotheses, enough for ``beams`` to go
    on where each of them also ends."""
    import numpy as np

    likeliest = np.argpartition(chances, -(beams + 1), axis=1)[:, -(beams + 1) :]
    steps = [
        (index, token, hypothesis.score + float(chances[index, token]))
        for index, hypothesis in enumerate(alive)
        for token in likeliest[index].tolist()
    ]
    return sorted(steps, key=lambda step: -step[2])[: 2 * beams]


def _log_probabilities(logits: Logits) -> Logits:
    import numpy as np

    shifted = logits - logits.max(axis=1, keepdims=True)
    result: Logits = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return result


def _settled(
    alive: Sequence[Transcript], best: Sequence[Transcript], beams: int, expected: int
) -> bool:
    """Nothing alive can still come among the best."""
    if len(best) < beams:
        return False
    return all(one.worth(expected) < best[-1].worth(expected) for one in alive)


def _ranked(transcripts: Sequence[Transcript], expected: int) -> list[Transcript]:
    return sorted(transcripts, key=lambda transcript: -transcript.worth(expected))
