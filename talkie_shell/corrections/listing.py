"""A logged correction as a line for a reader, or as a value for a program."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from talkie_shell.corrections.reading import Logged


def as_line(logged: Logged) -> str:
    """One line: when, what became of it, the command, and the words where they differ.

    Example: ``2026-05-04 09:30  failed 1     ls -l  ← ls dash l``
    """
    correction = logged.correction
    when = time.strftime("%Y-%m-%d %H:%M", time.localtime(correction.started))
    status = f" {correction.status}" if correction.status else ""
    parts = [when, f"{correction.outcome + status:<12}", visible(correction.command)]
    if correction.utterance.text != correction.command:
        parts.append(f"← {visible(correction.utterance.text)}")
    if correction.proposed != correction.command:
        parts.append(f"(proposed: {visible(correction.proposed)})")
    return "  ".join(parts)


def as_dict(logged: Logged) -> dict[str, Any]:
    """Everything the log holds of it, flat."""
    fields = asdict(logged.correction)
    utterance = fields.pop("utterance")
    return {
        "id": fields.pop("identifier"),
        "session": logged.session,
        "utterance": utterance["text"],
        "source": utterance["source"],
        **fields,
    }


def visible(text: str) -> str:
    """Text that cannot steer a terminal: what does not print is written as an escape.

    Example: a tab -> a backslash and a t
    """
    return "".join(
        one if one.isprintable() else one.encode("unicode_escape").decode("ascii") for one in text
    )
