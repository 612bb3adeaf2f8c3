"""Real programs inside the real prompt, in bash and zsh underneath, read off the screen."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.shell.conftest import need
from tests.terminals import Prompt

MODES = re.compile(rb"\x1b\[\?(1|47|100[0-6]|1015|1047|1049|2004|25|7)([hl])")
ON_BY_DEFAULT = {b"25", b"7"}


@pytest.fixture
def open_prompt(shell: str, home: Path) -> Iterator[Callable[..., Prompt]]:
    (home / ".zshrc").touch()
    opened: list[Prompt] = []

    def open_one(**options: str) -> Prompt:
        options = {"SHELL": f"/bin/{shell}", **options}
        opened.append(Prompt(home, "--engine", "preprocessor", **options))
        return opened[-1].see("❯")

    yield open_one
    for prompt in opened:
        prompt.close()


@pytest.fixture
def prompt(open_prompt: Callable[..., Prompt]) -> Prompt:
    return open_prompt()


def terminal_modes(prompt: Prompt) -> str:
    """What `stty` says of the terminal that programs get."""
    (prompt.work / "modes").unlink(missing_ok=True)
    prompt.run("stty -a > modes").back()
    return (prompt.work / "modes").read_text()


def changed_modes(raw: bytes) -> set[bytes]:
    """The private modes that the terminal is in and is not by default."""
    changed = set()
    for number, to in MODES.findall(raw):
        (changed.add if (to == b"h") != (number in ON_BY_DEFAULT) else changed.discard)(number)
    return changed


def kept_files(home: Path) -> bytes:
    """All that is written below the home: log, histories."""
    return b"".join(file.read_bytes() for file in home.rglob("*") if file.is_file())


class TestFullScreen:
    def test_top(self, prompt: Prompt) -> None:
        need("top")
        before = terminal_modes(prompt)
        prompt.run("top -d 60").see("PID", "COMMAND", "load average")
        prompt.send("q").back()
        assert terminal_modes(prompt) == before

    def test_man_searched_and_left(self, prompt: Prompt) -> None:
        need("man")
        lines = "".join(f".P\nline {number}\n" for number in range(100))
        page = f'.TH TALK 1\n.SH NAME\ntalk \\- speak\n.SH "SEE ALSO"\n{lines}'
        (prompt.work / "talk.1").write_text(page)
        prompt.run("man ./talk.1").see("TALK(1)", "talk - speak")
        prompt.send("/line 7[12]\r").see("line 71").see_no("talk - speak")
        prompt.send("q").back().see("❯ man ./talk.1").see_no("line 71")

    def test_less_searched_and_left(self, prompt: Prompt) -> None:
        need("less")
        prompt.run("seq 1 500 > numbers").back().run("less numbers").see("\n23\n").send("/477\r")
        prompt.see("\n480\n").send("?99\r").until(
            lambda: prompt.text.startswith("499"), "the search back"
        )
        assert prompt.screen.is_other
        prompt.send("q").back().see("❯ less numbers").see_no("499")
        assert not prompt.screen.is_other

    def test_vim_stopped_and_brought_back(self, prompt: Prompt) -> None:
        need("vim")
        before = terminal_modes(prompt)
        prompt.run("vim -u NONE -N note.txt").see('"note.txt" [New]').send("ihalf\x1b").see("half")
        prompt.send("\x1a").back().see("vim -u NONE", "&1 ❯").see_no("~\n")
        assert terminal_modes(prompt) == before
        prompt.run("jobs").see("1]").back().run("fg").see("half\n~\n")
        # What is pasted is text to vim, whose marks they are, and indents nothing.
        prompt.send(":set autoindent\ro  in\x1b[200~\nout\n\x1b[201~\x1b:wq\r").back()
        assert (prompt.work / "note.txt").read_text() == "half\n  in\nout\n\n"
        assert terminal_modes(prompt) == before
        assert changed_modes(prompt.raw) == {b"2004"}, "only our prompt's own"

    def test_curses_with_a_mouse(self, prompt: Prompt) -> None:
        (prompt.work / "draw.py").write_text(
            "import curses\n"
            "def main(window):\n"
            "    curses.mousemask(curses.ALL_MOUSE_EVENTS)\n"
            "    window.addstr(5, 10, 'centre', curses.A_REVERSE)\n"
            "    while (key := window.getch()) != ord('q'):\n"
            "        said = curses.getmouse()[1:3] if key == curses.KEY_MOUSE else key\n"
            "        window.addstr(7, 10, f'{said} {window.getmaxyx()}')\n"
            "curses.wrapper(main)\n"
        )
        prompt.run(f"{sys.executable} draw.py").see("\n" * 5 + " " * 10 + "centre")
        assert prompt.screen.buffer[5][10].reverse
        prompt.send("\x1b[<0;31;12M\x1b[<0;31;12m").see("(30, 11) (24, 80)")
        prompt.resize(30, 100)
        prompt.see("410 (30, 100)").send("q").back()
        assert changed_modes(prompt.raw) == {b"2004"}


class TestPrograms:
    def test_python(self, prompt: Prompt) -> None:
        prompt.run(f"{sys.executable} -q").see(">>>").send("6*8\x1b[D\x1b[3~7\r")
        prompt.see("\n42\n").send("while True: pass\r\r").pump(0.3)
        prompt.send("\x03").see("KeyboardInterrupt").send("'é→' + input('name? ')\r").see("name? ")
        prompt.send("ada\r").see("'é→ada'").send("\x04").back()

    def test_a_database_with_line_editing(self, prompt: Prompt) -> None:
        need("sqlite3")
        prompt.run("sqlite3 :memory:").see("sqlite>").send("selct 41+1;" + "\x1b[D" * 8 + "e\r")
        prompt.see("\n42\n").send("\x1b[A" + "\x7f" * 4 + "/0;\r").send("create\r").see("...>")
        prompt.send("\x03").see("sqlite>").send("\x04").back()
