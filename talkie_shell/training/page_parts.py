"""The pieces a page is made of: sections, tables, cards, matrices, as HTML text; and the page."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from html import escape
from importlib.resources import files
from math import log
from pathlib import Path
from typing import Any

from talkie_shell.errors import FolderError
from talkie_shell.scoring import Rate
from talkie_shell.training.figures_text import interval, percent

PAGE = "index.html"
FIGURES_FILE = "figures.json"


def document(title: str, body: str) -> str:
    """A whole page that needs nothing else."""
    style = files(__package__).joinpath("report.css").read_text(encoding="utf-8")
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n{body}"
        "\n</body>\n</html>\n"
    )


def write_pages(folder: Path, page: str, figures: dict[str, Any]) -> Path:
    """Write a page and the figures beside it into the folder, which is made; the page's path.

    Raises `FolderError` where that cannot be written.
    """
    text = json.dumps(figures, ensure_ascii=False, indent=1)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / FIGURES_FILE).write_text(text + "\n", encoding="utf-8")
        (folder / PAGE).write_text(page, encoding="utf-8", errors="replace")
    except OSError as error:
        raise FolderError(f"cannot write the report into {folder}: {error.strerror}") from error
    return folder / PAGE


def section(title: str, says: str, *parts: str) -> str:
    """A heading, a line that says what follows, and what follows."""
    return "\n".join((f"<h2>{title}</h2>", f"<p>{says}</p>", *parts))


def wide(content: str) -> str:
    """A box that scrolls sideways where the page is too narrow for what is in it."""
    return f'<div class="wide">{content}</div>'


def table(heads: Iterable[str], rows: Iterable[Iterable[str]], text_columns: int = 1) -> str:
    """A table; cells that are not whole ``<td>`` elements are wrapped, the first
    ``text_columns`` of them aligned as text."""
    head = "".join(
        f'<th class="text">{name}</th>' if number < text_columns else f"<th>{name}</th>"
        for number, name in enumerate(heads)
    )
    lines = []
    for row in rows:
        cells = (
            cell
            if cell.startswith("<td")
            else f'<td class="text">{cell}</td>'
            if number < text_columns
            else f"<td>{cell}</td>"
            for number, cell in enumerate(row)
        )
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"


def share(rate: Rate) -> str:
    """Per cent, count and interval, one under the other."""
    return f"{percent(rate)}<small>{rate.hits}</small><small>{interval(rate)}</small>"


def share_of(rate: Rate) -> str:
    """Per cent above count and interval."""
    return f"{percent(rate)} %<small>{rate.hits} of {rate.count} · {interval(rate)}</small>"


def card(value: str, name: str, note: str, tone: str = "") -> str:
    """One headline figure; the tone is good, bad or none."""
    return f'<div class="card {tone}"><b>{value}</b><span>{name}</span><i>{note}</i></div>'


def shown(text: str) -> str:
    """A reading or joiner, with a name where it would not be seen."""
    names = {"": "nothing", " ": "a blank", "\t": "a tab", "\n": "a new line"}
    if text in names:
        return f"<i>{names[text]}</i>"
    if not text.strip(" "):
        return f"<i>{len(text)} blanks</i>"
    return f"<code>{escape(text)}</code>"


def matrix(title: str, counts: dict[tuple[str, str], int]) -> str:
    """Rows are what was expected, columns what was got; the fuller a cell, the stronger."""
    sizes = Counter[str]()
    for pair, count in counts.items():
        sizes.update(dict.fromkeys(pair, count))
    names = [name for name, _ in sizes.most_common()]
    most = max(counts.values(), default=1)
    rows = []
    for expected in names:
        cells = []
        for got in names:
            count = counts.get((expected, got), 0)
            tone = "hit" if expected == got else "slip"
            heat = round(8 + 52 * log(1 + count) / log(1 + most)) if count else 0
            cells.append(f'<td class="{tone}" style="--heat: {heat}%">{count or ""}</td>')
        rows.append([_name(expected), *cells])
    heads = [f"{title}<br>wanted ↓ got →", *map(_name, names)]
    return table(heads, rows)


def _name(text: str) -> str:
    return text if text.isalpha() else shown(text)
