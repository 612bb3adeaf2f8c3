"""The figures of a measurement by ear: by voice, condition, speed and way of speaking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from talkie_shell.scoring import Rate, Summary, WordErrors, percentile, summarise
from talkie_shell.training.voice.hearing import HeardTrial
from talkie_shell.training.voice.trials import Trial

FIGURES = ("exact", "blanks", "case", "argv", "top", "covered")


@dataclass(frozen=True, slots=True)
class Group:
    """What came of some trials. ``seconds`` and ``p95``: from the end of the sound to the
    proposal; ``factor``: time of recognition to time of sound; ``summary``: None for English."""

    count: int
    errors: WordErrors
    seconds: float
    p95: float
    factor: float
    summary: Summary | None

    def rate(self, figure: str) -> Rate:
        """One of `FIGURES`; nothing of nothing for English."""
        return self.summary.rate(figure) if self.summary else Rate(0, 0)


class MissedWord(NamedTuple):
    """A word that went wrong: how often it was said and missed, and what was heard instead."""

    word: str
    said: int
    missed: int
    heard: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Outcome:
    """All that was heard; figures are counted when they are asked for."""

    heard: tuple[HeardTrial, ...]

    @cached_property
    def commands(self) -> tuple[HeardTrial, ...]:
        return tuple(one for one in self.heard if one.trial.is_command)

    @cached_property
    def overall(self) -> Group:
        return group_of(self.commands)

    @cached_property
    def english(self) -> Group:
        return group_of([one for one in self.heard if not one.trial.is_command])

    @cached_property
    def tables(self) -> dict[str, dict[str, Group]]:
        """Title -> row -> figures."""
        return {
            "condition": self._by(lambda trial: trial.condition),
            "condition at normal speed": self._by(
                lambda trial: trial.condition if trial.speed == 1.0 else ""
            ),
            "voice": self._by(_voice),
            "speed": self._by(lambda trial: f"{trial.speed:g}"),
            "way of speaking": self._by(lambda trial: trial.pair.tier),
            "English": {
                name: group_of([one for one in self.heard if _english_in(one, name)])
                for name in dict.fromkeys(
                    one.trial.condition for one in self.heard if not one.trial.is_command
                )
            },
        }

    @cached_property
    def words(self) -> tuple[MissedWord, ...]:
        """The words that go wrong, the most costly first."""
        said: Counter[str] = Counter()
        missed: Counter[str] = Counter()
        instead: dict[str, Counter[str]] = {}
        for one in self.commands:
            for step in one.steps:
                said[step.said] += step.edit != "added"
                if step.edit in {"changed", "lost"}:
                    missed[step.said] += 1
                    instead.setdefault(step.said, Counter())[step.heard] += 1
        return tuple(
            MissedWord(word, said[word], count, tuple(instead[word].most_common(4)))
            for word, count in missed.most_common()
        )

    @cached_property
    def misses(self) -> tuple[HeardTrial, ...]:
        """Commands that came out wrong, the farthest first."""
        wrong = [one for one in self.commands if one.score and not one.score.exact]
        return tuple(sorted(wrong, key=lambda one: one.score.ratio if one.score else 0.0))

    def _by(self, key: Callable[[Trial], str]) -> dict[str, Group]:
        groups: dict[str, list[HeardTrial]] = {}
        for one in self.commands:
            groups.setdefault(key(one.trial), []).append(one)
        groups.pop("", None)
        return {name: group_of(groups[name]) for name in sorted(groups)}


def _voice(trial: Trial) -> str:
    return trial.voice.name + (" (not trained on)" if trial.voice.heldout else "")


def _english_in(one: HeardTrial, condition: str) -> bool:
    return not one.trial.is_command and one.trial.condition == condition


def group_of(heard: Sequence[HeardTrial]) -> Group:
    """The figures of some trials."""
    errors = sum((one.errors for one in heard), WordErrors())
    seconds = [one.seconds for one in heard]
    audio = sum(one.heard.seconds_audio for one in heard)
    scores = [one.score for one in heard if one.score is not None]
    return Group(
        count=len(heard),
        errors=errors,
        seconds=percentile(seconds, 50),
        p95=percentile(seconds, 95),
        factor=sum(one.heard.seconds for one in heard) / audio if audio else 0.0,
        summary=summarise(scores) if scores else None,
    )


def as_dict(outcome: Outcome) -> dict[str, Any]:
    """Everything, as values for a program; shares are between 0 and 1, times in seconds."""
    return {
        "overall": _group(outcome.overall),
        "english": _group(outcome.english),
        **{
            title: {name: _group(group) for name, group in groups.items()}
            for title, groups in outcome.tables.items()
        },
        "words": [word._asdict() for word in outcome.words],
        "trials": [_trial(one) for one in outcome.heard],
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "count": group.count,
        "words": group.errors.words,
        "word_error_rate": round(group.errors.rate, 4),
        "changed": group.errors.changed,
        "lost": group.errors.lost,
        "added": group.errors.added,
        **{
            figure: {"hits": rate.hits, "share": round(rate.share, 4)}
            for figure in FIGURES
            for rate in (group.rate(figure),)
        },
        "seconds": round(group.seconds, 3),
        "seconds_p95": round(group.p95, 3),
        "real_time_factor": round(group.factor, 4),
    }


def _trial(one: HeardTrial) -> dict[str, Any]:
    trial = one.trial
    return {
        "tier": trial.pair.tier,
        "voice": trial.voice.name,
        "speed": trial.speed,
        "condition": trial.condition,
        "said": trial.saying.written,
        "heard": one.heard.text,
        "expected": trial.pair.expected,
        "command": one.proposal.command if one.proposal else "",
        "exact": bool(one.score and one.score.exact),
        "top": bool(one.score and one.score.top),
        "word_errors": one.errors.changed + one.errors.lost + one.errors.added,
    }
