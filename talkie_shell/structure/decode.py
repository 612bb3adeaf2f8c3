"""The likeliest commands of a scored lattice, under what must hold between slots.

A small beam over slots: it obeys said blanks, merges paths that spell the same command, and
prefers quotes and brackets that close. It needs no MLX.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple

from talkie_shell.checks.balance import unclosed
from talkie_shell.context import NOTHING_KNOWN, Context, unknown_flags
from talkie_shell.records import Candidate, Choice, Kind, Lattice, Slot
from talkie_shell.spoken.align import Path, Step, spell
from talkie_shell.spoken.lattice import is_heard
from talkie_shell.structure.features import START, WORDS
from talkie_shell.structure.lexicon import Lexicon, default_lexicon
from talkie_shell.structure.naming import CASES, favour_compounds, favour_flags, favour_names
from talkie_shell.structure.respelling import Respelling, in_other_case, respelt
from talkie_shell.structure.retracing import favour_retracing
from talkie_shell.structure.spelling import join_spelt
from talkie_shell.structure.tagger import gained, log_normalised

if TYPE_CHECKING:
    from talkie_shell.structure.tagger import LineScores
    from talkie_shell.structure.weights import Calibration

BEAM = 8
_LEAST = -6.5
"""Options this far (in log-probability) below a slot's best are not followed."""
_UNBALANCED = -2.5
"""What a command loses, in log-probability, for quotes or brackets that do not close."""
_WRONG_FLAG = -3.0
"""What it loses for each flag that its program has only in the other case."""
_RESPELT = 3.0
"""What it gains, in log-odds, for a name that exists."""
_SAID_BLANKS = 2
_SAID = 3.5
"""What the preprocessor's choices gain where this many blanks were said."""
_CASE_TYPED = 12.0
"""What another case of a word loses that was typed with capitals: nobody types them for nothing."""
_NAME_SAID = 30.0
"""What a name of several words gains, as one and with an end, where they mean nothing else."""
_SEVERAL_LINES = 0.98
"""The least chance that several lines are a command as they stand."""
_TYPED = 5.0
"""What being a command already gains, in log-odds, for a typed line: to leave dictation as it
stands costs a look, to change a command costs trust. Set on tests/data/development.jsonl."""
_OFFERED = 0.02
"""A choice is offered where another reading has at least this probability."""
_MOST_OFFERED = 5
_HUMP = re.compile("[a-z][A-Z]")


class _Option(NamedTuple):
    """One reading with one joiner; ``score`` counts the joiner, ``bare`` does not."""

    step: Step
    score: float
    bare: float
    kind: Kind
    blank: bool


class _State(NamedTuple):
    """What the next decision depends on: the kinds chosen for the last slot and the last word."""

    slot: int = START
    word: int = START

    def then(self, kind: Kind) -> _State:
        return _State(kind, kind if kind in WORDS else self.word)


class _Node(NamedTuple):
    """A partial path as a linked list, newest first."""

    score: float
    step: Step | None
    parent: _Node | None
    blank: bool
    state: _State


