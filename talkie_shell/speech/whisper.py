"""Whisper over mlx-whisper's network: samples in, transcripts out."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from talkie_shell.records import Heard
from talkie_shell.speech.alphabet import Alphabet
from talkie_shell.speech.cutting import pieces
from talkie_shell.speech.decoding import never, search
from talkie_shell.speech.guards import expected, is_quiet, is_silence, longest
from talkie_shell.speech.listening import Listener
from talkie_shell.speech.network import apply_adapter, encode, load_whisper
from talkie_shell.speech.window import ADAPTED_PADDING, HOP, PADDING, SAMPLE_RATE, window_frames

if TYPE_CHECKING:
    import mlx.core as mx

    from talkie_shell.speech.sound import Samples

_BEAMS = 5
_PROMPT_TOKENS = 200
"""Of the 224 that Whisper reads of what came before."""


class Said(NamedTuple):
    """A transcript, its log-probability, and what it is ranked by."""

    text: str
    score: float
    worth: float


class WhisperRecogniser:
    """Hears English with one of Whisper's models.

    ``adapter`` is the description of the adapter that was merged into the network, None where
    it is as OpenAI trained it.
    """

    def __init__(self, network: Any, name: str, adapter: dict[str, Any] | None = None) -> None:
        import mlx.core as mx
        from mlx_whisper.tokenizer import get_tokenizer

        self.name = name
        self._network = network
        self._adapted = adapter is not None
        self._prompted = adapter is None or bool(adapter.get("prompted", False))
        self._padding = PADDING if adapter is None else ADAPTED_PADDING
        self._tokenizer = get_tokenizer(
            network.is_multilingual,
            num_languages=network.num_languages,
            language="en",
            task="transcribe",
        )
        self._alphabet = Alphabet(network, self._tokenizer)
        # Loading leaves buffers that nothing will need again.
        mx.clear_cache()

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
        import mlx.core as mx

        began = time.perf_counter()
        beams = _BEAMS if final else 1
        found: list[list[Said]] = []
        for piece in pieces(samples):
            if stopped():
                break
            if not is_quiet(piece):
                features = self.encode(self.mel(piece))
                length = len(piece) / SAMPLE_RATE
                found.append(self.decode(features, length, prompt, beams, stopped))
        if final:
            # It may be long until the next one.
            mx.clear_cache()
        said = found[0] if len(found) == 1 else _joined(found)
        return Heard(
            text=said[0].text if said else "",
            alternatives=tuple(one.text for one in said[1:]),
            confidence=math.exp(said[0].score) if said else 0.0,
            scores=tuple(one.worth for one in said),
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
    ) -> list[Said]:
        """The best transcripts of a sound of so many seconds; none where nobody spoke."""
        tokenizer = self._tokenizer
        start = (*tokenizer.sot_sequence, tokenizer.no_timestamps)
        listener = Listener(self._network, features, self._alphabet, start)
        if is_silence(listener.silence(tokenizer.no_speech), adapted=self._adapted):
            return []
        if self._prompted and prompt.strip():
            words = tokenizer.encode(" " + prompt.strip())[-_PROMPT_TOKENS:]
            listener.expect([tokenizer.sot_prev, *words])
        found = search(
            listener,
            end=self._alphabet.end,
            beams=beams,
            expected=expected(seconds),
            longest=longest(seconds),
            stopped=stopped,
        )
        said: dict[str, Said] = {}
        for one in found:
            text = self._alphabet.text(one.tokens)
            said.setdefault(text, Said(text, one.score, one.worth(expected(seconds))))
        return list(said.values())


def _joined(found: list[list[Said]]) -> list[Said]:
    """The first transcripts of several pieces as one."""
    best = [said[0] for said in found if said]
    if not best:
        return []
    text = " ".join(one.text for one in best)
    return [Said(text, sum(one.score for one in best), sum(one.worth for one in best))]
