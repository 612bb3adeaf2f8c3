"""The live preview: one worker, the latest text wins, an answer belongs to its text alone."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from talkie_shell.errors import TalkieError, unexpected
from talkie_shell.records import Heard, Proposal, Utterance
from talkie_shell.repl.state import Answer

Question = Utterance | Heard
"""What is proposed for: words and who gave them, or what was heard with what else it may be."""

REMEMBERED = 64
"""Answers kept, so that undoing and stepping back show theirs at once."""
LAST_WORK = 10.0
"""Seconds to wait for it at the end."""
LONGEST_LIVE = 4_000
"""Characters. Longer texts are proposed for when Enter asks, not at every key."""
LONGEST = 20_000
"""Characters. Longer texts were pasted, and would keep the machine busy for seconds."""
TOO_LONG = f"longer than {LONGEST:,} characters: no command is made of it, it stays as it is"
_NOT_LIVE = "too long for a live preview: Enter proposes a command"


def too_long(text: str) -> str:
    """What is said of a text that no command is made of while it is typed, "" where one is."""
    if len(text) > LONGEST:
        return TOO_LONG
    return _NOT_LIVE if len(text) > LONGEST_LIVE else ""


class Proposer(Protocol):
    """What makes proposals: the pipeline."""

    @property
    def notice(self) -> str:
        """A word to the user about how it loaded, "" where all is well."""

    def propose(self, utterance: Utterance) -> Proposal: ...
    def propose_heard(self, heard: Heard) -> Proposal: ...


class Desk:
    """What is asked and what is answered. No threads: the worker's decisions, by themselves.

    At most one question waits; a newer one takes its place.
    """

    def __init__(self) -> None:
        self._waiting: Question | None = None
        self._working: Question | None = None
        self._answers: OrderedDict[Question, Answer] = OrderedDict()

    def ask(self, question: Question) -> None:
        """Want an answer to this question, and to no earlier one."""
        known = question in self._answers or question == self._working
        self._waiting = None if known else question
        if question in self._answers:
            self._answers.move_to_end(question)

    def drop(self) -> None:
        """Want no answer any more."""
        self._waiting = None

    def next(self) -> Question | None:
        """The question to work on now; it counts as being worked on until `put`."""
        self._working, self._waiting = self._waiting, None
        return self._working

    def put(self, question: Question, answer: Answer) -> None:
        """An answer is there."""
        self._working = None
        self._answers[question] = answer
        while len(self._answers) > REMEMBERED:
            self._answers.popitem(last=False)

    def answer(self, question: Question) -> Answer | None:
        """The answer to exactly this question."""
        return self._answers.get(question)

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

    def ask(self, question: Question) -> None:
        """Want an answer to this question; whatever was wanted before no longer is."""
        with self._changed:
            self._desk.ask(question)
            self._changed.notify()

    def drop(self) -> None:
        """Want no answer any more."""
        with self._changed:
            self._desk.drop()

    def answer(self, question: Question) -> Answer | None:
        """The answer to exactly this question, None while there is none."""
        with self._changed:
            return self._desk.answer(question)

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
            self.notice = why = f"no proposals: {unexpected(error)}"
        self.loading = False
        self._answered()
        while True:
            question = self._next()
            answer = _answer(proposer, question) if proposer else Answer(question.text, None, why)
            with self._changed:
                self._desk.put(question, answer)
            self._answered()

    def _next(self) -> Question:
        """The next question to work on, however long it takes."""
        with self._changed:
            while True:
                question = None if self._closed else self._desk.next()
                if question is not None:
                    self._busy = True
                    return question
                self._busy = False
                self._changed.notify_all()
                self._changed.wait()


def _answer(proposer: Proposer, question: Question) -> Answer:
    text = question.text
    if len(text) > LONGEST:
        return Answer(text, None, TOO_LONG)
    try:
        return Answer(text, _propose(proposer, question))
    except TalkieError as error:
        return Answer(text, None, str(error))
    except Exception as error:  # noqa: BLE001 - one text must not end the preview of all others
        return Answer(text, None, f"no proposal: {unexpected(error)}")


def _propose(proposer: Proposer, question: Question) -> Proposal:
    if isinstance(question, Utterance):
        return proposer.propose(question)
    # Whichever transcript the command came from, the words in the line are the likeliest one.
    heard = Utterance(question.text, "voice")
    return replace(proposer.propose_heard(question), utterance=heard)
