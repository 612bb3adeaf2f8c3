"""The plots of a report as SVG that takes its colours from the page, light or dark.

Needs matplotlib, which only training and reports do.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from talkie_shell.errors import UsageError
from talkie_shell.scoring import Bin, Rate, Summary, percentile

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Stand-ins that no plot would use otherwise; the page's own colours take their place.
_INK, _MUTED, _LINE, _ACCENT, _SOFT, _WARM = (f"#0101{number:02x}" for number in range(1, 7))
_COLOURS = {
    _INK: "var(--ink)",
    _MUTED: "var(--muted)",
    _LINE: "var(--line)",
    _ACCENT: "var(--accent)",
    _SOFT: "var(--soft)",
    _WARM: "var(--warm)",
}
_WIDE, _HALF = 9.5, 5.6
"""Inches: the page's whole width, and one of two columns."""


def require_matplotlib() -> None:
    """Raise `UsageError` saying what to install where matplotlib is missing."""
    try:
        import matplotlib.figure  # noqa: F401 - only whether it is there
    except ImportError as error:
        raise UsageError(
            "plots need matplotlib, which is not installed: pip install 'talkie-shell[train]'"
        ) from error


def tiers_plot(tiers: dict[str, Summary], article: Rate | None = None) -> str:
    """Exact by tier with 95 % intervals, beside it the share among the first three. ``article``
    marks the row to beat in the article's tier."""
    figure, axes = _figure(_WIDE, 0.9 + 0.36 * max(1, len(tiers)))
    for row, (name, summary) in enumerate(tiers.items()):
        exact, top = summary.rate("exact"), summary.rate("top")
        low, high = exact.interval
        axes.barh(row, 100 * top.share, height=0.62, color=_SOFT)
        axes.barh(row, 100 * exact.share, height=0.62, color=_ACCENT)
        axes.plot((100 * low, 100 * high), (row, row), color=_INK, linewidth=1.2)
        label = f"{100 * exact.share:.1f} %  ({exact.hits} of {exact.count})"
        axes.text(102, row, label, va="center", color=_INK, fontsize=9)
        if article and name == "article":
            place = 100 * article.share
            axes.plot((place, place), (row - 0.42, row + 0.42), color=_WARM, linewidth=2.5)
    axes.set_yticks(range(len(tiers)), list(tiers))
    axes.invert_yaxis()
    axes.set_xlim(0, 100)
    axes.set_xlabel("% of pairs")
    axes.grid(axis="x", color=_LINE, linewidth=0.8)
    figure.subplots_adjust(left=0.13, right=0.8, top=0.97)
    return _svg(figure, "tiers")


def calibration_plot(bins: Sequence[Bin]) -> str:
    """How often proposals of each confidence were right, and how many there were."""
    figure, axes, below = _two_figures(_HALF, 4.0)
    filled = [cell for cell in bins if cell.count]
    axes.plot((0, 1), (0, 1), color=_MUTED, linewidth=1, linestyle=(0, (4, 4)))
    axes.plot(
        [cell.confidence for cell in filled],
        [cell.accuracy for cell in filled],
        color=_ACCENT,
        marker="o",
        linewidth=1.8,
        markersize=6,
    )
    axes.set_ylabel("share that was right")
    axes.set_ylim(-0.03, 1.03)
    axes.tick_params(labelbottom=False)
    axes.grid(color=_LINE, linewidth=0.8)
    for cell in filled:
        below.bar(
            (cell.low + cell.high) / 2, cell.count, width=0.9 * (cell.high - cell.low), color=_SOFT
        )
    below.set_yscale("symlog", linthresh=10)
    below.set_xlabel("confidence")
    below.set_ylabel("pairs")
    below.set_xlim(-0.02, 1.02)
    return _svg(figure, "calibration")


def latency_plot(milliseconds: Sequence[float]) -> str:
    """How long proposals took; the slowest hundredth is counted in the last bar."""
    figure, axes = _figure(_HALF, 4.0)
    limit = percentile(milliseconds, 99) or 1.0
    axes.hist([min(time, limit) for time in milliseconds], bins=40, color=_ACCENT, rwidth=0.9)
    for percent, name in ((50, "median"), (95, "p95")):
        place = percentile(milliseconds, percent)
        axes.axvline(place, color=_WARM, linewidth=1.6)
        axes.text(
            place,
            1.02,
            f"{name} {place:.1f} ms",
            transform=axes.get_xaxis_transform(),
            ha="left" if percent == 95 else "right",
            color=_INK,
            fontsize=9,
        )
    axes.set_xlim(left=0)
    axes.set_xlabel("milliseconds from utterance to checked proposal")
    axes.set_ylabel("pairs")
    axes.grid(axis="y", color=_LINE, linewidth=0.8)
    return _svg(figure, "latency")


def _figure(width: float, height: float) -> tuple[Figure, Axes]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout=None)
    axes = figure.subplots()
    figure.subplots_adjust(left=0.12, right=0.97, top=0.9, bottom=0.55 / height)
    _plain(axes)
    return figure, axes


def _two_figures(width: float, height: float) -> tuple[Figure, Axes, Axes]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout=None)
    axes, below = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))
    figure.subplots_adjust(left=0.12, right=0.97, top=0.97, bottom=0.55 / height, hspace=0.12)
    _plain(axes)
    _plain(below)
    return figure, axes, below


def _plain(axes: Axes) -> None:
    axes.set_facecolor("none")
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(_LINE)
    axes.tick_params(colors=_MUTED, labelcolor=_INK, labelsize=9, length=0)
    axes.xaxis.label.set_color(_MUTED)
    axes.yaxis.label.set_color(_MUTED)


_HEAD = re.compile(r"\A.*?(?=<svg)", re.DOTALL)
_SIZE = re.compile(r"""\s(?:width|height)="[^"]*pt\"""")
_METADATA = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)


def _svg(figure: Figure, name: str) -> str:
    """The figure as an ``<svg>`` element; the same figure gives the same text."""
    import matplotlib as mpl

    written = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
        figure.savefig(written, format="svg", transparent=True, metadata={"Date": None})
    text = _METADATA.sub("", _HEAD.sub("", written.getvalue()))
    text = _SIZE.sub("", text, count=2)
    for colour, variable in _COLOURS.items():
        text = text.replace(colour, variable)
    return text.strip()
