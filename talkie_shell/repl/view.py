"""What stands under the line: the two preview rows and the status row. Pure.

~/src ❯ find dot dash name star dot txt
· find . - name * . txt                    what the preprocessor made of it
→ find . -name *.txt                       the command
Enter puts the command into the line
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from prompt_toolkit.utils import get_cwidth

from talkie_shell.choices import draft_of
from talkie_shell.records import Choice, Proposal
from talkie_shell.repl.glyphs import UNICODE, Glyphs
from talkie_shell.repl.highlighting import (
    LONGEST,
    Fragment,
    highlight,
    lines_of,
    marked,
    underline,
)
from talkie_shell.repl.incomplete import incomplete
from talkie_shell.repl.marks import Mark
from talkie_shell.repl.state import Answer, Confirming, State, Waiting, Words
from talkie_shell.repl.voice_view import is_spoken, numbered_row
from talkie_shell.repl.widths import head, tail
from talkie_shell.settings.definitions import UNCERTAIN_BELOW

_GUTTER = 4


@dataclass(frozen=True, slots=True)
class View:
    """Everything the rows depend on.

    ``answer`` is to exactly what stands in the line; ``latest`` may be to an older text and
    is only ever shown as such. ``marks`` are of the command that is shown: the line's at a
    confirmation and where it is one as typed, else the preview's.
    """

    state: State
    text: str
    answer: Answer | None = None
    latest: Answer | None = None
    columns: int = 80
    below: float = UNCERTAIN_BELOW
    confirm_always: bool = False
    preview: bool = True
    marks: tuple[Mark, ...] = ()
    loading: bool = False
    note: str = ""
    notice: str = ""
    too_long: str = ""
    help_key: str = "F1"
    dictate_key: str = ""
    walk_key: str = ""
    anyway_key: str = ""
    glyphs: Glyphs = UNICODE


def words_row(view: View) -> list[Fragment]:
    """The upper row: the preprocessor's line, or at a confirmation what was said."""
    if isinstance(view.state, Confirming):
        said = head(" ".join(view.state.words.split()), view.columns - _GUTTER)
        return _row(view, view.glyphs.words, [("class:preview-words", said)])
    proposal, stale = _shown(view)
    if proposal is None:
        return []
    style = "class:preview-stale" if stale else "class:preview-words"
    glyph = view.glyphs.pending if stale else view.glyphs.words
    # The end of it is where its author is.
    shown = tail(" ".join(proposal.preprocessed.split("\n")), view.columns - _GUTTER)
    return _row(view, glyph, [(style, shown)])


def command_row(view: View) -> list[Fragment]:
    """The lower row: the command, or at a confirmation the readings of a choice, or why the
    command does not run on Enter."""
    if isinstance(view.state, Confirming):
        if view.state.objection:
            return _row(view, "!", [("class:error", view.state.objection)])
        if is_spoken(view.state):
            numbers = numbered_row(view.state, view.columns - _GUTTER)
            return _row(view, "?", numbers) if numbers else []
        return _readings_row(view, view.state)
    answer = view.answer
    if view.preview and answer is not None and answer.proposal is None and view.text.strip():
        return _row(view, "!", [("class:error", answer.why)])
    proposal, stale = _shown(view)
    if proposal is None:
        return []
    if stale:
        pieces: list[Fragment] = [("class:preview-stale", proposal.command)]
        return _row(view, view.glyphs.pending, pieces)
    pieces = [
        (f"class:preview-command {style}".strip(), text)
        for style, text in highlight(proposal.command)
    ]
    open_choices = draft_of(proposal, view.below).choices
    pieces = marked(underline(pieces, _spans(open_choices), "class:uncertain"), view.marks)
    return _row(view, view.glyphs.command, pieces)


def status_row(view: View) -> list[Fragment]:
    """The last row: what the next key does, or a word about what just happened."""
    style, hints = _status(view)
    return [(style, _laid_out(hints, view))] if any(hints) else []


def input_line(view: View) -> list[list[Fragment]]:
    """The line itself, styled: a command in colour with its open choices underlined, words
    plain. A list of lines."""
    state = view.state
    if isinstance(state, Confirming):
        stop = state.stop
        pieces = list(highlight(view.text))
        if stop.draft.text == view.text:
            others = [choice for choice in stop.draft.choices if choice != stop.focus]
            pieces = underline(pieces, _spans(others), "class:uncertain")
            if stop.focus is not None:
                pieces = underline(pieces, _spans([stop.focus]), "class:uncertain-current")
        return lines_of(marked(pieces, view.marks))
    answer = view.answer
    if answer is not None and answer.proposal is not None and answer.proposal.literal:
        return lines_of(marked(highlight(view.text), view.marks))
    return lines_of([("", view.text)])


def _shown(view: View) -> tuple[Proposal | None, bool]:
    """The proposal to show and whether it is stale; none where one would say nothing new."""
    if not view.preview or not view.text.strip():
        return None, False
    if view.answer is not None:
        proposal = view.answer.proposal
        if proposal is None or (proposal.literal and not view.confirm_always):
            return None, False
        return proposal, False
    if view.latest is None or view.latest.proposal is None or view.latest.proposal.literal:
        return None, False
    return (
        (view.latest.proposal, True) if _same_line(view.latest.text, view.text) else (None, False)
    )


def _same_line(older: str, newer: str) -> bool:
    """Whether the older text may be an earlier state of the newer line, by its first word."""
    first, now = older.strip().partition(" ")[0], newer.strip().partition(" ")[0]
    return first.startswith(now) or now.startswith(first)


