"""The user's shell underneath: one process for the whole session, commands fed to it.

    keys ──> real terminal (raw) ──> pseudo-terminal ──> the shell and its programs
    screen <── real terminal <────── pseudo-terminal <──────────┘      │
    Result <──────────── named pipes: start; end, status, directory ───┘

The shell is interactive, with the user's rc files and job control. At its own, unseen
prompt a short line is typed that makes it fetch the command from the pipe and `eval` it in
its main context: quoting and echo are no problem, and everything a command changes stays.
While one runs, bytes go both ways untouched. After it, the shell's last prompt hook reports
and waits until the pseudo-terminal is quiet again: what was typed and never read is taken
out of it, so that nothing runs that was not confirmed.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from talkie_shell.errors import ShellError
from talkie_shell.shell.channel import Channel, Ended, Started
from talkie_shell.shell.child import Child, readable
from talkie_shell.shell.guardian import Guardian
from talkie_shell.shell.screen import Fence, ScreenModes, left_behind
from talkie_shell.shell.terminal import (
    Modes,
    RealTerminal,
    copy_size,
    idle,
    resizes,
    sane,
)
from talkie_shell.shell.underneath import (
    GO,
    Shell,
    arguments,
    child_environment,
    choose_shell,
    message,
    rc_files,
    trigger,
)

_CHUNK = 65536
_PIECES = 64
"""How many pieces of output (a few kilobytes each) are shown before keys are looked at."""
_TICK = 1.0
"""Seconds after which a quiet command's shell is looked after."""
_FENCE_GRACE = 0.5
"""Seconds to wait for the end of the output once the shell has reported."""
_START_PATIENCE = 30.0
"""Seconds the user's rc files may take before the shell is started without them."""
_LAST_WORDS = 0.02
"""Seconds in which what a shell that has ended printed last must have arrived."""
_TYPED_AHEAD_LIMIT = 65536
_INTERRUPTED = 130
_INTERRUPT_KEY = b"\x03"
_LEAVE = re.compile(r"\s*(exit|logout)(\s+\d+)?\s*;?\s*")


@dataclass(frozen=True, slots=True)
class Result:
    """How a command ended.

    ``status``: as in ``$?``; 128 and the signal's number where the shell itself was killed.
    ``seconds``: from its start to its end. ``directory``: where the shell is now. ``jobs``:
    how many it has running or stopped. ``ended``: the shell has exited, and the session
    with it. ``restarted``: the shell had gone away, here is a new one. ``interrupted``: by
    Ctrl-C. ``typed_ahead``: what was typed meanwhile and read by nobody.
    """

    status: int
    seconds: float
    directory: str
    jobs: int
    ended: bool = False
    restarted: bool = False
    interrupted: bool = False
    typed_ahead: str = ""


