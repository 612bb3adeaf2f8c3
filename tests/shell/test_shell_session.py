"""The shell underneath on a pseudo-terminal, read off the screen. Real bash, real zsh."""

from __future__ import annotations

import fcntl
import os
import select
import signal
import subprocess
import sys
import termios
from functools import partial
from pathlib import Path

import pytest

from talkie_shell.load.processes import below, processes
from tests import needs
from tests.shell.conftest import (
    COLUMNS,
    PATIENCE,
    ROWS,
    Terminal,
    alive,
    eventually,
    opened,
    size,
)

STATE = [
    # what is done, what shows it, what is then printed
    ("cd /usr", "pwd", "/usr\n"),
    ("pushd /usr >/dev/null", "popd >/dev/null; cd /; dirs", "/\n"),
    ("export FOO='a b'", "sh -c 'echo \"$FOO\"'", "a b\n"),
    ("alias greet='echo hello'", "greet you", "hello you\n"),
    ('f() { echo "in f: $1"; }', "f x", "in f: x\n"),
    ("set -o noclobber", "touch here; echo x > here; echo $?", "1\n"),
    ("umask 027", "umask", "027\n"),
    ("ulimit -n 100", "ulimit -n", "100\n"),
    ("trap 'echo caught' USR1", "kill -USR1 $$; true", "caught\n"),
    ("x=1\ny=2\n", "echo $x$y", "12\n"),
    ("false", "echo $?", "1\n"),
    ("(exit 42)", "echo $?", "42\n"),
    ("echo a b >/dev/null", "echo $_", "b\n"),
    ("echo 'echo sourced; V=1' > s.sh", ". ./s.sh; echo $V", "sourced\n1\n"),
    ("set -o vi", "echo still", "still\n"),
    ("set -o emacs", "echo still", "still\n"),
    ("PS1='> '; PS2='+ '", "echo quiet", "quiet\n"),
    ("set -u", "echo ${NO_SUCH-none}", "none\n"),
    ("set -- one two", "echo $2", "two\n"),
    ("exec 3>to", "echo three >&3; cat to", "three\n"),
    ("IFS=:", "echo fine", "fine\n"),
    ("unset PROMPT_COMMAND; precmd_functions=()", "echo hooked", "hooked\n"),
    ("unalias -a", "echo fine", "fine\n"),
    ("set -x", "echo fine", "echo fine\nfine\n"),
    ("set -x; false", "echo $?", "echo 1\n1\n"),
    ("set -u; echo a b >/dev/null", "echo $_", "b\n"),
    ("set -e; ! true", "true; echo $?", "0\n"),
    ("alias say='echo said '; alias it=this", "say it", "said this\n"),
    ("kill -INT $$", "echo fine", "fine\n"),
    ("TMOUT=0", "echo fine", "fine\n"),
    ("cd /tmp; mkdir -p gone.$$; cd gone.$$; rmdir ../gone.$$", "echo lost", "lost\n"),
]


