"""What a dictation shows: the words so far in the line, the meter under it, the numbers of the
alternatives that can be chosen by voice. Pure, but for the thin wrap around the line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput
from prompt_toolkit.layout.utils import explode_text_fragments
from prompt_toolkit.utils import get_cwidth

from talkie_shell.repl.dictated import Spot, spliced

if TYPE_CHECKING:
    from talkie_shell.repl.glyphs import Glyphs
    from talkie_shell.repl.highlighting import Fragment
    from talkie_shell.repl.state import Confirming
    from talkie_shell.speech.take import Progress

_CELLS = 10
"""Of the meter."""
MOST_NUMBERED = 9


def dictation_row(progress: Progress, key: str, glyphs: Glyphs) -> list[Fragment]:
    """The status row while a dictation is on.

    Example: ``● ▮▮▮▮▯▯▯▯▯▯ 0:03 · Ctrl-Space ends it · Esc cancels``
    """
    dot = f" {glyphs.dot} "
    cancels = f"{dot}Esc cancels"
    match progress.phase:
        case "opening":
            return [("class:notice", f"  opening the microphone{glyphs.pending}{cancels}")]
        case "recognising":
            doing = "loading the recogniser" if progress.loading else "recognising"
            return [("class:notice", f"  {doing}{glyphs.pending}{cancels}")]
        case _:
            pass
    lit = round(progress.level.share * _CELLS)
    seconds = int(progress.seconds)
    ends = f"{dot}{key} ends it" if key else ""
    row = [
        ("class:recording", f"  {glyphs.recording} "),
        ("class:meter", glyphs.lit * lit),
        ("class:toolbar", glyphs.unlit * (_CELLS - lit)),
        ("class:toolbar", f" {seconds // 60}:{seconds % 60:02}{ends}{cancels}"),
    ]
    if progress.clipped:
        row.append(("class:notice", f"{dot}too loud"))
    if progress.lost:
        row.append(("class:notice", f"{dot}{progress.lost} blocks of sound were lost"))
    if progress.loading:
        row.append(("class:notice", f"{dot}loading the recogniser{glyphs.pending}"))
    return row


def is_spoken(state: Confirming) -> bool:
    """Whether the command that stands there was dictated."""
    return state.proposal is not None and state.proposal.utterance.source == "voice"


def numbered_row(state: Confirming, columns: int) -> list[Fragment]:
    """The command's other readings, with the numbers by which a voice chooses them: of a choice
    the words around it, of another command the whole.

    Example: ``1 -ih  2 -iH  3 df -i h``
    """
    walk = state.walk[:MOST_NUMBERED]
    if len(walk) == 1:
        return []
    pieces: list[Fragment] = []
    room = columns
    for number, stop in enumerate(walk, 1):
        text = _difference(walk[0].draft.text, stop.draft.text, walk[1].draft.text)
        room -= get_cwidth(text) + 4
        if number > 2 and room < 0:
            break
        style = "class:uncertain-current" if number - 1 == state.at else "class:preview-command"
        pieces += [("", "  " if pieces else ""), ("class:toolbar", f"{number} "), (style, text)]
    return pieces


def numbered(state: Confirming, columns: int) -> int:
    """How many numbers `numbered_row` shows."""
    return sum(style == "class:toolbar" for style, _ in numbered_row(state, columns))


def _difference(shown: str, other: str, first: str) -> str:
    """The words of ``other`` that differ from ``shown``; of ``shown`` itself, those that differ
    from ``first``, the first other one. The whole where little is the same.

    Example: ``df -ih``, ``df -iH`` -> ``-iH``
    """
    mine, its = other.split(" "), (first if other == shown else shown).split(" ")
    if len(mine) != len(its):
        return " ".join(other.split())
    differing = [at for at, (one, two) in enumerate(zip(mine, its, strict=True)) if one != two]
    return " ".join(mine[differing[0] : differing[-1] + 1]) if differing else other


class WordsSoFar(Processor):
    """Shows the words so far where they will stand, dimmed, with the cursor behind them."""

    def __init__(self, spot: Callable[[], tuple[Spot, str] | None]) -> None:
        self._spot = spot

    def apply_transformation(self, transformation_input: TransformationInput) -> Transformation:
        fragments = transformation_input.fragments
        now = self._spot()
        document = transformation_input.document
        if now is None:
            return Transformation(fragments)
        spot, words = now
        row, column = document.translate_index_to_position(spot.start)
        if row != transformation_input.lineno:
            return Transformation(fragments)
        bare = Spot(spot.text, spot.start, spot.start)
        put = spliced(bare, words).text[spot.start : spot.start + _added(bare, words)]
        characters = explode_text_fragments(fragments)
        shown = [*characters[:column], ("class:dictated", put), *characters[column:]]
        return Transformation(
            shown,
            source_to_display=lambda at: at + len(put) if at >= column else at,
            display_to_source=lambda at: at if at < column else max(column, at - len(put)),
        )


def _added(spot: Spot, words: str) -> int:
    return len(spliced(spot, words).text) - len(spot.text)
