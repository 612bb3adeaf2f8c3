"""A queue of writes to one file, carried out in order on a thread of its own.

The caller never waits for the disk. A write that cannot be made now (locked, disk full)
stays at the head of the queue and is tried again; one line says so, once.
"""

from __future__ import annotations

import atexit
import threading
import time
from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from talkie_shell.database.faults import WAITING, Fault, classify, explain
from talkie_shell.database.files import Schema, inode_of, open_writable, set_aside
from talkie_shell.errors import LogError, TalkieError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[sqlite3.Connection, int], None]
    """Makes one write. The number grows whenever the file was replaced by a new one."""

PATIENCE = 3.0
"""Seconds one attempt waits for other sessions."""

PAUSE = 2.0
"""Seconds between attempts while writes wait."""

BATCH = 500
"""Writes a transaction."""

CAPACITY = 20_000
"""Writes that may wait in memory."""


@dataclass(slots=True)
class _Job:
    write: Write
    done: Future[None] = field(default_factory=Future)


class Writer:
    """Owns the file for a session. ``on_notice`` gets each line a user should read, from the
    writing thread; the first is kept in `notice`.

    The thread starts with the first write and is a daemon: `close` (also called at exit)
    waits for the queue, for a bounded time.
    """

    def __init__(
        self,
        path: Path,
        schema: Schema,
        *,
        on_notice: Callable[[str], None] | None = None,
        patience: float = PATIENCE,
        pause: float = PAUSE,
    ) -> None:
        self.path = path
        self.notice: str | None = None
        self._schema = schema
        self._on_notice = on_notice
        self._patience = patience
        self._pause = pause
        self._changed = threading.Condition()
        self._queue: deque[_Job] = deque()
        self._thread: threading.Thread | None = None
        self._deadline: float | None = None
        self._waiting = False
        self._shut: TalkieError | None = None
        self._lost = 0
        self._told: set[Fault | None] = set()
        self._connection: sqlite3.Connection | None = None
        self._inode: int | None = None
        self._generation = 0
        self._damaged = 0

    def submit(self, write: Write) -> Future[None]:
        """Queue a write. The future is done once it is on the disk, and holds a TalkieError
        where it never will be."""
        job = _Job(write)
        with self._changed:
            refusal = self._shut
            if self._deadline is not None:
                refusal = refusal or LogError(f"{self.path} is closed")
            elif len(self._queue) >= CAPACITY:
                refusal = LogError(f"too many records wait for {self.path}")
            if refusal is not None:
                self._lost += 1
                job.done.set_exception(refusal)
                return job.done
            self._queue.append(job)
            if self._thread is None:
                name = f"writing the {self._schema.noun}"
                self._thread = threading.Thread(target=self._serve, name=name, daemon=True)
                self._thread.start()
                atexit.register(self.close)
            self._changed.notify()
        return job.done

    def flush(self, timeout: float) -> bool:
        """Wait until everything queued so far is written; False where it is not in time."""
        with self._changed:
            last = self._queue[-1].done if self._queue else None
        return last is None or is_written(last, timeout)

    def close(self, timeout: float = 10.0) -> bool:
        """Write what is queued and end the thread; False where something stayed unwritten."""
        with self._changed:
            self._deadline = time.monotonic() + timeout
            self._changed.notify()
            thread = self._thread
        atexit.unregister(self.close)
        if thread is not None:
            thread.join(timeout + 1.0)
        with self._changed:
            lost = self._lost + len(self._queue)
        if lost and self._told & WAITING:
            self._tell(None, f"{lost} records of the {self._schema.noun} could not be written")
        return not lost

    def _serve(self) -> None:
        try:
            while (batch := self._next()) is not None:
                self._attempt(batch)
        finally:
            self._disconnect()
            self._give_up(self._shut or LogError(f"the {self._schema.noun} was not written"))

    def _next(self) -> list[_Job] | None:
        """Wait for work. None: there is none any more, or no time for it."""
        with self._changed:
            while not self._queue and self._deadline is None and self._shut is None:
                self._changed.wait()
            if self._waiting:
                closing = self._deadline is not None
                self._changed.wait(min(self._pause, 0.2) if closing else self._pause)
            in_time = self._deadline is None or time.monotonic() < self._deadline
            if self._queue and in_time and self._shut is None:
                return list(islice(self._queue, BATCH))
            return None

    def _attempt(self, batch: list[_Job]) -> None:
        import sqlite3

        try:
            connection = self._connect()
            connection.execute("BEGIN IMMEDIATE")
            try:
                for job in batch:
                    job.write(connection, self._generation)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        except (sqlite3.Error, OSError, TalkieError) as error:
            self._fail(error)
            return
        self._waiting = False
        with self._changed:
            for _ in batch:
                self._queue.popleft()
        for job in batch:
            job.done.set_result(None)

    def _connect(self) -> sqlite3.Connection:
        # A file that was removed or set aside meanwhile would swallow what is written to it.
        if self._connection is not None and inode_of(self.path) != self._inode:
            self._disconnect()
        if self._connection is None:
            self._inode = inode_of(self.path)
            self._connection = open_writable(self.path, self._schema, self._patience)
            self._inode = inode_of(self.path)
            self._generation += 1
        return self._connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _fail(self, error: Exception) -> None:
        fault = classify(error)
        if fault is Fault.DAMAGED and self._set_aside(error):
            return
        self._tell(fault, explain(fault, error, self._schema.noun, self.path))
        if fault in WAITING:
            self._waiting = True
            return
        shut = error if isinstance(error, TalkieError) else LogError(self.notice or str(error))
        self._give_up(shut)

    def _set_aside(self, error: Exception) -> bool:
        """Replace a damaged file; False where that does not help."""
        self._disconnect()
        self._damaged += 1
        if self._damaged > 2 or self._inode is None:
            return False
        try:
            kept = set_aside(self.path, self._inode)
        except OSError:
            return False
        if kept is not None:
            self._tell(
                Fault.DAMAGED,
                f"the {self._schema.noun} was damaged, so a new one is begun; old: {kept}",
            )
        return True

    def _tell(self, fault: Fault | None, line: str) -> None:
        if fault in self._told:
            return
        self._told.add(fault)
        self.notice = self.notice or line
        if self._on_notice is not None:
            self._on_notice(line)

    def _give_up(self, error: TalkieError) -> None:
        with self._changed:
            jobs = list(self._queue)
            self._queue.clear()
            self._lost += len(jobs)
            self._shut = error
        for job in jobs:
            job.done.set_exception(error)


def is_written(done: Future[None], timeout: float) -> bool:
    """Whether a queued write reaches the disk within ``timeout`` seconds."""
    try:
        return done.exception(timeout) is None
    except TimeoutError:
        return False
