"""What a transcript may be written in: words in small letters, and digits.

Nobody dictates capitals or punctuation, they say them; a recogniser that may not write them
writes the words. It is also a third of the work of each step: the decoder's last layer is as
large as its vocabulary.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import mlx.core as mx

_WRITTEN = re.compile(r" ?[a-z']+| ?[0-9]+")


class Alphabet:
    """The admissible tokens, numbered from 0; ``end`` is the number of the one that ends.

    ``project`` makes of the decoder's states (…, width) the logits of these tokens alone.
    """

    def __init__(self, network: Any, tokenizer: Any) -> None:
        import mlx.core as mx

        self._tokenizer = tokenizer
        self.tokens = [*_written(tokenizer), tokenizer.eot]
        self.end = len(self.tokens) - 1
        embedding = network.decoder.token_embedding
        rows = embedding(mx.array(self.tokens))  # of a quantised embedding, too
        # Laid out for the product with few rows: twice as fast on the CPU.
        self._matrix = mx.contiguous(rows.T)
        mx.eval(self._matrix)

    def project(self, states: mx.array) -> mx.array:
        return states @ self._matrix

    def text(self, numbers: tuple[int, ...]) -> str:
        """The words that the numbers spell."""
        text: str = self._tokenizer.decode([self.tokens[number] for number in numbers])
        return " ".join(text.split())


def _written(tokenizer: Any) -> list[int]:
    tokens: list[int] = []
    for token in range(tokenizer.eot):
        text = tokenizer.encoding.decode_single_token_bytes(token).decode("ascii", "replace")
        if _WRITTEN.fullmatch(text):
            tokens.append(token)
    return tokens
