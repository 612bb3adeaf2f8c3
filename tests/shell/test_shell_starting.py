"""Start-up files of every kind, and shells that take the place of the one that runs."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from talkie_shell.shell.child import LAUNCHER
from talkie_shell.shell.starting import in_place_of
from tests.shell.conftest import Terminal, opened

OTHER = {"bash": "zsh", "zsh": "bash"}
RUNS = "ps -p $$ -o comm="


@pytest.fixture
def rc(shell: str, home: Path) -> Path:
    (home / ".zshrc").touch()
    return home / (".bashrc" if shell == "bash" else ".zshrc")


class TestInPlaceOf:
    WORDS = ("/bin/bash", "--rcfile", "/room/rc.bash", "-i")

    @pytest.mark.parametrize(
        ("line", "program"),
        [
            ("/bin/bash --rcfile /room/rc.bash -i", ""),
            (" ".join((*LAUNCHER, "/dev/pts/3", *WORDS)), ""),
            ("", ""),
            ("/bin/bash -l", "/bin/bash"),
            ("-zsh", "zsh"),
            ("tmux new -A", "tmux"),
        ],
    )
    def test_pairs(self, line, program):
        assert in_place_of(self.WORDS, line) == program


class TestFiles:
    @pytest.mark.parametrize(
        ("text", "shows"),
        [
            (
                "echo welcome\nnosuchcommand\ncd /usr\nprintf '\\033[?1000hno newline'\n",
                "no newline",
            ),
            ("PS1='$(nosuch)> '\nTMOUT=1\ntrap 'echo bye' EXIT\nsleep 1.2\nfalse\n", ""),
            ("A=1\nif [ ; then\nfi )\n", "error"),
            ("set -u\necho $NO_SUCH\nreturn 3\n", "NO_SUCH"),
        ],
    )
    def test_commands_run_after_them(
        self, shell: str, tmp_path: Path, rc: Path, text: str, shows: str
    ) -> None:
        rc.write_text(text)
        for terminal in opened(Terminal(shell, tmp_path)):
            printed = terminal.printed("echo alive")
            assert printed.endswith("alive\n")
            assert shows in printed
            assert "talkie" not in printed
            assert terminal.run("(exit 3)")["status"] == 3

    def test_terminal_settings_of_theirs_are_in_force(
        self, shell: str, tmp_path: Path, rc: Path
    ) -> None:
        rc.write_text("stty -ixon susp ^Y\n")
        for terminal in opened(Terminal(shell, tmp_path)):
            printed = terminal.printed("stty -a")
            assert "-ixon" in printed
            assert "susp = ^Y" in printed
            terminal.start("sh -c 'echo go; exec cat'", "go")
            terminal.keys(b"\x19")
            assert terminal.answer()["jobs"] == 1

    def test_nobody_is_logged_out_while_the_line_is_typed(
        self, shell: str, tmp_path: Path, rc: Path
    ) -> None:
        rc.write_text("TMOUT=1\nA=1\n")
        for terminal in opened(Terminal(shell, tmp_path)):
            for _ in range(2):
                time.sleep(1.3)
                assert terminal.printed("echo $A $TMOUT").endswith("1 1\n")
            assert terminal.run("TMOUT=; readonly TMOUT=2")["status"] == 0
            assert terminal.printed("echo $A $TMOUT") == "1 2\n"

    def test_those_that_end_the_shell_are_left_out(
        self, shell: str, tmp_path: Path, rc: Path
    ) -> None:
        rc.write_text("exit 1\n")
        for terminal in opened(Terminal(shell, tmp_path)):
            assert terminal.run("echo alive")["status"] == 0
            terminal.wait("without them")
            assert "alive" in terminal.lines

    def test_who_waits_for_them_is_told_the_way_out(
        self, shell: str, tmp_path: Path, rc: Path
    ) -> None:
        rc.write_text("printf 'passphrase? '\nread -r word\n")
        for terminal in opened(Terminal(shell, tmp_path)):
            terminal.start("echo got $word", "Ctrl-C goes on without them")
            terminal.keys(b"sesame\r")
            terminal.answer()
            assert "got sesame" in terminal.lines

    def test_a_full_screen_program_in_them_has_its_keys(
        self, shell: str, tmp_path: Path, rc: Path
    ) -> None:
        rc.write_text("stty raw; echo ready; dd bs=1 count=1 2>/dev/null | od -c; stty sane; A=1\n")
        for terminal in opened(Terminal(shell, tmp_path)):
            terminal.start("echo A is $A", "ready")
            terminal.keys(b"\x03")
            terminal.answer()
            shown = "\n".join(terminal.lines)
            assert "0000000 003" in shown
            assert "A is 1" in shown


class TestOtherShells:
    def test_start_up_files_that_exec_the_other_shell(
        self, shell: str, tmp_path: Path, home: Path, rc: Path
    ) -> None:
        (home / ".bashrc").write_text("mine() { echo mine; }\n")
        (home / ".zshrc").write_text("mine() { echo mine; }\n")
        rc.write_text(f"exec {OTHER[shell]}\n")
        for terminal in opened(Terminal(shell, tmp_path)):
            terminal.run("true")
            terminal.wait(f"start {OTHER[shell]}: commands run in it")
            assert terminal.printed(f"mine; {RUNS}") == f"mine\n{OTHER[shell]}\n"

    @pytest.mark.parametrize("program", ["sleep 100", "self"])
    def test_start_up_files_that_exec_something_else(
        self, shell: str, tmp_path: Path, rc: Path, program: str
    ) -> None:
        rc.write_text(f"exec {shell if program == 'self' else program}\n")
        for terminal in opened(Terminal(shell, tmp_path)):
            terminal.run("true")
            terminal.wait("without them")
            assert terminal.printed(RUNS) == f"{shell}\n"

    def test_start_up_files_that_exec_each_other_end(
        self, shell: str, tmp_path: Path, home: Path, rc: Path
    ) -> None:
        (home / ".bashrc").write_text("exec zsh\n")
        rc.with_name(".zshrc").write_text("exec bash\n")
        for terminal in opened(Terminal(shell, tmp_path)):
            terminal.run("true")
            terminal.wait("without them")
            assert terminal.printed("echo alive") == "alive\n"

    @pytest.mark.parametrize("words", ['"${SHELL}" -l', "other"])
    def test_a_new_shell_in_place_of_this_one_takes_commands(
        self, shell: str, tmp_path: Path, home: Path, rc: Path, words: str
    ) -> None:
        new = OTHER[shell] if words == "other" else shell
        command = words.replace("other", new)
        for terminal in opened(Terminal(shell, tmp_path, SHELL=f"/bin/{shell}")):
            terminal.run("cd /usr; export A=1; B=2")
            before = terminal.shell
            (home / f".{new}rc").write_text("mine() { echo mine; }\n")
            assert terminal.run(f"exec {command}")["status"] == 0
            assert terminal.printed(f"mine; pwd; echo $A$B; {RUNS}") == f"mine\n/usr\n1\n{new}\n"
            assert terminal.shell == before
            terminal.start("sh -c 'echo go; exec cat'", "go")
            terminal.keys(b"\x1a")
            assert terminal.answer()["jobs"] == 1

    def test_any_other_program_in_place_of_the_shell_ends_the_session(
        self, shell: str, tmp_path: Path, rc: Path
    ) -> None:
        for terminal in opened(Terminal(shell, tmp_path)):
            answer = terminal.run("exec sh -c 'exit 4'")
            assert (answer["status"], answer["ended"]) == (4, True)

    def test_shells_inside_the_shell(self, shell: str, tmp_path: Path, rc: Path) -> None:
        for terminal in opened(Terminal(shell, tmp_path)):
            terminal.ask(run=f"PS1='inner> ' {shell} -f" if shell == "zsh" else "bash --norc")
            eventually_prompts(terminal)
            terminal.keys(b"echo $((40+2)) $SHLVL\r")
            terminal.wait("42 ")
            terminal.keys(b"exit 5\r")
            assert terminal.answer()["status"] == 5
            assert terminal.printed("echo alive") == "alive\n"


def eventually_prompts(terminal: Terminal) -> None:
    terminal.pump(lambda: any(line.endswith((">", "#", "$", "%")) for line in terminal.lines), "$")
