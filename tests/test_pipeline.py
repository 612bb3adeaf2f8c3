"""The pipeline: lattice, engine and checks put together, with engines of plain values."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from talkie_shell.context import NOTHING_KNOWN, Context
from talkie_shell.engines import load_engine
from talkie_shell.errors import UsageError
from talkie_shell.pipeline import Pipeline, load_pipeline
from talkie_shell.records import Candidate, Choice, Lattice, Utterance
from talkie_shell.settings.definitions import ENGINES
from talkie_shell.spoken import load_vocabulary


class Answers:
    """An engine that answers what it was told to."""

    name = "answers"

    def __init__(self, *candidates: Candidate) -> None:
        self.found = list(candidates)
        self.asked: list[Context] = []

    def candidates(
        self, lattices: Sequence[Lattice], limit: int = 6, context: Context = NOTHING_KNOWN
    ) -> list[list[Candidate]]:
        self.asked.append(context)
        return [self.found[:limit] for _ in lattices]


def pipeline(*candidates: Candidate) -> Pipeline:
    return Pipeline(Answers(*candidates), load_vocabulary())


class TestPropose:
    def test_carries_what_the_engine_found(self) -> None:
        choice = Choice(4, 5, ("h", "H"), 0.7)
        found = pipeline(Candidate("ls -h", 0.8, (choice,)), Candidate("ls -H", 0.2))
        proposal = found.propose(Utterance("ls dash H"))
        assert proposal.command == "ls -h"
        assert proposal.preprocessed == "ls - h"
        assert (proposal.confidence, proposal.engine) == (0.8, "answers")
        assert proposal.alternatives == ("ls -H",)
        assert proposal.uncertain == (choice,)
        assert proposal.checks.parses
        assert proposal.checks.balanced
        assert proposal.milliseconds > 0

    def test_alternatives_are_distinct_and_at_most_five(self) -> None:
        candidates = [Candidate(f"echo {number // 2}", 0.1) for number in range(20)]
        found = Pipeline(Answers(*candidates), load_vocabulary()).propose(Utterance("echo"))
        assert len(found.alternatives) == len(set(found.alternatives)) <= 5
        assert found.command not in found.alternatives

    def test_many_come_in_order(self) -> None:
        engine = load_pipeline("preprocessor")
        texts = ["git space status", "", "ls", "um"]
        proposals = engine.propose_many([Utterance(text) for text in texts])
        assert [proposal.utterance.text for proposal in proposals] == texts
        assert [proposal.command for proposal in proposals] == ["git status", "", "ls", ""]

    def test_control_characters_mean_nothing(self) -> None:
        found = load_pipeline("preprocessor").propose(Utterance("git\x1b[31m space\x07 status"))
        assert found.command == "git status"
        assert not found.literal

    @pytest.mark.parametrize("text", ["", "  ", "\x00\x1b[2J", "\n\n"])
    def test_nothing_said_proposes_nothing(self, text: str) -> None:
        for engine in ENGINES:
            assert load_pipeline(engine).propose(Utterance(text)).command.strip() == ""

    def test_context_is_asked_each_time(self) -> None:
        engine = Answers(Candidate("ls", 1.0))
        known = [Context(frozenset({"a"})), Context(frozenset({"b"}))]
        waiting = list(known)
        found = Pipeline(engine, load_vocabulary(), context=lambda: waiting.pop(0))
        found.propose(Utterance("ls"))
        found.propose(Utterance("ls"))
        assert engine.asked == known


class TestEmbedded:
    """The released weights, on what nobody should have to think about."""

    @pytest.mark.parametrize(
        ("said", "command"),
        [
            ("find dot dash name star dot txt", "find . -name *.txt"),
            ("git space status", "git status"),
            ("ls -la", "ls -la"),
            ("okay so um run git status please", "git status"),
            ("ls dash l slash var no wait slash opt", "ls -l /opt"),
            ("chmod six four four notes dot txt", "chmod 644 notes.txt"),
        ],
    )
    def test_proposes(self, said: str, command: str) -> None:
        found = load_pipeline("embedded").propose(Utterance(said))
        assert found.command == command
        assert found.engine == "embedded"
        assert 0 < found.confidence <= 1

    def test_a_recognisers_sentence(self) -> None:
        found = load_pipeline("embedded").propose(
            Utterance("Pseudo apt, install engine x.", "voice")
        )
        assert found.command == "sudo apt install nginx"

    def test_ten_thousand_words(self) -> None:
        said = " ".join(["cat", "dash", "n", "notes", "dot", "txt"] * 1700)
        found = load_pipeline("embedded").propose(Utterance(said))
        assert found.command.count("notes") == 1700


class TestEngines:
    def test_each_goes_by_its_name(self) -> None:
        assert [load_engine(name).name for name in ENGINES] == list(ENGINES)

    def test_an_unknown_one(self) -> None:
        with pytest.raises(UsageError, match="no engine is called 'x'"):
            load_engine("x")
