"""What is kept out of the log and of the history."""

from __future__ import annotations


def should_log(text: str, private: bool, enabled: bool) -> bool:  # noqa: FBT001 two plain facts
    """Whether an utterance may be recorded. ``private``: the session was started with
    ``--private``; ``enabled``: the setting ``logging``.

    A leading blank keeps a line out, as in the shells; a recogniser's text must come
    stripped of the one it likes to begin with.

    Example: (" ls dash l", False, True) -> False
    """
    return enabled and not private and bool(text.strip()) and not text[0].isspace()