class TestState:
    @pytest.mark.parametrize(("before", "after", "printed"), STATE)
    def test_lasts(self, terminal: Terminal, before: str, after: str, printed: str) -> None:
        terminal.run(before)
        got = terminal.printed(after)
        assert got.endswith(printed)
        assert "talkie" not in got

    def test_directory_is_reported(self, terminal: Terminal) -> None:
        assert terminal.run("cd /usr")["directory"] == "/usr"

    @pytest.mark.parametrize("named", ["", "/nowhere", "/usr"])
    def test_starts_where_it_is(self, shell: str, tmp_path: Path, home: Path, named: str) -> None:
        (home / ".zshrc").touch()
        for terminal in opened(Terminal(shell, tmp_path, PWD=named)):
            assert terminal.run("true")["directory"] == str(tmp_path)
            assert terminal.printed("pwd; echo $PWD") == f"{tmp_path}\n" * 2

    def test_the_folder_is_removed_meanwhile(self, terminal: Terminal, tmp_path: Path) -> None:
        terminal.run("mkdir gone; cd gone; rmdir ../gone")
        home = os.environ["HOME"]
        assert f"in {home}, for the directory is gone." in terminal.run("kill -9 $$")["lost"]
        assert terminal.printed("cd; pwd") == f"{os.environ['HOME']}\n"

    @pytest.mark.parametrize("signal_name", ["DEBUG", "ERR"])
    def test_a_trap_on_every_command(
        self, shell: str, terminal: Terminal, signal_name: str
    ) -> None:
        terminal.run(f"trap 'echo trapped' {signal_name}")
        assert "alive\n" in terminal.printed("echo alive")
        assert terminal.run("(exit 3)")["status"] == 3
        if signal_name == "ERR" and shell == "bash":  # zsh tells of our own lines, too
            assert terminal.printed("false").count("trapped") == 1
        assert terminal.printed(f"trap - {signal_name}; echo $?").endswith("0\n")

    @pytest.mark.parametrize("command", ["suspend", "kill -STOP $$"])
    def test_a_suspended_shell_goes_on(self, terminal: Terminal, command: str) -> None:
        terminal.run("mine=kept")
        terminal.run(command)
        assert terminal.printed("echo $mine") == "kept\n"

    @pytest.mark.parametrize("signal_name", ["USR1", "INT", "WINCH", "ALRM", "CHLD"])
    def test_a_signal_to_the_idle_shell(self, terminal: Terminal, signal_name: str) -> None:
        shell = terminal.shell
        if signal_name != "INT":
            terminal.run(f"trap 'echo caught' {signal_name}")
        os.kill(shell, getattr(signal, f"SIG{signal_name}"))
        assert "alive\n" in terminal.printed("echo alive")
        assert terminal.run("(exit 3)")["status"] == 3
        assert terminal.shell == shell

    def test_interrupts_of_the_idle_shell_cost_no_command(self, terminal: Terminal) -> None:
        shell = terminal.shell
        for _ in range(25):
            os.kill(shell, signal.SIGINT)
            printed = terminal.printed("echo alive")
            assert "alive\n" in printed
            assert "not found" not in printed

    def test_virtual_environment(self, terminal: Terminal, tmp_path: Path) -> None:
        subprocess.run(
            [sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "v")], check=True
        )
        terminal.run("source v/bin/activate")
        assert terminal.printed("command -v python") == f"{tmp_path}/v/bin/python\n"
        terminal.run("deactivate")
        assert terminal.printed("command -v python") != f"{tmp_path}/v/bin/python\n"


class TestNames:
    def test_of_the_last_command(self, terminal: Terminal) -> None:
        terminal.run("alias ll='ls -l'; mkcd() { :; }; IFS=:; MINE=1; PATH=/opt/x:$PATH")
        terminal.ask(names=["ll", "mkcd", "cd", "while", "la", "ls"])
        answer = terminal.answer()
        assert answer["known"] == [True, True, True, True, False, False]
        assert answer["path"].startswith("/opt/x:")
        assert "MINE" in answer["variables"]
        assert not [name for name in answer["variables"] if "talkie" in name]
        terminal.run("unalias ll; unset -f mkcd; set -o noclobber")
        assert not terminal.knows("ll")
        assert not terminal.knows("mkcd")

    def test_before_the_first_command(self, shell: str, tmp_path: Path, home: Path) -> None:
        (home / (".bashrc" if shell == "bash" else ".zshrc")).write_text("alias hi='echo hi'\n")
        for terminal in opened(Terminal(shell, tmp_path)):
            eventually(partial(terminal.knows, "hi"), "names")


WHOLE = [
    # what is run, what it prints, with which status
    ("echo one; echo two", "one\ntwo\n", 0),
    ("for i in 1 2 3; do\n  echo $i\ndone", "1\n2\n3\n", 0),
    ("cat <<END\na $((1+1))\nEND", "a 2\n", 0),
    ("cat <<'END'\n$x `y` \\n\nEND\necho after", "$x `y` \\n\nafter\n", 0),
    ("if true; then\necho yes\nfi # why", "yes\n", 0),
    ("echo 'a\\tb\\\\'", None, 0),
    ("printf '%s\\n' '\\n' \"it's\" \"\\\"\"", "\\n\nit's\n\"\n", 0),
    ("echo héllo 日本 🎉", "héllo 日本 🎉\n", 0),
    ("echo a \\\n  b", "a b\n", 0),
    ("echo a \\", None, 0),
    ("", "", 0),
    ("   ", "", 0),
    ("# nothing", "", 0),
    ("nosuchcommand", None, 127),
    ("sh -c 'exit 7'", "", 7),
    ("sh -c 'kill -TERM $$'", None, 143),
    ("read x <<< value; echo $x", "value\n", 0),
    ("[ -t 0 ] && [ -t 1 ] && [ -t 2 ] && echo tty", "tty\n", 0),
    ("stty size", f"{ROWS} {COLUMNS}\n", 0),
    ("echo $TERM", "xterm-256color\n", 0),
    ("ls /proc/self/fd | tr '\\n' ' '", "0 1 2 3 ", 0),
    ("false | true; echo done", "done\n", 0),
    ("printf no-newline", "no-newline", 0),
    ("printf '\\033[31mred\\033[0m\\n'", "\x1b[31mred\x1b[0m\n", 0),
]