def decode(
    lattice: Lattice,
    scores: LineScores,
    limit: int,
    calibration: Calibration,
    context: Context = NOTHING_KNOWN,
    lexicon: Lexicon | None = None,
) -> list[Candidate]:
    """Up to ``limit`` commands, likeliest first, with calibrated confidence; never empty.

    The first one carries the choices it was unsure of. Words that are spelt are one, names that
    exist gain, flags that the command has only in the other case lose. ``lexicon`` is that of
    the vocabulary that the lattice is made with; the tables' own where none is given.
    """
    lexicon = lexicon or default_lexicon()
    scores = join_spelt(lattice, _as_said(lattice, scores, lexicon), lexicon.letters)
    scores = favour_retracing(lattice, scores, lexicon)
    if is_heard(lattice.utterance):
        scores = favour_compounds(lattice, scores, lexicon.compounds)
        scores = favour_names(lattice, scores, lexicon.compounds, programs=True)
    scores = favour_names(lattice, scores, context.names)
    scores = favour_names(lattice, scores, context.programs, programs=True)
    scores = favour_flags(lattice, scores, lexicon.compounds)
    scores = favour_flags(lattice, scores, context.programs)
    found: dict[str, float] = {}
    paths: dict[str, Path] = {}
    literal = _literal(lattice, scores, context, lexicon)
    structured = math.log(max(1e-12, 1 - literal))
    for score, path in _search(lattice, scores):
        command = spell(lattice, path).lstrip(" ")  # words before a said blank may be dropped
        found[command] = found.get(command, 0.0) + math.exp(score + structured)
        paths.setdefault(command, path)
    weighed = {
        command: mass * math.exp(_penalty(command, context)) for command, mass in found.items()
    }
    respellings = _respell(weighed, context)
    if literal > 1e-3:
        weighed[lattice.verbatim] = weighed.get(lattice.verbatim, 0.0) + literal
    ranked = sorted(weighed.items(), key=lambda item: -item[1])[:limit]
    total = max(1.0, sum(weighed.values()))
    candidates: list[Candidate] = []
    for rank, (command, mass) in enumerate(ranked):
        choices: tuple[Choice, ...] = ()
        if rank == 0 and command != lattice.verbatim:
            if command in respellings:
                choices = (_choice_of(respellings[command]),)
            elif command in paths:
                choices = _choices(lattice, scores, paths[command])
        candidates.append(Candidate(command, calibrated(mass / total, calibration), choices))
    return candidates


def _respell(weighed: dict[str, float], context: Context) -> dict[str, Respelling]:
    """Give each command's weight to itself and to its respelling; the respellings, by command."""
    made: dict[str, Respelling] = {}
    if not context.names:
        return made
    gain = 1 / (1 + math.exp(-_RESPELT))
    for command in sorted(weighed, key=weighed.__getitem__, reverse=True):
        respelling = respelt(command, context.names)
        if respelling is not None:
            mass = weighed[command]
            weighed[command] = mass * (1 - gain)
            other = respelling.command
            weighed[other] = weighed.get(other, 0.0) + mass * gain
            made.setdefault(other, respelling)
    return made


def _choice_of(respelling: Respelling) -> Choice:
    start, end = respelling.start, respelling.end
    gain = 1 / (1 + math.exp(-_RESPELT))
    return Choice(start, end, (respelling.command[start:end], respelling.before), gain)


def _as_said(lattice: Lattice, scores: LineScores, lexicon: Lexicon) -> LineScores:
    """The preprocessor's choices gain where they were said: who says the blanks says all of
    them, and the case; who says the case of a letter means it; and who types one word with
    capitals types small letters where they are meant. The words of a known name are one, and a
    dash after them begins a flag."""
    slots = lattice.slots
    if sum(slot.readings[0].text == " " for slot in slots) >= _SAID_BLANKS:
        return scores._replace(
            readings=[gained(row, 0, _SAID) for row in scores.readings],
            joiners=[gained(row, 0, _SAID) for row in scores.joiners],
        )
    readings, joiners = list(scores.readings), list(scores.joiners)
    keeps_case = not is_heard(lattice.utterance) and any(
        len(slot.words) > 1 and slot.words != slot.words.lower() for slot in slots
    )
    after_name = False
    for index, slot in enumerate(slots):
        before = slots[index - 1] if index else None
        if after_name and slot.readings[0].text == "-" and " " in slot.joiners:
            joiners[index] = gained(joiners[index], slot.joiners.index(" "), _NAME_SAID)
        if before is not None and _ends_exec(before, slot):
            joiners[index] = gained(joiners[index], slot.joiners.index(""), _NAME_SAID)
        after_name = _is_name(before, slot)
        if after_name:
            readings[index] = gained(readings[index], 0, _NAME_SAID)
        elif len(slot.words) == 1:
            if before is not None and lexicon.directs(before.words):
                readings[index] = gained(readings[index], 0, _SAID)
        elif keeps_case:
            readings[index] = _case_kept(slot, readings[index])
    return scores._replace(readings=readings, joiners=joiners)


