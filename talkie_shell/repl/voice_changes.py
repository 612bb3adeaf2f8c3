"""What a voice did to the line, so that a voice can take it back. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from talkie_shell.repl.state import Line, State, Step

if TYPE_CHECKING:
    from talkie_shell.speech.sound import Samples


@dataclass(frozen=True, slots=True)
class Change:
    """How the line was before a change. ``dictated``: the change put words into it, whose
    ``sound`` is to be kept. ``taken``: the changes that it took back, itself a "scratch that"."""

    state: State
    line: Line
    dictated: bool = False
    sound: Samples | None = None
    taken: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes of a line, in the order they came."""

    made: tuple[Change, ...] = ()

    def after(self, change: Change) -> Changes:
        return Changes((*self.made, change))

    def scratched(self, state: State, line: Line) -> tuple[Changes, Step] | None:
        """Back to before the last words that were dictated; None where there were none.
        Undoing it brings them back."""
        last = next((at for at in reversed(range(len(self.made))) if self.made[at].dictated), None)
        if last is None:
            return None
        before = self.made[last]
        now = Change(state, line, taken=self.made)
        return Changes((*self.made[:last], now)), Step(before.state, before.line)

    def undone(self) -> tuple[Changes, Step] | None:
        """Back to before the last change; None where there was none."""
        if not self.made:
            return None
        *earlier, last = self.made
        return Changes(last.taken or tuple(earlier)), Step(last.state, last.line)

    @property
    def sounds(self) -> tuple[Samples, ...]:
        """The sound of the words that are still in the line."""
        return tuple(one.sound for one in self.made if one.sound is not None)
