"""Several transcripts of one sound -> one proposal."""

from __future__ import annotations

import pytest

from talkie_shell.pipeline import Pipeline, load_pipeline, misread
from talkie_shell.records import Heard, Utterance
from talkie_shell.spoken import load_vocabulary


def pipeline() -> Pipeline:
    return load_pipeline("embedded")


class TestProposeHeard:
    def test_one_transcript_is_as_any_utterance(self) -> None:
        proposal = pipeline().propose_heard(Heard("git status", confidence=0.9, scores=(-0.1,)))
        assert (proposal.command, proposal.utterance.source) == ("git status", "voice")
        assert proposal.confidence > 0.5

    def test_nothing_heard_is_nothing_proposed(self) -> None:
        assert pipeline().propose_heard(Heard("")).command == ""

    def test_a_transcript_that_makes_sense_wins_over_one_barely_likelier(self) -> None:
        heard = Heard(
            "get the stash dash dash",
            ("git stash pop",),
            scores=(-1.0, -1.05),
        )
        proposal = pipeline().propose_heard(heard)
        assert proposal.command == "git stash pop"
        assert proposal.utterance.text == "git stash pop"

    def test_commands_of_other_transcripts_are_offered(self) -> None:
        heard = Heard("git status", ("git stash",), scores=(-0.1, -3.0))
        proposal = pipeline().propose_heard(heard)
        assert proposal.command == "git status"
        assert "git stash" in proposal.alternatives[:2]
        assert len(set(proposal.alternatives)) == len(proposal.alternatives) <= 5

    @pytest.mark.parametrize("misheard", ["hash", "cache"])
    def test_what_needs_no_mistake_of_the_recogniser_wins(self, misheard: str) -> None:
        said = "head dash n twenty data dot csv"
        heard = Heard(said.replace("dash", misheard), (said,), scores=(-1.0, -1.5))
        assert pipeline().propose_heard(heard).command == "head -n 20 data.csv"

    def test_mistakes_are_counted(self) -> None:
        only_heard = load_vocabulary().only_heard
        for text, count in (
            ("kill cache nine", 1),
            ("ls dash l", 0),
            ("head hash n twenty data dot csv", 1),
        ):
            proposal = pipeline().propose(Utterance(text, "voice"))
            assert misread(proposal, only_heard) == count, proposal.command

    def test_transcripts_that_agree_outweigh_the_likeliest(self):
        texts = ("git stash list", "git status dash s", "git status minus s", "get status dash s")
        heard = Heard(texts[0], texts[1:], scores=(0.0, -0.4, -0.5, -0.6))
        proposal = pipeline().propose_heard(heard)
        assert proposal.command == "git status -s"
        assert proposal.utterance.text == texts[1]
        assert "git stash list" in proposal.alternatives

    def test_controls_in_a_transcript_never_reach_the_command(self) -> None:
        proposal = pipeline().propose_heard(Heard("git \x1b[2Jstatus\n", scores=(-0.1,)))
        assert proposal.command.isprintable()


@pytest.mark.parametrize("source", ["voice", "typed"])
@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("echo literal dash", "echo dash"),
        ("echo literal dash dash n", "echo dash -n"),
        ("grep literal pipe notes dot txt", "grep pipe notes.txt"),
        ("git commit dash m quote literal star quote", 'git commit -m "star"'),
        ("echo literal two", "echo two"),
        ("echo capital hello capital world", "echo Hello World"),
        ("tar dash capital x capital z capital f", "tar -XZF"),
        ("curl dash capital l", "curl -L"),
        ("cd all caps readme", "cd README"),
        ("cat capital n capital o capital t capital e", "cat NOTE"),
        ("ls dash capital romeo", "ls -R"),
        ("tar dash xray victor foxtrot archive dot tar", "tar -xvf archive.tar"),
    ],
)
def test_words_that_say_how_words_are_written(said: str, meant: str, source: str) -> None:
    assert pipeline().propose(Utterance(said, source)).command == meant
