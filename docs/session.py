"""Draw the README's picture: a real session, typed into a pseudo-terminal, as SVG.

python docs/session.py        (writes docs/session.svg)
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from html import escape
from itertools import groupby
from pathlib import Path

import ptyprocess
import pyte

COLUMNS, ROWS = 84, 7
WIDTH, HEIGHT = 8.4, 19.0
"""Of one character, in pixels."""
FILES = ("notes/ideas.txt", "notes/shopping.txt", "src/main.py")

COLORS = {
    "default": "#d8dee9",
    "black": "#3b4252",
    "red": "#e06c75",
    "green": "#98c379",
    "brown": "#e5c07b",
    "blue": "#61afef",
    "magenta": "#c678dd",
    "cyan": "#56b6c2",
    "white": "#d8dee9",
    "brightblack": "#7b8394",
}
GROUND = "#20242c"


class Terminal:
    """talkie-sh in a terminal of a known size, and the screen it draws."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self.screen)
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "PWD": str(folder),
            "SHELL": "/bin/bash",
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
        }
        self._process = ptyprocess.PtyProcess.spawn(
            [sys.executable, "-m", "talkie_shell"],
            cwd=str(folder),
            env=environment,
            dimensions=(ROWS, COLUMNS),
        )
        # The prompt asks where the cursor is, and the screen knows.
        self.screen.write_process_input = self.type

    def type(self, keys: str) -> None:
        self._process.write(keys.encode())

    def until(self, reached: Callable[[list[str]], bool]) -> None:
        """Read until the screen is as wanted. Raises `EOFError` where the program ends first."""
        while not reached([line.rstrip() for line in self.screen.display]):
            self._stream.feed(self._process.read(1 << 14))

    def close(self) -> None:
        self._process.terminate(force=True)


def session(terminal: Terminal) -> None:
    """One command run, and the next one being typed."""
    terminal.until(lambda lines: any("❯" in line for line in lines))
    _dictate(terminal, "find dot dash name star dot txt", "find . -name *.txt")
    terminal.type("\r")
    terminal.until(lambda lines: any(line.endswith("❯ find . -name *.txt") for line in lines))
    terminal.type("\r")
    terminal.until(lambda lines: sum("❯" in line for line in lines) == 2)
    spoken = "um tar dash x z f backup dot tar dot g z no wait old dot tar dot g z"
    _dictate(terminal, spoken, "tar -xzf old.tar.gz")


def _dictate(terminal: Terminal, words: str, command: str) -> None:
    terminal.type(words)
    terminal.until(lambda lines: any(line.endswith(f"→ {command}") for line in lines))


def svg(screen: pyte.Screen) -> Iterator[str]:
    """The screen as lines of SVG."""
    width, height = COLUMNS * WIDTH + 24, ROWS * HEIGHT + 24
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
        'font-family="ui-monospace, Menlo, DejaVu Sans Mono, monospace" font-size="14">'
    )
    yield "<title>A session of talkie-sh</title>"
    yield f'<rect width="100%" height="100%" rx="8" fill="{GROUND}"/>'
    for row in range(ROWS):
        cells = [screen.buffer[row][column] for column in range(COLUMNS)]
        column = 0
        for look, run in groupby(cells, key=lambda cell: cell._replace(data="")):
            text = "".join(cell.data for cell in run)
            if text.strip() or look.reverse:
                yield from _run(text if look.reverse else text.rstrip(), look, column, row)
            column += len(text)
    yield "</svg>"


def _run(text: str, look: pyte.screens.Char, column: int, row: int) -> Iterator[str]:
    x, y = 12 + column * WIDTH, 12 + row * HEIGHT
    front = COLORS.get(look.fg, f"#{look.fg}")
    if look.reverse:
        yield (
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{len(text) * WIDTH:.1f}" height="{HEIGHT}" '
            f'fill="{front}"/>'
        )
        front = GROUND
    style = "".join(
        written
        for wanted, written in (
            (look.bold, ' font-weight="bold"'),
            (look.italics, ' font-style="italic"'),
            (look.underscore, ' text-decoration="underline"'),
        )
        if wanted
    )
    yield (
        f'<text x="{x:.1f}" y="{y + 14:.1f}" fill="{front}"{style} xml:space="preserve" '
        f'textLength="{len(text) * WIDTH:.1f}">{escape(text)}</text>'
    )


def main() -> None:
    """Type the session and write the picture beside this file; give up after a minute."""
    signal.alarm(60)
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        folder = home / "projects"
        for name in FILES:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).touch()
        terminal = Terminal(folder, home)
        try:
            session(terminal)
            lines = list(svg(terminal.screen))
        finally:
            terminal.close()
    Path(__file__).with_suffix(".svg").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
