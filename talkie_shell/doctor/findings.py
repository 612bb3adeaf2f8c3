"""What a check found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Status = Literal["ok", "warning", "problem"]
"""``warning``: it works, and could be better, or a part that not everybody wants is missing.
``problem``: it does not work as it should."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line. ``name`` is what was looked at, ``said`` how it is, ``todo`` what to do about it,
    "" where there is nothing to do."""

    name: str
    status: Status
    said: str
    todo: str = ""


def ok(name: str, said: str, todo: str = "") -> Finding:
    """All is well; ``todo`` is what there is to gain, if anything."""
    return Finding(name, "ok", said, todo)


def warning(name: str, said: str, todo: str) -> Finding:
    """It could be better."""
    return Finding(name, "warning", said, todo)


def problem(name: str, said: str, todo: str) -> Finding:
    """It must be mended."""
    return Finding(name, "problem", said, todo)


def worst(findings: Iterable[Finding]) -> Status:
    """The gravest status of them."""
    found = {finding.status for finding in findings}
    return "problem" if "problem" in found else "warning" if "warning" in found else "ok"
