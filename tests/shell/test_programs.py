"""Real programs inside the real prompt, in bash and zsh underneath, read off the screen."""

from __future__ import annotations

import getpass
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from tests import needs
from tests.shell.conftest import alive, eventually
from tests.terminals import Prompt

MODES = re.compile(rb"\x1b\[\?(1|47|100[0-6]|1015|1047|1049|2004|25|7)([hl])")
ON_BY_DEFAULT = {b"25", b"7"}


WILD = (
    r"\033[?1049h\033[?1h\033=\033[?1002;1006h\033[?25l\033[?1004h\033[>4;2m\033[5;10r\033(0"
    r"\033[4h\033[31mwild"
)
"""Another screen, keys, mouse, no cursor, focus, a region, line drawing, insertion, red."""


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


def gone(number: int) -> bool:
    return not alive(number)


def kept_files(home: Path) -> bytes:
    """All that is written below the home: log, histories. What ends takes files with it."""
    kept = b""
    for file in home.rglob("*"):
        with suppress(FileNotFoundError):
            kept += file.read_bytes() if file.is_file() else b""
    return kept


class TestFullScreen:
    def test_top(self, prompt: Prompt) -> None:
        needs.program("top")
        before = terminal_modes(prompt)
        prompt.run("top -d 60").see("PID", "COMMAND", "load average")
        prompt.send("q").back()
        assert terminal_modes(prompt) == before

    def test_man_searched_and_left(self, prompt: Prompt) -> None:
        needs.program("man")
        lines = "".join(f".P\nline {number}\n" for number in range(100))
        page = f'.TH TALK 1\n.SH NAME\ntalk \\- speak\n.SH "SEE ALSO"\n{lines}'
        (prompt.work / "talk.1").write_text(page)
        prompt.run("man ./talk.1").see("TALK(1)", "talk - speak")
        prompt.send("/line 7[12]\r").see("line 71").see_no("talk - speak")
        prompt.send("q").back().see("❯ man ./talk.1").see_no("line 71")

    def test_less_searched_and_left(self, prompt: Prompt) -> None:
        needs.program("less")
        prompt.run("seq 1 500 > numbers").back().run("less numbers").see("\n23\n").send("/477\r")
        prompt.see("\n480\n").send("?99\r").until(
            lambda: prompt.text.startswith("499"), "the search back"
        )
        assert prompt.screen.is_other
        prompt.send("q").back().see("❯ less numbers").see_no("499")
        assert not prompt.screen.is_other

    def test_vim_stopped_and_brought_back(self, prompt: Prompt) -> None:
        needs.program("vim")
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
        prompt.see("\n42\n").send("print('round', 'we go') or exec('while True: pass')\r")
        prompt.see("\nround we go").send("\x03").see("KeyboardInterrupt")
        prompt.send("'é→' + input('name? ')\r").see("\nname?")
        prompt.send("ada\r").see("'é→ada'").send("\x04").back()

    def test_a_database_with_line_editing(self, prompt: Prompt) -> None:
        needs.program("sqlite3")
        prompt.run("sqlite3 :memory:").see("sqlite>").send("selct 41+1;" + "\x1b[D" * 8 + "e\r")
        prompt.see("\n42\n").send("\x1b[A" + "\x7f" * 4 + "/0;\r").send("create\r").see("...>")
        prompt.send("\x03").see("^C").send("\x04").back()


