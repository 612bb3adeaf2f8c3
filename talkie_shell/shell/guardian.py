"""Puts things right where this process is killed before it can do so itself: the real
terminal's modes, its screen, and the private folder of the shell underneath."""

from __future__ import annotations

import os
import subprocess
import termios
from contextlib import suppress

from talkie_shell.shell.terminal import Modes

# The screen is put back before whoever gets the terminal next (a shell that we were started
# from) prompts on it. That one sets modes of its own: hence the pause, and the look whether
# the keys for signals are still off, as only we have it.
_WATCH = r"""
exec 3>&1
while read -r word; do
  case $word in
  /*) room=$word ;;
  \\*) undone=$word ;;
  *) exit ;;
  esac
done
printf "$undone"
sleep 0.3
case $(stty -a <&3) in
*-isig*)
  stty "$1" <&3
  printf '\033[?2004l\033[?25h\033[m'
esac
[ -z "$room" ] || rm -rf -- "$room"
"""
_PATIENCE = 2.0
"""Seconds that it has to end once it was told to."""


class Guardian:
    """A small process in a session of its own that waits for this one to end."""

    def __init__(self, screen: int, modes: Modes) -> None:
        """``screen``: the terminal; ``modes``: those that are to come back."""
        self._process: subprocess.Popen[bytes] | None = None
        with suppress(OSError, subprocess.CalledProcessError):
            self._process = subprocess.Popen(
                ["/bin/sh", "-c", _WATCH, "sh", _as_stty_takes_them(modes)],
                stdin=subprocess.PIPE,
                stdout=screen,
                stderr=subprocess.DEVNULL,
                cwd="/",
                start_new_session=True,
            )

    def keep(self, room: str) -> None:
        """The folder that is to go."""
        self._say(room)

    def undo(self, undone: bytes) -> None:
        """The bytes that put back what programs have set on the screen."""
        self._say("\\0" + "".join(f"\\{byte:03o}" for byte in undone))

    def _say(self, word: str) -> None:
        if self._process is not None and self._process.stdin is not None:
            with suppress(BrokenPipeError):
                self._process.stdin.write(os.fsencode(word) + b"\n")
                self._process.stdin.flush()

    def dismiss(self) -> None:
        """All is well: it ends without touching anything."""
        self._say("well")
        process, self._process = self._process, None
        if process is None or process.stdin is None:
            return
        with suppress(BrokenPipeError):
            process.stdin.close()
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _as_stty_takes_them(modes: Modes) -> str:
    """The modes as ``stty -g`` prints them, which differs between systems: asked of a
    pseudo-terminal that has them."""
    ours, theirs = os.openpty()
    try:
        termios.tcsetattr(theirs, termios.TCSANOW, modes)
        done = subprocess.run(
            ["stty", "-g"], stdin=theirs, capture_output=True, check=True, text=True
        )
        return done.stdout.strip()
    finally:
        os.close(ours)
        os.close(theirs)
