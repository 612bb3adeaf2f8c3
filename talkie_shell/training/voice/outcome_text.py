"""A measurement by ear as text for a terminal, and as a page."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import islice
from pathlib import Path

from talkie_shell.training.character_diff import marked
from talkie_shell.training.figures_text import interval, percent
from talkie_shell.training.page_parts import (
    FIGURES_FILE,
    card,
    document,
    section,
    table,
    wide,
    write_pages,
)
from talkie_shell.training.voice.hearing import HeardTrial
from talkie_shell.training.voice.outcome import Group, MissedWord, Outcome, as_dict

_WORDS, _MISSES = 25, 40
_HEADS = ("sounds", "words wrong", "exact", "top 3", "covered", "median", "p95", "× real time")


def as_text(outcome: Outcome, worst: int) -> str:
    """Every figure, the words that go wrong, and the ``worst`` misses."""
    parts = [_overall(outcome)]
    parts += [_table(title, groups) for title, groups in outcome.tables.items() if groups]
    parts += [_words(outcome), _misses(outcome, worst)]
    return "\n\n".join("\n".join(part) for part in map(list, parts) if part)


def _overall(outcome: Outcome) -> Iterator[str]:
    group = outcome.overall
    yield f"{group.count} dictated commands, {outcome.english.count} English sentences"
    yield f"  word error rate        {100 * group.errors.rate:5.1f} %"
    for figure, name in (("exact", "exact command"), ("top", "right among three")):
        rate = group.rate(figure)
        yield f"  {name:22} {percent(rate):>5} %  ({interval(rate)})"
    if outcome.english.count:
        yield f"  English, words wrong   {100 * outcome.english.errors.rate:5.1f} %"
    yield f"  sound's end to command {group.seconds:5.2f} s, p95 {group.p95:.2f} s"
    yield f"  recognition            {group.factor:5.2f} × the sound's length"


def _table(title: str, groups: dict[str, Group]) -> Iterator[str]:
    width = max(len(title), *map(len, groups))
    yield f"{title:{width}}" + "".join(f"{head:>12}" for head in _HEADS)
    for name, group in groups.items():
        yield f"{name:{width}}" + "".join(f"{cell:>12}" for cell in _cells(group))


def _cells(group: Group) -> list[str]:
    rates = [
        f"{percent(group.rate(figure))} %" if group.summary else ""
        for figure in ("exact", "top", "covered")
    ]
    times = [f"{group.seconds:.2f} s", f"{group.p95:.2f} s", f"{group.factor:.2f}"]
    return [str(group.count), f"{100 * group.errors.rate:.1f} %", *rates, *times]


def _words(outcome: Outcome) -> Iterator[str]:
    if not outcome.words:
        return
    yield "words that go wrong      said  missed  heard instead"
    for word in islice(outcome.words, _WORDS):
        yield f"  {word.word:20} {word.said:6} {word.missed:7}  {_instead(word)}"


def _instead(word: MissedWord) -> str:
    return ", ".join(f"{heard or 'nothing'} {count}" for heard, count in word.heard)


def _misses(outcome: Outcome, worst: int) -> Iterator[str]:
    if not outcome.misses or worst < 1:
        return
    yield f"the worst of {len(outcome.misses)} misses"
    for one in islice(outcome.misses, worst):
        trial = one.trial
        yield f"  {trial.voice.name}, speed {trial.speed:g}, {trial.condition} ({trial.pair.tier})"
        for name, text in _lines_of(one):
            yield f"    {name:7} {text}".replace("\n", "\\n")


def _lines_of(one: HeardTrial) -> list[tuple[str, str]]:
    return [
        ("said", one.trial.saying.written),
        ("heard", one.heard.text),
        ("wanted", one.trial.pair.expected),
        ("got", one.proposal.command if one.proposal else ""),
    ]


def write_page(folder: Path, outcome: Outcome, title: str) -> Path:
    """Write one HTML page and the figures into ``folder``, which is made; the page's path.

    Raises `FolderError` where that cannot be written.
    """
    body = "\n".join((f"<h1>{escape(title)}</h1>", *_sections(outcome)))
    return write_pages(folder, document(title, body), as_dict(outcome))


def _sections(outcome: Outcome) -> Iterator[str]:
    group = outcome.overall
    yield f'<div class="cards">{"".join(_cards(outcome))}</div>'
    for name, groups in outcome.tables.items():
        if groups:
            rows = ([escape(row), *map(escape, _cells(one))] for row, one in groups.items())
            yield section(f"By {name}", "", wide(table([name, *_HEADS], rows)))
    words = (
        [escape(word.word), str(word.said), str(word.missed), escape(_instead(word))]
        for word in outcome.words[:_WORDS]
    )
    says = f"{group.errors.words:,} words were said."
    heads = ["word", "said", "missed", "heard instead"]
    yield section("Words that go wrong", says, wide(table(heads, words)))
    says = f"The farthest of {len(outcome.misses)}. All trials are in {FIGURES_FILE}."
    misses = "".join(_miss(one) for one in outcome.misses[:_MISSES])
    yield section("Misses", says, wide(misses))


def _cards(outcome: Outcome) -> Iterator[str]:
    group = outcome.overall
    yield card(f"{100 * group.errors.rate:.1f}<small> %</small>", "words wrong", "of commands")
    for figure, name in (("exact", "exact command"), ("top", "right among three")):
        rate = group.rate(figure)
        yield card(f"{percent(rate)}<small> %</small>", name, f"{rate.hits} of {rate.count}")
    english = outcome.english
    if english.count:
        share = f"{100 * english.errors.rate:.1f}<small> %</small>"
        yield card(share, "words wrong", f"of {english.count} English sentences")
    times = f"p95 {group.p95:.2f} s, {group.factor:.2f} × real time"
    yield card(f"{group.seconds:.2f}<small> s</small>", "sound's end to command", times)


def _miss(one: HeardTrial) -> str:
    trial = one.trial
    notes = [trial.voice.name, f"speed {trial.speed:g}", trial.condition, trial.pair.tier]
    header = "".join(f"<span>{escape(note)}</span>" for note in notes)
    said, heard = marked(trial.saying.written, one.heard.text)
    wanted, got = marked(trial.pair.expected, one.proposal.command if one.proposal else "")
    rows = (("said", said), ("heard", heard), ("wanted", wanted), ("got", got))
    pairs = "".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in rows)
    return f'<div class="miss"><header>{header}</header><dl class="diff">{pairs}</dl></div>'
