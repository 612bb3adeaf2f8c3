"""The flags of one command, and when what was found about them is enough. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from talkie_shell.context import Flags

if TYPE_CHECKING:
    from collections.abc import Iterable

MIN_FROM_MANUAL = 3
"""Flags that a manual page has to give before it is believed to be understood."""

MAX_UNEXPLAINED = 3
"""Letters that a manual may mention without describing them: other programs' flags, mostly."""

MIN_FROM_COMPLETIONS = 12
"""Letters, and long flags, that completions alone have to give: most are partial."""


NONE = Flags()


@dataclass(frozen=True, slots=True)
class Manual:
    """A manual page's flags: those it describes, and letters that it only mentions."""

    described: Flags = NONE
    mentioned: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Completions:
    """Completions' flags: ``always`` offered, and ``perhaps``, on some systems or versions."""

    always: Flags = NONE
    perhaps: Flags = NONE


def settled(manuals: Iterable[Manual], completions: Iterable[Completions]) -> Flags | None:
    """The flags that the sources give together; None where they are not enough.

    A missing flag does harm (a right one would be called unknown), one too many does little.
    So sources are added up, and a manual that mentions more letters than it describes was not
    understood. What is offered ``perhaps`` counts only where there is no manual.
    """
    pages, offers = tuple(manuals), tuple(completions)
    described, offered, perhaps = NONE, NONE, NONE
    mentioned: frozenset[str] = frozenset()
    for page in pages:
        described |= page.described
        mentioned |= page.mentioned
    for offer in offers:
        offered |= offer.always
        perhaps |= offer.perhaps
    if not pages:
        every = offered | perhaps
        enough = min(len(every.short), len(every.long)) >= MIN_FROM_COMPLETIONS
        return every if enough else None
    found = described | offered
    unexplained = sum(letter.isalpha() for letter in mentioned - found.short - perhaps.short)
    understood = unexplained <= max(MAX_UNEXPLAINED, len(found.short) // 3)
    return found if understood and len(described) >= MIN_FROM_MANUAL else None
