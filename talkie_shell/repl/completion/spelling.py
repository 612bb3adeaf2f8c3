"""The words at the end of a dictated line that spell one word of the command. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from talkie_shell.repl.completion.place import Place, place_of

_SIGNS = {
    "slash": "/",
    "dot": ".",
    "period": ".",
    "dash": "-",
    "minus": "-",
    "hyphen": "-",
    "underscore": "_",
    "tilde": "~",
}
"""What stands in names and paths, as it is mostly said."""
_MOST_WORDS = 16


@dataclass(frozen=True, slots=True)
class _Spelt:
    """``text``: the line with its last word as it is written. ``origins``: pairs of a place in
    it where something said begins, and where that begins in what was said."""

    text: str
    origins: dict[int, int]


def spoken_place(said: str, last: str) -> Place | None:
    """The place at the end of what was said, where its last words spell ``last``, the last word
    of the command it means; None where they do not, or are only one.

    Example: ("vim src slash us", "src/us") -> files from ``src/`` that begin with "us"
    """
    spelt = _spelt(said, last)
    place = place_of(spelt.text) if spelt is not None else None
    if spelt is None or place is None or place.start not in spelt.origins:
        return None
    start = spelt.origins[place.start]
    return replace(place, start=start, path=spelt.origins.get(place.path, start))


def _spelt(said: str, last: str) -> _Spelt | None:
    if not last or last.startswith("-"):
        return None  # flags are completed as they are said
    at = len(said)
    pieces: list[tuple[int, str]] = []
    for word in reversed(said.split(" ")[-_MOST_WORDS:]):
        if not word:
            return None
        at -= len(word)
        pieces.insert(0, (at, _SIGNS.get(word.lower(), word)))
        joined = "".join(piece for _, piece in pieces)
        if len(pieces) > 1 and joined.lower() == last.lower():
            break
        if len(joined) >= len(last):
            return None
        at -= 1
    else:
        return None
    origins: dict[int, int] = {}
    written = at
    for origin, piece in pieces:
        origins[written] = origin
        written += len(piece)
    origins[written] = len(said)
    return _Spelt(said[:at] + last, origins)
