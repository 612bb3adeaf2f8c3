"""Two commands with the characters in which they differ marked, as HTML."""

from __future__ import annotations

from difflib import SequenceMatcher
from html import escape


def marked(expected: str, got: str) -> tuple[str, str]:
    """``expected`` with what is missing in ``got`` in ``<del>``, and ``got`` with what it has too
    much in ``<ins>``. Marked blanks are made visible.

    Example: "ls -l", "ls-l" -> ``ls<del>␣</del>-l`` and ``ls-l``
    """
    wanted, found = [], []
    matcher = SequenceMatcher(None, expected, got, autojunk=False)
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        one, other = expected[start:end], got[other_start:other_end]
        if tag == "equal":
            wanted.append(escape(one))
            found.append(escape(other))
            continue
        wanted.append(_mark("del", one))
        found.append(_mark("ins", other))
    return "".join(wanted), "".join(found)


_VISIBLE = str.maketrans({" ": "␣", "\t": "⇥", "\n": "⏎"})


def _mark(element: str, text: str) -> str:
    return f"<{element}>{escape(text.translate(_VISIBLE))}</{element}>" if text else ""
