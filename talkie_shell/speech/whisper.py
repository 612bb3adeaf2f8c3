"""Whisper over mlx-whisper's network: samples in, transcripts out."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from talkie_shell.records import Heard
from talkie_shell.speech.cutting import pieces
from talkie_shell.speech.decoding import Found, Start, search
from talkie_shell.speech.guards import is_quiet, is_silence, longest
from talkie_shell.speech.network import apply_adapter, encode, load_whisper
from talkie_shell.speech.recogniser import never
from talkie_shell.speech.window import ADAPTED_PADDING, HOP, PADDING, SAMPLE_RATE, window_frames

if TYPE_CHECKING:
    import mlx.core as mx

    from talkie_shell.speech.sound import Samples

_BEAMS = 5
_PROMPT_TOKENS = 200
"""Of the 224 that Whisper reads of what came before."""
_NEVER = -1e9


class WhisperRecogniser:
    """Hears English with one of Whisper's models.

    ``adapter`` is the description of the adapter that was merged into the network, None where
    it is as OpenAI trained it.
    """

    def __init__(self, network: Any, name: str, adapter: dict[str, Any] | None = None) -> None:
        from mlx_whisper.tokenizer import get_tokenizer

        self.name = name
        self._network = network
        self._prompted = adapter is None or bool(adapter.get("prompted", False))
        self._padding = PADDING if adapter is None else ADAPTED_PADDING
        self._tokenizer = get_tokenizer(
            network.is_multilingual,
            num_languages=network.num_languages,
            language="en",
            task="transcribe",
        )
        self._forbidden = self._tokens_that_never_come()

    @classmethod
    def load(cls, folder: Path, name: str, adapter: Path | None = None) -> WhisperRecogniser:
        """The model of that folder, with an adapter's folder where there is one.

        Raises `SpeechError` and `WeightsError`.
        """
        network = load_whisper(folder)
        return cls(network, name, None if adapter is None else apply_adapter(network, adapter))

    def recognise(
        self,
        samples: Samples,
        *,
        prompt: str = "",
        final: bool = True,
        stopped: Callable[[], bool] = never,
    ) -> Heard:
        """See `talkie_shell.speech.recogniser.Recogniser`. What is longer than Whisper's window
        is cut where it is quiet, and then has no alternatives."""
        began = time.perf_counter()
        beams = _BEAMS if final else 1
        found: list[dict[str, float]] = []
        for piece in pieces(samples):
            if stopped():
                break
            if not is_quiet(piece):
                found.append(self._transcripts(piece, prompt, beams, stopped))
        if len(found) > 1:
            found = [_joined(found)]
        scored = found[0] if found else {}
        texts = list(scored)
        return Heard(
            text=texts[0] if texts else "",
            alternatives=tuple(texts[1:]),
            confidence=math.exp(scored[texts[0]]) if texts else 0.0,
            scores=tuple(scored.values()),
            seconds_audio=len(samples) / SAMPLE_RATE,
            seconds=time.perf_counter() - began,
        )

    def mel(self, samples: Samples) -> mx.array:
        """The window's spectrogram, (1, frames, bands), in the network's precision."""
        import mlx.core as mx
        from mlx_whisper.audio import log_mel_spectrogram

        frames = window_frames(len(samples), self._padding)
        silence = max(0, frames * HOP - len(samples))
        mel = log_mel_spectrogram(mx.array(samples), self._network.dims.n_mels, silence)
        precision: mx.Dtype = self._network.decoder.positional_embedding.dtype
        return mx.array(mel[None, :frames]).astype(precision)

    def encode(self, mel: mx.array) -> mx.array:
        """What the decoder listens to, (1, frames / 2, width)."""
        return encode(self._network, mel)

    def decode(
        self,
        features: mx.array,
        seconds: float,
        prompt: str = "",
        beams: int = _BEAMS,
        stopped: Callable[[], bool] = never,
    ) -> Found:
        """The likeliest transcripts of a sound of so many seconds, as tokens."""
        return search(
            self._network,
            features,
            self._start(prompt if self._prompted else ""),
            beams=beams,
            longest=longest(seconds),
            stopped=stopped,
        )

    def _transcripts(
        self, samples: Samples, prompt: str, beams: int, stopped: Callable[[], bool]
    ) -> dict[str, float]:
        """Text -> log-probability, likeliest first; nothing where nobody spoke."""
        features = self.encode(self.mel(samples))
        found = self.decode(features, len(samples) / SAMPLE_RATE, prompt, beams, stopped)
        texts: dict[str, float] = {}
        if not is_silence(found):
            for tokens, score in found.transcripts:
                text = " ".join(self._tokenizer.decode(list(tokens)).split())
                texts.setdefault(text, score)
        return texts

    def _start(self, prompt: str) -> Start:
        tokenizer = self._tokenizer
        said = tokenizer.encode(" " + prompt.strip())[-_PROMPT_TOKENS:] if prompt.strip() else []
        before = [tokenizer.sot_prev, *said] if said else []
        return Start(
            prompt=tuple(before),
            tokens=(*tokenizer.sot_sequence, tokenizer.no_timestamps),
            forbidden=self._forbidden,
            not_first=(tokenizer.eot, *tokenizer.encode(" ")),
            end=tokenizer.eot,
            silent=tokenizer.no_speech,
        )

    def _tokens_that_never_come(self) -> Any:
        """Signs of music and asides, which Whisper leaves out too, and all that is no text."""
        import numpy as np

        tokenizer = self._tokenizer
        special = [token for token in tokenizer.special_tokens.values() if token != tokenizer.eot]
        mask = np.zeros(self._network.dims.n_vocab, np.float32)
        mask[[*tokenizer.non_speech_tokens, *special]] = _NEVER
        return mask


def _joined(found: list[dict[str, float]]) -> dict[str, float]:
    """The first transcripts of several pieces as one."""
    best = [next(iter(texts.items())) for texts in found if texts]
    text = " ".join(text for text, _ in best)
    return {text: sum(score for _, score in best)} if best else {}
