"""An evaluation as a page: one HTML file that needs nothing else, and the figures beside it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import islice
from pathlib import Path

from talkie_shell.scoring import Rate, Summary, Tally
from talkie_shell.scoring.decisions import MATTERS
from talkie_shell.scoring.summary import RATES
from talkie_shell.training import plots
from talkie_shell.training.article import COUNT, GRADES, SECONDS, TIER, beside
from talkie_shell.training.character_diff import marked
from talkie_shell.training.evaluate import Evaluation, Result
from talkie_shell.training.figures_json import as_dict
from talkie_shell.training.figures_text import NAMES, percent
from talkie_shell.training.page_parts import (
    FIGURES_FILE,
    card,
    document,
    matrix,
    section,
    share,
    share_of,
    shown,
    table,
    wide,
    write_pages,
)
from talkie_shell.training.stages import FIGURES, Stage

_MISSES = 40
_MISTAKES = 15
_CATEGORIES = 20
_SHORT = {"argv": "same argv", "top": "top 3"}
_MEANINGS = {
    "exact, blanks, case": "the same characters; runs of blanks as one; ignoring case",
    "near, partial, wrong": "difflib's ratio above 0.9, from 0.7 to 0.9, below 0.7",
    "effective": "exact and near together, the article's term",
    "same argv": "a shell would see the same words and operators",
    "covered": "the expected command is in the lattice of what the words may mean",
    "ECE": "the mean gap between confidence and accuracy, over 15 bins",
    "looped": "a phrase three or more times in a row, and more often than said",
    "unsaid": "commands with a word or symbol that cannot be made from what was said",
    "intervals": "95 %, after Wilson",
}


def write_report(
    folder: Path, evaluation: Evaluation, stages: Sequence[Stage] = (), title: str = ""
) -> Path:
    """Write the page and the figures into ``folder``, which is made; the page's path.

    Raises `FolderError` where that cannot be written, `UsageError` without matplotlib.
    """
    plots.require_matplotlib()
    return write_pages(folder, page(evaluation, stages, title), as_dict(evaluation, stages))


def page(evaluation: Evaluation, stages: Sequence[Stage] = (), title: str = "") -> str:
    """The whole page as text."""
    title = title or "What was heard, and what was meant"
    engine = escape(", ".join(evaluation.engines) or "none")
    body = [
        f"<h1>{escape(title)}</h1>",
        f"<p>{_pairs(evaluation)} Engine: {engine}.</p>",
        _cards(evaluation),
    ]
    if evaluation.results:
        body += [
            _tiers(evaluation),
            _article(evaluation),
            _stages(stages),
            '<div class="columns"><div>',
            _calibration(evaluation),
            "</div><div>",
            _latency(evaluation),
            "</div></div>",
            _decisions(evaluation.tally),
            _misses(evaluation.misses),
            _categories(evaluation.by_category),
        ]
    body.append(_footer())
    return document(title, "\n".join(part for part in body if part))


def _pairs(evaluation: Evaluation) -> str:
    count = evaluation.overall.count
    return f"{count:,} pairs of a dictation and the command it stands for."


def _cards(evaluation: Evaluation) -> str:
    summary = evaluation.overall
    cards = [
        card(f"{percent(rate)}<small> %</small>", NAMES[figure], f"{rate.hits} of {rate.count}")
        for figure in ("exact", "effective", "argv", "top", "covered")
        for rate in (summary.rate(figure),)
    ]
    cards += [
        card(f"{hits}", NAMES[figure], f"of {summary.count}", "bad" if hits else "good")
        for figure in ("wrong", "looped", "unsaid")
        for hits in (getattr(summary, figure),)
    ]
    error = summary.calibration_error
    cards.append(card(f"{error:.3f}", "calibration error", "expected, 15 bins"))
    times = f"p95 {summary.p95_ms:.1f} ms"
    cards.append(card(f"{summary.median_ms:.1f}<small> ms</small>", "median time", times))
    return f'<div class="cards">{"".join(cards)}</div>'


def _tiers(evaluation: Evaluation) -> str:
    article = Rate(GRADES["exact"], COUNT)
    key = "".join(
        f'<span class="key" style="--fill: var(--{colour})"></span>{name} &ensp;'
        for colour, name in (
            ("accent", "exact, its interval as a line"),
            ("soft", "the expected command among the first three"),
            ("warm", "the article's system, in its own way of speaking"),
        )
    )
    return section(
        "By way of speaking",
        f"{key}<br>In the table: per cent, count, 95 % interval.",
        wide(plots.tiers_plot(evaluation.by_tier, article)),
        "<p></p>",
        wide(_groups("tier", evaluation.by_tier)),
    )


def _groups(title: str, groups: dict[str, Summary]) -> str:
    heads = [title, "pairs", *map(_head, RATES), "ECE", "median", "p95"]
    rows = (
        [
            escape(name),
            str(summary.count),
            *(share(summary.rate(figure)) for figure in RATES),
            f"{summary.calibration_error:.3f}",
            f"{summary.median_ms:.1f}<small>ms</small>",
            f"{summary.p95_ms:.1f}<small>ms</small>",
        ]
        for name, summary in groups.items()
    )
    return table(heads, rows)


def _head(figure: str) -> str:
    return f'<abbr title="{NAMES[figure]}">{_SHORT.get(figure, figure)}</abbr>'


def _categories(groups: dict[str, Summary]) -> str:
    if not groups:
        return ""
    shown = dict(islice(groups.items(), _CATEGORIES))
    rest = len(groups) - len(shown)
    says = f"The {len(shown)} largest; {rest} more are in {FIGURES_FILE}." if rest else ""
    return section("By category", says, wide(_groups("category", shown)))


def _article(evaluation: Evaluation) -> str:
    ours = evaluation.by_tier.get(TIER, evaluation.overall)
    where = "its way of speaking" if TIER in evaluation.by_tier else "all pairs"
    rows = [
        [NAMES[row.figure], share_of(row.article), share_of(row.ours)]
        for row in beside(evaluation.overall, evaluation.by_tier)
    ]
    rows.append(["seconds each", f"{SECONDS:.2f}", f"{ours.median_ms / 1000:.4f}"])
    return section(
        "Beside the article",
        "“Teaching a Tiny Model to Hear Bash”: a fine-tuned 1.5B language model on 630 test"
        f" commands of its own. Here: {where}, other commands.",
        wide(table(["", "the article", f"here ({ours.count} pairs)"], rows)),
    )


def _stages(stages: Sequence[Stage]) -> str:
    if not stages:
        return ""
    rows = ([stage.name, *map(share_of, stage.rates)] for stage in stages)
    heads = ["after", *(NAMES[figure] for figure in FIGURES)]
    return section(
        "What each stage brings",
        "The article expects more than 98 % of preprocessing alone.",
        wide(table(heads, rows)),
    )


def _calibration(evaluation: Evaluation) -> str:
    return section(
        "Does it know when it is unsure?",
        "On the dashed line, proposals are right as often as they claim to be."
        f" Expected calibration error {evaluation.overall.calibration_error:.3f}.",
        wide(plots.calibration_plot(evaluation.calibration)),
    )


def _latency(evaluation: Evaluation) -> str:
    times = [result.score.milliseconds for result in evaluation.results]
    return section(
        "How long it takes",
        "One pair at a time, after warm-up. The slowest hundredth is in the last bar.",
        wide(plots.latency_plot(times)),
    )


def _decisions(tally: Tally) -> str:
    matters = (
        [matter, str(rate.count), str(rate.hits), f"{100 * rate.share:.2f} %"]
        for matter in MATTERS
        for rate in (Rate(tally.wrong[matter], tally.made[matter]),)
    )
    mistakes = (
        [
            f"<code>{escape(one.words)}</code>",
            one.matter,
            shown(one.expected),
            shown(one.got),
            str(times),
        ]
        for one, times in tally.mistakes[:_MISTAKES]
    )
    outside = (
        f" {tally.outside} pairs are not counted: the lattice lacks one of their commands."
        if tally.outside
        else ""
    )
    return section(
        "Which decisions go wrong",
        "The expected command and the proposed one as paths of the same lattice, decision by"
        f" decision.{outside}",
        '<div class="columns">',
        wide(table(["decision", "made", "wrong", "share"], matters)),
        wide(matrix("joiner before a word", tally.joiners)),
        "</div><p></p>",
        '<div class="columns">',
        wide(matrix("what a reading does", tally.kinds)),
        wide(table(["said", "decision", "wanted", "got", "times"], mistakes, text_columns=4)),
        "</div>",
    )


def _misses(misses: Sequence[Result]) -> str:
    if not misses:
        return section("Misses", "None.")
    shown = "".join(_miss(result) for result in misses[:_MISSES])
    surest = sorted(misses, key=lambda result: -result.score.confidence)[: _MISSES // 2]
    return "\n".join(
        (
            section(
                "The worst misses",
                f"The farthest from the expected command of {len(misses)} that are not exact."
                f" All of them are in {FIGURES_FILE}.",
                wide(shown),
            ),
            section(
                "The surest misses",
                "Where the confidence was highest and the command still another.",
                wide("".join(_miss(result) for result in surest)),
            ),
        )
    )


def _miss(result: Result) -> str:
    one = result.score
    wanted, got = marked(result.pair.expected, result.proposal.command)
    notes = [result.pair.tier, f"{one.ratio:.3f} alike", f"{one.confidence:.0%} sure"]
    notes += ["same argv"] if one.argv else []
    notes += ["among the first three"] if one.top else []
    notes += [] if one.covered else ["not in the lattice"]
    notes += [f"nobody said {' '.join(one.unsaid)}"] if one.unsaid else []
    header = "".join(f"<span>{escape(note)}</span>" for note in notes)
    return (
        f'<div class="miss"><header>{header}</header><dl class="diff">'
        f"<dt>said</dt><dd>{escape(result.pair.dictated)}</dd>"
        f"<dt>wanted</dt><dd>{wanted}</dd><dt>got</dt><dd>{got}</dd></dl></div>"
    )


def _footer() -> str:
    meanings = "".join(f"<dt>{name}</dt><dd>{says}</dd>" for name, says in _MEANINGS.items())
    return f"<footer><h2>What the figures mean</h2><dl>{meanings}</dl></footer>"
