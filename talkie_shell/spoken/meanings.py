"""The meanings of phrases as they are gathered: each kind once for a phrase."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from talkie_shell.errors import VocabularyError
from talkie_shell.spoken.vocabulary import Meaning, Phrase, phrase_of

_LONGEST_PHRASE = 8


class Meanings:
    """Raises `VocabularyError` for two meanings of one kind for one phrase, and for a name that
    is no phrase."""

    def __init__(self) -> None:
        self._fields: dict[Phrase, dict[str, Any]] = {}
        self._heard: dict[Phrase, dict[str, Any]] = {}
        self._origin: dict[tuple[Phrase, str], str] = {}
        self.compounds: set[Phrase] = set()

    def add(
        self,
        name: str,
        field: str,
        value: object,
        origin: str,
        *,
        heard: bool = False,
        **more: object,
    ) -> None:
        """A meaning of a name; ``heard``: only recognisers write the name for it."""
        phrase = self._phrase(name, origin)
        before = self._origin.get((phrase, field))
        if before is not None:
            raise VocabularyError(f"{origin}: {name!r} already stands at {before}")
        self._origin[phrase, field] = origin
        fields = self._heard if heard else self._fields
        fields.setdefault(phrase, {}).update({field: value}, **more)

    def add_all(self, names: Iterable[str], field: str, value: object, origin: str) -> None:
        for name in names:
            self.add(name, field, value, origin)

    def add_variant(
        self,
        name: str,
        written: str,
        origin: str,
        *,
        first: bool,
        heard: bool = False,
        cased: bool = False,
    ) -> None:
        """A word that a name stands for; ``heard``: only in what recognisers write. ``cased``:
        its capitals count also where the name says all of its letters."""
        phrase = self._phrase(name, origin)
        if "".join(phrase) == (written if cased else written.lower()) and len(phrase) > 1:
            self.compounds.add(phrase)
            return
        for known in (self._fields, self._heard):
            if phrase in known and written in known[phrase].get("variants", ()):
                raise VocabularyError(f"{origin}: {name!r} stands twice")
        if written.lower() == " ".join(phrase):
            raise VocabularyError(f"{origin}: {name!r} is the word itself")
        fields = (self._heard if heard else self._fields).setdefault(phrase, {})
        fields["variants"] = (*fields.get("variants", ()), written)
        fields["first"] = bool(fields.get("first")) or first or len(phrase) > 1

    def remove(self, name: str) -> None:
        """Every meaning of a name."""
        phrase = phrase_of(name)
        self.compounds.discard(phrase)
        for fields in (self._fields, self._heard):
            for field in fields.pop(phrase, ()):
                self._origin.pop((phrase, field), None)

    def typed_and_heard(self) -> tuple[dict[Phrase, Meaning], dict[Phrase, Meaning]]:
        """What phrases mean where they are typed, and where they are heard."""
        typed = {phrase: Meaning(**fields) for phrase, fields in self._fields.items()}
        heard = {phrase: self._both(phrase, fields) for phrase, fields in self._heard.items()}
        return typed, {**typed, **heard}

    def _both(self, phrase: Phrase, heard: Mapping[str, Any]) -> Meaning:
        fields = self._fields.get(phrase)
        if fields is None:
            return Meaning(**heard)
        variants = (*fields.get("variants", ()), *heard.get("variants", ()))
        first = bool(fields.get("first")) or bool(heard.get("first"))
        return Meaning(**{**fields, **heard, "variants": variants, "first": first})

    @staticmethod
    def _phrase(name: str, origin: str) -> Phrase:
        phrase = phrase_of(name)
        if not phrase or len(phrase) > _LONGEST_PHRASE:
            raise VocabularyError(f"{origin}: {name!r} is not a phrase of 1 to 8 words")
        return phrase