def _ends_exec(before: Slot, slot: Slot) -> bool:
    r"""Whether a slot is the semicolon of find's ``\;``, which nobody writes apart."""
    return before.readings[0].text == "\\" and slot.readings[0].text == ";"


def _is_name(before: Slot | None, slot: Slot) -> bool:
    """Whether several words are one name: a flag whose hyphens nobody said ("no cache" behind a
    dash), or one with capitals inside ("strict host key checking")."""
    best = slot.readings[0]
    if best.kind is not Kind.VARIANT or " " not in slot.words:
        return False
    is_flag = before is not None and before.readings[0].text == "-" and "-" in best.text
    return is_flag or _HUMP.search(best.text) is not None


def _case_kept(slot: Slot, row: list[float]) -> list[float]:
    """What the word's cases have between them goes to the one that was typed."""
    cases = [at for at in range(len(row)) if slot.readings[at].kind in CASES]
    kept = next((at for at in cases if slot.readings[at].kind is Kind.KEEP), None)
    if kept is None:
        return row
    total = math.log(math.fsum(math.exp(row[at]) for at in cases))
    settled = {at: row[at] - _CASE_TYPED for at in cases} | {kept: total}
    return log_normalised([settled.get(at, score) for at, score in enumerate(row)])


def _literal(lattice: Lattice, scores: LineScores, context: Context, lexicon: Lexicon) -> float:
    """The chance that the line is already a command. What was heard never is; nobody dictates
    several lines, so those were pasted; who types a name that exists spells it; and who says how
    words are written dictates."""
    if lattice.utterance.source != "typed":
        return 0.0
    if "\n" in lattice.verbatim.strip():
        return max(scores.literal, _SEVERAL_LINES)
    named = respelt(lattice.verbatim, context.names)
    named_otherwise = named or in_other_case(lattice.verbatim, context.names)
    dictated = any(lexicon.directs(slot.words) for slot in lattice.slots)
    gain = -_RESPELT if named_otherwise else 0.0 if dictated else _TYPED
    odds = scores.literal / max(1e-12, 1 - scores.literal) * math.exp(gain)
    return odds / (1 + odds)


def _penalty(command: str, context: Context) -> float:
    penalty = _UNBALANCED if unclosed(command) else 0.0
    return penalty + _WRONG_FLAG * sum(1 for _ in unknown_flags(command, context.flags))


def calibrated(probability: float, calibration: Calibration) -> float:
    """A path's probability as the chance of being right (Platt scaling on its log-odds)."""
    kept = min(1 - 1e-6, max(1e-6, probability))
    logit = calibration.slope * math.log(kept / (1 - kept)) + calibration.offset
    return 1 / (1 + math.exp(-logit))


def _search(lattice: Lattice, scores: LineScores) -> list[tuple[float, Path]]:
    beam = [_Node(0.0, None, None, blank=True, state=_State())]
    for index, slot in enumerate(lattice.slots):
        by_state: dict[_State, list[_Option]] = {}
        grown: list[_Node] = []
        for node in beam:
            options = by_state.get(node.state)
            if options is None:
                options = by_state[node.state] = _options(slot, scores, index, node.state)
            seen_readings: set[int] = set()
            for option in options:
                state = node.state.then(option.kind)
                if option.kind is Kind.DROP:
                    score, blank = option.bare, node.blank
                elif node.blank or option.blank:
                    # A said blank (or the start) stands for the joiner: count each reading once.
                    if option.step.reading in seen_readings:
                        continue
                    seen_readings.add(option.step.reading)
                    score, blank = option.bare, option.blank
                else:
                    score, blank = option.score, False
                grown.append(_Node(node.score + score, option.step, node, blank, state))
        if len(grown) > BEAM:
            grown.sort(key=lambda node: -node.score)
            del grown[BEAM:]
        beam = grown
    return [(node.score, _path(node)) for node in beam]