class TestRun:
    @pytest.mark.parametrize(("command", "printed", "status"), WHOLE)
    def test_prints_and_ends(
        self, terminal: Terminal, command: str, printed: str | None, status: int
    ) -> None:
        terminal.run("true")
        terminal.seen.clear()
        assert terminal.run(command)["status"] == status
        if printed is not None:
            assert terminal.seen.decode().replace("\r\n", "\n") == printed

    @pytest.mark.parametrize(
        "command",
        [
            "for i in 1 2",
            "echo 'open",
            "if true; then",
            "ls |",
            "foo()",
            "echo $(",
            "fi",
            "a )",
            "select x in a b",
            "{",
        ],
    )
    def test_incomplete_and_wrong_lines_never_hang(self, terminal: Terminal, command: str) -> None:
        assert terminal.run(command)["status"] in (1, 2)
        assert "talkie" not in terminal.seen.decode()
        assert terminal.printed("echo alive") == "alive\n"

    def test_long_command_arrives_whole(self, terminal: Terminal) -> None:
        text = "0123456789abcdef\\'\n" * 8000
        terminal.keep = False
        assert terminal.run(f"cat > long <<'END'\n{text}END")["status"] == 0
        assert terminal.printed("wc -c < long").strip() == str(len(text))

    def test_output_arrives_whole(self, terminal: Terminal) -> None:
        terminal.keep = False
        terminal.run("true")
        got = terminal.printed("seq 1 200000")
        assert got == "".join(f"{number}\n" for number in range(1, 200001))

    def test_status_pipe_statuses(self, terminal: Terminal, shell: str) -> None:
        terminal.run("false | true | sh -c 'exit 3'")
        name = "PIPESTATUS" if shell == "bash" else "pipestatus"
        assert terminal.printed(f"echo ${{{name}[@]}}") == "1 0 3\n"


class TestKeys:
    def test_read_takes_a_line(self, terminal: Terminal) -> None:
        terminal.start("echo 'name?'; read name", "name?")
        terminal.keys(b"ada\r")
        assert terminal.answer()["status"] == 0
        assert terminal.printed("echo $name") == "ada\n"

    def test_hidden_input(self, terminal: Terminal) -> None:
        terminal.start("stty -echo; echo 'secret?'; read x; stty echo; echo got ${#x}", "secret?")
        terminal.keys(b"xyzzy\r")
        assert terminal.answer()["status"] == 0
        assert "got 5" in terminal.lines
        assert b"xyzzy" not in terminal.seen

    def test_end_of_file_key(self, terminal: Terminal) -> None:
        terminal.start("sh -c 'echo go; exec cat'", "go")
        terminal.keys(b"line\r")
        terminal.keys(b"\x04")
        assert terminal.answer()["status"] == 0

    def test_control_c(self, terminal: Terminal) -> None:
        terminal.start("sh -c 'echo go; exec sleep 100'", "go")
        terminal.keys(b"\x03")
        answer = terminal.answer()
        assert (answer["status"], answer["interrupted"]) == (130, True)
        assert terminal.printed("echo alive") == "alive\n"

    def test_control_c_ends_a_loop(self, terminal: Terminal) -> None:
        terminal.start("while true; do sh -c 'echo round; exec sleep 2'; done", "round")
        terminal.keys(b"\x03")
        assert terminal.answer()["status"] == 130

    def test_control_backslash(self, terminal: Terminal) -> None:
        terminal.run("ulimit -c 0")
        terminal.start("sh -c 'echo go; exec sleep 100'", "go")
        terminal.keys(b"\x1c")
        assert terminal.answer()["status"] == 131

    def test_what_nobody_read_never_runs(self, terminal: Terminal, tmp_path: Path) -> None:
        terminal.start("echo go; until [ -e gate ]; do sleep 0.05; done", "go")
        terminal.keys(b"touch never\r")
        terminal.wait("touch never")
        (tmp_path / "gate").touch()
        assert terminal.answer()["typed_ahead"] == "touch never\n"
        assert terminal.printed("echo next") == "next\n"
        assert not (tmp_path / "never").exists()

    def test_python(self, terminal: Terminal) -> None:
        terminal.start(f"{sys.executable} -q", ">>>")
        terminal.keys(b"import sys; print(6 * 7, sys.stdin.isatty())\r")
        terminal.wait("42 True")
        terminal.keys(b"exit()\r")
        assert terminal.answer()["status"] == 0

    def test_raw_modes_left_behind(self, terminal: Terminal) -> None:
        terminal.run("stty raw -echo min 0 time 0")
        assert terminal.printed("echo alive").strip() == "alive"
        terminal.run("stty sane")
        assert terminal.printed("echo alive") == "alive\n"

    @pytest.mark.parametrize("modes", ["raw -echo", "-echo", "-icanon -isig", "-opost"])
    def test_modes_of_a_killed_program_are_undone(self, terminal: Terminal, modes: str) -> None:
        before = terminal.printed("stty -g")
        assert terminal.run(f"sh -c 'stty {modes}; kill -9 $$'")["status"] == 137
        assert terminal.printed("stty -g") == before