class TestSecrets:
    """What is typed where nothing echoes is neither seen nor kept."""

    def check(self, prompt: Prompt, command: str, asks: str, answered: str) -> None:
        prompt.run(command).see(asks).send("sesame-3\r").see(answered).back()
        assert b"sesame-3" not in prompt.raw
        prompt.send("\x1b[A").see("as typed").see_no("sesame").send("\x03").back().send("\x04")
        prompt.end()
        assert b"sesame-3" not in kept_files(prompt.home)

    def test_read(self, prompt: Prompt) -> None:
        quiet = "stty -echo; printf 'word? '; read -rs word; stty echo"
        self.check(prompt, f"{quiet}; echo has ${{#word}}", "\nword?", "has 8")

    def test_a_program_that_asks_the_terminal_itself(self, prompt: Prompt) -> None:
        """As sudo does: by /dev/tty, whatever its input and output are."""
        asks = "import getpass; print('has', len(getpass.getpass('Su' 'do word: ')))"
        command = f'{sys.executable} -c "{asks}" < /dev/null | cat'
        self.check(prompt, command, "Sudo word:", "has 8")

    def test_a_passphrase(self, prompt: Prompt) -> None:
        needs.program("ssh-keygen")
        key = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "sesame-3", "-f", str(prompt.work / "k")]
        subprocess.run(key, check=True)
        self.check(prompt, "ssh-keygen -y -f k", "Enter passphrase", "ssh-ed25519 AAAA")

    def test_given_up_half_way(self, prompt: Prompt) -> None:
        before = terminal_modes(prompt)
        prompt.run("stty -echo; printf 'word? '; read -rs word; stty echo").see("\nword?")
        prompt.send("sesame-3").pump(0.1)
        prompt.send("\x03").see("interrupted").back()
        assert b"sesame" not in prompt.raw
        assert terminal_modes(prompt) == before


class TestTerminal:
    def test_programs_find_one(self, prompt: Prompt) -> None:
        prompt.run("for i in 0 1 2; do test -t $i && echo $i is; done").see("0 is\n1 is\n2 is")
        prompt.back().run("tty; stty size; tput cols").see("/dev/pts/", "\n24 80\n80\n").back()
        prompt.run("echo $TERM:$COLUMNS:$LINES").see("xterm-256color:80:24")

    def test_colours_arrive_as_they_were_sent(self, prompt: Prompt) -> None:
        sent = (
            b"\x1b[38;5;208mamber\x1b[48;5;17m\x1b[0m \x1b[38;2;1;2;3mtrue\x1b[38:2::9:8:7m"
            b"\x1b[4:3mcurly\x1b[0m \x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\ \x1b]2;title\x07"
        )
        (prompt.work / "colours").write_bytes(sent)
        prompt.run("cat colours").see("amber", "curly", "link").back()
        assert sent in prompt.raw
        row = prompt.screen.buffer[1]
        assert (row[0].fg, row[6].fg) == ("ff8700", "010203")

    def test_resized_between_programs_and_at_the_prompt(self, prompt: Prompt) -> None:
        prompt.run("stty size").see("\n24 80").back()
        prompt.resize_at_prompt(30, 100)
        prompt.run("stty size; echo $COLUMNS").see("\n30 100\n100").back()
        prompt.send("echo half").see("❯ echo half", "as typed")
        prompt.resize_at_prompt(20, 60)
        prompt.send(" of it").see("❯ echo half of it", "as typed").send("\r").see("\nhalf of it")
        prompt.back().run("stty size").see("\n20 60")

    def test_paste_goes_to_the_program_and_then_to_the_prompt(self, prompt: Prompt) -> None:
        (prompt.work / "paste.py").write_text(
            "import sys, tty\n"
            "tty.setraw(0)\n"
            "print('\\x1b[?2004hgo', end='\\r\\n', flush=True)\n"
            "print(ascii(sys.stdin.read(17)), end='\\r\\n')\n"
        )
        prompt.run(f"{sys.executable} paste.py; stty sane").see("\ngo").send(
            "\x1b[200~a\nb c\x1b[201~"
        )
        prompt.see(r"'\x1b[200~a\nb c\x1b[201~'").back()
        prompt.send("\x1b[200~echo a=1\necho b=2\x1b[201~").see("echo a=1", "echo b=2", "as typed")
        assert "200~" not in prompt.text.rpartition("❯")[2]
        time.sleep(0.2)  # what comes in one go with a paste is pasted, too
        prompt.send("\r").see("\na=1\nb=2\n")