def _path(node: _Node) -> Path:
    steps: list[Step] = []
    at: _Node | None = node
    while at is not None and at.step is not None:
        steps.append(at.step)
        at = at.parent
    return tuple(reversed(steps))


def _options(slot: Slot, scores: LineScores, index: int, state: _State) -> list[_Option]:
    """The options of one slot that are worth following, best first."""
    readings = _readings_after(slot, scores, index, state)
    least = max(readings) + _LEAST
    options: list[_Option] = []
    by_kind: dict[Kind, list[float]] = {}
    for number, bare in enumerate(readings):
        if bare < least:
            continue
        reading = slot.readings[number]
        kind = reading.kind
        if kind is Kind.DROP:
            options.append(_Option(Step(number, 0), bare, bare, kind, blank=False))
            continue
        joiners = by_kind.get(kind)
        if joiners is None:
            joiners = by_kind[kind] = _joiners_of(scores, index, kind)
        best_joiner = max(joiners)
        blank = reading.text == " "
        for joiner, extra in enumerate(joiners):
            if extra >= best_joiner + _LEAST:
                options.append(_Option(Step(number, joiner), bare + extra, bare, kind, blank))
    options.sort(key=lambda option: -option.score)
    return options[:BEAM]


def _readings_after(slot: Slot, scores: LineScores, index: int, state: _State) -> list[float]:
    """The log-probabilities of a slot's readings after what was decided before it."""
    readings = scores.readings[index]
    if not scores.moves or len(readings) == 1:
        return readings
    moves = scores.moves[index]
    slot_gains, word_gains = moves.after_slot[state.slot], moves.after_word[state.word]
    return log_normalised(
        [
            score + slot_gains[reading.kind] + word_gains[reading.kind]
            for score, reading in zip(readings, slot.readings, strict=False)
        ]
    )


def _joiners_of(scores: LineScores, index: int, kind: Kind) -> list[float]:
    """The log-probabilities of a slot's joiners where it has a reading of that kind."""
    joiners = scores.joiners[index]
    if not scores.moves or len(joiners) == 1:
        return joiners
    gains = scores.moves[index].of_kind[kind]
    return log_normalised([score + gain for score, gain in zip(joiners, gains, strict=True)])


def _choices(lattice: Lattice, scores: LineScores, path: Path) -> tuple[Choice, ...]:
    """Where the chosen path was unsure: readings of slots, and blanks between them."""
    choices: list[Choice] = []
    position = 0
    blank = True
    state = _State()
    for index, (slot, step) in enumerate(zip(lattice.slots, path, strict=True)):
        reading = slot.readings[step.reading]
        readings = _readings_after(slot, scores, index, state)
        state = state.then(reading.kind)
        if reading.kind is Kind.DROP or (reading.text == " " and not position):
            continue
        if not blank and reading.text != " ":
            joiner = slot.joiners[step.joiner]
            joiners = _joiners_of(scores, index, reading.kind)
            choice = _choice(position, joiner, step.joiner, slot.joiners, joiners)
            if choice is not None:
                choices.append(choice)
            position += len(joiner)
        texts = tuple(other.text for other in slot.readings[: len(readings)])
        kept = [number for number, text in enumerate(texts) if text or number == step.reading]
        choice = _choice(position, reading.text, step.reading, texts, readings, kept)
        if choice is not None:
            choices.append(choice)
        position += len(reading.text)
        blank = reading.text == " "
    return tuple(choices)


def _choice(
    position: int,
    text: str,
    chosen: int,
    texts: tuple[str, ...],
    scores: list[float],
    among: list[int] | None = None,
) -> Choice | None:
    indices = among if among is not None else list(range(len(texts)))
    others = sorted(
        (index for index in indices if index != chosen and math.exp(scores[index]) >= _OFFERED),
        key=lambda index: -scores[index],
    )
    if not others:
        return None
    readings = (text, *(texts[index] for index in others[: _MOST_OFFERED - 1]))
    return Choice(position, position + len(text), readings, math.exp(scores[chosen]))
