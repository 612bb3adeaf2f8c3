"""The user's shell underneath: one process for the whole session, commands fed to it.

    keys ──> real terminal (raw) ──> pseudo-terminal ──> the shell and its programs
    screen <── real terminal <────── pseudo-terminal <──────────┘      │
    Result <──────────── named pipes: start; end, status, directory ───┘

The shell is interactive, with the user's rc files and job control. Its last prompt hook
reports and waits until what was typed and never read is out of the pseudo-terminal: nothing
runs that was not confirmed. A command goes over the pipe; a short line typed at the shell's
own, unseen prompt has it run in the main context, where everything it changes stays.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Self

from talkie_shell.errors import ShellError
from talkie_shell.shell.channel import Channel, Ended, Started
from talkie_shell.shell.child import Child
from talkie_shell.shell.directory import first_usable, starting_directory
from talkie_shell.shell.events import Event
from talkie_shell.shell.guardian import Guardian
from talkie_shell.shell.loss import loss_text
from talkie_shell.shell.names import Names
from talkie_shell.shell.relay import Relay
from talkie_shell.shell.result import Result
from talkie_shell.shell.running import Underneath
from talkie_shell.shell.screen import left_behind
from talkie_shell.shell.starting import TakenOver
from talkie_shell.shell.terminal import Modes, RealTerminal, idle, resizes, sane
from talkie_shell.shell.underneath import (
    GO,
    Shell,
    arguments,
    child_environment,
    choose_shell,
    exec_line,
    exec_of,
    family_of,
    message,
    rc_files,
)

_INTERRUPTED = 130
_KILLED = 137
_TAKING = 3.0
"""Seconds in which a waiting shell takes a command, or is asked for its prompt again."""
_LEAVE = re.compile(r"\s*(exit|logout)(\s+\d+)?\s*;?\s*")


class Session:
    """The shell underneath. `start` returns at once, while its rc files load; `run` waits
    for it. Use as a context manager, or `close` it.

    ``shell`` is a name or path, "" or None for the user's own; ``notice`` says where another
    had to be taken. ``environment`` is what the shell gets, this process's own by default.
    ``modes``: those to leave the terminal in if we are killed, those it is found in by default.
    """

    def __init__(
        self,
        shell: str | None = None,
        environment: Mapping[str, str] | None = None,
        terminal: tuple[int, int] = (0, 1),
        modes: Modes | None = None,
    ) -> None:
        self._environment = dict(os.environ if environment is None else environment)
        self._asked = shell or ""
        self._terminal = RealTerminal(*terminal)
        self._modes = modes
        self._shell: Shell | None = None
        self._underneath: Underneath | None = None
        self._guardian: Guardian | None = None
        self._over = False
        self._moved = False
        self._warned = False
        self._jobs: tuple[str, ...] = ()
        self._home = self._environment.get("HOME", "")
        self.directory = starting_directory(self._environment.get("PWD", ""), self._home)

    @property
    def notice(self) -> str:
        """A line for the user, "" where the shell is the one asked for."""
        return self._shell.notice if self._shell else ""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Start the shell without waiting for it.

        Raises `ShellError` where there is no terminal or no shell that can run underneath.
        """
        if self._underneath is not None:
            return
        if not self._terminal.present:
            raise ShellError("no terminal to run commands in")
        path = self._environment.get("PATH")
        self._shell = choose_shell(
            self._asked, self._environment, lambda name: shutil.which(name, path=path)
        )
        if self._shell is None:
            raise ShellError("neither bash nor zsh is installed")
        if self._guardian is None:
            self._guardian = Guardian(self._terminal.screen, self._modes or self._terminal.modes())
        self._spawn(self._shell, own=True)

    def _spawn(self, shell: Shell, *, own: bool) -> None:
        modes = sane(self._terminal.modes())
        channel = Channel(self._environment)
        if self._guardian is not None:
            self._guardian.keep(channel.room)
        mark = f"\x1b]7713;{secrets.token_hex(8)}\x07"
        channel.write_files(rc_files(shell, channel.room, mark, self._environment, own=own))
        environment = child_environment(shell, channel.room, self._environment)
        self.directory = first_usable(self.directory, self._home)
        environment["PWD"] = self.directory
        try:
            child = Child(arguments(shell, channel.room), environment, self.directory, modes)
        except BaseException:
            channel.close()
            raise
        relay = Relay(self._terminal, child, channel, mark, self._tell_undone)
        relay.fit()
        self._underneath = Underneath(shell, child, channel, relay, mark)
        self._program_modes: Modes = modes
        self._early = b""
        self._ready = False
        self._jobs = ()
        self._first: Names | None = None
        self._used = False

    def _tell_undone(self, undone: bytes) -> None:
        if self._guardian is not None:
            self._guardian.undo(undone)

    def _discard(self) -> None:
        underneath, self._underneath = self._underneath, None
        if underneath is not None:
            underneath.close(waiting=self._ready)

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
        with self._terminal.raw(), resizes() as self._resized:
            try:
                return self._run(command)
            except ConnectionAbortedError:
                self._over = True
                self.close()
                return Result(129, 0.0, self.directory, 0, ended=True)
            except SystemExit:
                # Told to end: whoever gets the terminal next is not left on the program's screen.
                with suppress(OSError):  # it may be gone, too
                    self._running.relay.finish(screen=True)
                raise

    # One command, from the shell's prompt to its next.

    def _run(self, command: str) -> Result:
        leaving = _LEAVE.fullmatch(command) is not None
        lost = self._get_ready()
        if lost and not leaving:
            # It may mean what is gone: a directory in a variable.
            return Result(_KILLED, 0.0, self.directory, 0, lost=lost, ran=False)
        underneath = self._running
        child, channel, relay = underneath.child, underneath.channel, underneath.relay
        relay.resized = self._resized
        relay.fit()
        relay.show()
        if leaving and self._warned:
            # The shell would warn of its jobs again: between the two, our hooks ran.
            command = f"{command.rstrip('; ')} 2>/dev/null\n{command}"
        command, fresh = self._kept(command), not self._used
        began = time.monotonic()
        relay.listening = False
        self._ready = False
        underneath.take(message(command))
        started = False
        while True:
            event = relay.next(None if started else time.monotonic() + _TAKING)
            if event is None and not started and child.ended() is None:
                # A signal has cut short what was typed: it waits for the rest of a line.
                child.interrupt()
                continue
            if event is None:
                gone = self._gone(time.monotonic() - began)
                if not (started or gone.ended) and (leaving or fresh):
                    return self._run(command)
                return replace(gone, ran=started)
            if isinstance(event, Started):
                started = self._used = True
                child.set_modes(self._program_modes)
                relay.listening = True
                began = time.monotonic()
                channel.send(GO)
                relay.type(self._early)
                self._early = b""
                continue
            if not started:
                # A signal had the idle shell prompt again: it has not seen the command.
                self._settle(event)
                return self._run(command)
            seconds = time.monotonic() - began
            typed = self._settle(event)
            self._warned = leaving and bool(event.jobs)
            return Result(
                event.status,
                seconds,
                self.directory,
                len(self._jobs),
                interrupted=event.status == _INTERRUPTED,
                typed_ahead=typed.decode("utf-8", "replace"),
            )

    @property
    def _running(self) -> Underneath:
        if self._underneath is None:
            raise ShellError("the shell underneath is not started")
        return self._underneath

    def _get_ready(self) -> str:
        """Wait until the shell prompts; what went with one that had been killed, else ""."""
        lost = ""
        own = again = True
        while True:
            if self._ready:
                if self._running.child.ended() is None:
                    return lost
                used, killed = self._used, self._spawn_again()
                lost = killed if used else lost
                continue
            underneath = self._running
            shell, relay = underneath.shell, underneath.relay
            relay.resized = self._resized
            report = underneath.first_report(own=own)
            if isinstance(report, Ended):
                # For the command that is to come; typed now, the shell itself would run it.
                self._early = self._settle(report)
                continue
            if not own:
                raise ShellError(f"{shell.path} does not start")
            if again and report is None and (underneath.child.ended() or 0) < 0:
                again = False
                relay.say(f"{shell.family} was killed; here is a new one")
            else:
                shell, own = self._another(report)
            self._discard()
            self._spawn(shell, own=own)

    def _another(self, taken: TakenOver | None) -> tuple[Shell, bool]:
        """What to start where the start-up files did not come to a prompt of this shell, and
        whether with such files."""
        shell, relay = self._running.shell, self._running.relay
        other = None if taken is None or self._moved else self._found(taken.program)
        if other is not None and other.family != shell.family:
            self._moved = True
            relay.say(f"the start-up files start {other.family}: commands run in it")
            return other, True
        if taken is None:
            relay.say(f"{shell.family} did not get through its start-up files: without them")
        else:
            relay.say(f"the start-up files exec {Path(taken.program).name}: without them")
        return shell, False

    def _kept(self, command: str) -> str:
        """The command; where it puts a new bash or zsh in the shell's place, one that puts it
        there as we start it, so that commands run in it from then on."""
        underneath = self._running
        shell = self._found(exec_of(command, self._environment.get("SHELL", "")))
        if shell is None:
            return command
        environment = self._environment
        files = rc_files(shell, underneath.channel.room, underneath.mark, environment, own=True)
        underneath.channel.write_files(files)
        self._underneath = replace(underneath, shell=shell)
        self._first = None
        return exec_line(shell, underneath.channel.room)

    def _found(self, program: str) -> Shell | None:
        """The shell that this is, None where it cannot run underneath."""
        path = shutil.which(program, path=self._environment.get("PATH"))
        family = family_of(program)
        return Shell(path, family) if path and family else None

    def _settle(self, event: Ended) -> bytes:
        """Quiet the pseudo-terminal and let the shell prompt; what was typed and never read."""
        underneath = self._running
        child = underneath.child
        killed = left_behind(event.status)
        if not killed:
            # A program that was killed did not mean to leave the terminal as it had it.
            self._program_modes = child.modes()
        typed = child.typed_ahead() + underneath.relay.untyped()
        child.set_modes(idle(self._program_modes))
        underneath.channel.forget()
        underneath.relay.finish(screen=killed)
        self.directory = event.directory
        self._jobs = event.jobs
        if self._first is None:
            self._first = underneath.channel.names()
        self._ready = True
        underneath.channel.send(f"a{event.number}")
        return typed

    def _gone(self, seconds: float) -> Result:
        """The shell has ended: by itself, and the session with it, or it was killed."""
        underneath = self._running
        status = underneath.child.ended()
        underneath.relay.drain()
        underneath.relay.finish(screen=True)
        if status is not None and status >= 0:
            self._discard()
            self._over = True
            return Result(status, seconds, self.directory, 0, ended=True)
        lost = self._spawn_again()
        killed = _KILLED if status is None else 128 - status
        return Result(killed, seconds, self.directory, 0, lost=lost)

    def _spawn_again(self) -> str:
        """Put a new shell in the killed one's place; what went with that."""
        underneath, first, jobs, before = self._running, self._first, self._jobs, self.directory
        last = underneath.channel.names()
        self._discard()
        self._spawn(underneath.shell, own=True)
        moved = "" if self.directory == before else self.directory
        return loss_text(underneath.shell.family, first or last, last, len(jobs), moved_to=moved)

    # Between commands.

    @property
    def watch(self) -> int | None:
        """Becomes readable when the shell ends, where the system has such: see `replace_killed`."""
        return self._running.child.watch

    def replace_killed(self) -> str:
        """Where the waiting shell was killed, start a new one: what went with it, "" where it lives
        or has not come to its first command. Raises `ShellError` where none can be started."""
        if not self._ready or self._running.child.ended() is None:
            return ""
        return self._spawn_again()

    def fileno(self) -> int:
        """Becomes readable when a job in the background has printed: see `read_pending`."""
        return self._running.child.pty

    @property
    def telling(self) -> int:
        """Becomes readable when a new shell has come through its start-up files and has told its
        names, and stays so until its first command."""
        return self._running.channel.reports

    def read_pending(self) -> bytes | None:
        """What jobs in the background have printed since the last command; never waits. None
        before the first one: what the rc files print waits for it."""
        if not self._ready or self._underneath is None:
            return None
        return self._underneath.relay.pending()

    def names(self) -> Names:
        """The shell's aliases, functions, builtins and variables, and its $PATH, as of its last
        prompt: after the rc files, then after each command. Reads a small file: a fraction of
        a millisecond. Empty as long as the shell has not told."""
        return Names() if self._underneath is None else self._underneath.channel.names()

    def jobs(self) -> tuple[str, ...]:
        """The lines of the shell's job table as of its last prompt."""
        return self._jobs

    def events(self) -> tuple[Event, ...]:
        """The commands that the shell remembers as of its last prompt, under the numbers that its
        `history` shows, newest first."""
        return () if self._underneath is None else self._underneath.channel.events()
