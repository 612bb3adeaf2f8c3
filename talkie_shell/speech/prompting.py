"""What Whisper is told to expect: a sample of dictated commands, with the user's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from talkie_shell.spoken import load_vocabulary

_SAMPLE = (
    "git status",
    "find dot dash name star dot txt",
    "ls dash l a slash var slash log pipe grep error",
    "sudo apt install nginx",
    "cd tilde slash src",
    "chmod plus x dot slash run dot sh",
)
"""Whisper writes as its prompt does: small letters, no punctuation, symbols as words."""
_MOST = 600
"""Characters; Whisper keeps 224 tokens of a prompt, and a token of such text has about three."""
_LONGEST_NAME = 40
_PARTS = re.compile(r"[a-z0-9]+|[^a-z0-9\s]", re.IGNORECASE)


def build_prompt(
    *,
    recent: Iterable[str] = (),
    words: Iterable[str] = (),
    names: Iterable[str] = (),
) -> str:
    """A prompt that sounds like dictated commands.

    ``recent``: utterances of late, newest first. ``words``: the user's own vocabulary, as it is
    spoken. ``names``: files, folders and branches in reach, as they are written. The sample
    always fits; of the rest as much as Whisper keeps, what comes first nearest to the end.
    """
    room = _MOST - sum(len(line) + 2 for line in _SAMPLE)
    kept: list[str] = []
    spoken = (_as_spoken(name) for name in names if len(name) <= _LONGEST_NAME)
    for text in _distinct([recent, words, spoken]):
        room -= len(text) + 2
        if room < 0:
            break
        kept.append(text)
    return ", ".join([*_SAMPLE, *reversed(kept)])


def _distinct(several: Iterable[Iterable[str]]) -> Iterator[str]:
    seen: set[str] = set(_SAMPLE)
    for texts in several:
        for text in texts:
            said = " ".join(text.split())
            if said and said.isprintable() and said not in seen:
                seen.add(said)
                yield said


def _as_spoken(name: str) -> str:
    """A written name as people say it.

    Example: "README.md" -> ``readme dot md``
    """
    symbols = load_vocabulary().names
    return " ".join(symbols.get(part, (part.lower(),))[0] for part in _PARTS.findall(name))
