"""One thread beside the line: the latest question wins, an answer belongs to its question."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Question = TypeVar("Question")
Answer = TypeVar("Answer")


class Aside(Generic[Question, Answer]):
    """Answers questions on a daemon thread, which starts with the first one.

    ``work`` may be slow; where it raises, there is no answer. ``answered`` is
    called on that thread with the question and its answer. A question that was not begun when
    another came is dropped.
    """

    def __init__(
        self,
        name: str,
        work: Callable[[Question], Answer],
        answered: Callable[[Question, Answer], None],
    ) -> None:
        self._name = name
        self._work = work
        self._answered = answered
        self._changed = threading.Condition()
        self._waiting: list[Question] = []
        self._thread: threading.Thread | None = None

    def ask(self, question: Question) -> None:
        """Want an answer to this question, and to no earlier one."""
        with self._changed:
            self._waiting = [question]
            self._changed.notify()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: bool(self._waiting))
                question = self._waiting.pop()
            try:
                answer = self._work(question)
            except Exception:  # noqa: BLE001, S112 - one question must not end the answers to all others
                continue
            self._answered(question, answer)
