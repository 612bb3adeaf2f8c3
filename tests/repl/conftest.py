"""The real editor, in this process, on a screen emulator: keys in by a pipe, text out to pyte."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pyte
import pytest
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output

from talkie_shell.records import Checks, Choice, Heard, Proposal, Utterance
from talkie_shell.repl.editor import LineEditor
from talkie_shell.repl.history import MemoryStore, Shelf
from talkie_shell.repl.pasted import Burst
from talkie_shell.repl.prompt import Standing
from talkie_shell.repl.state import Confirmed, no_guard
from talkie_shell.settings import Settings
from talkie_shell.speech.dictation import Dictation

KEYS = {
    "enter": "\r",
    "tab": "\t",
    "shift-tab": "\x1b[Z",
    "undo": "\x1f",
    "alt-.": "\x1b.",
    "esc": "\x1b",
    "ctrl-c": "\x03",
    "ctrl-d": "\x04",
    "ctrl-f": "\x06",
    "ctrl-r": "\x12",
    "ctrl-w": "\x17",
    "alt-enter": "\x1b\r",
    "alt-u": "\x1bu",
    "alt-l": "\x1bl",
    "alt-c": "\x1bc",
    "next": "\x1bn",
    "previous": "\x1bp",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "alt-right": "\x1b[1;3C",
    "home": "\x1b[H",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "ctrl-x": "\x18",
    "ctrl-y": "\x19",
    "ctrl-e": "\x05",
}
SECONDS = 45.0
"""How long a test waits for something that must happen."""


def proposal(
    words: str,
    command: str,
    *,
    preprocessed: str = "",
    uncertain: tuple[Choice, ...] = (),
    alternatives: tuple[str, ...] = (),
    parses: bool = True,
) -> Proposal:
    return Proposal(
        utterance=Utterance(words),
        preprocessed=preprocessed or words,
        command=command,
        confidence=0.9,
        checks=Checks(parses=parses, balanced=True),
        engine="fake",
        milliseconds=1.0,
        uncertain=uncertain,
        alternatives=alternatives,
    )


FIND = proposal(
    "find dot dash name star dot txt",
    "find . -name *.txt",
    preprocessed="find . - name * . txt",
)
DF = proposal(
    "df dash I H",
    "df -ih",
    preprocessed="df - i h",
    uncertain=(
        Choice(4, 5, ("i", "I"), 0.8),
        Choice(5, 6, ("h", "H"), 0.5),
    ),
    alternatives=("df -i h",),
)
KNOWN = {one.utterance.text: one for one in (FIND, DF)}


class FakePipeline:
    """Answers from a table; anything else that has a word "dot" or "dash" is spelled out, the
    rest is literal. ``gate`` holds answers back while it is closed."""

    def __init__(self) -> None:
        self.notice = ""
        self.asked: list[str] = []
        self.gate = threading.Event()
        self.gate.set()
        self.fails: Exception | None = None
        self.table = dict(KNOWN)

    def propose(self, utterance: Utterance) -> Proposal:
        self.asked.append(utterance.text)
        assert self.gate.wait(SECONDS)
        if self.fails is not None:
            raise self.fails
        if utterance.text in self.table:
            return self.table[utterance.text]
        symbols = {"dot": ".", "dash": "-", "star": "*"}
        said = " ".join(symbols.get(word, word) for word in utterance.text.split(" "))
        glued = said.replace("- ", "-").replace(". ", ".")
        if said == utterance.text:
            glued = utterance.text
        return proposal(utterance.text, glued, preprocessed=said)

    def propose_heard(self, heard: Heard) -> Proposal:
        found = replace(self.propose(Utterance(heard.text, "voice")))
        others = [self.propose(Utterance(other, "voice")).command for other in heard.alternatives]
        return replace(
            found,
            utterance=Utterance(heard.text, "voice"),
            alternatives=(*others, *found.alternatives),
        )


class Seat:
    """A person at the prompt: presses keys, looks at the screen, waits for what must come."""

    def __init__(self, keyboard: PipeInput, rows: int = 24, columns: int = 80) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self.screen)
        self._lock = threading.Condition()
        self._size = Size(rows=rows, columns=columns)
        self.keyboard = keyboard
        self.pipeline = FakePipeline()
        self.store = MemoryStore()
        self.shelf = Shelf(self.store, 1000)
        self.environment: dict[str, str] = {}
        self.guard = no_guard
        self.source: Any = None
        self.facts: Any = None
        self.dictation: Callable[[Callable[[], None]], Dictation] | None = None
        self.draft: Any = None
        self.events: Any = tuple
        self.background: Any = None
        self.load: Callable[[], Any] = lambda: self.pipeline
        self.settings = replace(
            Settings(),
            keys={
                **Settings().keys,
                "alternatives_next": ("escape n",),
                "alternatives_previous": ("escape p",),
            },
        )
        self.editor: LineEditor
        self._results: list[Confirmed | None] = []
        self._thread: threading.Thread | None = None

    # The terminal's side.

    def write(self, data: str) -> None:
        with self._lock:
            self._stream.feed(data)
            self._lock.notify_all()

    def flush(self) -> None:
        """Nothing waits."""

    def fileno(self) -> int:
        raise OSError

    # The person's side.

    def sit(self) -> Seat:
        output = Vt100_Output(self, lambda: self._size, term="xterm", enable_cpr=False)  # type: ignore[arg-type]
        self.editor = LineEditor(
            self.settings,
            self.load,
            self.shelf,
            environment=self.environment,
            guard=self.guard,
            background=self.background,
            source=self.source,
            facts=self.facts,
            dictation=self.dictation,
            draft=self.draft,
            events=self.events,
            terminal=(self.keyboard, output),
        )
        self.read()
        return self

    def read(self, **standing: Any) -> None:
        """Start to read a line."""
        shown = Standing(**{"directory": "/home/ann/src", "home": "/home/ann", **standing})

        def work() -> None:
            try:
                result = self.editor.read(shown)
            except EOFError:
                return
            with self._lock:
                self._results.append(result)
                self._lock.notify_all()

        self._thread = threading.Thread(target=work, daemon=True)
        self._thread.start()
        self.see("❯" if self._size.columns > 20 else "")

    def type(self, text: str) -> Seat:
        self.keyboard.send_text(text)
        self._read_up()
        return self

    def press(self, *names: str) -> Seat:
        for name in names:
            self.type(KEYS[name])
        return self

    def _read_up(self) -> None:
        """Wait until the editor has read what was sent, as a person's next key would come
        later than that. Three rounds of its loop are enough: one selects, one reads."""
        for _ in range(3):
            loop = self.editor.app.loop
            done = threading.Event()
            if loop is None or self.ended:
                return
            try:
                loop.call_soon_threadsafe(done.set)
            except RuntimeError:
                return
            while not done.wait(0.01) and not self.ended:
                pass

    def paste(self, text: str) -> Seat:
        self.keyboard.send_text(f"\x1b[200~{text}\x1b[201~")
        self._read_up()
        time.sleep(2 * Burst.MARKED_HEELS)  # a person's next key comes later than that
        return self

    def resize(self, rows: int, columns: int) -> None:
        with self._lock:
            self._size = Size(rows=rows, columns=columns)
            self.screen.resize(rows, columns)
        loop = self.editor.app.loop
        assert loop is not None
        loop.call_soon_threadsafe(self.editor.app._on_resize)

    @property
    def rows(self) -> list[str]:
        return [row.rstrip() for row in self.screen.display]

    @property
    def text(self) -> str:
        return "\n".join(self.rows).strip()

    def until(self, happened: Callable[[], bool], what: str = "") -> Seat:
        """Wait until it is so; the screen tells where it never is."""
        end = time.monotonic() + SECONDS
        with self._lock:
            while not happened():
                left = end - time.monotonic()
                if left <= 0:
                    raise AssertionError(f"never: {what}\n{self.text}")
                self._lock.wait(min(left, 0.05))
        return self

    def see(self, text: str) -> Seat:
        return self.until(lambda: text in self.text, f"{text!r} on the screen")

    def see_no(self, text: str) -> Seat:
        return self.until(lambda: text not in self.text, f"no {text!r} on the screen")

    def line_is(self, text: str) -> Seat:
        return self.until(lambda: self.editor.buffer.text == text, f"the line {text!r}")

    def result(self) -> Confirmed | None:
        self.until(lambda: bool(self._results), "an end of the line")
        if self._thread is not None:
            self._thread.join(SECONDS)
        return self._results.pop(0)

    @property
    def ended(self) -> bool:
        return bool(self._results)

    def styles(self, text: str) -> list[Any]:
        """The screen's characters of the first row that holds the text."""
        for number, row in enumerate(self.screen.display):
            at = row.find(text)
            if at >= 0:
                return [self.screen.buffer[number][at + step] for step in range(len(text))]
        raise AssertionError(f"{text!r} is not on the screen:\n{self.text}")

    def leave(self) -> None:
        self.pipeline.gate.set()
        self.keyboard.close()
        if self._thread is not None:
            self._thread.join(SECONDS)
        self.editor.close()


@pytest.fixture
def make_seat() -> Iterator[Callable[..., Seat]]:
    seats: list[Seat] = []
    with create_pipe_input() as keyboard:

        def make(**options: Any) -> Seat:
            seats.append(Seat(keyboard, **options))
            return seats[-1]

        yield make
        for seat in seats:
            seat.leave()


@pytest.fixture
def seat(make_seat: Callable[..., Seat]) -> Seat:
    return make_seat().sit()
