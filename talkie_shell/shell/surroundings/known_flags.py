"""A command's flags, from what was remembered or from its manual and completions."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from talkie_shell.shell.surroundings import fish, manual_flags
from talkie_shell.shell.surroundings.descriptions import Described, described_in
from talkie_shell.shell.surroundings.flag_cache import Found, recall, remember, stamp
from talkie_shell.shell.surroundings.flag_files import (
    completions_of,
    is_program,
    manuals_beside,
    manuals_of,
    text_of,
)
from talkie_shell.shell.surroundings.flags import Completions, settled

if TYPE_CHECKING:
    from pathlib import Path

_MAX_BORROWED = 3
_MAX_SUBCOMMANDS = 300


def find_flags(words: tuple[str, ...], cache: Path, config: Path, path: str) -> Found:
    """The flags of the command in ``words``, a program on PATH and perhaps subcommands of it.

    Slow where nothing was remembered.

    ``cache``: our folder; ``config``: where the user's fish completions are looked for;
    ``path``: the PATH. Raises OSError where a source cannot be read.
    """
    if not is_program(words[0], path):
        return Found(None)
    manuals = manuals_of(words, path)
    completions = completions_of(words[0], config, path)
    if not manuals and not completions:
        return Found(None)
    if len(words) > 1 and not _has_own(words, manuals, completions):
        return find_flags(words[:-1], cache, config, path)  # it is an argument
    command = " ".join(words)
    sources = stamp([*manuals, *completions])
    found = recall(cache, command, sources)
    if found is None:
        texts = [text_of(page) for page in manuals]
        pages = [manual_flags.flags_in(text) for text in texts]
        offers = _offers(words, completions, config, path)
        described = Described()
        for file in completions:
            subcommand = words[-1] if len(words) > 1 else ""
            described |= fish.described_in(text_of(file), words[0], subcommand)
        for page, text in zip(manuals, texts, strict=True):
            described |= described_in(text)
            if len(words) == 1:
                described |= Described(subcommands=_subcommands(words[0], page, text, path))
        found = Found(settled(pages, offers), described)
        remember(cache, command, sources, found)
    return found


def _subcommands(program: str, page: Path, text: str, path: str) -> dict[str, str]:
    """The subcommands that have a page beside the program's own, which speaks of them, and what
    each is for. What is a program by itself (ssh-add) is none.

    Example: git.1.gz, which speaks of git-add(1) -> {"add": "add file contents to the index"}
    """
    named = set(re.findall(rf"(?<![\w-]){re.escape(program)}\\?-([a-z][\w-]*)", text))
    found: dict[str, str] = {}
    for name in sorted(named)[:_MAX_SUBCOMMANDS]:
        own_program = is_program(f"{program}-{name}", path)
        for own in () if own_program else manuals_beside(page, f"{program}-{name}"):
            with suppress(OSError):
                found[name] = described_in(text_of(own)).summary
    return found


def _has_own(words: tuple[str, ...], manuals: list[Path], completions: list[Path]) -> bool:
    """Whether the last word can be a subcommand: by its own manual, or in the completions."""
    own = "-".join(words) + "."
    return any(page.name.startswith(own) for page in manuals) or any(
        fish.speaks_of(text_of(file), words[-1]) for file in completions
    )


def _offers(
    words: tuple[str, ...], files: list[Path], config: Path, path: str
) -> list[Completions]:
    """What the completion files offer, and those that they borrow from (``--wraps``)."""
    offers: list[Completions] = []
    borrowed: set[str] = set()
    subcommand = words[-1] if len(words) > 1 else ""
    for file in files:
        script = text_of(file)
        offers.append(fish.flags_in(script, words[0], subcommand))
        borrowed |= fish.wrapped_by(script, words[0]) - {words[0]}
    for program in sorted(borrowed)[:_MAX_BORROWED]:
        offers += [
            fish.flags_in(text_of(file), program, subcommand)
            for file in completions_of(program, config, path)
        ]
    return offers
