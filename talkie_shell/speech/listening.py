"""Whisper's decoder at work on one sound: the next token's logits, hypotheses as a batch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from talkie_shell.speech.network import decoder_states

if TYPE_CHECKING:
    import mlx.core as mx
    import numpy as np
    from numpy.typing import NDArray

    from talkie_shell.speech.alphabet import Alphabet


class Listener:
    """Decodes one sound, see `talkie_shell.speech.decoding.Decoder`.

    ``features``: (1, n, width) of the encoder. ``start``: the tokens that start a transcript.
    """

    def __init__(
        self, network: Any, features: mx.array, alphabet: Alphabet, start: Sequence[int]
    ) -> None:
        import mlx.core as mx

        self._network = network
        self._features = features
        self._alphabet = alphabet
        self._start = tuple(start)
        self._states, self._cache = decoder_states(network, mx.array([self._start]), features)

    def silence(self, token: int) -> float:
        """The network's probability that nobody speaks; ``token`` is its sign for that."""
        import mlx.core as mx

        logits = self._network.decoder.token_embedding.as_linear(self._states[0, 0])
        probability: float = mx.softmax(logits.astype(mx.float32))[token].item()  # type: ignore[assignment]
        return probability

    def expect(self, prompt: Sequence[int]) -> None:
        """Have a prompt stand before the start. With one, the network no longer tells speech
        from noise, so `silence` is asked before."""
        import mlx.core as mx

        tokens = mx.array([[*prompt, *self._start]])
        self._states, self._cache = decoder_states(self._network, tokens, self._features)

    def first(self) -> NDArray[np.float32]:
        return self._logits()

    def next(self, parents: Sequence[int], tokens: Sequence[int]) -> NDArray[np.float32]:
        import mlx.core as mx

        rows = mx.array(list(parents))
        # Only what it said itself differs between hypotheses: the keys and values of the sound
        # stay one row, which the attention broadcasts.
        cache = [((own[0][rows], own[1][rows]), sound) for own, sound in self._cache]
        said = mx.array([[self._alphabet.tokens[token]] for token in tokens])
        self._states, self._cache = decoder_states(self._network, said, self._features, cache)
        return self._logits()

    def _logits(self) -> NDArray[np.float32]:
        import mlx.core as mx
        import numpy as np

        return np.array(self._alphabet.project(self._states[:, -1]).astype(mx.float32))
