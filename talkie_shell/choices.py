"""Drafts of a command: its text with the choices that are still open in it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from talkie_shell.records import Choice, Proposal

MOST_CHOICES = 32
"""A person walks through no more; the least certain ones count."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A command that may still change, and its open choices by position.

    The first reading of each choice is what stands in ``text`` at its span.
    """

    text: str
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Stop:
    """One place of a walk: the draft there, the cursor, and the choice it shows."""

    draft: Draft
    cursor: int
    focus: Choice | None = None


def draft_of(proposal: Proposal, below: float) -> Draft:
    """The proposal's command with the choices whose confidence is below ``below``.

    At most `MOST_CHOICES` of them. A choice that does not fit its command (an engine's slip,
    or a line the checks mended after the engine spoke) is left out rather than shown in the
    wrong place.
    """
    command = proposal.command
    fitting = (
        choice
        for choice in proposal.uncertain
        if choice.confidence < below
        and len(choice.readings) > 1
        and 0 <= choice.start <= choice.end <= len(command)
        and command[choice.start : choice.end] == choice.readings[0]
    )
    least = sorted(fitting, key=lambda choice: choice.confidence)[:MOST_CHOICES]
    return Draft(command, tuple(sorted(least, key=lambda choice: (choice.start, choice.end))))


def with_offers(draft: Draft, offers: Iterable[Choice]) -> Draft:
    """The draft with what the machine offers. An offer takes the place of open choices that it
    overlaps, unless one of them has that reading already."""
    choices = list(draft.choices)
    for offer in offers:
        if draft.text[offer.start : offer.end] != offer.readings[0]:
            continue
        there = [one for one in choices if one.start < offer.end and offer.start < one.end]
        if any(offer.readings[1] in one.readings for one in there):
            continue
        choices = [one for one in choices if one not in there]
        choices.append(offer)
    ordered = sorted(choices, key=lambda choice: (choice.start, choice.end))
    return Draft(draft.text, tuple(ordered))


def take(draft: Draft, chosen: Choice, reading: str) -> Stop:
    """The draft with ``reading`` put in place of what ``chosen`` shows now.

    Example: ``df -ih`` with a choice over ``ih``, reading ``iH`` -> ``df -iH``
    """
    text = draft.text[: chosen.start] + reading + draft.text[chosen.end :]
    others = tuple(one for one in chosen.readings if one != reading)
    after = replace(chosen, end=chosen.start + len(reading), readings=(reading, *others))
    choices = _moved(
        (choice for choice in draft.choices if choice != chosen),
        chosen.start,
        chosen.end,
        len(reading),
    )
    ordered = tuple(sorted((*choices, after), key=lambda choice: (choice.start, choice.end)))
    return Stop(Draft(text, ordered), after.end, after)


def follow(draft: Draft, text: str) -> Draft:
    """The draft after the user edited its text: choices outside the edit move with it,
    those the edit touched are the user's business now and go."""
    start, end, now_end = changed_span(draft.text, text)
    return Draft(text, tuple(_moved(draft.choices, start, end, now_end - start)))


def changed_span(before: str, now: str) -> tuple[int, int, int]:
    """Where a text was edited: its ``[start, end)`` became the ``[start, now_end)`` of what it is
    now, the shortest such span.

    Example: "df -ih", "df -iH x" -> (5, 6, 8)
    """
    start = 0
    shortest = min(len(before), len(now))
    while start < shortest and before[start] == now[start]:
        start += 1
    tail = 0
    while tail < shortest - start and before[-1 - tail] == now[-1 - tail]:
        tail += 1
    return start, len(before) - tail, len(now) - tail


def stops(draft: Draft, wholes: Iterable[str] = ()) -> tuple[Stop, ...]:
    """The walk from a draft: itself, the other readings of each choice with the least
    certain choice first, then whole other commands. No text comes twice."""
    walk = [Stop(draft, len(draft.text))]
    for choice in sorted(draft.choices, key=lambda choice: choice.confidence):
        walk.extend(take(draft, choice, reading) for reading in choice.readings[1:])
    walk.extend(Stop(Draft(whole), len(whole)) for whole in wholes)
    seen: dict[str, Stop] = {}
    for stop in walk:
        seen.setdefault(stop.draft.text, stop)
    return tuple(seen.values())


def settle(stop: Stop) -> Draft:
    """The stop's draft with the choice it shows taken for decided."""
    return Draft(
        stop.draft.text,
        tuple(choice for choice in stop.draft.choices if choice != stop.focus),
    )


def _moved(choices: Iterable[Choice], start: int, end: int, length: int) -> list[Choice]:
    """Choices after ``[start, end)`` became ``length`` characters; those it cut are gone."""
    shift = length - (end - start)
    kept = []
    for choice in choices:
        if choice.end <= start and not choice.start == choice.end == end:
            kept.append(choice)
        elif choice.start >= end and choice.end > start:
            kept.append(replace(choice, start=choice.start + shift, end=choice.end + shift))
    return kept
