"""Names with capitals or digits inside ("StrictHostKeyChecking"), by the words said for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import chain, product

from talkie_shell.errors import VocabularyError
from talkie_shell.spoken.vocabulary import CamelName, Phrase

_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_ANYTHING = "anything"


def camel_names(groups: Mapping[str, str], numbers: Mapping[str, int]) -> dict[Phrase, CamelName]:
    """The table's names, grouped by what their words mean them behind. Short forms in capitals
    are said as a word or letter by letter, numbers in ``numbers``' words or in digits.

    Raises `VocabularyError` for a name that is one part, and for two names of the same words.

    Example: "NSGlobalDomain" -> ("ns", "global", "domain") and ("n", "s", "global", "domain")
    """
    found: dict[Phrase, CamelName] = {}
    for behind, names in groups.items():
        for name in names.split():
            for phrase in _ways_to_say(name, numbers):
                if len(phrase) < 2 or phrase in found:
                    raise VocabularyError(f"words.toml: {name!r} is one word or stands twice")
                found[phrase] = CamelName(name, "" if behind == _ANYTHING else behind)
    return found


def _ways_to_say(name: str, numbers: Mapping[str, int]) -> set[Phrase]:
    parts = (_ways_to_say_part(part.lower(), part, numbers) for part in _PART.findall(name))
    return {tuple(chain.from_iterable(way)) for way in product(*parts)}


def _ways_to_say_part(lower: str, part: str, numbers: Mapping[str, int]) -> set[Phrase]:
    spelt = {tuple(lower)} if part.isupper() else set()
    counted = {(word,) for word, number in numbers.items() if str(number) == part}
    return {(lower,)} | spelt | counted
