"""What Whisper is told to expect: a sample of dictated commands."""

from __future__ import annotations

from collections.abc import Iterable

_SAMPLE = (
    "git status",
    "find dot dash name star dot txt",
    "ls dash l a slash var slash log pipe grep error",
    "sudo apt install nginx",
    "cd tilde slash src",
    "chmod plus x dot slash run dot sh",
)
"""Whisper writes as its prompt does: lower case, no punctuation, symbols as words."""
_MOST = 600
"""Characters; Whisper keeps 224 tokens of a prompt, and a token of such text has about three."""


def build_prompt(
    *, recent: Iterable[str] = (), words: Iterable[str] = (), names: Iterable[str] = ()
) -> str:
    """A prompt that sounds like dictated commands.

    ``recent``: utterances of late, newest first. ``words``: the user's own vocabulary as spoken.
    ``names``: files, folders and branches in reach, as written. The sample always fits; of the
    rest as much as Whisper keeps, the likeliest nearest to the end.
    """
    room = _MOST - sum(len(line) + 2 for line in _SAMPLE)
    kept: list[str] = []
    for text in dict.fromkeys([*recent, *words, *names]):
        said = " ".join(text.split())
        if not said or not said.isprintable():
            continue
        room -= len(said) + 2
        if room < 0:
            break
        kept.append(said)
    return ", ".join([*reversed(kept), *_SAMPLE])
