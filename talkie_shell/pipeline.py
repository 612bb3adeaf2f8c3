"""From utterance to checked proposal: preprocessor, engine, postprocessor."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from time import perf_counter_ns
from typing import Any

from talkie_shell.checks import postprocess, strip_controls
from talkie_shell.context import NOTHING_KNOWN, Context
from talkie_shell.engines import Engine, load_engine
from talkie_shell.errors import WeightsError
from talkie_shell.records import Candidate, Choice, Heard, Lattice, Proposal, Utterance
from talkie_shell.spoken import build_lattice, load_vocabulary
from talkie_shell.spoken.vocabulary import Vocabulary

_ALTERNATIVES = 5
_RECOGNISER = 0.2
"""What the recogniser's rank counts beside the logarithm of the command's confidence: set on 140
commands of two voices that the adapter of tiny.en never heard (0.1 to 0.3 do alike)."""
_MISREAD = 3.0
"""What a word that was read as another costs, in the recogniser's log-probabilities: set on 195
commands of three voices that the adapter never heard (1 to 6 do alike)."""
_COMMENT = re.compile(r"(?<=\S\s)#\S")
_LEAST_CONFIDENT = 1e-3


class Pipeline:
    """Proposes commands for utterances.

    ``context`` is asked, for each proposal, what the machine knows; it must answer at once.
    ``notice`` is one line the user should see once (why a lesser engine is at work), or empty.
    """

    def __init__(
        self,
        engine: Engine,
        vocabulary: Vocabulary,
        *,
        context: Callable[[], Context] | None = None,
        notice: str = "",
    ) -> None:
        self.engine = engine
        self.vocabulary = vocabulary
        self.notice = notice
        self._context = context

    def preprocess(self, utterance: Utterance) -> Lattice:
        """The preprocessor alone; well under a millisecond, so it may run on any thread. Control
        characters mean nothing to it."""
        said = strip_controls(utterance.text)
        if said != utterance.text:
            utterance = replace(utterance, text=said)
        return build_lattice(utterance, self.vocabulary)

    def propose(self, utterance: Utterance) -> Proposal:
        """The checked proposal for one utterance."""
        return self.propose_many([utterance])[0]

    def propose_heard(self, heard: Heard) -> Proposal:
        """The checked proposal for what was heard: the likeliest command over its transcripts.

        The proposal's utterance is the transcript that the command was made of; the commands of
        the other transcripts are among its alternatives.
        """
        texts = (heard.text, *heard.alternatives)
        proposals = self.propose_many([Utterance(text, "voice") for text in texts])
        doubts = [_MISREAD * misread(one, self.vocabulary.only_heard) for one in proposals]
        scores = heard.scores or [0.0] * len(texts)
        return choose_heard(
            proposals, [score - doubt for score, doubt in zip(scores, doubts, strict=True)]
        )

    def propose_many(self, utterances: Sequence[Utterance]) -> list[Proposal]:
        """The same for several at once, in order; each one's time is its share of the whole."""
        started = perf_counter_ns()
        lattices = [self.preprocess(utterance) for utterance in utterances]
        context = self._context() if self._context is not None else NOTHING_KNOWN
        found = self.engine.candidates(lattices, _ALTERNATIVES + 1, context)
        checked = [
            _checked(utterance, lattice, candidates, self.engine.name)
            for utterance, lattice, candidates in zip(utterances, lattices, found, strict=True)
        ]
        share = (perf_counter_ns() - started) / 1e6 / max(1, len(utterances))
        return [replace(proposal, milliseconds=share) for proposal in checked]


def misread(proposal: Proposal, only_heard: Iterable[str]) -> int:
    """How many words of a transcript its command takes for mistakes of the recogniser, where
    another transcript may have what was said. That its end would be a comment, which nobody
    dictates, is one more.

    Example: "kill cache nine" -> ``kill -9``: 1
    """
    said, command = f" {proposal.utterance.text.lower()} ", proposal.command.lower()
    wrong = sum(f" {name} " in said and name not in command for name in only_heard)
    return wrong + bool(_COMMENT.search(command))


def choose_heard(proposals: Sequence[Proposal], scores: Sequence[float]) -> Proposal:
    """The command that the transcripts of one sound speak for together, as their likeliest has it.

    ``scores``: the recogniser's log-probability of each transcript, less what speaks against it.
    """
    weighed = [
        _RECOGNISER * score + math.log(max(_LEAST_CONFIDENT, proposal.confidence))
        for proposal, score in zip(proposals, scores, strict=True)
    ]
    votes: dict[str, float] = {}
    for proposal, weight in zip(proposals, weighed, strict=True):
        votes[proposal.command] = votes.get(proposal.command, 0.0) + math.exp(weight)
    order = sorted(
        range(len(proposals)), key=lambda index: (-votes[proposals[index].command], -weighed[index])
    )
    chosen = proposals[order[0]]
    others = [proposals[index].command for index in order[1:]]
    pool = dict.fromkeys([*others[:1], *chosen.alternatives, *others[1:]])
    alternatives = [other for other in pool if other and other != chosen.command]
    return replace(
        chosen,
        alternatives=tuple(alternatives[:_ALTERNATIVES]),
        milliseconds=sum(proposal.milliseconds for proposal in proposals),
    )


def load_pipeline(
    engine: str,
    vocabulary: Mapping[str, Any] | None = None,
    context: Callable[[], Context] | None = None,
) -> Pipeline:
    """The pipeline with the engine of that name, the user's vocabulary and what the machine knows.

    Where the embedded weights cannot be used, the preprocessor alone does the work and the
    pipeline's notice says so. Raises `VocabularyError` and `UsageError`.
    """
    words = load_vocabulary(vocabulary)
    try:
        return Pipeline(load_engine(engine, words), words, context=context)
    except WeightsError as error:
        notice = f"{error}; going on without the model"
        return Pipeline(load_engine("preprocessor"), words, context=context, notice=notice)


def _checked(
    utterance: Utterance, lattice: Lattice, candidates: Sequence[Candidate], engine: str
) -> Proposal:
    said = f"{lattice.line}\n{lattice.verbatim}"
    best = candidates[0]
    command, checks = postprocess(best.command, said, covered=True)
    alternatives = [postprocess(other.command, said, covered=True)[0] for other in candidates[1:]]
    distinct = [other for other in dict.fromkeys(alternatives) if other and other != command]
    return Proposal(
        utterance=utterance,
        preprocessed=lattice.line,
        command=command,
        confidence=best.confidence,
        checks=checks,
        engine=engine,
        milliseconds=0.0,
        uncertain=best.choices if command == best.command else _fitting(best.choices, command),
        alternatives=tuple(distinct[:_ALTERNATIVES]),
    )


def _fitting(choices: Sequence[Choice], command: str) -> tuple[Choice, ...]:
    """The choices whose span still holds what it held before the command was mended."""
    return tuple(
        choice for choice in choices if command[choice.start : choice.end] == choice.readings[0]
    )