class Session:
    """The shell underneath. `start` returns at once, while its rc files load; `run` waits
    for it. Use as a context manager, or `close` it.

    ``shell`` is a name or path, "" or None for the user's own; ``notice`` says where another
    had to be taken. ``environment`` is what the shell gets, this process's own by default.
    """

    def __init__(
        self,
        shell: str | None = None,
        environment: Mapping[str, str] | None = None,
        terminal: tuple[int, int] = (0, 1),
    ) -> None:
        self._environment = dict(os.environ if environment is None else environment)
        self._asked = shell or ""
        self._terminal = RealTerminal(*terminal)
        self._shell: Shell | None = None
        self._channel: Channel | None = None
        self._child: Child | None = None
        self._guardian: Guardian | None = None
        self._over = False
        self._warned = False
        self._jobs: tuple[str, ...] = ()
        self.directory = self._environment.get("PWD", "")
        if not Path(self.directory).is_dir():
            self.directory = str(Path.cwd())

    @property
    def notice(self) -> str:
        """A line for the user, "" where the shell is the one asked for."""
        return self._shell.notice if self._shell else ""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def start(self) -> None:
        """Start the shell without waiting for it.

        Raises `ShellError` where there is no terminal or no shell that can run underneath.
        """
        if self._child is not None:
            return
        if not self._terminal.present:
            raise ShellError("no terminal to run commands in")
        path = self._environment.get("PATH")
        self._shell = choose_shell(
            self._asked, self._environment, lambda name: shutil.which(name, path=path)
        )
        if self._shell is None:
            raise ShellError("neither bash nor zsh is installed")
        self._spawn(self._shell, own=True)
        if self._guardian is None:
            self._guardian = Guardian(self._terminal.screen)

    def _spawn(self, shell: Shell, *, own: bool) -> None:
        modes = sane(self._terminal.modes())
        channel = Channel(self._environment)
        mark = f"\x1b]7713;{secrets.token_hex(8)}\x07"
        channel.write_files(rc_files(shell, channel.room, mark, self._environment, own=own))
        environment = child_environment(shell, channel.room, self._environment)
        if not Path(self.directory).is_dir():
            self.directory = str(Path.home())
        environment["PWD"] = self.directory
        try:
            child = Child(arguments(shell, channel.room), environment, self.directory, modes)
        except BaseException:
            channel.close()
            raise
        copy_size(self._terminal.screen, child.pty)
        self._channel, self._child = channel, child
        self._fence, self._screen_modes = Fence(mark), ScreenModes()
        self._program_modes: Modes = modes
        self._keys_out = b""
        self._listening = True
        self._events: list[Started | Ended] = []
        self._ready = False
        self._jobs = ()

    def _discard(self) -> None:
        child, channel = self._child, self._channel
        self._child = self._channel = None
        if child is not None:
            child.close()
        if channel is not None:
            channel.close()

    def close(self) -> None:
        """Hang up on the shell and its jobs, as a closed terminal does. Never raises."""
        self._discard()
        guardian, self._guardian = self._guardian, None
        if guardian is not None:
            guardian.dismiss()

    def run(self, command: str) -> Result:
        """Run a command to its end, or until it is stopped; the terminal is its own meanwhile.

        Raises `ShellError` after the shell has exited, or where it cannot be started.
        """
        if self._over:
            raise ShellError("the shell underneath has exited")
        self.start()
        with self._terminal.raw(), resizes() as resized:
            self._resized = resized
            try:
                return self._run(command)
            except ConnectionAbortedError:
                self._over = True
                self.close()
                return Result(129, 0.0, self.directory, 0, ended=True)

    # One command, from the shell's prompt to its next.

    def _run(self, command: str, *, restarted: bool = False) -> Result:
        restarted |= self._get_ready()
        child, channel, shell = self._parts
        copy_size(self._terminal.screen, child.pty)
        self._relay_output()
        leaving = _LEAVE.fullmatch(command) is not None
        if leaving and self._warned:
            # The shell would warn of its jobs again: between the two, our hooks ran.
            command = f"{command.rstrip('; ')} 2>/dev/null\n{command}"
        began = time.monotonic()
        self._listening = False
        channel.send(message(command))
        self._write(trigger(shell))
        started = False
        while True:
            event = self._next()
            if event is None:
                gone = self._gone(time.monotonic() - began)
                if started or gone.ended or restarted:
                    return gone
                return self._run(command, restarted=True)
            if isinstance(event, Started):
                started = True
                child.set_modes(self._program_modes)
                self._listening = True
                began = time.monotonic()
                channel.send(GO)
                continue
            seconds = time.monotonic() - began
            typed = self._settle(event)
            self._warned = leaving and bool(event.jobs)
            return Result(
                event.status,
                seconds,
                self.directory,
                len(self._jobs),
                restarted=restarted,
                interrupted=event.status == _INTERRUPTED,
                typed_ahead=typed.decode("utf-8", "replace"),
            )

    @property
    def _parts(self) -> tuple[Child, Channel, Shell]:
        if self._child is None or self._channel is None or self._shell is None:
            raise ShellError("the shell underneath is not started")
        return self._child, self._channel, self._shell

    def _get_ready(self) -> bool:
        """Wait until the shell prompts; whether it had to be started again."""
        restarted = False
        own = True
        while True:
            if self._ready:
                child, _, shell = self._parts
                if child.ended() is None:
                    return restarted
                restarted, own = True, True
            else:
                deadline = time.monotonic() + _START_PATIENCE
                event = self._next(deadline, until_interrupt=own)
                if isinstance(event, Ended):
                    typed = self._settle(event)
                    self._keys_out += typed
                    continue
                _, _, shell = self._parts
                if not own:
                    raise ShellError(f"{shell.path} does not start")
                own = False
                self._say(f"{shell.family} did not get through its start-up files: without them")
            self._discard()
            self._spawn(shell, own=own)

    def _settle(self, event: Ended) -> bytes:
        """Quiet the pseudo-terminal and let the shell prompt; what was typed and never read."""
        child, channel, _ = self._parts
        self._program_modes = child.modes()
        typed = child.typed_ahead() + self._keys_out
        self._keys_out = b""
        child.set_modes(idle(self._program_modes))
        channel.forget()
        self._terminal.write(self._fence.release())
        if left_behind(event.status):
            self._terminal.write(self._screen_modes.undo())
        self.directory = event.directory
        self._jobs = event.jobs
        self._ready = True
        channel.send(f"a{event.number}")
        return typed

    def _gone(self, seconds: float) -> Result:
        """The shell has ended: by itself, and the session with it, or it was killed."""
        child, _, shell = self._parts
        status = child.ended()
        self._drain()
        self._terminal.write(self._fence.release() + self._screen_modes.undo())
        self._discard()
        if status is not None and status >= 0:
            self._over = True
            return Result(status, seconds, self.directory, 0, ended=True)
        self._spawn(shell, own=True)
        signal_number = 9 if status is None else -status
        return Result(128 + signal_number, seconds, self.directory, 0, restarted=True)

    # The relay.

    def _next(
        self, deadline: float | None = None, *, until_interrupt: bool = False
    ) -> Started | Ended | None:
        """Relay until the shell reports; None where it is gone (or past the deadline)."""
        child, channel, _ = self._parts
        fences = self._fence.seen
        grace: float | None = None
        interrupts = 0
        while True:
            if self._events:
                event = self._events[0]
                if isinstance(event, Started) or self._fence.seen > fences:
                    return self._events.pop(0)
                if grace is None:
                    grace = time.monotonic() + _FENCE_GRACE
                if time.monotonic() >= grace:
                    return self._events.pop(0)
            elif self._fence.seen > fences:
                self._events.extend(channel.read())
                if not self._events and not channel.whole:
                    child.kill()
                    return None
                if not self._events:
                    fences = self._fence.seen
                continue
            now = time.monotonic()
            if deadline is not None and now >= deadline:
                return None
            if child.ended() is not None:
                return None
            ends = [now + _TICK, *(end for end in (grace, deadline) if end is not None)]
            interrupts += self._step(max(0.0, min(ends) - now))
            if until_interrupt and interrupts:
                return None

    def _step(self, seconds: float) -> bool:
        """Relay what is there; whether Ctrl-C was pressed."""
        child, channel, _ = self._parts
        reads = [channel.reports, child.pty]
        reads.extend(each for each in (child.watch, self._resized) if each is not None)
        if self._listening and len(self._keys_out) < _TYPED_AHEAD_LIMIT:
            reads.append(self._terminal.keys)
        writes = [child.pty] if self._keys_out else []
        if channel.writer is not None:
            writes.append(channel.writer)
        interrupted = False
        try:
            ready, writable = readable(reads, writes, seconds)
        except KeyboardInterrupt:
            # A signal sent to us, not a key: the program is meant.
            self._write(_INTERRUPT_KEY)
            return True
        if child.pty in ready:
            self._relay_output()
        if self._terminal.keys in ready:
            interrupted = self._relay_keys()
        if child.pty in writable:
            self._write(b"")
        if channel.writer in writable:
            channel.push()
        if channel.reports in ready:
            self._events.extend(channel.read())
        if self._resized in ready and self._resized is not None:
            os.read(self._resized, 4096)
            copy_size(self._terminal.screen, child.pty)
        return interrupted

    def _relay_keys(self) -> bool:
        try:
            data = os.read(self._terminal.keys, 4096)
        except OSError:
            data = b""
        if not data:
            raise ConnectionAbortedError
        self._write(data)
        return _INTERRUPT_KEY in data

    def _write(self, data: bytes) -> None:
        child, _, _ = self._parts
        self._keys_out += data
        if self._keys_out:
            self._keys_out = self._keys_out[child.write(self._keys_out) :]

    def _relay_output(self) -> None:
        """Show what the shell and its programs have printed; now and then, keys get a look."""
        child, _, _ = self._parts
        for _ in range(_PIECES):
            data = child.read(_CHUNK)
            if not data:
                return
            data = self._filtered(data)
            if data:
                self._terminal.write(data)

    def _filtered(self, data: bytes) -> bytes:
        data = self._fence.feed(data)
        self._screen_modes.feed(data)
        return data

    def _drain(self) -> None:
        """Show the last words of a shell that has ended."""
        child, _, _ = self._parts
        while child.pty in readable([child.pty], [], _LAST_WORDS)[0]:
            self._relay_output()

    def _say(self, line: str) -> None:
        self._terminal.write(f"talkie-sh: {line}\r\n".encode(errors="replace"))

    # Between commands.

    def fileno(self) -> int:
        """Becomes readable when a job in the background has printed: see `read_pending`."""
        child, _, _ = self._parts
        return child.pty

    def read_pending(self) -> bytes:
        """What jobs in the background have printed since the last command; never waits."""
        if not self._ready or self._child is None:
            return b""
        pieces = []
        while piece := self._child.read(_CHUNK):
            pieces.append(piece)
        return self._filtered(b"".join(pieces))
