"""The beam, over a decoder whose next-token chances are written down."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from talkie_shell.speech.decoding import Transcript, search

A, B, C, END = range(4)

Table = dict[tuple[int, ...], dict[int, float]]


class Decoder:
    """Tokens so far (or the last one of them) -> chances of the next one."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.said: list[tuple[int, ...]] = [()]
        self.batches: list[int] = []

    def first(self) -> np.ndarray:
        return self.logits()

    def next(self, parents: Sequence[int], tokens: Sequence[int]) -> np.ndarray:
        pairs = zip(parents, tokens, strict=True)
        self.said = [(*self.said[parent], token) for parent, token in pairs]
        self.batches.append(len(self.said))
        return self.logits()

    def logits(self) -> np.ndarray:
        logits = np.full((len(self.said), 8), -60.0, np.float32)
        for row, said in enumerate(self.said):
            chances = self.table.get(said) or self.table.get(said[-1:], {END: 1.0})
            for token, chance in chances.items():
                logits[row, token] = math.log(chance)
        return logits


def found(
    table: Table,
    *,
    beams: int,
    expected: int = 0,
    longest: int = 20,
    stopped: Callable[[], bool] = lambda: False,
    decoder: Decoder | None = None,
) -> list[Transcript]:
    return search(
        decoder or Decoder(table),
        end=END,
        beams=beams,
        expected=expected,
        longest=longest,
        stopped=stopped,
    )


GARDEN_PATH: Table = {
    (): {A: 0.55, B: 0.45},
    (A,): {C: 0.5, B: 0.5},
    (B,): {C: 1.0},
    (A, C): {END: 1.0},
}


class TestBeam:
    def test_one_beam_is_greedy_and_more_find_what_is_likelier(self) -> None:
        assert found(GARDEN_PATH, beams=1)[0].tokens[0] == A
        best = found(GARDEN_PATH, beams=3)[0]
        assert best.tokens == (B, C)
        assert best.score == pytest.approx(math.log(0.45), abs=1e-3)

    def test_alternatives_are_distinct_and_likeliest_first(self) -> None:
        transcripts = found(GARDEN_PATH, beams=3)
        assert len({one.tokens for one in transcripts}) == len(transcripts) == 3
        scores = [one.score for one in transcripts]
        assert scores == sorted(scores, reverse=True)

    def test_hypotheses_go_through_the_decoder_together(self) -> None:
        decoder = Decoder(GARDEN_PATH)
        found({}, beams=3, decoder=decoder)
        assert 1 < max(decoder.batches) <= 3

    def test_nothing_at_all_is_no_transcript(self) -> None:
        assert found({(): {END: 0.9, A: 0.1}}, beams=1)[0].tokens == (A,)

    def test_what_stops_early_loses_to_what_was_to_be_expected(self) -> None:
        table: Table = {(): {A: 1.0}, (A,): {END: 0.3, B: 0.25}, (B,): {C: 0.9}, (C,): {END: 1.0}}
        assert found(table, beams=2)[0].tokens == (A,)
        assert found(table, beams=2, expected=3)[0].tokens == (A, B, C)


class TestGuards:
    def test_a_loop_is_left_for_what_ends(self) -> None:
        table: Table = {(): {A: 1.0}, (A,): {A: 0.9, END: 0.1}}
        transcripts = found(table, beams=2, longest=500)
        assert all(len(one.tokens) < 6 for one in transcripts)

    def test_endless_speech_stops_at_the_longest(self) -> None:
        table: Table = {
            (): {A: 1.0},
            (A,): {B: 0.9, END: 0.1},
            (B,): {C: 0.6, A: 0.4},
            (C,): {A: 1},
        }
        transcripts = found(table, beams=2, expected=9, longest=9)
        assert 5 < max(len(one.tokens) for one in transcripts) <= 9

    def test_it_stops_when_asked_with_what_it_has(self) -> None:
        answers = iter([False, False, False, True])
        table: Table = {(): {A: 1.0}, (A,): {B: 1.0}, (B,): {A: 1.0}}
        transcripts = found(table, beams=1, stopped=lambda: next(answers))
        assert transcripts[0].tokens == (A, B, A)

    def test_stopped_at_once_it_has_nothing(self) -> None:
        assert found(GARDEN_PATH, beams=2, stopped=lambda: True) == []
