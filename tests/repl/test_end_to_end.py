"""The whole program in a pseudo-terminal: its own process, the model, a real shell underneath."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from talkie_shell.paths import config_file
from tests import needs
from tests.terminals import SOURCE, Prompt

DICTATION = "find dot dash name star dot txt"


class Terminal(Prompt):
    """A terminal window with talkie-sh in it, where two files are."""

    def __init__(self, home: Path, *words: str, rows: int = 24, columns: int = 80, **env: str):
        (home / "work").mkdir(exist_ok=True)
        for name in ("a.txt", "c.md"):
            (home / "work" / name).touch()
        super().__init__(home, *words, rows=rows, columns=columns, **env)


@pytest.fixture
def open_terminal(home):
    terminals = []

    def open_one(*words: str, **options) -> Terminal:
        terminals.append(Terminal(home, *words, **options))
        return terminals[-1]

    yield open_one
    for terminal in terminals:
        terminal.close()


@pytest.fixture
def terminal(open_terminal) -> Terminal:
    return open_terminal().see("❯")


def corrections(home: Path) -> list[dict]:
    done = subprocess.run(
        [sys.executable, "-m", "talkie_shell", "corrections", "list", "--json"],
        capture_output=True,
        text=True,
        check=True,
        cwd=SOURCE,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


class TestFirstUse:
    def test_dictation_preview_confirm_listing(self, terminal):
        terminal.send(DICTATION)
        terminal.see("find . - name * . txt", "find . -name *.txt")
        rows = terminal.text.splitlines()
        assert rows[0].endswith(f"❯ {DICTATION}")
        assert rows[1].strip().endswith("find . - name * . txt")
        assert rows[2].strip().endswith("find . -name *.txt")
        terminal.send("\r").see("❯ find . -name *.txt", "Enter runs it").see_no("./a.txt")
        terminal.send("\r").see("./a.txt", "F1 keys")
        assert "c.md" not in terminal.text

    def test_esc_goes_back_to_the_words(self, terminal):
        terminal.send(DICTATION).see("→ find . -name *.txt").send("\r").see("Enter runs it")
        terminal.send("\x1b").see(f"❯ {DICTATION}").send("\r").see("❯ find . -name *.txt")

    def test_a_literal_command_takes_one_enter(self, terminal):
        terminal.send("ls -la").see("as typed").send("\r").see("a.txt", "c.md", "F1 keys")

    def test_typed_before_the_prompt_is_there(self, open_terminal):
        terminal = open_terminal().send("echo early").see("❯ echo early", "as typed")
        terminal.send("\r").see("\nearly\n", "F1 keys")

    def test_cd_and_export_last(self, terminal):
        terminal.send("cd ..; export FLAVOUR=sweet").see("as typed").send("\r").see("~ ❯")
        terminal.send("echo it is $FLAVOUR").see("as typed").send("\r").see("it is sweet")

    @pytest.mark.parametrize("named", ["/usr", "/nowhere", ""])
    def test_it_starts_where_it_is_started(self, open_terminal, named):
        terminal = open_terminal(PWD=named).see("~/work ❯")
        terminal.send("pwd").see("as typed").send("\r").see("/work\n", "F1 keys")

    def test_status_and_duration(self, terminal):
        terminal.send("false").see("as typed").send("\r").see("exit 1")
        terminal.send("sleep 1.1").see("as typed").send("\r")
        terminal.until(lambda: re.search(r"\b[1-9]\d*\.\d s\b", terminal.text), "the duration")

    def test_output_without_a_newline_stays_readable(self, terminal):
        terminal.send("printf abc").see("as typed").send("\r").see("abc⏎", "F1 keys")

    def test_ctrl_d_leaves(self, terminal):
        terminal.send("\x04")
        assert terminal.end() == 0

    def test_exit_leaves_with_its_status(self, terminal):
        terminal.send("exit 3").see("as typed").send("\r")
        assert terminal.end() == 3


class TestPaste:
    def test_marked(self, terminal):
        terminal.send("\x1b[200~touch x1\ntouch x2\n\x1b[201~").see("touch x1", "touch x2")
        terminal.send("\x03").see("F1 keys").send("\x04")
        assert terminal.end() == 0
        assert not list((terminal.home / "work").glob("x?"))

    def test_unmarked(self, terminal):
        terminal.send("touch x1\rtouch x2\r").see("touch x1", "touch x2")
        terminal.send("\x03").see("F1 keys").send("\x04")
        assert terminal.end() == 0
        assert not list((terminal.home / "work").glob("x?"))

    def test_typed_while_a_command_runs_is_text(self, terminal):
        waiting = "echo go; until test -e gate; do sleep 0.1; done"
        terminal.send(waiting).see("as typed").send("\r")
        # The whole line: what is echoed may come in before the end of one.
        terminal.until(lambda: b"go\r\n" in terminal.raw, "the command running")
        terminal.send("touch x1\r").see("\ntouch x1")
        (terminal.home / "work" / "gate").touch()
        terminal.see("❯ touch x1", "as typed")
        assert not (terminal.home / "work" / "x1").exists()


class TestWindows:
    def test_twenty_by_five(self, open_terminal):
        terminal = open_terminal(rows=5, columns=20).see("❯")
        terminal.send("ls dash la").see("→ ls -la").send("\r").see("❯ ls -la").send("\r")
        terminal.see("c.md")

    def test_resizing_in_the_middle(self, terminal):
        terminal.send(DICTATION).see("→ find . -name *.txt")
        terminal.resize_at_prompt(10, 40)
        terminal.see("→ find . -name *.txt").send("\r").see("❯ find . -name *.txt")
        terminal.resize_at_prompt(24, 100)
        terminal.send("\r").see("./a.txt")

    def test_resizing_under_a_program(self, terminal):
        program = "trap 'stty size' WINCH; echo up; while :; do sleep 0.1; done"
        terminal.send(f'sh -c "{program}"').see("as typed").send("\r").see("\nup")
        terminal.resize(30, 100)
        terminal.see("\n30 100").send("\x03").see("F1 keys")

    def test_no_color(self, open_terminal):
        terminal = open_terminal(NO_COLOR="1").see("❯").send(DICTATION).see("→ find .")
        cells = [cell for row in terminal.screen.buffer.values() for cell in row.values()]
        assert {cell.fg for cell in cells} == {"default"}

    def test_dumb(self, open_terminal):
        terminal = open_terminal(TERM="dumb").see(">").send(DICTATION + "\r")
        terminal.see("| find . - name * . txt", "> find . -name *.txt", "Enter runs it")
        assert b"\x1b" not in terminal.raw
        terminal.send("\r").see("./a.txt")
        terminal.until(lambda: terminal.text.endswith("~/work >"), "the next prompt")
        terminal.send("ls *.md\r").see("\nc.md")
        terminal.until(lambda: terminal.text.endswith("~/work >"), "the next prompt")
        terminal.send("\x04")
        assert terminal.end() == 0

    def test_ascii_only(self, open_terminal):
        terminal = open_terminal(LANG="C", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
        terminal.see(">").send("ls dash la").see("> ls -la")
        assert terminal.raw.isascii()


class TestNoTerminal:
    def test_one_clear_line(self, home):
        done = subprocess.run(
            [sys.executable, "-m", "talkie_shell"],
            check=False,
            input="ls\n",
            capture_output=True,
            text=True,
            cwd=SOURCE,
        )
        assert done.returncode == 2
        assert done.stderr.startswith("talkie-sh: no terminal")
        assert done.stderr.count("\n") == 1


class TestWhatIsKept:
    def test_log_and_history(self, open_terminal, home):
        terminal = open_terminal().see("❯")
        terminal.send(DICTATION).see("→ find .").send("\r").see("Enter runs it").send("\r")
        terminal.see("./a.txt", "F1 keys").send("false").see("as typed").send("\r").see("exit 1")
        terminal.send(" echo secret").see("as typed").send("\r").see("secret", "F1 keys")
        terminal.send("\x04")
        assert terminal.end() == 0
        rows = corrections(home)
        assert sorted((row["utterance"], row["command"], row["outcome"]) for row in rows) == [
            ("false", "false", "failed"),
            (DICTATION, "find . -name *.txt", "succeeded"),
        ]
        again = open_terminal().see("❯").send("\x1b[A").see("❯ false")
        again.send("\x1b[A").see("❯ find . -name *.txt").send("\x12star").see("search:")
        assert "secret" not in again.text

    def test_private(self, open_terminal, home):
        terminal = open_terminal("--private").see("❯").send("echo mine").see("as typed")
        terminal.send("\r").see("F1 keys").send("\x1b[Ax").see("❯ echo minex").send("\x03")
        terminal.see("F1 keys").send("\x04")
        assert terminal.end() == 0
        assert corrections(home) == []
        again = open_terminal().see("❯").send("\x1b[Ax").see("❯ x")
        assert "mine" not in again.text

    @pytest.mark.parametrize(
        "mistake", ['confirm = "never"', '[colors]\nprompt = "reddish"'], ids=["read", "used"]
    )
    def test_a_mistake_in_the_settings_leaves_a_shell_that_keeps_nothing(
        self, open_terminal, home, mistake
    ):
        config_file().parent.mkdir(parents=True, exist_ok=True)
        config_file().write_text(mistake + "\n")
        terminal = open_terminal().see("going on without your settings", "❯")
        terminal.send("echo mine").see("as typed").send("\r").see("\nmine\n", "F1 keys")
        terminal.send("\x04")
        assert terminal.end() == 0
        config_file().unlink()
        assert corrections(home) == []
        assert open_terminal("--config", str(config_file())).see("no such file").end() == 3

    @pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
    def test_a_killed_session_loses_nothing(self, open_terminal, home, number):
        terminal = open_terminal().see("❯").send("echo kept").see("as typed").send("\r")
        terminal.see("F1 keys")
        terminal.process.kill(number)
        assert terminal.end() == 128 + number
        assert [row["command"] for row in corrections(home)] == ["echo kept"]

    @pytest.mark.parametrize("shell", ["bash", "zsh"])
    def test_the_last_command_is_put_in_and_shown_before_it_runs(self, open_terminal, home, shell):
        (home / ".zshrc").touch()
        terminal = open_terminal(SHELL=shell).see("❯").send("printf '<%s>\\n' a b")
        terminal.see("as typed").send("\r").see("<a>", "F1 keys")
        terminal.send("true; !!").see("as typed").send("\r").see(
            "❯ true; printf", "from the history"
        )
        assert terminal.text.count("<b>") == 1
        terminal.send("\r").see("<a>\n<b>\n~", "F1 keys").send("^a^see !$").see("^a^see")
        terminal.send("\x7f" * 3 + "\r").see("❯ true; printf '<%s>\\n' see b").send("\r")
        terminal.see("<see>")

    @pytest.mark.parametrize("shell", ["bash", "zsh"])
    @pytest.mark.parametrize("options", [(), ("--private",)])
    def test_a_number_of_the_history_is_put_in_and_shown_before_it_runs(
        self, open_terminal, home, shell, options
    ):
        (home / ".zshrc").touch()
        terminal = open_terminal(*options, SHELL=shell).see("❯")
        for letter in "ab":
            terminal.send(f"printf '<%s>\\n' {letter}").see("as typed").send("\r")
            terminal.see(f"\n<{letter}>", "F1 keys")
        terminal.send("history").see("as typed").send("\r")
        terminal.until(lambda: re.search(r"\d+  printf.* a\n", terminal.text), "the history")
        terminal.see("F1 keys")
        number = re.search(r"(\d+)  printf.* a\n", terminal.text)[1]
        terminal.send(f"true; !{number}").see(f"!{number}").send("\r")
        terminal.see("❯ true; printf '<%s>\\n' a", "from the history")
        assert terminal.text.count("\n<a>") == 1
        terminal.send("\r").until(lambda: terminal.text.count("\n<a>") == 2, "its output")

    def test_a_line_that_was_being_typed_when_it_was_killed_is_offered(self, open_terminal, home):
        drafts = home / ".local/state/talkie-sh/drafts"

        def kept() -> list[str]:
            with suppress(FileNotFoundError):  # one that was taken over goes
                return [file.read_text() for file in drafts.glob("*")]
            return ["one goes"]

        terminal = open_terminal(XDG_STATE_HOME=str(home / ".local/state")).see("❯")
        terminal.send("echo prec").send("ious").until(lambda: kept() == ["echo precious"], "draft")
        terminal.process.kill(signal.SIGKILL)
        terminal.process.wait()
        again = open_terminal(XDG_STATE_HOME=str(home / ".local/state"))
        again.see("❯ echo precious", "→ takes it").send("\x1b[C").see("as typed").send("\r")
        again.see("\nprecious\n", "F1 keys").until(lambda: kept() == [""], "no draft")
        again.send(" echo hidden").see("as typed").send("\x03\x04")
        assert again.end() == 0
        assert kept() == []

    def test_a_shell_killed_while_a_line_is_typed_is_replaced_with_a_word(self, open_terminal):
        terminal = open_terminal(columns=200).see("❯").send("mine=1; echo it is $$")
        terminal.see("as typed").send("\r").until(
            lambda: re.search(r"^it is \d+$", terminal.text, re.MULTILINE), "its number"
        )
        number = re.search(r"^it is (\d+)$", terminal.text, re.MULTILINE)
        assert number is not None
        terminal.see("F1 keys").send("echo ha").see("❯ echo ha")
        os.kill(int(number[1]), signal.SIGKILL)
        terminal.see("bash was killed; here is a new one", "variable mine", "❯ echo ha")
        terminal.send("lf").see("❯ echo half", "as typed").send("\r").see("\nhalf\n", "F1 keys")

    def test_ctrl_backslash_in_the_editor_of_the_line_ends_nobody(self, open_terminal, home):
        up, pressed, gate = home / "up", home / "pressed", home / "gate"
        program = home / "editor"
        trap = f"trap 'touch {pressed}' QUIT"
        wait = f"until test -e {gate}; do :; done"  # nothing else that the key could end
        clear = "printf '\\033[H\\033[2J'"
        program.write_text(f"#!/bin/sh\n{trap}\n{clear}\ntouch {up}\n{wait}\n{clear}\n")
        program.chmod(0o700)
        terminal = open_terminal(VISUAL=str(program)).see("F1 keys").send("echo li").see("as typed")
        terminal.send("\x18\x05").until(up.exists, "the editor").send("\x1c")
        terminal.until(pressed.exists, "the key")
        gate.touch()
        terminal.see("as typed").send("ne").see("❯ echo line", "as typed").send("\r").see(
            "\nline\n"
        )


class TestJobs:
    def test_their_output_appears_above_the_line(self, terminal):
        terminal.send("(sleep 1; echo from behind) &").see("as typed").send("\r").see("F1 keys")
        terminal.send("echo half").see("from behind", "❯ echo half")
        terminal.send(" a line").see("❯ echo half a line").send("\r").see("\nhalf a line\n")

    def test_their_output_may_lack_a_newline(self, terminal):
        command = "(until test -e gate; do sleep 0.1; done; printf '\\033[31mno end') &"
        terminal.send(command).see("as typed").send("\r").see("F1 keys")
        terminal.send("echo half").see("❯ echo half")
        (terminal.home / "work" / "gate").touch()
        terminal.see("\nno end\n", "❯ echo half").send("\x01X").see("❯ Xecho half")

    def test_leaving_with_a_stopped_job_warns_once(self, terminal):
        terminal.send("sh -c 'echo up; exec sleep 60'").see("as typed").send("\r").see("\nup")
        terminal.send("\x1a").see("Stopped", "F1 keys").send("\x04").see("stopped jobs", "F1 keys")
        terminal.send("\x04")
        terminal.end()


@pytest.mark.parametrize("shell", ["bash", "zsh"])
class TestVirtualEnvironment:
    def test_it_shows_while_it_is_active_and_its_programs_have_their_flags(
        self, open_terminal, home, shell
    ):
        (home / ".zshrc").touch()
        terminal = open_terminal(SHELL=needs.program(shell)).see("~/work ❯")
        venv = home / "work/v"
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
        (venv / "bin/zztool").touch(0o755)
        manual = venv / "share/man/man1/zztool.1"
        manual.parent.mkdir(parents=True)
        manual.write_text(".SH OPTIONS\n.TP\n\\-\\-quick\nTake no time\n")
        terminal.run(". v/bin/activate").see("(v) ~/work ❯", "F1 keys")
        terminal.send("zztool --q\t").see("❯ zztool --quick").send("\x03").see("F1 keys")
        terminal.send("zztool --quick").see("as typed").send("\x1bOP").see("take no time")
        terminal.send("\x1b").see("as typed").send("\x03").see("F1 keys")
        terminal.run("deactivate").until(
            lambda: terminal.text.rpartition("❯")[0].endswith("\n~/work "), "no venv in the prompt"
        )

    def test_one_of_the_start_up_files_shows_in_the_first_prompt(self, open_terminal, home, shell):
        for name in (".bashrc", ".zshrc"):
            (home / name).write_text("export CONDA_DEFAULT_ENV=base\n")
        open_terminal(SHELL=needs.program(shell)).see("(base) ~/work ❯")

    def test_one_that_is_around_shows_until_the_shell_says_otherwise(
        self, open_terminal, home, shell
    ):
        for name in (".bashrc", ".zshrc"):
            (home / name).write_text("until test -e gate; do :; done; unset VIRTUAL_ENV\n")
        terminal = open_terminal(SHELL=needs.program(shell), VIRTUAL_ENV="/x/v")
        terminal.see("(v) ~/work ❯")
        (home / "work/gate").touch()
        terminal.see_no("(v)").see("~/work ❯")


@pytest.mark.parametrize("shell", ["bash", "zsh"])
class TestViKeys:
    """Ctrl-A goes to the line's start with Emacs' keys alone, with vi's x deletes after Esc."""

    def test_they_are_the_shells_from_its_start_and_as_it_changes(self, open_terminal, home, shell):
        for name, text in ((".bashrc", "set -o vi\n"), (".zshrc", "bindkey -v\n")):
            (home / name).write_text(f"{text}VIRTUAL_ENV=/x/told\n")
        terminal = open_terminal(SHELL=needs.program(shell)).see("(told)")
        terminal.send("echo onee").see("as typed").send("\x1bx").see("❯ echo one\n").send("\r")
        terminal.see("\none\n", "F1 keys").run("set -o emacs").see("F1 keys")
        terminal.send("cho two").see("❯ cho two").send("\x01e").see("❯ echo two\n")
        terminal.send("\r").see("\ntwo\n", "F1 keys").run("set -o vi").see("F1 keys")
        terminal.send("echo threee").see("as typed").send("\x1bx").see("❯ echo three\n")

    def test_the_settings_say_otherwise(self, open_terminal, home, shell):
        config_file().parent.mkdir(parents=True, exist_ok=True)
        config_file().write_text("vi = false\n")
        for name, text in ((".bashrc", "set -o vi\n"), (".zshrc", "bindkey -v\n")):
            (home / name).write_text(f"{text}VIRTUAL_ENV=/x/told\n")
        terminal = open_terminal(SHELL=needs.program(shell)).see("(told)")
        terminal.send("cho one").see("❯ cho one").send("\x01e").see("❯ echo one\n")


