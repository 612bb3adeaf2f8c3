"""Earlier lines: walking back through them, suggestions from them, searching them.

What keeps them on disk is behind `Store`; here is what the line makes of them.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any, Protocol

from talkie_shell.records import Checks, Proposal, Utterance
from talkie_shell.repl.pasted import clean
from talkie_shell.repl.state import Line, State, Words

_HERE = 1000
"""Commands of this session that are told apart from those of others."""


class Entry(Protocol):
    """An earlier line: what was said and what was run."""

    @property
    def words(self) -> str: ...
    @property
    def command(self) -> str: ...
    @property
    def found(self) -> bool:
        """Whether the shell found the command, as far as that is known."""


class Store(Protocol):
    """Where earlier lines are kept, shared with other sessions. Newest first."""

    def append(self, words: str, command: str) -> Entry: ...
    def mark_not_found(self, entry: Any) -> Entry:
        """The entry of this store as one whose command was not found."""

    def recent(self, limit: int) -> Sequence[Entry]: ...
    def has_news(self) -> bool:
        """Whether another session may have added something since this was asked before."""


@dataclass(frozen=True, slots=True)
class Past:
    """An entry by itself."""

    words: str
    command: str
    found: bool = True


class MemoryStore:
    """Keeps lines for as long as the session lasts: for ``--private``."""

    def __init__(self) -> None:
        self._entries: list[Past] = []

    def append(self, words: str, command: str) -> Past:
        self._entries.insert(0, Past(words, command))
        return self._entries[0]

    def mark_not_found(self, entry: Past) -> Past:
        marked = replace(entry, found=False)
        self._entries = [marked if one is entry else one for one in self._entries]
        return marked

    def recent(self, limit: int) -> Sequence[Past]:
        return self._entries[:limit]

    def has_news(self) -> bool:
        return True


class Shelf:
    """The newest entries at hand in memory, so that no key waits for the disk.

    Read again in the background when it is refreshed; ``changed`` is called on that thread.
    ``lines`` are their words and commands, to suggest from. ``others`` gives the commands of
    other shells, newest first: they come after our own, and are not in ``commands``, which holds
    what was confirmed here.
    """

    def __init__(
        self, store: Store, most: int, others: Callable[[], Sequence[str]] = tuple
    ) -> None:
        self._store = store
        self._most = most
        self._others = others
        self._foreign: tuple[Past, ...] = ()
        self._told: Sequence[str] | None = None
        """What other shells remembered when it was last read, None before the first time."""
        self._reading: threading.Thread | None = None
        self._wanted = False
        self._lock = threading.Lock()
        self._appended = 0
        self.changed: Callable[[], None] = lambda: None
        self._own: tuple[Entry, ...] = ()
        self._mine: deque[Entry] = deque(maxlen=_HERE)
        self.entries: tuple[Entry, ...] = ()
        self.lines: tuple[str, ...] = ()
        self.commands: frozenset[str] = frozenset()

    def refresh(self) -> None:
        """Read what other sessions added, in the background; one reading at a time, and another
        one after it where it may have begun too early."""
        with self._lock:
            self._wanted = True
            if self._reading is None:
                self._reading = threading.Thread(target=self._work, name="history", daemon=True)
                self._reading.start()

    def append(self, words: str, command: str) -> None:
        """Remember a line, here at once and in the store."""
        # Most commands are their own words: one text is kept of both.
        entry = self._store.append(words, words if words == command else command)
        with self._lock:
            self._appended += 1
            self._mine.appendleft(entry)
            self._hold((entry, *self._own)[: self._most])

    def last_not_found(self) -> None:
        """The shell did not find the command of the line that was appended last."""
        if not self._mine:
            return
        with self._lock:
            entry = self._mine[0]
            self._appended += 1  # what is being read now still has it as it was
            self._mine[0] = marked = self._store.mark_not_found(entry)
            self._hold(tuple(marked if one is entry else one for one in self._own))

    def last_here(self, most: int) -> Sequence[str]:
        """The newest commands as a shell of its own would have them: those of this session, then
        what was there before and what others added since."""
        mine = {id(entry) for entry in self._mine}
        others = (entry for entry in self.entries if id(entry) not in mine)
        return [entry.command for entry in islice(chain(self._mine, others), most)]

    def wait(self, seconds: float) -> None:
        """Wait for a reading under way."""
        reading = self._reading
        if reading is not None:
            reading.join(seconds)

    def _work(self) -> None:
        try:
            while self._is_wanted():
                self._read()
        except BaseException:
            with self._lock:
                self._reading = None
            raise

    def _is_wanted(self) -> bool:
        """Whether to read once more; where not, this was the last reading."""
        with self._lock:
            wanted, self._wanted = self._wanted, False
            if not wanted:
                self._reading = None
        return wanted

    def _read(self) -> None:
        told = self._others()
        if not self._store.has_news() and told is self._told:
            return
        self._told = told
        foreign = tuple(Past(command, command) for command in map(clean, told))
        while True:
            appended = self._appended
            entries = tuple(self._store.recent(self._most))
            with self._lock:
                # What was appended while we read may be missing in what we read.
                if appended == self._appended:
                    self._foreign = foreign
                    self._hold(entries)
                    break
        self.changed()

    def _hold(self, own: tuple[Entry, ...]) -> None:
        self._own = own
        self.commands = frozenset(entry.command for entry in own)
        self.entries = (*own, *self._foreign)
        self.lines = lines_of(self.entries)


@dataclass(frozen=True, slots=True)
class Recall:
    """A walk back through history: ``saved`` is the line it began on, ``at`` the entry shown,
    -1 for the line itself. Only lines that begin with what stood there are visited."""

    lines: tuple[str, ...]
    saved: tuple[State, Line]
    at: int = -1

    def step(self, by: int) -> tuple[Recall, State, Line] | None:
        """So many entries further back, or forth (below 0), as far as there are any; None where
        there is none."""
        at = min(max(self.at + by, -1), len(self.lines) - 1)
        if at == self.at:
            return None
        moved = replace(self, at=at)
        if at == -1:
            return moved, *self.saved
        text = self.lines[at]
        return moved, Words(), Line(text, len(text))


def recall(entries: Sequence[Entry], state: State, line: Line) -> Recall:
    """The walk back from this line through the commands that begin with it, or came from words
    that do, each once."""
    begin = line.text if isinstance(state, Words) else ""
    lines = dict.fromkeys(
        entry.command
        for entry in entries
        if entry.command != line.text
        and (entry.command.startswith(begin) or entry.words.startswith(begin))
    )
    return Recall(tuple(lines), (state, line))


def lines_of(entries: Iterable[Entry]) -> tuple[str, ...]:
    """All words and commands of the entries (newest first), each once, in their order; not those
    whose command was not found when it was run last."""
    lines: dict[str, bool] = {}
    for one in entries:
        lines.setdefault(one.words, one.found)
        lines.setdefault(one.command, one.found)
    return tuple(line for line, found in lines.items() if found)


def suggest(lines: Iterable[str], text: str) -> str:
    """The rest of the newest line that begins with the text, "" for none.

    Example: "git st" with "git status" run before -> "atus"
    """
    if not text.strip():
        return ""
    longer = (line for line in lines if line.startswith(text) and line != text)
    return next(longer, text)[len(text) :]


def found(entries: Sequence[Entry], text: str, most: int) -> tuple[Past, ...]:
    """The newest entries whose words or command hold every blank-separated part of the text,
    each command once. Case counts only where the text has capitals.

    Example: "star txt" finds "find dot dash name star dot txt"
    """
    fold = text == text.lower()
    parts = text.split()
    hits: dict[str, Past] = {}
    for entry in entries:
        if entry.command in hits:
            continue
        whole = f"{entry.words}\n{entry.command}"
        if fold:
            whole = whole.lower()
        if all(part in whole for part in parts):
            hits[entry.command] = Past(entry.words, entry.command)
            if len(hits) == most:
                break
    return tuple(hits.values())


def confirmed_before(command: str) -> Proposal:
    """The proposal for a command that the user ran before: itself, whatever an engine would
    make of it."""
    return Proposal(
        utterance=Utterance(command),
        preprocessed=command,
        command=command,
        confidence=1.0,
        checks=Checks(parses=True, balanced=True),
        engine="history",
        milliseconds=0.0,
    )
