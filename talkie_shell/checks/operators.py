"""What a shell's line puts between words: one definition for all that read such lines."""

from __future__ import annotations

import re

REDIRECTION = r"\d*(?:<<<|<<-|<<|<>|<&|>>|>&|>\||<|>)|&>>|&>"
"""A pattern; to be tried before `CONTROL`, which knows their ampersand too."""

CONTROL = r"&&|\|\||\|&|;;&|;;|;&|[;&|()\n]"
"""A pattern of what ends a command."""

ASSIGNMENT = re.compile(r"[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=")
"""The name and the sign that a value follows: ``x=``, ``x+=``, ``x[1]=``."""

_REDIRECTS = re.compile(r"\d*[<>]|&>")


def redirects(operator: str) -> bool:
    """Whether it redirects.

    Example: ``2>&`` -> True; ``&`` -> False
    """
    return _REDIRECTS.match(operator) is not None


def without_descriptor(operator: str) -> str:
    """The operator without the number before it.

    Example: ``2>>`` -> ``>>``
    """
    return operator.lstrip("0123456789")
