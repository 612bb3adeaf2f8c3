"""The live preview: one worker, the latest text wins, an answer belongs to its text alone."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol

from talkie_shell.errors import TalkieError
from talkie_shell.records import Proposal, Utterance
from talkie_shell.repl.state import Answer

REMEMBERED = 64
"""Answers kept, so that undoing and stepping back show theirs at once."""
LAST_WORK = 10.0
"""Seconds to wait for it at the end."""
LONGEST_LIVE = 4_000
"""Characters. Longer texts are proposed for when Enter asks, not at every key."""


class Proposer(Protocol):
    """What makes proposals: the pipeline."""

    @property
    def notice(self) -> str:
        """A word to the user about how it loaded, "" where all is well."""

    def propose(self, utterance: Utterance) -> Proposal: ...


class Desk:
    """What is asked and what is answered. No threads: the worker's decisions, by themselves.

    At most one question waits; a newer one takes its place.
    """

    def __init__(self) -> None:
        self._waiting: str | None = None
        self._working: str | None = None
        self._answers: OrderedDict[str, Answer] = OrderedDict()

    def ask(self, text: str) -> None:
        """Want an answer to this text, and to no earlier one."""
        known = text in self._answers or text == self._working
        self._waiting = None if known else text
        if text in self._answers:
            self._answers.move_to_end(text)

    def drop(self) -> None:
        """Want no answer any more."""
        self._waiting = None

    def next(self) -> str | None:
        """The text to work on now; it counts as being worked on until `put`."""
        self._working, self._waiting = self._waiting, None
        return self._working

    def put(self, answer: Answer) -> None:
        """An answer is there."""
        self._working = None
        self._answers[answer.text] = answer
        while len(self._answers) > REMEMBERED:
            self._answers.popitem(last=False)

    def answer(self, text: str) -> Answer | None:
        """The answer to exactly this text."""
        return self._answers.get(text)

    @property
    def latest(self) -> Answer | None:
        """The newest answer, to whatever text it was."""
        return next(reversed(self._answers.values()), None)


class Previewer:
    """Loads the pipeline and asks it, both on one thread of its own.

    ``answered`` is called on that thread after each answer and once loading ended.
    """

    def __init__(self, load: Callable[[], Proposer], answered: Callable[[], None]) -> None:
        self._load = load
        self._answered = answered
        self._desk = Desk()
        self._changed = threading.Condition()
        self._closed = False
        self._busy = False
        self._thread: threading.Thread | None = None
        self.loading = True
        self.notice = ""

    def start(self) -> None:
        """Begin to load, in the background. Starting again does nothing."""
        if self._thread is None:
            self._busy = True
            self._thread = threading.Thread(target=self._run, name="preview", daemon=True)
            self._thread.start()

    def ask(self, text: str) -> None:
        """Want an answer to this text; whatever was wanted before no longer is."""
        with self._changed:
            self._desk.ask(text)
            self._changed.notify()

    def drop(self) -> None:
        """Want no answer any more."""
        with self._changed:
            self._desk.drop()

    def answer(self, text: str) -> Answer | None:
        """The answer to exactly this text, None while there is none."""
        with self._changed:
            return self._desk.answer(text)

    @property
    def latest(self) -> Answer | None:
        """The newest answer, perhaps to an older text."""
        with self._changed:
            return self._desk.latest

    def close(self) -> None:
        """Take on nothing more, and wait for what is being worked on now.

        The thread itself stays, asleep: the end of a thread that used MLX tears down MLX's own
        threads, and a process that ends meanwhile is aborted.
        """
        with self._changed:
            self._closed = True
            self._changed.wait_for(lambda: not self._busy, timeout=LAST_WORK)

    def _run(self) -> None:
        proposer: Proposer | None = None
        why = ""
        try:
            proposer = self._load()
            self.notice = proposer.notice
        except TalkieError as error:
            self.notice = why = str(error)
        except Exception as error:  # noqa: BLE001 - typing must go on whatever an engine does
            self.notice = why = f"no proposals: {_told(error)}"
        self.loading = False
        self._answered()
        while True:
            text = self._next()
            answer = _answer(proposer, text) if proposer else Answer(text, None, why)
            with self._changed:
                self._desk.put(answer)
            self._answered()

    def _next(self) -> str:
        """The next text to work on, however long it takes."""
        with self._changed:
            while True:
                text = None if self._closed else self._desk.next()
                if text is not None:
                    self._busy = True
                    return text
                self._busy = False
                self._changed.notify_all()
                self._changed.wait()


def _answer(proposer: Proposer, text: str) -> Answer:
    try:
        return Answer(text, proposer.propose(Utterance(text)))
    except TalkieError as error:
        return Answer(text, None, str(error))
    except Exception as error:  # noqa: BLE001 - one text must not end the preview of all others
        return Answer(text, None, f"no proposal: {_told(error)}")


def _told(error: Exception) -> str:
    return f"{type(error).__name__} {error}".split("\n", 1)[0].strip()