class TestTheLine:
    """What a shell's user expects of its line, with their own files around it."""

    @pytest.fixture
    def furnished(self, home, open_terminal):
        (home / ".bashrc").write_text("alias lll='ls -l'\nmine() { echo mine; }\n")
        (home / ".bash_history").write_text("echo from bash before\n")
        (home / ".ssh").mkdir()
        (home / ".ssh/config").write_text("Host bastion-west\n")
        git = home / "work/.git"
        git.mkdir(parents=True)
        (git / "HEAD").write_text("ref: refs/heads/topic\n")
        return open_terminal().see("topic ❯")

    def test_prompt_history_completion_and_marks(self, furnished, home):
        terminal = furnished
        terminal.send("echo fr").see("echo from bash before").send("\x03")
        terminal.send("ssh bas\t").see("ssh bastion-west").send("\x03")
        terminal.send("lll a\t").see("lll a.txt", "as typed").send("\r").see("rw-", "F1 keys")
        terminal.send("min\t").see("❯ mine", "as typed").send("\r").see("\nmine\n", "F1 keys")
        terminal.send("zzzz x").see("no command zzzz").send("\x03")
        terminal.send("cat A.TXT x").see("no A.TXT here, but a.txt", "Alt-N changes it")
        terminal.send("\x1bn").see("❯ cat a.txt x").send("\x1b\x1b\x03")
        terminal.send("sleep 60 &").see("as typed").send("\r").see("topic &1 ❯")
        terminal.send("kill %1; wait").see("as typed").send("\r").see("F1 keys")
        assert terminal.text.rpartition("❯")[0].endswith("\n~/work topic ")
        assert (home / ".bash_history").read_text() == "echo from bash before\n"

    def test_a_wrong_subcommand_is_told_and_replaced(self, furnished, home):
        core = home / "usr/lib/git-core"
        core.mkdir(parents=True)
        own = "add commit status log push rev-parse update-index version"
        for file in (home / "usr/bin/git", *(core / f"git-{name}" for name in own.split())):
            file.parent.mkdir(exist_ok=True)
            file.touch(0o755)
        furnished.send(f"PATH={home}/usr/bin:$PATH").see("as typed").send("\r").see(
            "❯\n", "F1 keys"
        )
        furnished.send("git comit -m x").see("git has no comit, but commit", "Alt-N changes it")
        furnished.send("\x1bn").see("❯ git commit -m x").send("\x1b\x1b\x03")
        (home / ".gitconfig").write_text("[alias]\ncomit = commit\n")
        furnished.send("git comit -m x").see("as typed").see_no("git has no comit")

    def test_what_was_not_found_is_not_suggested(self, furnished):
        furnished.send("zzcommand --it").see("no command").send("\r").see("exit 127", "F1 keys")
        furnished.send("zzcomm").see("no command zzcomm", "❯ zzcomm\n")
        furnished.send("\x03\x12zzcomm").see("zzcommand --it")

    def test_what_another_session_ran_is_suggested(self, furnished, open_terminal):
        furnished.send("echo said elsewhere").see("as typed").send("\r").see("\nsaid elsewhere")
        other = open_terminal().see("topic ❯")
        other.send("echo said").see("echo said elsewhere")
        furnished.send("echo once more").see("as typed").send("\r").see("\nonce more")
        other.send("\x03").see_no("said").send("\r").see("❯\n~").send("echo onc")
        other.see("echo once more")
