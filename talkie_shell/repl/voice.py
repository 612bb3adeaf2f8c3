"""Dictation at the line: the key, the words so far, and what becomes of them.

The decisions are `dictated`'s, `voice_commands`' and `state`'s; here they meet the editor. A
dictation ends with words or a command in the line and never with anything run.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from talkie_shell.records import Heard, Utterance
from talkie_shell.repl.dictated import (
    Spot,
    asked_for,
    follow,
    heard_text,
    pieced,
    place_of,
    readable,
    spliced,
    spot_of,
)
from talkie_shell.repl.state import (
    Confirming,
    Line,
    Step,
    Words,
    choose,
    edited,
    show_command,
)
from talkie_shell.repl.voice_changes import Change, Changes
from talkie_shell.repl.voice_commands import VoiceCommand, voice_command
from talkie_shell.repl.voice_view import is_spoken, numbered

if TYPE_CHECKING:
    from talkie_shell.repl.editor import LineEditor
    from talkie_shell.repl.preview import Question
    from talkie_shell.repl.view import View
    from talkie_shell.speech.dictation import Dictation
    from talkie_shell.speech.sound import Samples
    from talkie_shell.speech.take import Ended, Progress

HELD = 0.4
"""Seconds after which a key that is let go was held to talk, and not tapped."""
REPEATS = 0.15
"""Seconds between the presses of a held key; a person's taps are further apart."""
UNREAD = 0.3
"""Seconds in which nobody can have read what a dictation put into the line."""
NOT_HERE = "dictation does not work here"


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words whose command will be put into a command, once it is there."""

    spot: Spot
    heard: Heard
    sound: Samples | None


class Voice:
    """The voice of a `LineEditor`. ``make`` makes the dictation, with what it calls whenever
    there is something new; None where there is none."""

    def __init__(
        self,
        editor: LineEditor,
        make: Callable[[Callable[[], None]], Dictation] | None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._editor = editor
        self._clock = clock
        self._dictation = make(self._wake) if make is not None else None
        self._spot: Spot | None = None
        self._words = ""
        self._loads = False
        self._piece: _Piece | None = None
        self._shows = False
        self._pressed = self._last_press = self._put_at = float("-inf")
        self.progress: Progress | None = None
        self.note = ""
        self._start_line()

    def _start_line(self) -> None:
        self._heard: Heard | None = None
        self._spoken = False
        self._changes = Changes()
        self._by_hand = False

    # What the user does.

    def load(self) -> None:
        """Load the recogniser, in the background. Again does nothing: a dictation tries again
        where it could not be loaded."""
        if self._dictation is not None and not self._loads:
            self._loads = True
            self._dictation.load()

    def press(self, *, held: bool = False) -> None:
        """The key: begins a dictation, or ends it. A held key's repeats mean nothing. ``held``:
        the terminal will tell when it is let go."""
        now = self._clock()
        repeated = now - self._last_press < REPEATS
        self._last_press = now
        if repeated:
            return
        if self._dictation is None:
            self._editor.note = NOT_HERE
        elif self.is_on:
            self._dictation.stop()
        else:
            self._begin(self._dictation, now, held=held)

    def release(self) -> None:
        """The key was let go: that ends a dictation through which it was held, and leaves one
        that it only began to the silence after it."""
        if self._dictation is None:
            return
        if self._clock() - self._pressed >= HELD:
            self._dictation.stop()
        else:
            self._dictation.let_go()

    def finish(self) -> bool:
        """Enter was pressed: end the dictation and show the command, whatever was typed
        meanwhile. Whether that is all it means: a dictation is on, or ended by itself while the
        key was on its way."""
        if self._dictation is not None and self.is_on:
            self._shows = True
            self._dictation.stop()
            return True
        return self._piece is not None or self._clock() - self._put_at < UNREAD

    def cancel(self) -> bool:
        """Forget the dictation; whether there was one."""
        was_on = self.is_on or self._piece is not None
        if self._dictation is not None:
            self._dictation.cancel()
        self._spot, self._words, self._piece, self.progress = None, "", None, None
        return was_on

    def forget(self) -> None:
        """Forget everything about the line: another one begins."""
        self.cancel()
        self._start_line()

    def line_replaced(self) -> None:
        """Another line took this one's place, and nobody dictated it."""
        self._spoken, self._heard = False, None

    def close(self) -> None:
        if self._dictation is not None:
            self._dictation.close()

    # What there is to see.

    @property
    def is_on(self) -> bool:
        return self._spot is not None

    @property
    def is_ready(self) -> bool:
        """Whether a dictation could begin and be recognised now."""
        return self._dictation is not None and self._dictation.is_ready

    @property
    def sounds(self) -> tuple[Samples, ...]:
        """The sound of the words that were dictated into the line, where it is to be kept."""
        return self._changes.sounds

    def so_far(self) -> tuple[Spot, str] | None:
        """Where the words so far stand, and what they are; None while there are none."""
        if self._spot is not None and self._words:
            return follow(self._spot, self._editor.buffer.text), self._words
        return None

    def question(self, text: str) -> Question:
        """What to ask the engine for the line: it matters who said it, and what else it might
        have been."""
        if self._heard is not None and self._heard.text == text:
            return self._heard
        return Utterance(text, "voice") if self._spoken else Utterance(text)

    def asking(self) -> Heard | None:
        """What to propose for while a dictation is on, or a piece of a command is on its way."""
        if self._piece is not None:
            return self._piece.heard
        shown = self.so_far()
        if shown is None or voice_command(Heard(shown[1]), self._shown) is not None:
            return None
        return asked_for(self._editor.state, shown[0], Heard(shown[1]))

    def rows(self, view: View) -> View:
        """The view of the rows under the line: of what is being dictated, once there are words."""
        asking = self.asking()
        if asking is None:
            return view
        answer = self._editor.proposing.answer_to(asking)
        latest = self._editor.proposing.latest
        return replace(view, state=Words(), text=asking.text, answer=answer, latest=latest)

    # What happens.

    def line_changed(self) -> None:
        """Follow an edit of the line."""
        text = self._editor.buffer.text
        self._by_hand = True
        if self._spot is not None:
            self._spot = follow(self._spot, text)
        if self._piece is not None:
            self._piece = replace(self._piece, spot=follow(self._piece.spot, text))
        if not text and not self.is_on:
            self.line_replaced()

    def answered(self) -> None:
        """An answer arrived: a piece may wait for it."""
        piece, editor = self._piece, self._editor
        answer = editor.proposing.answer_to(piece.heard) if piece is not None else None
        if piece is None or answer is None:
            return
        self._piece = None
        command = answer.proposal.command if answer.proposal is not None else piece.heard.text
        line = pieced(piece.spot, command)
        self._put(Step(edited(editor.state, line), line), piece.sound)

    def look(self) -> None:
        """Something is new about the dictation."""
        if self._dictation is None or self._editor.app.is_done:
            return
        ended = self._dictation.ended()
        if ended is not None:
            self._finished(ended)
        elif self.is_on:
            self.progress = self._dictation.progress
            words = heard_text(self.progress.words)
            if words != self._words:
                self._words = words
                self._editor.proposing.want()
        self._editor.app.invalidate()

    def _wake(self) -> None:
        self._editor.call_soon(self.look)

    def _begin(self, dictation: Dictation, now: float, *, held: bool) -> None:
        buffer = self._editor.buffer
        selected = buffer.document.selection_range() if buffer.selection_state else None
        self._spot = spot_of(self._editor.line, selected)
        self._words, self._shows, self._pressed = "", False, now
        dictation.start(held=held)
        self.progress = dictation.progress

    def _finished(self, ended: Ended) -> None:
        spot, self._spot = self._spot, None
        self._words, self.progress = "", None
        if spot is None:
            return
        spot = follow(spot, self._editor.buffer.text)
        heard = readable(ended.heard) if ended.heard is not None else Heard("")
        if heard.text:
            command = voice_command(heard, self._shown)
            if command is not None:
                self._obey(command, spot)
            else:
                keeps = self._editor.settings.keep_audio
                self._insert(spot, heard, ended.samples if keeps else None)
        else:
            self._editor.proposing.want()
        self.note = ended.note

    def _insert(self, spot: Spot, heard: Heard, sound: Samples | None) -> None:
        editor = self._editor
        editor.buffer.exit_selection()
        place = place_of(editor.state, spot)
        if place == "piece":
            self._piece = _Piece(spot, heard, sound)
            editor.proposing.want()
            self.answered()
            return
        whole = asked_for(editor.state, spot, heard)
        line = spliced(spot, heard.text)
        if place == "on":
            line = Line(whole.text, len(whole.text))
        self._spoken, self._heard = True, whole
        self._put(Step(Words(editor.state.kept), line), sound)
        if self._shows or not spot.typed:
            answer = editor.proposing.answer()
            editor.apply(show_command(editor.state, editor.line, answer, editor.rules))

    def _put(self, step: Step, sound: Samples | None) -> None:
        """Put dictated words or a piece of a command into the line."""
        editor = self._editor
        self._note_change(Change(editor.state, editor.line, dictated=True, sound=sound))
        self._put_at = self._clock()
        editor.apply(step)

    def _note_change(self, change: Change) -> None:
        self._changes = self._changes.after(change)
        self._by_hand = False

    # Voice editing.

    @property
    def _shown(self) -> int:
        """How many numbered alternatives are on the screen."""
        state = self._editor.state
        if not isinstance(state, Confirming) or self._editor.buffer.text != state.stop.draft.text:
            return 0
        return numbered(state, self._editor.columns) if is_spoken(state) else 0

    def _obey(self, command: VoiceCommand, spot: Spot) -> None:
        editor = self._editor
        match command.name:
            case "choose":
                assert isinstance(editor.state, Confirming)  # noqa: S101 - see _shown
                self._note_change(Change(editor.state, editor.line))
                editor.apply(choose(editor.state, command.number))
            case "newline":
                line = Line(spot.text[: spot.start] + "\n" + spot.text[spot.end :], spot.start + 1)
                self._note_change(Change(editor.state, editor.line))
                editor.apply(Step(edited(editor.state, line), line))
            case "scratch":
                self._scratch()
            case "undo":
                self._undo()

    def _scratch(self) -> None:
        editor = self._editor
        scratched = self._changes.scratched(editor.state, editor.line)
        if scratched is None:
            editor.note = "nothing was dictated that could be scratched"
            return
        self._changes, step = scratched
        self._by_hand = False
        editor.apply(step)

    def _undo(self) -> None:
        """Take back what a voice did last, or what was typed since."""
        editor = self._editor
        undone = self._changes.undone()
        if self._by_hand:
            editor.buffer.undo()
        elif undone is None:
            editor.note = "there is nothing to undo"
        else:
            self._changes, step = undone
            editor.apply(step)
