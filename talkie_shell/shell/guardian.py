"""Puts the real terminal back where this process is killed before it can do so itself."""

from __future__ import annotations

import subprocess
from contextlib import suppress

# Whoever gets the terminal next (a shell that we were started from) sets modes of its own:
# hence the pause, and the look whether the keys for signals are still off, as only we have it.
_WATCH = r"""
exec 3>&1
read -r word && exit
sleep 0.3
case $(stty -a <&3) in
*-isig*)
  stty "$1" <&3
  printf '\033[?1000l\033[?1002l\033[?1003l\033[?1006l\033[?2004l\033[?25h\033[m'
esac
"""
_PATIENCE = 2.0
"""Seconds that it has to end once it was told to."""


class Guardian:
    """A small process in a session of its own that waits for this one to end."""

    def __init__(self, screen: int) -> None:
        """``screen``: the terminal, in the modes that are to come back."""
        self._process: subprocess.Popen[bytes] | None = None
        with suppress(OSError, subprocess.CalledProcessError):
            modes = subprocess.run(
                ["stty", "-g"], stdin=screen, capture_output=True, check=True, text=True
            ).stdout.strip()
            self._process = subprocess.Popen(
                ["/bin/sh", "-c", _WATCH, "sh", modes],
                stdin=subprocess.PIPE,
                stdout=screen,
                stderr=subprocess.DEVNULL,
                cwd="/",
                start_new_session=True,
            )

    def dismiss(self) -> None:
        """All is well: it ends without touching the terminal."""
        process, self._process = self._process, None
        if process is None or process.stdin is None:
            return
        with suppress(BrokenPipeError):
            process.stdin.write(b"\n")
            process.stdin.flush()
        with suppress(BrokenPipeError):
            process.stdin.close()
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