class TestScreen:
    def test_vim(self, terminal: Terminal, tmp_path: Path) -> None:
        needs.program("vim")
        terminal.run("echo before")
        terminal.start("vim -u NONE -N note.txt", "note.txt")
        terminal.keys(b"ihello from vim\x1b")
        terminal.wait("hello from vim")
        terminal.keys(b":wq\r")
        assert terminal.answer()["status"] == 0
        assert (tmp_path / "note.txt").read_text() == "hello from vim\n"

    def test_less(self, terminal: Terminal) -> None:
        needs.program("less")
        terminal.run("seq 1 100 > numbers")
        terminal.start("less numbers", "23")
        terminal.keys(b"G")
        terminal.wait("100")
        terminal.keys(b"q")
        assert terminal.answer()["status"] == 0

    def test_curses(self, terminal: Terminal, tmp_path: Path) -> None:
        (tmp_path / "c.py").write_text(
            "import curses\n"
            "def main(window):\n"
            "    window.addstr(5, 10, 'centre'); window.refresh(); window.getkey()\n"
            "curses.wrapper(main)\n"
        )
        terminal.start(f"{sys.executable} c.py", "centre")
        assert terminal.lines[5] == " " * 10 + "centre"
        terminal.keys(b"x")
        assert terminal.answer()["status"] == 0

    def test_resize_while_running(self, terminal: Terminal) -> None:
        command = "trap 'stty size' WINCH; echo go; while [ ! -e gate ]; do sleep 0.1; done"
        terminal.start(f'sh -c "{command}"', "go")
        fcntl.ioctl(terminal.master, termios.TIOCSWINSZ, size(30, 100))
        os.kill(terminal.process.pid, signal.SIGWINCH)
        terminal.wait("30 100")
        terminal.keys(b"\x03")
        terminal.answer()

    def test_resize_between_commands(self, terminal: Terminal) -> None:
        terminal.run("true")
        fcntl.ioctl(terminal.master, termios.TIOCSWINSZ, size(40, 120))
        assert terminal.printed("stty size") == "40 120\n"

    def test_modes_of_a_killed_program_are_undone(self, terminal: Terminal) -> None:
        terminal.run(
            r"sh -c 'printf \"\033[?1049h\033[?25l\033[?2004h\"; kill -9 $$'".replace('\\"', '"')
        )
        assert terminal.seen.endswith(b"\x1b[?2004l\x1b[?1049l\x1b[?25h\x1b[m")


