"""What a command does to the shell underneath lasts. Real bash, real zsh, on a pseudo-terminal."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from tests.shell.conftest import Terminal, eventually, opened

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
        terminal.run("VIRTUAL_ENV=/x/.venv VIRTUAL_ENV_PROMPT='(app) '")
        terminal.ask(names=["ll", "mkcd", "cd", "while", "la", "ls"])
        answer = terminal.answer()
        assert answer["known"] == [True, True, True, True, False, False]
        assert answer["path"].startswith("/opt/x:")
        assert answer["venv"] == "app"
        assert "MINE" in answer["variables"]
        assert not [name for name in answer["variables"] if "talkie" in name]
        terminal.run("unalias ll; unset -f mkcd; set -o noclobber")
        assert not terminal.knows("ll")
        assert not terminal.knows("mkcd")

    def test_of_its_own_keys(self, terminal: Terminal) -> None:
        told = []
        for command in (":", "set -o vi", "set -o emacs"):
            terminal.run(command)
            terminal.ask(names=[])
            told.append(terminal.answer()["vi"])
        assert told == [False, True, False]

    @pytest.mark.parametrize(
        ("shell", "file", "text"),
        [
            ("bash", ".bashrc", "set -o vi\n"),
            ("bash", ".inputrc", "set editing-mode vi\n"),
            ("zsh", ".zshrc", "bindkey -v\n"),
            ("zsh", ".zshenv", "export EDITOR=vim\n"),
        ],
        indirect=["shell"],
    )
    def test_of_the_keys_in_its_files(
        self, shell: str, file: str, text: str, tmp_path: Path, home: Path
    ) -> None:
        (home / file).write_text(text)
        for terminal in opened(Terminal(shell, tmp_path)):
            terminal.run(":")
            terminal.ask(names=[])
            assert terminal.answer()["vi"]

    def test_before_the_first_command(self, shell: str, tmp_path: Path, home: Path) -> None:
        (home / (".bashrc" if shell == "bash" else ".zshrc")).write_text("alias hi='echo hi'\n")
        for terminal in opened(Terminal(shell, tmp_path)):
            eventually(partial(terminal.knows, "hi"), "names")