def _readings_row(view: View, state: Confirming) -> list[Fragment]:
    stop = state.stop
    choice = stop.focus
    if choice is None:
        choice = min(stop.draft.choices, key=lambda one: one.confidence, default=None)
    if stop.draft.text != view.text:
        return []
    if choice is None:
        return _others_row(view, state)
    pieces: list[Fragment] = []
    for index, reading in enumerate(choice.readings):
        if index:
            pieces.append(("", "  "))
        style = "class:uncertain-current" if index == 0 else "class:preview-command"
        pieces.append((style, _around(view.text, choice, reading)))
    return _row(view, "?", pieces)


def _others_row(view: View, state: Confirming) -> list[Fragment]:
    """Whole other commands, where no single choice is open."""
    others = [stop.draft.text for stop in state.walk if stop.draft.text != view.text]
    between = f"  {view.glyphs.dot}  "
    pieces: list[Fragment] = []
    room = view.columns - _GUTTER
    for other in others:
        flat = " ".join(other.split("\n"))
        room -= get_cwidth(flat) + len(between)
        if pieces and room < 0:
            break
        if pieces:
            pieces.append(("class:toolbar", between))
        pieces += highlight(flat)
    return _row(view, "?", pieces) if pieces else []


def _around(text: str, choice: Choice, reading: str) -> str:
    """A reading with the word it is part of, for a blank alone says nothing.

    Example: the blank in ``java -jar`` -> "java -jar", "java-jar"
    """
    start = max(text.rfind(" ", 0, choice.start), text.rfind("\n", 0, choice.start)) + 1
    end = min(
        (at for at in (text.find(" ", choice.end), text.find("\n", choice.end)) if at >= 0),
        default=len(text),
    )
    return text[start : choice.start] + reading + text[choice.end : end]


def _laid_out(hints: list[str], view: View) -> str:
    """The hints in a row; one that does not fit begins the next."""
    text = ""
    used = view.columns
    between = f" {view.glyphs.dot} "
    for hint in filter(None, hints):
        width = get_cwidth(hint)
        used += len(between) + width
        if used > view.columns:
            text += f"\n  {hint}" if text else f"  {hint}"
            used = 2 + width
        else:
            text += between + hint
    return text


def _status(view: View) -> tuple[str, list[str]]:
    state = view.state
    if view.note:
        return "class:notice", [view.note]
    if isinstance(state, Waiting):
        doing = "loading the model" if view.loading else "working it out"
        return "class:notice", [f"{doing}{view.glyphs.pending}", "Esc cancels"]
    if isinstance(state, Confirming) and state.objection:
        return "class:confirm", _stopped(view)
    if isinstance(state, Confirming):
        hints = [_enter_runs(view), "Esc back to the words"]
        others = len(state.walk) - 1
        if others and is_spoken(state):
            hints.insert(1, "say a number" + (f", or {view.walk_key}" if view.walk_key else ""))
        elif others and view.walk_key:
            hints.insert(1, f"{view.walk_key} {others} other{'s' if others > 1 else ''}")
        hints += _first_reason(view)
        proposal = state.proposal
        if proposal is not None and not state.edited and not proposal.checks.parses:
            hints.append("the shell may not parse it")
        return "class:error" if _dangers(view) else "class:confirm", hints
    if not view.text.strip():
        if view.notice:
            return "class:notice", [view.notice]
        known = ((view.help_key, "keys"), (view.dictate_key, "dictates"))
        return "class:toolbar", [f"{key} {what}" for key, what in known if key]
    if _dangers(view):
        return "class:error", _next_step(view, state)
    return "class:toolbar", _next_step(view, state)


def _stopped(view: View) -> list[str]:
    anyway = f"press {view.anyway_key} to run it anyway" if view.anyway_key else "edit it to run it"
    return ["Enter does not run this", anyway, "Esc back to the words"]


def _enter_runs(view: View, how: str = "") -> str:
    if len(view.text) <= LONGEST and incomplete(view.text):
        return "not complete: Enter adds a line"
    return "Enter does not run this" if _dangers(view) else f"Enter runs it{how}"


def _dangers(view: View) -> bool:
    return any(mark.kind == "danger" for mark in view.marks)


def _first_reason(view: View) -> list[str]:
    """Why the command cannot be right, in the first place where it is not."""
    reasons = [mark.why for mark in view.marks if mark.kind != "open"]
    return reasons[:1]


def _next_step(view: View, state: Words) -> list[str]:
    if any(one.words == view.text for one in state.kept):
        return ["Enter: back to the command as you left it"]
    if view.answer is None and view.too_long:
        return [view.too_long]
    if view.answer is None:
        return [f"loading the model{view.glyphs.pending}"] if view.loading and view.preview else []
    proposal = view.answer.proposal
    hints = ["Enter puts the command into the line"]
    if proposal is not None and proposal.literal and not view.confirm_always:
        hints = [_enter_runs(view, " as typed")]
    hints += _first_reason(view)
    first = next((mark for mark in view.marks if mark.kind != "open"), None)
    if view.walk_key and first is not None and first.instead:
        hints.append(f"{view.walk_key} changes it")
    return hints


def _row(view: View, glyph: str, pieces: list[Fragment]) -> list[Fragment]:
    return [("class:preview-gutter", f"  {glyph} "), *pieces]


def _spans(choices: Iterable[Choice]) -> list[tuple[int, int]]:
    return [(choice.start, choice.end) for choice in choices]