class TestJobs:
    def test_stop_and_foreground(self, terminal: Terminal) -> None:
        terminal.start("sh -c 'echo go; exec cat'", "go")
        terminal.keys(b"\x1a")
        answer = terminal.answer()
        assert (answer["status"], answer["jobs"]) == (148, 1)
        terminal.start_anew("fg", "exec cat")
        terminal.keys(b"back again\r")
        terminal.wait("back again")
        terminal.keys(b"\x04")
        assert terminal.answer()["jobs"] == 0

    def test_stopped_editor_comes_back(self, terminal: Terminal, tmp_path: Path) -> None:
        needs.program("vim")
        terminal.start("vim -u NONE -N note.txt", "note.txt")
        terminal.keys(b"ihalf done\x1b")
        terminal.wait("half done")
        terminal.keys(b"\x1a")
        assert terminal.answer()["jobs"] == 1
        assert terminal.printed("echo meanwhile") == "meanwhile\n"
        terminal.start("fg", "half done")
        terminal.keys(b":wq\r")
        assert terminal.answer()["jobs"] == 0
        assert (tmp_path / "note.txt").read_text() == "half done\n"

    def test_background(self, terminal: Terminal) -> None:
        assert terminal.run("sleep 100 &")["jobs"] == 1
        assert "sleep 100" in terminal.printed("jobs")
        assert terminal.run("kill %%; wait")["jobs"] == 0

    def test_stopped_goes_on_in_the_background(self, terminal: Terminal) -> None:
        terminal.start("sh -c 'echo go; exec sleep 100'", "go")
        terminal.keys(b"\x1a")
        terminal.answer()
        terminal.run("bg")
        assert "unning" in terminal.printed("jobs")
        assert terminal.run("kill %1; wait")["jobs"] == 0

    def test_disown(self, terminal: Terminal) -> None:
        assert terminal.run("sleep 100 &")["jobs"] == 1
        pid = int(terminal.printed("echo $!"))
        assert terminal.run("disown")["jobs"] == 0
        os.kill(pid, signal.SIGKILL)

    @pytest.mark.parametrize("command", ["fg; true", "{ fg; }", "f"])
    def test_stopped_comes_back_however_it_is_said(self, terminal: Terminal, command: str) -> None:
        terminal.run("alias f=fg")
        terminal.start("sh -c 'echo go; exec cat'", "go")
        terminal.keys(b"\x1a")
        assert terminal.answer()["jobs"] == 1
        terminal.start_anew(command, "exec cat")
        terminal.keys(b"back again\r\x04")
        assert terminal.answer()["jobs"] == 0
        assert terminal.lines.count("back again") == 2

    @pytest.mark.parametrize("command", ["bg && jobs", "b; jobs", "bg %% >/dev/null; jobs"])
    def test_stopped_goes_on_however_it_is_said(self, terminal: Terminal, command: str) -> None:
        terminal.run("alias b=bg")
        terminal.start("sh -c 'echo $$ > id; echo go; exec sleep 100'", "go")
        terminal.keys(b"\x1a")
        terminal.answer()
        assert "unning" in terminal.printed(command)
        assert terminal.printed("disown; jobs; echo none") == "none\n"
        terminal.run("kill -9 $(cat id)")

    def test_end_is_told(self, terminal: Terminal) -> None:
        terminal.run("sleep 0.1 &")
        terminal.seen.clear()
        terminal.run("wait")
        assert "one" in terminal.seen.decode().lower().replace("none", "")

    def test_output_between_commands(self, terminal: Terminal, tmp_path: Path) -> None:
        terminal.run("(until [ -e gate ]; do sleep 0.05; done; echo from afar) &")
        (tmp_path / "gate").touch()
        pending = ""

        def arrived() -> bool:
            nonlocal pending
            terminal.ask(pending=True)
            pending += terminal.answer()["pending"]
            return "from afar" in pending

        eventually(arrived, "output")


