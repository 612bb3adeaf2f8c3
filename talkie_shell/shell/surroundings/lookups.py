"""Slow questions asked aside: each in a daemon thread, waited for only so long.

A read from a dead network mount cannot be interrupted; only whoever waits for it can leave.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Answer = TypeVar("Answer")

MAX_UNANSWERED = 8
"""Questions under way at once; beyond, there is no use in asking: something hangs."""


@dataclass(slots=True)
class _Question(Generic[Answer]):
    answered: threading.Event = field(default_factory=threading.Event)
    waited: bool = False  # somebody has already waited in vain


class Lookups(Generic[Answer]):
    """The last answer to each question, asked again when wanted.

    A question is a string; ``look`` answers it, in a thread of its own, from the question
    and the answer before (None at first). It may raise OSError, or ValueError for a path
    that can be none: then there is no answer, and the one before is forgotten.
    """

    def __init__(self, look: Callable[[str, Answer | None], Answer], remembered: int = 64) -> None:
        self._look = look
        self._remembered = remembered
        self._answers: dict[str, Answer] = {}
        self._asked: dict[str, _Question[Answer]] = {}
        self._lock = threading.Lock()

    def known(self, question: str) -> Answer | None:
        """The last answer, None where there is none yet. Never waits."""
        return self._answers.get(question)

    def ask(self, question: str, within: float = 0.0) -> Answer | None:
        """Ask (again), and return the last answer after at most ``within`` seconds.

        Who comes while an earlier wait has already been in vain gets the last known answer
        at once, so that a hanging mount costs one wait.
        """
        with self._lock:
            pending = self._asked.get(question)
            if pending is None and len(self._asked) < MAX_UNANSWERED:
                pending = self._start(question)
        if pending is not None and within > 0 and not pending.waited:
            pending.waited = not pending.answered.wait(within)
        return self.known(question)

    def _start(self, question: str) -> _Question[Answer] | None:
        pending: _Question[Answer] = _Question()
        thread = threading.Thread(
            target=self._answer, args=(question, pending), name="talkie-sh-lookup", daemon=True
        )
        try:
            thread.start()
        except RuntimeError:  # no more threads for this user: not known, then
            return None
        self._asked[question] = pending
        return pending

    def _answer(self, question: str, pending: _Question[Answer]) -> None:
        answer: Answer | None = None
        try:
            answer = self._look(question, self.known(question))
        except (OSError, ValueError):
            pass
        finally:
            with self._lock:
                self._answers.pop(question, None)
                if answer is not None:
                    self._answers[question] = answer
                while len(self._answers) > self._remembered:
                    del self._answers[next(iter(self._answers))]
                self._asked.pop(question, None)
            pending.answered.set()
