"""What fits a place, and how it is written there. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING

from talkie_shell.repl.completion.place import Place, Sort

if TYPE_CHECKING:
    from talkie_shell.shell.surroundings.files import Entry

MOST = 500
"""Candidates that are offered at once."""

_ESCAPED = frozenset(" \t'\"\\$`&|;()<>*?[]{}!#~")
_EXPANDED = re.compile(r"~[\w.-]*/|\$(?:\w+|\{\w+\})/")
_IN_DOUBLE = frozenset('"\\$`!')


@dataclass(frozen=True, slots=True)
class Candidate:
    """``text`` replaces what was typed; ``after`` follows where the choice is made (a blank, a
    closing quote). ``shown`` and ``about`` stand in the menu."""

    text: str
    shown: str
    about: str = ""
    after: str = " "


@dataclass(frozen=True, slots=True)
class Known:
    """What was gathered for a place: names of each sort with what is said of them, and the
    entries of the folder."""

    names: Mapping[Sort, Mapping[str, str]] = field(default_factory=dict)
    entries: Sequence[Entry] = ()


def candidates(place: Place, known: Known) -> tuple[Candidate, ...]:
    """Everything that fits what was typed: what begins with it, else what does in another case,
    else what holds it. At most `MOST`.

    Example: typed "rea" with README.md in the folder -> (Candidate("README.md", "README.md"),)
    """
    offers = list(_offers(place, known))
    typed = place.typed
    folded = typed.casefold()
    for fits in (
        lambda name: name.startswith(typed),
        lambda name: name.casefold().startswith(folded),
        lambda name: len(folded) > 1 and folded in name.casefold(),
    ):
        found = [one for name, one in offers if fits(name)]
        if found:
            return tuple({one.text: one for one in found}.values())[:MOST]
    return ()


def shared(found: Sequence[Candidate], typed: str) -> str:
    """What all candidates begin with, where that is more than what was typed.

    Example: "README.md", "README.txt", typed "RE" -> "README."; typed "readme." -> "README."
    """
    least, most = min(one.text for one in found), max(one.text for one in found)
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(least, most, strict=False))
    prefix = "".join(letter for letter, _ in alike)
    longer = len(prefix) > len(typed) or (len(prefix) == len(typed) and prefix != typed)
    return prefix if longer and prefix.casefold().startswith(typed.casefold()) else ""


def escaped(name: str, quote: str) -> str:
    r"""The name as it is written in the line, inside of the quote that is open.

    Example: "my file" -> "my\\ file"; in "'" -> "my file"
    """
    if quote == "'":
        return name.replace("'", "'\\''")
    if quote == '"':
        return "".join("\\" + one if one in _IN_DOUBLE else one for one in name)
    return "".join("\\" + one if one in _ESCAPED else one for one in name)


def _written(folder: str, quote: str) -> str:
    """The folder as it is written in the line: what it begins with that is expanded stays so."""
    expanded = _EXPANDED.match(folder) if quote != "'" else None
    if expanded is None or (quote and folder.startswith("~")):
        return escaped(folder, quote)
    return expanded[0] + escaped(folder[expanded.end() :], quote)


def _offers(place: Place, known: Known) -> Iterator[tuple[str, Candidate]]:
    """Names that could stand there, each with its candidate."""
    for sort in place.sorts:
        names = known.names.get(sort, {})
        if sort == "flags":
            yield from _flags(place.typed, names)
        elif sort == "homes":
            for name in _sorted(names):
                yield f"~{name}", Candidate(f"~{name}/", f"~{name}/", names[name], "")
        elif sort == "spoken flags":
            for name in _sorted(names):
                said = name.replace("-", " dash ")
                yield said, Candidate(said, "--" + name, names[name])
        else:
            yield from ((name, _plain(place, name, names[name])) for name in _sorted(names))
        if sort in ("files", "folders") or (sort == "commands" and place.folder):
            yield from _files(place, sort, known.entries)
        if sort in ("subcommands", "values") and names:
            return


def _sorted(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: (not name[:1].isalnum(), name.casefold(), name))


def _plain(place: Place, name: str, about: str) -> Candidate:
    closing = place.quote if place.quote in ("'", '"') else ""
    after = "" if place.sorts == ("variables",) else closing + " "
    return Candidate(escaped(name, place.quote), name, about, after)


def _flags(typed: str, names: Mapping[str, str]) -> Iterator[tuple[str, Candidate]]:
    """Flags; after a dash and letters also those that make the bundle longer."""
    for name in sorted(names, key=_place_of_flag):
        yield name, Candidate(name, name, names[name])
    bundle = typed[1:]
    if len(typed) > 1 and not typed.startswith("--") and bundle.isalnum():
        short = {name[1] for name in names if len(name) == 2}
        whole = any(name.startswith(typed) for name in names)
        if not whole and set(bundle) <= short:
            for letter in sorted(short - set(bundle), key=lambda one: (one.casefold(), one)):
                yield typed + letter, Candidate(typed + letter, f"-{letter}", names["-" + letter])


def _place_of_flag(name: str) -> tuple[bool, bool, str, str]:
    """Short ones first, letters before signs."""
    bare = name.lstrip("-")
    return name.startswith("--"), not bare[:1].isalnum(), bare.casefold(), name.swapcase()


def _files(place: Place, sort: Sort, entries: Sequence[Entry]) -> Iterator[tuple[str, Candidate]]:
    lead = place.folder if place.folder and place.typed.startswith(place.folder) else ""
    hidden = place.typed[len(lead) :].startswith(".")
    closing = place.quote if place.quote in ("'", '"') else ""
    if place.typed == lead + ".." or (place.typed == "~" and not place.folder):
        bare = place.typed[len(lead) :] + "/"
        yield place.typed, Candidate(_written(lead, place.quote) + bare, bare, "", "")
    for entry in entries:
        if entry.name.startswith(".") and not hidden:
            continue
        if (sort == "folders" and not entry.folder) or not entry.name.isprintable():
            continue
        if sort == "commands" and not (entry.folder or entry.runs):
            continue
        text = _written(lead, place.quote) + escaped(entry.name, place.quote)
        if entry.name.startswith("-") and not place.folder:
            text = "./" + text  # it would be read as a flag
        if entry.folder:
            yield lead + entry.name, Candidate(text + "/", entry.name + "/", "", "")
        else:
            yield lead + entry.name, Candidate(text, entry.name, "", closing + " ")