class TestExit:
    def test_status(self, terminal: Terminal) -> None:
        answer = terminal.run("exit 3")
        assert (answer["status"], answer["ended"]) == (3, True)

    def test_warns_once_of_stopped_jobs(self, terminal: Terminal) -> None:
        terminal.start("sh -c 'echo go; exec cat'", "go")
        terminal.keys(b"\x1a")
        terminal.answer()
        terminal.seen.clear()
        assert not terminal.run("exit")["ended"]
        assert "jobs" in terminal.seen.decode()
        terminal.seen.clear()
        assert terminal.run("exit")["ended"]
        assert "jobs" not in terminal.seen.decode()

    def test_exit_trap_runs(self, terminal: Terminal) -> None:
        terminal.run("trap 'echo bye' EXIT")
        terminal.run("exit")
        assert "bye" in terminal.seen.decode()

    def test_nothing_is_left(self, terminal: Terminal, home: Path) -> None:
        shell = terminal.shell
        terminal.run("sleep 100 &")
        job = int(terminal.printed("echo $!"))
        # Before it has become that program, it is still a shell, and deaf to what it is told.
        name = Path(f"/proc/{job}/comm")
        eventually(lambda: name.read_text() == "sleep\n", "job")
        left = terminal.close()
        assert left is not None
        assert len(left) <= 6, left
        assert not alive(shell)
        eventually(lambda: not alive(job), "end of the job")
        assert list((home / ".run").iterdir()) == []
        assert termios.tcgetattr(terminal.slave) == terminal.before


class TestNothingOfOurs:
    """What the shell is told to show of each command shows the user's, and none of ours."""

    @pytest.mark.parametrize("shell", ["bash"], indirect=True)
    def test_lines_shown_as_they_are_read(self, terminal: Terminal) -> None:
        assert terminal.printed("set -v") == ""
        assert terminal.printed("echo hi") == "echo hi\nhi\n"
        assert terminal.printed("for i in 1 2; do\necho $i\ndone") == (
            "for i in 1 2; do\necho $i\ndone\n1\n2\n"
        )
        assert terminal.printed("set +v") == "set +v\n"
        assert terminal.printed("echo off") == "off\n"

    def test_a_trace(self, terminal: Terminal) -> None:
        assert terminal.printed("set -x") == ""
        assert [line[-9:] for line in terminal.printed("echo fine").splitlines()] == [
            "echo fine",
            "fine",
        ]
        assert "talkie" not in terminal.printed("set -xv; false")
        assert "talkie" not in terminal.printed("for i in 1; do\necho $i\ndone")
        assert "talkie" not in terminal.printed("set +xv")

    def test_a_trap_before_each_command(self, terminal: Terminal) -> None:
        terminal.run("trap 'echo \"D $?\"' DEBUG")
        terminal.run("true")
        assert terminal.printed("echo a b") == "D 0\na b\n"
        assert terminal.printed("false") == "D 0\n"
        assert terminal.printed("echo $?") == "D 1\n1\n"
        terminal.run("echo x y")
        assert terminal.printed("cat <<X\na\nX") == "D 0\na\n"
        terminal.run("trap - DEBUG")
        assert terminal.printed("echo off") == "off\n"

    @pytest.mark.parametrize("shell", ["bash"], indirect=True)
    def test_traps_that_functions_inherit(self, terminal: Terminal) -> None:
        terminal.run("set -TE; trap 'echo D' DEBUG; trap 'echo E' ERR; trap 'echo R' RETURN")
        # As in the bare shell: the traps of errors and returns are commands, too.
        assert terminal.printed("false") == "D\nD\nE\n"
        assert terminal.printed("f() { echo in; }; f") == "D\nD\nD\nin\nD\nR\n"
        assert "T" in terminal.printed("echo $-")
        assert terminal.run("(exit 4)")["status"] == 4


