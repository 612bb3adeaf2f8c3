"""Commands as people type them, to be left alone.

What makes them hard is words that could be dictation ("npm run dash"); what gives them away
is how they are spaced, quoted and commented.
"""

from __future__ import annotations

import re
from random import Random

_WORD = re.compile(r"(?<=[\s/=.,:'\"])[a-z]{2,}(?=[\s/=.,:'\"]|$)")
_SPOKEN = (
    "star", "dot", "dash", "slash", "quote", "pipe", "minus", "plus", "one", "two", "three", "ten",
    "at", "space", "tab", "point", "period", "hash", "colon", "comma", "bang", "tilde", "caret",
    "equals", "percent", "dollar", "underscore", "hyphen", "question", "bracket", "brace", "paren",
    "tick", "times", "capital", "upper", "lower", "camel", "snake", "literal", "um", "uh", "please",
    "no", "wait", "sorry", "actually", "okay", "so", "like", "well", "then", "and", "or", "not",
    "less", "greater", "than", "twenty", "hundred", "zero", "double", "alpha", "bravo", "delta",
    "echo", "text", "user", "temp", "never", "mind", "scratch", "that", "run", "the", "semi",
    "back", "forward", "open", "close", "left", "right", "single", "append", "redirect",
    "into", "to", "for",
)  # fmt: skip
_COMMENTS = (
    "# run this first", "# two at once", "# todo", "# keep", "# dot files too", "# no dash here",
)  # fmt: skip
_SPOKEN_SHARE, _SPACING_SHARE, _COMMENT_SHARE = 0.4, 0.08, 0.03


def as_typed(command: str, rng: Random) -> str:
    """The command, sometimes with words that sound like dictation, wider spacing or a comment.

    Example: "npm run build" -> ``npm run dash``
    """
    if rng.random() < _SPOKEN_SHARE:
        places = list(_WORD.finditer(command))
        for place in rng.sample(places, min(len(places), rng.choice((1, 1, 2)))):
            word = rng.choice(_SPOKEN)
            start, end = place.span()
            if command[start:end] == place[0]:
                command = command[:start] + word + command[end:]
                break
    if rng.random() < _SPACING_SHARE:
        blanks = [place.start() for place in re.finditer(r" (?=\S)", command)]
        for at in sorted(rng.sample(blanks, min(len(blanks), 2)), reverse=True):
            command = command[:at] + rng.choice(("  ", "   ", "\t")) + command[at + 1 :]
    if rng.random() < _COMMENT_SHARE:
        command = f"{command} {rng.choice(_COMMENTS)}"
    return command
