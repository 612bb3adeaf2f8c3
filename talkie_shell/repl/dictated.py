"""Where dictated words go: into the words, after a command's words, or into a command. Pure.

The words so far are shown at their place and are no part of the line before they are final, so
what is typed meanwhile is edited as ever.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from talkie_shell.choices import changed_span
from talkie_shell.records import Heard
from talkie_shell.repl.pasted import clean
from talkie_shell.repl.state import Confirming, Line, State

Place = Literal["words", "on", "piece"]
"""``words``: into the words of the line. ``on``: they go on with the words of a command that
stands there unchanged, and the whole is proposed for. ``piece``: into a command that the user
changed or points into; they become a piece of it by themselves."""

_GLUES_ON = re.compile(r"(?:[\s/=\"'`(\[{<$@:,~-]|\w\.)\Z")
"""After this a piece of a command needs no blank."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Dictated words will replace ``[start, end)`` of ``text``, the line. ``typed``: the user
    changed the line since the dictation began."""

    text: str
    start: int
    end: int
    typed: bool = False


def spot_of(line: Line, selection: tuple[int, int] | None) -> Spot:
    """The spot of a dictation that begins now: the selection, else the cursor."""
    start, end = selection or (line.cursor, line.cursor)
    return Spot(line.text, start, end)


def follow(spot: Spot, text: str) -> Spot:
    """The spot after the line became ``text``. What is typed at the spot comes after it.

    Example: "ls |" with "-l" typed at the bar -> the words still go where the bar stands
    """
    if text == spot.text:
        return spot
    same, edited_to, _ = changed_span(spot.text, text)
    shift = len(text) - len(spot.text)
    if same >= spot.end:
        return Spot(text, spot.start, spot.end, typed=True)
    if edited_to <= spot.start:
        return Spot(text, spot.start + shift, spot.end + shift, typed=True)
    # The edit went over it: what was selected is gone, its place is the edit's.
    return Spot(text, min(same, spot.start), min(same, spot.start), typed=True)


def place_of(state: State, spot: Spot) -> Place:
    """Where words at that spot go."""
    if not isinstance(state, Confirming):
        return "words"
    at_end = spot.start == spot.end == len(spot.text)
    untouched = not state.edited and not state.at and spot.text == state.base.text
    return "on" if at_end and untouched and state.proposal is not None else "piece"


def heard_text(text: str) -> str:
    """What a recogniser wrote, as one line that can be shown."""
    return " ".join(clean(text).split())


def asked_for(state: State, spot: Spot, heard: Heard) -> Heard:
    """What to propose for: the whole utterance that the words make, or the words alone."""

    def whole(words: str) -> str:
        match place_of(state, spot):
            case "words":
                return spliced(spot, words).text.strip()
            case "on":
                assert isinstance(state, Confirming)  # noqa: S101 - see place_of
                return f"{state.words.strip()} {words}"
            case _:
                return words

    return _each(heard, whole)


def readable(heard: Heard) -> Heard:
    """The transcripts as lines that can be shown."""
    return _each(heard, heard_text)


def spliced(spot: Spot, words: str) -> Line:
    """The line with the words in it, set off by blanks; the cursor stands behind them, or
    behind what was typed after them.

    Example: "git |" and "status" -> "git status|"
    """
    before, after = spot.text[: spot.start], spot.text[spot.end :]
    left = " " if before and not before[-1].isspace() else ""
    right = " " if after and not after[0].isspace() else ""
    put = f"{left}{words}{right}"
    return Line(before + put + after, len(before) + len(put) - len(right))


def pieced(spot: Spot, piece: str) -> Line:
    """A command with a piece in it; a blank only where two words would become one.

    Example: ``git commit -m "|"`` and "fix it" -> ``git commit -m "fix it|"``
    """
    before, after = spot.text[: spot.start], spot.text[spot.end :]
    left = " " if before and not _GLUES_ON.search(before) else ""
    right = " " if after and (after[0].isalnum() or after[0] in "-_./") else ""
    put = f"{left}{piece}{right}"
    return Line(before + put + after, len(before) + len(put) - len(right))


def _each(heard: Heard, change: Callable[[str], str]) -> Heard:
    """The same with every transcript changed."""
    return replace(
        heard,
        text=change(heard.text),
        alternatives=tuple(change(one) for one in heard.alternatives),
    )