class TestFaults:
    def test_program_killed(self, terminal: Terminal) -> None:
        assert terminal.run("sh -c 'kill -9 $$'")["status"] == 137
        assert terminal.printed("echo alive") == "alive\n"

    def test_shell_killed_by_a_command(self, terminal: Terminal) -> None:
        terminal.run("cd /usr")
        answer = terminal.run("kill -9 $$")
        assert (answer["status"], answer["ended"]) == (137, False)
        assert "in the same directory" in answer["lost"]
        assert terminal.printed("pwd") == "/usr\n"

    def test_shell_killed_under_a_program(self, terminal: Terminal) -> None:
        shell = terminal.shell
        terminal.start("sh -c 'echo go; exec cat'", "go")
        os.kill(shell, signal.SIGKILL)
        assert terminal.answer()["lost"]
        assert termios.tcgetattr(terminal.slave) == terminal.before
        assert terminal.printed("echo alive") == "alive\n"

    def test_what_went_with_a_killed_shell_is_said(self, terminal: Terminal, shell: str) -> None:
        terminal.run("cd /usr; MINE=1; YOURS=2; deploy() { :; }; alias dd=ls; sleep 60 &")
        terminal.run("cd -; set --; read -r <<< x; [[ a =~ a ]]; PATH=$PATH:/opt; cd /usr")
        assert terminal.run("kill -9 $$")["lost"] == (
            f"{shell} was killed; here is a new one, in the same directory. Lost: 1 job, "
            "variables MINE PATH YOURS, function deploy, alias dd, options and traps"
        )

    def test_a_command_is_not_run_in_a_shell_that_lost_its_variables(
        self, terminal: Terminal, tmp_path: Path
    ) -> None:
        terminal.run("where=here")
        os.kill(terminal.shell, signal.SIGKILL)
        answer = terminal.run(f"touch {tmp_path}/$where")
        assert (answer["ran"], answer["status"]) == (False, 137)
        assert "variable where" in answer["lost"]
        assert list(tmp_path.glob("*here*")) == []
        assert terminal.printed("echo alive") == "alive\n"

    def test_leaving_needs_no_variables(self, terminal: Terminal) -> None:
        terminal.run("true")
        os.kill(terminal.shell, signal.SIGKILL)
        assert terminal.run("exit 3")["ended"]

    def test_shell_killed_before_the_first_command(self, terminal: Terminal, shell: str) -> None:
        def started() -> list[int]:
            under = below(terminal.process.pid, processes())
            return [one.pid for one in under if one.name == shell]

        eventually(lambda: bool(started()), "shell")
        os.kill(started()[0], signal.SIGKILL)
        answer = terminal.run("echo alive")
        assert (answer["ran"], answer["lost"], answer["status"]) == (True, "", 0)

    def test_pipes_removed(self, terminal: Terminal, home: Path) -> None:
        terminal.run("true")
        answer = terminal.run(f"rm -rf {home}/.run/talkie-*")
        assert answer["lost"]
        assert terminal.printed("echo alive") == "alive\n"

    @pytest.mark.parametrize("command", ["cat", "stty raw -echo; cat"])
    def test_session_killed_under_a_program(self, terminal: Terminal, command: str) -> None:
        shell = terminal.shell
        terminal.start(f"echo go; {command}", "go")
        terminal.process.kill()
        terminal.process.wait()
        eventually(lambda: not alive(shell), "end of the shell")
        eventually(lambda: termios.tcgetattr(terminal.slave) == terminal.before, "sane terminal")

    def test_session_killed_under_a_program_on_the_other_screen(self, terminal: Terminal) -> None:
        terminal.start(r"printf '\033[?1049h\033[5;10r\033[?1000h'; echo go; cat", "go")
        terminal.process.kill()
        terminal.process.wait()
        undone = b"\x1b[?1000l\x1b[?1049l\x1b7\x1b[r\x1b8"
        while undone not in terminal.seen:
            assert select.select([terminal.master], [], [], PATIENCE)[0], terminal.seen
            terminal.seen += os.read(terminal.master, 65536)

    def test_modes_of_the_terminal_come_back(self, terminal: Terminal) -> None:
        terminal.run("stty raw -echo")
        assert termios.tcgetattr(terminal.slave) == terminal.before


