"""The user's own rc files, hooks and history with the shell underneath. Real bash, real zsh, on
a pseudo-terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import needs
from tests.shell.conftest import Terminal, opened


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
            assert terminal.printed(" ") == ""
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
