"""One pair of utterance and command as a chat turn, in the format that mlx-lm trains on.

Training data and exports must say the same words to a model, so they stand here alone.
"""

from __future__ import annotations

import json

SYSTEM = "Reconstruct the intended syntax from the dictated text. Output only the result."
"""The article's system text."""


def chat_line(utterance: str, command: str) -> str:
    """The turn as one line of JSON, without its end of line."""
    messages = [
        {"role": "system", "content": SYSTEM},
        {"role": "user", "content": utterance},
        {"role": "assistant", "content": command},
    ]
    return json.dumps({"messages": messages}, ensure_ascii=False)