class TestOwnFiles:
    """The user's own rc files, hooks and history."""

    @pytest.fixture
    def rc(self, shell: str, home: Path) -> Path:
        return home / (".bashrc" if shell == "bash" else ".zshrc")

    @pytest.fixture
    def history(self, shell: str, home: Path) -> Path:
        file = home / (".bash_history" if shell == "bash" else ".zsh_history")
        file.write_text("".join(f"echo {number}\n" for number in range(3000)))
        return file

    def test_rc_file_is_loaded(self, shell: str, tmp_path: Path, rc: Path) -> None:
        rc.write_text("alias hi='echo from rc'\nexport RC_SEEN=1\necho welcome\n")
        for terminal in opened(Terminal(shell, tmp_path)):
            assert terminal.printed("hi; echo $RC_SEEN").endswith("from rc\n1\n")

    def test_rc_file_read_again(self, shell: str, tmp_path: Path, rc: Path) -> None:
        rc.write_text("PS1='own> '\nPROMPT_COMMAND='true'\nprecmd_functions=()\nset -o vi\n")
        for terminal in opened(Terminal(shell, tmp_path)):
            terminal.run(f"source {rc}")
            assert terminal.printed("echo alive") == "alive\n"

    def test_own_hooks_run(self, shell: str, tmp_path: Path, rc: Path) -> None:
        rc.write_text(
            "hook() { printf 'hook:%s\\n' $?; }\n"
            + ("PROMPT_COMMAND=hook\n" if shell == "bash" else "precmd_functions+=(hook)\n")
        )
        for terminal in opened(Terminal(shell, tmp_path)):
            terminal.run("true")
            assert terminal.printed("true").endswith("hook:0\n")
            assert terminal.printed("(exit 4)").endswith("hook:4\n")
            assert terminal.printed("false; (exit 5) # why").endswith("hook:5\n")
            assert terminal.printed("cat <<E | (exit 6)\nE").endswith("hook:6\n")
            assert terminal.run("(exit 4)")["status"] == 4
            assert terminal.printed("echo $?").startswith("4\n")

    def test_hooks_before_a_command_see_it(self, tmp_path: Path, home: Path) -> None:
        needs.program("zsh")
        (home / ".zshrc").write_text(
            'hook() { print -r -- "hook:$1:$3" }\npreexec() { print -r -- "own:$1" }\n'
            "preexec_functions+=(hook)\n"
        )
        for terminal in opened(Terminal("zsh", tmp_path)):
            terminal.run("true")
            assert terminal.printed("echo $?") == "own:echo $?\nhook:echo $?:echo $?\n0\n"
            assert "preexec ()" in terminal.printed("setopt ksharrays nounset; functions preexec")
            assert terminal.printed("unfunction preexec; preexec_functions=()").count("own:") == 1
            assert terminal.printed("echo alive") == "alive\n"

    @pytest.mark.parametrize(
        "lines",
        ["", "HISTSIZE=10\nHISTFILESIZE=10\nSAVEHIST=10\n", "OWN"],
    )
    def test_history_file_is_untouched(
        self, shell: str, tmp_path: Path, rc: Path, history: Path, lines: str
    ) -> None:
        if lines == "OWN":
            lines = f"HISTFILE={history}\nHISTSIZE=10\nHISTFILESIZE=10\nSAVEHIST=10\n"
            if shell == "bash":
                lines += "PROMPT_COMMAND='history -a; history -n'\nshopt -s histappend\n"
            else:
                lines += "setopt inc_append_history share_history\n"
        rc.write_text(lines)
        before = history.read_bytes()
        for terminal in opened(Terminal(shell, tmp_path)):
            terminal.run("echo one")
            assert "\nHISTFILE=" not in terminal.printed("sh -c env")
            assert "echo one" in terminal.printed("history 2>/dev/null || fc -l")
            terminal.run("exit")
            terminal.close()
        assert history.read_bytes() == before

    def test_rc_file_that_hangs_is_left_out(self, shell: str, tmp_path: Path, rc: Path) -> None:
        rc.write_text("echo waiting for ever\nread never\n")
        for terminal in opened(Terminal(shell, tmp_path)):
            terminal.start("echo alive", "waiting for ever")
            terminal.keys(b"\x03")
            terminal.wait("without them")
            assert terminal.answer()["status"] == 0

    def test_typed_while_it_loads_never_runs(self, shell: str, tmp_path: Path, rc: Path) -> None:
        rc.write_text("echo loading; until [ -e gate ]; do sleep 0.05; done\n")
        for terminal in opened(Terminal(shell, tmp_path)):
            terminal.start("echo got; read -r word; echo and $word", "loading")
            terminal.keys(b"touch never\r")
            terminal.wait("touch never")
            (tmp_path / "gate").touch()
            terminal.wait("and touch never")
            terminal.answer()
            assert not (tmp_path / "never").exists()

    def test_rc_file_that_asks(self, shell: str, tmp_path: Path, rc: Path) -> None:
        rc.write_text("echo 'passphrase?'\nread -r word\n")
        for terminal in opened(Terminal(shell, tmp_path)):
            terminal.start("echo got $word", "passphrase?")
            terminal.keys(b"sesame\r")
            terminal.wait("got sesame")
            terminal.answer()