class TestAnotherMachine:
    """ssh to this one: a server of our own, with keys of its own."""

    @pytest.fixture
    def config(self, home: Path) -> Iterator[Path]:
        server = needs.program("sshd", f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
        needs.program("ssh")
        folder = home / "ssh"
        folder.mkdir(mode=0o700)
        for name in ("host", "user"):
            words = ["-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
            subprocess.run(["ssh-keygen", *words], check=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        (folder / "server").write_text(
            f"ListenAddress 127.0.0.1:{port}\nHostKey {folder}/host\nPidFile none\n"
            f"AuthorizedKeysFile {folder}/user.pub\nStrictModes no\nUsePAM no\n"
            "PasswordAuthentication no\nPrintMotd no\nPrintLastLog no\n"
        )
        (folder / "client").write_text(
            f"Host there\nHostname 127.0.0.1\nPort {port}\nUser {getpass.getuser()}\n"
            f"IdentityFile {folder}/user\nIdentitiesOnly yes\nStrictHostKeyChecking no\n"
            f"UserKnownHostsFile {folder}/known\nLogLevel ERROR\nEscapeChar ~\n"
        )
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # it wants an empty room of its own
        words = [server, "-D", "-e", "-f", str(folder / "server")]
        with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as running:
            assert running.stderr is not None
            told = running.stderr.readline()
            assert "listening" in told, told
            yield folder / "client"
            running.terminate()

    def test_a_shell_there(self, prompt: Prompt, config: Path) -> None:
        before = terminal_modes(prompt)
        prompt.run(f"ssh -F {config} there 'tty; echo $((40+2)); exit 3'").see(
            "\n42\nexit 3"
        ).back()
        prompt.run(f"ssh -tF {config} there 'PS1=there: exec bash --norc -i'").see("\nthere:")
        prompt.send("tty; stty size\r").see("/dev/", "\n24 80\nthere:")
        prompt.send("echo $SSH_CONNECTIO\t | wc -w\r").see("\n4\nthere:")
        prompt.send("sh -c 'echo up; exec cat'\r").see("\nup")
        prompt.send("\x03").see("^C\nthere:").send("echo $?\r").see("\n130\nthere:")
        # Not while the editor there is at work: it would draw its line anew at any moment.
        until = "until [ \"$(stty size)\" = '30 100' ]; do sleep 0.1; done"
        prompt.send(f"echo it' waits'; {until}; echo it has' arrived'\r").see("\nit waits")
        prompt.resize(30, 100)
        prompt.see("\nit has arrived\nthere:")
        prompt.send("stty -echo; printf 'word? '; read -r word; stty echo\r").see("\nword?")
        prompt.send("sesame-3\r").see("\nthere:").send("echo has ${#word}\r").see("\nhas 8\nthere:")
        assert b"sesame-3" not in prompt.raw
        prompt.send("exit 5\r").see("\nexit\nexit 5").back()
        prompt.resize_at_prompt(24, 80)
        assert terminal_modes(prompt) == before

    def test_the_connection_breaks(self, prompt: Prompt, config: Path) -> None:
        before = terminal_modes(prompt)
        full = f"printf '{WILD}'; exec sleep 100"
        prompt.run(f'ssh -tF {config} there "{full}"')
        prompt.until(lambda: prompt.screen.is_other, "the other screen")
        prompt.send("\r~.").back()
        assert changed_modes(prompt.raw) == {b"2004"}
        assert not prompt.screen.is_other
        assert terminal_modes(prompt) == before


class TestKilled:
    """Whatever is killed, and whatever it had made of the terminal: one can go on working."""

    def check(self, prompt: Prompt, before: str) -> None:
        prompt.back()
        assert changed_modes(prompt.raw) == {b"2004"}
        assert prompt.screen.margins is None
        assert not prompt.screen.is_other
        assert terminal_modes(prompt) == before
        prompt.run("echo quite sane").see("\nquite sane\n").back()

    def test_a_program(self, prompt: Prompt) -> None:
        before = terminal_modes(prompt)
        prompt.run(f"sh -c \"stty raw -echo; printf '{WILD}'; kill -9 \\$\\$\"")
        self.check(prompt, before)

    def test_a_program_from_outside(self, prompt: Prompt) -> None:
        needs.program("vim")
        before = terminal_modes(prompt)
        prompt.run("sh -c 'echo $$ > pid; exec vim -u NONE -N'").see("VIM - Vi IMproved")
        os.kill(int((prompt.work / "pid").read_text()), signal.SIGKILL)
        self.check(prompt, before)

    def test_the_shell_underneath(self, prompt: Prompt) -> None:
        before = terminal_modes(prompt)
        prompt.run(f"stty raw -echo; printf '{WILD}'; kill -9 $$").see("was killed")
        self.check(prompt, before)

    def test_talkie_sh_itself(self, prompt: Prompt) -> None:
        """What becomes of the screen, test_shell_faults.py tells: here it goes with us."""
        listed = Path(f"/proc/{prompt.process.pid}/task/{prompt.process.pid}/children")
        prompt.run("echo $((40+2)); cat").see("\n42")
        started = [int(number) for number in listed.read_text().split()]
        os.kill(prompt.process.pid, signal.SIGKILL)
        for number in started:
            eventually(partial(gone, number), "end of what it started")
        assert b"echo $((40+2)); cat" in kept_files(prompt.home)

    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
    def test_talkie_sh_told_to_end(self, prompt: Prompt, number: signal.Signals) -> None:
        prompt.run(f"stty raw -echo; printf '{WILD}'; cat")
        prompt.until(lambda: prompt.screen.is_other, "the other screen")
        prompt.process.kill(number)
        assert prompt.end() == 128 + number
        assert changed_modes(prompt.raw) == set()
        assert not prompt.screen.is_other


class TestJobs:
    def test_stopped_listed_continued_waited_for_and_let_go(self, prompt: Prompt) -> None:
        prompt.run("sh -c 'echo up; read -r word; echo got $word'").see("\nup").send("\x1a")
        prompt.back().see("&1 ❯").run("jobs").see("read -r word").back()
        # What is typed before it is in front again may be text at the prompt.
        prompt.run("fg").until(lambda: prompt.text.endswith("got $word'"), "the job in front")
        prompt.send("sea\r").see("\ngot sea").back()
        prompt.run("(until test -e gate; do sleep 0.05; done) & sleep 100 &").back().see("&2 ❯")
        (prompt.work / "gate").touch()
        prompt.run("wait %1; jobs").back().see("&1 ❯").run("disown %2; jobs; echo none").see(
            "\nnone"
        ).back()
        assert "&" not in prompt.text.rpartition("\nnone")[2]

    def test_control_backslash(self, prompt: Prompt) -> None:
        prompt.run("ulimit -c 0; sh -c 'echo up; exec sleep 100'").see("\nup").send("\x1c")
        prompt.see("uit", "exit 131").back().run("echo on we go").see("\non we go")

    def test_output_in_the_background_leaves_the_line_alone(self, prompt: Prompt) -> None:
        loop = "for i in 1 2 3 4 5; do echo line $i; printf part; sleep 0.1; done"
        prompt.run(f"({loop}; echo; echo over) &").back()
        for key in "echo half a line":
            prompt.send(key).pump(0.05)
        prompt.see("\nover\n", "❯ echo half a line", "as typed").send("\r").see("\nhalf a line\n")
        assert all(f"line {number}" in prompt.text for number in range(1, 6))


class TestStrictShells:
    @pytest.mark.parametrize("option", ["-e", "-u"])
    def test_options_that_end_a_shell(self, prompt: Prompt, option: str) -> None:
        prompt.run(f"set {option}").back().run("echo going on").see("\ngoing on").back()
        prompt.run("echo ${NO_SUCH?}" if option == "-u" else "false")
        if option == "-e":
            assert prompt.end() == 1
        else:
            prompt.back().run("echo still here").see("\nstill here")
