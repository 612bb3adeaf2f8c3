"""The characters beyond ASCII that the prompt draws with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The few characters beyond ASCII, and what stands for them where they cannot be shown."""

    words: str = "·"
    command: str = "→"
    pending: str = "…"
    dot: str = "·"
    recording: str = "●"
    lit: str = "▮"
    unlit: str = "▯"


UNICODE = Glyphs()
ASCII = Glyphs(words="|", command=">", pending="~", dot="-", recording="*", lit="#", unlit=".")
