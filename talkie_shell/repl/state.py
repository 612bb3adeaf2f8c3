"""The line's states and what each key makes of them. Pure functions on frozen values.

    Words ──Enter, proposal ready──> Confirming ──Enter──> run
      │  ^                             │   ^
      │  └────────────Esc──────────────┘   │
      └─Enter, not ready─> Waiting ──arrives┘     (any edit or Esc: back to Words)

Nothing here runs anything: a `Step` may carry a `Confirmed`, and only from text that the
user has seen and pressed Enter on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from talkie_shell.checks.words import ends_escaped
from talkie_shell.choices import Draft, Stop, draft_of, follow, settle, stops, with_offers
from talkie_shell.records import Choice, Proposal
from talkie_shell.repl.incomplete import incomplete
from talkie_shell.repl.pasted import clean
from talkie_shell.settings.definitions import UNCERTAIN_BELOW, Confirm

if TYPE_CHECKING:
    from talkie_shell.speech.sound import Samples

Guard = Callable[[str, Proposal | None], str]
"""Why a command should not run on a plain Enter, "" to let it pass."""


def no_offers(command: str) -> tuple[Choice, ...]:
    """Nothing is offered."""
    return ()


def no_guard(command: str, proposal: Proposal | None) -> str:
    """Let everything pass."""
    return ""


@dataclass(frozen=True, slots=True)
class Line:
    """What stands in the editor."""

    text: str = ""
    cursor: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What the engine said to a text: a proposal, or why there is none."""

    text: str
    proposal: Proposal | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A command that the user edited before stepping back from it to its words."""

    words: str
    proposal: Proposal | None
    draft: Draft


@dataclass(frozen=True, slots=True)
class Words:
    """The line holds what the user says."""

    kept: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """Enter was pressed on ``words`` before their proposal was there. ``shows``: or a dictation
    ended with them, and the command may only be shown."""

    words: str
    kept: tuple[Kept, ...] = ()
    shows: bool = False


@dataclass(frozen=True, slots=True)
class Confirming:
    """The line holds the command, waiting for Enter.

    ``base`` is where the walk through other readings began and ``at`` how far it went.
    ``objection`` says why a guard stops Enter on what stands there, "" where none does.
    """

    words: str
    proposal: Proposal | None
    base: Draft
    at: int = 0
    edited: bool = False
    objection: str = ""
    kept: tuple[Kept, ...] = ()

    @property
    def walk(self) -> tuple[Stop, ...]:
        """The stops of the walk: readings, whole alternatives, commands edited earlier."""
        wholes = [one.draft.text for one in self.kept if one.words != self.words]
        if not self.edited and self.proposal is not None:
            wholes = [*self.proposal.alternatives, *wholes]
        return stops(self.base, wholes)

    @property
    def stop(self) -> Stop:
        """Where the walk stands."""
        return self.walk[self.at]


State = Words | Waiting | Confirming


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What the user decided to run. ``command`` is blank for an Enter on nothing. ``sounds``:
    what they said, where it is to be kept."""

    words: str
    command: str
    proposal: Proposal | None
    sounds: tuple[Samples, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """What the decisions depend on.

    ``incomplete``: whether a shell would ask for more lines. ``guard``: every command on its
    way to the shell goes through it, here and nowhere else. ``offers``: what the machine has in
    place of what a command names and is not there, as far as that is known.
    """

    confirm: Confirm = "changed"
    below: float = UNCERTAIN_BELOW
    incomplete: Callable[[str], bool] = incomplete
    guard: Guard = no_guard
    offers: Callable[[str], tuple[Choice, ...]] = no_offers


@dataclass(frozen=True, slots=True)
class Step:
    """What a key leads to: the next state and line, a word to the user, and at most one of
    ``ask`` (a text to propose for) and ``run``."""

    state: State
    line: Line
    note: str = ""
    ask: str | None = None
    run: Confirmed | None = None


def utterance_text(text: str) -> str:
    """The text as the engine gets it: without the blanks around it. An escaped blank at the
    end belongs to the command and stays."""
    bare = text.strip()
    if ends_escaped(bare) and text[text.rindex(bare) + len(bare) :][:1] == " ":
        return bare + " "
    return bare


def press_enter(state: State, line: Line, answer: Answer | None, rules: Rules) -> Step:
    """Enter: the next step, from words to command, from command to running."""
    shown = clean(line.text)
    if shown != line.text:
        return Step(state, Line(shown, len(shown)), "control characters were left out")
    if not line.text.strip():
        return Step(Words(), line, run=Confirmed("", "", None))
    if isinstance(state, Confirming):
        return _run_or_stay(state, line, _Wish(line.text, state.proposal), rules)
    for one in state.kept:
        if one.words == line.text:
            return _show(
                Confirming(one.words, one.proposal, one.draft, edited=True, kept=state.kept)
            )
    text = utterance_text(line.text)
    if answer is None or answer.text != text:
        return Step(Waiting(line.text, state.kept), line, ask=text)
    return _answered(state, line, answer, rules)


def show_command(state: State, line: Line, answer: Answer | None, rules: Rules) -> Step:
    """A dictation ended: its command comes into the line, once it is there. Never runs it."""
    text = utterance_text(line.text)
    if isinstance(state, Confirming) or not text:
        return Step(state, line)
    if answer is None or answer.text != text:
        return Step(Waiting(line.text, state.kept, shows=True), line, ask=text)
    return _shown(Words(state.kept), line, answer, rules)


def choose(state: Confirming, number: int) -> Step:
    """The command with that number, from 1, of those that the walk goes through."""
    stop = state.walk[number - 1]
    chosen = replace(state, at=number - 1, objection="")
    return Step(chosen, Line(stop.draft.text, stop.cursor))


def answer_came(state: State, line: Line, answer: Answer, rules: Rules) -> Step:
    """An answer arrived: it matters only to an Enter that waits for exactly this text."""
    if not isinstance(state, Waiting) or state.words != line.text:
        return Step(state, line)
    if answer.text != utterance_text(line.text):
        return Step(state, line)
    if state.shows:
        return _shown(Words(state.kept), line, answer, rules)
    return _answered(state, line, answer, rules)


def press_anyway(state: State, line: Line) -> Step:
    """The key that says yes to what a guard stopped: it runs, exactly as it stands there."""
    if not isinstance(state, Confirming) or not state.objection:
        return Step(state, line)
    return Step(Words(), line, run=Confirmed(state.words, line.text, state.proposal))


def offers_came(state: State, line: Line, rules: Rules) -> State:
    """The machine was asked about the command in the line: what it has joins the choices."""
    if not isinstance(state, Confirming) or state.at or line.text != state.base.text:
        return state
    base = with_offers(state.base, rules.offers(line.text))
    return state if base == state.base else replace(state, base=base)


def press_escape(state: State, line: Line) -> Step:
    """Esc: a step back. From the command to the words, keeping what was edited; from
    waiting to typing."""
    match state:
        case Words():
            return Step(state, line)
        case Waiting():
            return Step(Words(state.kept), line)
        case Confirming():
            kept = tuple(one for one in state.kept if one.words != state.words)
            if state.proposal is None or line.text != state.proposal.command:
                draft = state.stop.draft
                kept = (*kept, Kept(state.words, state.proposal, draft))
            return Step(Words(kept), Line(state.words, len(state.words)))


def press_walk(
    state: State, line: Line, answer: Answer | None, rules: Rules, step: int = 1
) -> Step:
    """Show the next other reading in the line, from the words straight away if need be."""
    if not isinstance(state, Confirming):
        if answer is None or answer.proposal is None or answer.text != utterance_text(line.text):
            return Step(state, line)
        command = answer.proposal.command
        draft = with_offers(draft_of(answer.proposal, rules.below), rules.offers(command))
        shown = Confirming(line.text, answer.proposal, draft, kept=state.kept)
        if len(shown.walk) == 1:
            return Step(state, line, "no other reading")
        return press_walk(shown, _show(shown).line, answer, rules, step)
    if state.at and line.cursor != state.stop.cursor:
        state = _settled(state)
    walk = state.walk
    if len(walk) == 1:
        return Step(state, line, "no other reading")
    state = replace(state, at=(state.at + step) % len(walk), objection="")
    stop = walk[state.at]
    return Step(state, Line(stop.draft.text, stop.cursor))


def edited(state: State, line: Line) -> State:
    """The state after the user changed the text of the line."""
    match state:
        case Words():
            return state
        case Waiting():
            return state if line.text == state.words else Words(state.kept)
        case Confirming():
            if line.text == state.stop.draft.text:
                return state
            base = follow(_settled(state).base, line.text)
            return replace(state, base=base, at=0, edited=True, objection="")


def _settled(state: Confirming) -> Confirming:
    if not state.at:
        return state
    return replace(state, base=settle(state.stop), at=0, edited=True)


def _answered(state: Words | Waiting, line: Line, answer: Answer, rules: Rules) -> Step:
    proposal = answer.proposal
    if proposal is None:
        objection = rules.guard(answer.text, None)
        draft = Draft(answer.text)
        shown = Confirming(line.text, None, draft, objection=objection, kept=state.kept)
        return _show(shown, note=answer.why)
    if not proposal.command.strip():
        return Step(Words(state.kept), line, "nothing to run in these words")
    if proposal.literal and rules.confirm == "changed":
        return _run_or_stay(Words(state.kept), line, _Wish(proposal.command, proposal), rules)
    draft = with_offers(draft_of(proposal, rules.below), rules.offers(proposal.command))
    objection = rules.guard(proposal.command, proposal)
    return _show(Confirming(line.text, proposal, draft, objection=objection, kept=state.kept))


def _shown(state: Words, line: Line, answer: Answer, rules: Rules) -> Step:
    """The step to the command where nobody pressed Enter: what Enter would have run as it
    stands stays, and what it would have stopped at as well."""
    if answer.proposal is None:
        return Step(state, line, answer.why)
    if answer.proposal.literal and rules.confirm == "changed":
        return Step(state, line)
    return _answered(state, line, answer, rules)


def _show(state: Confirming, note: str = "") -> Step:
    """Put the command into the line."""
    text = state.base.text
    return Step(state, Line(text, len(text)), note)


@dataclass(frozen=True, slots=True)
class _Wish:
    """What an Enter wants to run."""

    command: str
    proposal: Proposal | None


def _run_or_stay(state: Words | Confirming, line: Line, wish: _Wish, rules: Rules) -> Step:
    words = line.text if isinstance(state, Words) else state.words
    if rules.incomplete(wish.command):
        text = line.text[: line.cursor] + "\n" + line.text[line.cursor :]
        longer = Line(text, line.cursor + 1)
        return Step(edited(state, longer), longer)
    objection = rules.guard(wish.command, wish.proposal)
    if not objection:
        return Step(Words(), line, run=Confirmed(words, wish.command, wish.proposal))
    if isinstance(state, Confirming):
        return Step(replace(state, objection=objection), line)
    draft = Draft(wish.command)
    return _show(Confirming(words, wish.proposal, draft, objection=objection, kept=state.kept))
