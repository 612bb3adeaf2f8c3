"""The beam, over a decoder whose next-token chances are written down."""

from __future__ import annotations

import math
from typing import Any

import mlx.core as mx
import numpy as np
import pytest

from talkie_shell.speech.decoding import Found, Start, search

A, B, C, END, SILENT, BEGIN, PROMPT = range(7)
SIZE = 7


class Decoder:
    """Tokens so far, since the start -> chances of the next one. The cache holds the tokens."""

    def __init__(self, table: dict[tuple[int, ...], dict[int, float]], silence: float) -> None:
        self.table = table
        self.silence = silence
        self.batches: list[int] = []
        self.begun: list[list[int]] = []

    def decoder(
        self, tokens: mx.array, features: mx.array, kv_cache: Any = None
    ) -> tuple[mx.array, Any, None]:
        said = np.array(tokens)[..., None]
        if kv_cache is None:
            self.begun.append(said[0, :, 0].tolist())
            rows = [[self.chances(()) for _ in range(said.shape[1])]]
            rows[0][0] = {SILENT: self.silence, END: 1 - self.silence}
            kept = mx.array(np.zeros((1, 0, 1), np.int64))
        else:
            kept = mx.concatenate([kv_cache[0][0][0], mx.array(said)], axis=1)
            rows = [[self.chances(tuple(row))] for row in np.array(kept)[..., 0].tolist()]
            self.batches.append(len(rows))
        logits = np.full((len(rows), len(rows[0]), SIZE), -60.0, np.float32)
        for row, line in enumerate(rows):
            for place, chances in enumerate(line):
                for token, chance in chances.items():
                    logits[row, place, token] = math.log(chance)
        sound = mx.zeros((1, 3, 1))
        return mx.array(logits), [((kept, kept), (sound, sound))], None

    def chances(self, tokens: tuple[int, ...]) -> dict[int, float]:
        return self.table.get(tokens[-3:], self.table.get(tokens[-1:], {END: 1.0}))


def start(prompt: tuple[int, ...] = (), not_first: tuple[int, ...] = (END,)) -> Start:
    forbidden = np.zeros(SIZE, np.float32)
    forbidden[[SILENT, BEGIN, PROMPT]] = -1e9
    return Start(prompt, (BEGIN, BEGIN), forbidden, not_first, END, SILENT)


def found(decoder: Decoder, *, beams: int, longest: int = 20, **options: Any) -> Found:
    begin = options.pop("start", start())
    stopped = options.pop("stopped", lambda: False)
    features = mx.zeros((1, 3, 4))
    return search(decoder, features, begin, beams=beams, longest=longest, stopped=stopped)


GARDEN_PATH = {
    (): {A: 0.55, B: 0.45},
    (A,): {C: 0.5, B: 0.5},
    (B,): {C: 1.0},
    (A, C): {END: 1.0},
}


class TestBeam:
    def test_one_beam_is_greedy_and_more_find_what_is_likelier(self) -> None:
        greedy = found(Decoder(GARDEN_PATH, 0.1), beams=1)
        best = found(Decoder(GARDEN_PATH, 0.1), beams=3)
        assert greedy.transcripts[0].tokens[0] == A
        assert best.transcripts[0].tokens == (B, C)
        assert best.transcripts[0].score == pytest.approx(math.log(0.45), abs=1e-3)

    def test_alternatives_are_distinct_and_likeliest_first(self) -> None:
        transcripts = found(Decoder(GARDEN_PATH, 0.1), beams=3).transcripts
        assert len({one.tokens for one in transcripts}) == len(transcripts) == 3
        scores = [one.score for one in transcripts]
        assert scores == sorted(scores, reverse=True)

    def test_hypotheses_go_through_the_decoder_together(self) -> None:
        decoder = Decoder(GARDEN_PATH, 0.1)
        found(decoder, beams=3)
        assert max(decoder.batches) > 1
        assert max(decoder.batches) <= 3

    def test_what_must_not_come_does_not(self) -> None:
        decoder = Decoder({(): {SILENT: 0.9, A: 0.1}}, 0.1)
        assert found(decoder, beams=1).transcripts[0].tokens == (A,)

    def test_what_must_not_come_first_comes_later(self) -> None:
        decoder = Decoder({(): {END: 0.9, A: 0.1}}, 0.1)
        (best, *_) = found(decoder, beams=1).transcripts
        assert best.tokens == (A,)


class TestGuards:
    def test_a_loop_is_left_for_what_ends(self) -> None:
        decoder = Decoder({(): {A: 1.0}, (A,): {A: 0.9, END: 0.1}}, 0.1)
        transcripts = found(decoder, beams=2, longest=500).transcripts
        assert all(len(one.tokens) < 6 for one in transcripts)

    def test_endless_speech_stops_at_the_longest(self) -> None:
        decoder = Decoder({(): {A: 1.0}, (A,): {B: 1.0}, (B,): {C: 0.6, A: 0.4}, (C,): {A: 1}}, 0.1)
        transcripts = found(decoder, beams=2, longest=9).transcripts
        assert max(len(one.tokens) for one in transcripts) <= 9

    def test_it_stops_when_asked_with_what_it_has(self) -> None:
        decoder = Decoder({(): {A: 1.0}, (A,): {B: 1.0}, (B,): {A: 1.0}}, 0.1)
        answers = iter([False, False, False, True])
        transcripts = found(decoder, beams=1, stopped=lambda: next(answers)).transcripts
        assert transcripts[0].tokens == (A, B, A)


class TestSilence:
    def test_it_is_asked_without_the_prompt(self) -> None:
        decoder = Decoder(GARDEN_PATH, 0.7)
        result = found(decoder, beams=1, start=start(prompt=(PROMPT, A, A)))
        assert result.silence == pytest.approx(0.7, abs=1e-3)
        assert decoder.begun == [[BEGIN, BEGIN], [PROMPT, A, A, BEGIN, BEGIN]]
