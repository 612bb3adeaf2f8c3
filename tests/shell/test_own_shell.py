"""The keys of talkie-sh in real shells: bash, zsh and fish in a terminal window."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from talkie_shell.resident import client
from talkie_shell.settings import Settings
from talkie_shell.shell.integration import Place, script
from tests import needs
from tests.terminals import Window, end_helpers, kept_environment

TURN, NEXT, PREVIOUS, DICTATE = "\x1bm", "\x1bn", "\x1bp", "\x1bk"
TALKIE = f"{shlex.quote(sys.executable)} -P -m talkie_shell"
SHELLS = ("bash", "zsh", "fish")
LOAD = {
    "bash": f'eval "$({TALKIE} init bash)"',
    "zsh": f'eval "$({TALKIE} init zsh)"',
    "fish": f"{TALKIE} init fish | source",
}
VI = {"bash": "set -o vi", "zsh": "bindkey -v", "fish": "fish_vi_key_bindings"}
BEFORE = {
    "bash": "PS1='> ' PS2='+ ' HISTFILE= HISTSIZE=9 HISTFILESIZE=9",
    "zsh": "PS1='> ' PS2='+ '; unset RPS1; setopt nopromptsp interactivecomments",
    "fish": "function fish_prompt; builtin echo -n '> '; end; function fish_mode_prompt; end; "
    "function fish_right_prompt; end; set -g fish_greeting; "
    "set -g fish_autosuggestion_enabled 0; set -g fish_escape_delay_ms 100",
}


class Shell(Window):
    """A shell with what ``rc`` says, and the keys."""

    def __init__(self, kind: str, home: Path, rc: str, **environment: str) -> None:
        program = needs.program(kind)
        self.kind = kind
        self.home = home
        text = f"{BEFORE[kind]}\n{rc}\n"
        if kind == "bash":
            (home / "rc").write_text(text)
            command = [program, "--noprofile", "--rcfile", str(home / "rc"), "-i"]
        elif kind == "zsh":
            (home / ".zshrc").write_text(text)
            command = [program, "-i"]
        else:
            (home / ".config/fish").mkdir(parents=True, exist_ok=True)
            (home / ".config/fish/config.fish").write_text(text)
            command = [program, "-i"]
        told = kept_environment() | {
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "ZDOTDIR": str(home),
            **environment,
        }
        super().__init__(command, told, cwd=home)
        self.until(lambda: self.text.endswith(">"), "the prompt")

    def line(self, text: str) -> Shell:
        """Wait until this is the line, at the last prompt."""
        text = " ".join(text.split())

        def is_it() -> bool:
            return " ".join(f"\n{self.text}".rpartition("\n>")[2].split()) == text

        self.until(is_it, f"the line {text!r}")
        return self

    @property
    def dense(self) -> str:
        """The screen without blanks and without the ends of its lines."""
        return "".join(self.text.split())

    def enter(self) -> Shell:
        """Run the line and wait for the prompt after it."""
        before = self.raw.count(b"> ")
        self.send("\r").until(
            lambda: self.raw.count(b"> ") > before and self.text.endswith("\n>"), "a prompt"
        )
        return self

    def ask(self, command: str) -> str:
        """What the command prints, on an otherwise empty screen."""
        self.send("\x0c").line("")
        self.send(command).until(lambda: "".join(command.split()) in self.dense, "the command")
        self.enter()
        return self.text.partition("\n")[2].removesuffix(">").strip()


@pytest.fixture
def run_folder(home: Path) -> Path:
    return home / ".run" / "talkie-sh"


@pytest.fixture
def open_shell(home: Path, run_folder: Path) -> Iterator[Callable[..., Shell]]:
    opened: list[Shell] = []

    def open_one(kind: str, rc: str | None = None, **environment: str) -> Shell:
        opened.append(Shell(kind, home, LOAD[kind] if rc is None else rc, **environment))
        return opened[-1]

    yield open_one
    for shell in opened:
        shell.close()
    end_helpers(run_folder)


@pytest.mark.parametrize("kind", SHELLS)
class TestKeys:
    def test_words_become_the_command_and_back_and_enter_runs_it(self, open_shell, kind, home):
        shell = open_shell(kind).send("touch made dot txt").line("touch made dot txt")
        shell.send(TURN).line("touch made.txt")
        shell.send(TURN).line("touch made dot txt").send(TURN).line("touch made.txt")
        assert not (home / "made.txt").exists()
        shell.enter()
        assert (home / "made.txt").exists()
        assert not (home / "made").exists()

    def test_alternatives_are_walked_both_ways(self, open_shell, kind):
        shell = open_shell(kind).send("df dash I H").line("df dash I H")
        shell.send(NEXT).line("df -ih").send(NEXT).line("df -iH").send(PREVIOUS).line("df -ih")
        # The walk goes round: back from the first reading is the last one.
        shell.send(PREVIOUS).send(NEXT).line("df -ih").send(TURN).line("df dash I H")
        shell.send(PREVIOUS).send(NEXT).line("df -ih")

    def test_other_words_are_asked_about_anew(self, open_shell, kind):
        shell = open_shell(kind).send("df dash I H").send(TURN).line("df -ih")
        shell.send("\x01\x0bls dash l a").line("ls dash l a").send(TURN).line("ls -la")
        shell.send(TURN).line("ls dash l a")

    def test_an_edited_command_does_not_go_back_to_the_old_words(self, open_shell, kind):
        shell = open_shell(kind).send("df dash I H").send(TURN).line("df -ih")
        shell.send(" /tmp").line("df -ih /tmp").send(TURN)
        shell.send("\x05 x").line("df -ih /tmp x")

    def test_vi_modes(self, open_shell, kind):
        shell = open_shell(kind, f"{VI[kind]}\n{LOAD[kind]}")
        shell.send("ls dash l a").line("ls dash l a").send(TURN).line("ls -la")
        # Esc alone is a key of its own here: what follows must come later. It moves the cursor.
        at = shell.screen.cursor.x
        shell.send("\x1b").until(lambda: shell.screen.cursor.x == at - 1, "the command mode")
        shell.send("0").send(TURN).line("ls dash l a").send(NEXT).line("ls -la")

    def test_an_empty_line_stays_empty(self, open_shell, kind):
        shell = open_shell(kind)
        before = shell.text
        shell.send(TURN).send(NEXT).send("   ").send(TURN).send("x").line("x")
        assert shell.text.replace("x", "").split() == before.split()

    def test_odd_characters_come_back_as_they_were(self, open_shell, kind):
        words = r"""echo 'a "b" $HOME \n `id` !! %s ~ * é→😀; # -n"""
        shell = open_shell(kind).send(words).line(words).send(TURN)
        shell.send(TURN).line(words).send("\x01X\x05Z").line(f"X{words}Z")

    def test_control_characters_are_no_part_of_a_command(self, open_shell, kind):
        # Ctrl-V takes the next key as it is; fish has no such thing.
        rc = "bind \\cy 'commandline -r ls\\ dash\\ l\\x01\\ a\\e\\[31m'" if kind == "fish" else ""
        shell = open_shell(kind, f"{LOAD[kind]}\n{rc}")
        shell.send("\x19" if rc else "ls dash l\x16\x01 a\x16\x1b[31m").see("ls dash l")
        shell.send(TURN)
        shell.until(lambda: "\n> ls -l" in f"\n{shell.text}", "the command")
        assert "^" not in shell.text.splitlines()[-1]

    def test_several_lines(self, open_shell, kind):
        shell = open_shell(kind)
        both = "\x1b[200~echo one\necho two\x1b[201~"
        shell.send(both).see("echo one", "echo two").send(TURN).send(TURN)
        shell.see("echo one", "echo two").send("\r").see("\none\n", "\ntwo\n")

    def test_what_cannot_be_a_command_stays_and_is_told(self, open_shell, kind):
        shell = open_shell(kind).send("um please").line("um please")
        shell.send(TURN).see("nothing in it")
        shell.send("d").until(lambda: "> um pleased" in shell.text, "the line")

    def test_a_danger_is_told_before_enter(self, open_shell, kind):
        shell = open_shell(kind).send("rm dash r f slash").send(TURN)
        shell.see("> rm -rf /", "talkie-sh: removes")

    def test_a_word_to_the_user_under_a_prompt_of_two_lines(self, open_shell, kind):
        two = {
            "bash": r"PS1='~/dir main\n> '",
            "zsh": r"PS1=$'~/dir main\n> '",
            "fish": r"function fish_prompt; builtin printf '~/dir main\n> '; end",
        }[kind]
        shell = open_shell(kind, f"{two}\n{LOAD[kind]}").send("um please").line("um please")
        shell.send(TURN).see("nothing in it")
        # bash draws the last line of its prompt alone.
        drawn = "> um pleased" if kind == "bash" else "~/dir main\n> um pleased"
        shell.send("d").until(lambda: drawn in shell.text, "the prompt")
        assert "nothing in it" in shell.text

    def test_status_of_the_last_command_stays(self, open_shell, kind):
        status = "$status" if kind == "fish" else "$?"
        shell = open_shell(kind)
        shell.send("false").line("false").enter()
        shell.send("ls dash l a").send(TURN).line("ls -la").send("\x01\x0b")
        assert shell.ask(f"echo it is {status}").startswith("it is 1")

    def test_keys_of_the_settings(self, open_shell, kind, home):
        (home / ".config/talkie-sh").mkdir(parents=True)
        (home / ".config/talkie-sh/config.toml").write_text('[shell_keys]\nturn = ["c-x q", "f5"]')
        shell = open_shell(kind).send("ls dash l a").send("\x18q").line("ls -la")
        shell.send("\x1b[15~").line("ls dash l a")


STRICT = {
    "bash": "set -euo pipefail; set -o noclobber -o allexport; shopt -s nocasematch; IFS=a; "
    "alias local=false printf=false builtin=false test=false bind=false",
    "zsh": "setopt err_exit no_unset pipe_fail no_clobber all_export ksh_arrays sh_word_split "
    "extended_glob no_multi_os; alias local=false print=false zle=false bindkey=false; "
    "alias -g answer=false -- at=false; function print { false }",
    "fish": "function echo; false; end; function printf; false; end",
}


@pytest.mark.parametrize("kind", SHELLS)
class TestManners:
    def test_strict_options_and_aliases_in_the_way(self, open_shell, kind):
        shell = open_shell(kind, f"{LOAD[kind]}\n{STRICT[kind]}")
        self._works(shell)
        again = open_shell(kind, f"{STRICT[kind]}\n{LOAD[kind]}")
        self._works(again)

    def _works(self, shell):
        shell.send("df dash I H").line("df dash I H").send(TURN).line("df -ih")
        shell.send(NEXT).line("df -iH").send(TURN).line("df dash I H")
        shell.send("\x01\x0bum please").line("um please").send(TURN).see("nothing in it")

    def test_one_variable_is_kept(self, open_shell, kind, home):
        listing = {
            "bash": "compgen -v",
            "zsh": "print -l ${(k)parameters}",
            "fish": "set -n",
        }[kind]
        shell = open_shell(kind, "")
        shell.ask(f"{listing} > before")
        shell.ask(LOAD[kind])
        shell.send("df dash I H").send(NEXT).line("df -ih").send(NEXT).line("df -iH")
        shell.send("\x01\x0b").line("")
        shell.ask(f"{listing} > after")
        before, after = (set((home / name).read_text().split()) for name in ("before", "after"))
        shells_own = {"_", "PIPESTATUS", "OLDPWD", "LINENO"}
        assert after - before - shells_own == {"__talkie_said"}

    def test_without_a_terminal_nothing_is_bound_and_nothing_said(self, kind, home):
        needed = needs.program(kind)
        done = subprocess.run(
            [needed, "-c", f"{LOAD[kind]}; echo fine"],
            capture_output=True,
            text=True,
            check=False,
            env=kept_environment() | {"ZDOTDIR": str(home)},
        )
        assert (done.stdout, done.stderr, done.returncode) == ("fine\n", "", 0)


@pytest.mark.parametrize("kind", SHELLS)
class TestDictation:
    """With a stand-in for ``talkie-sh dictate``; tests/test_dictate_verb.py has the real one."""

    def load(self, kind: str, home: Path, said: str) -> str:
        python = home / "python"
        python.write_text(
            f'#!/bin/sh\ncase "$*" in *dictate*) {said} ;; esac\nexec {sys.executable} "$@"\n'
        )
        python.chmod(0o700)
        place = Place(str(python), client.__file__, str(home / ".run/talkie-sh"), "own")
        (home / "own").write_text(script(kind, Settings(), place))
        return f"source {home}/own"

    def test_what_is_said_goes_in_at_the_cursor(self, open_shell, kind, home):
        said = r"printf 'ls dash l\nok\n\nls -l\nls -L\n'; exit"
        shell = open_shell(kind, self.load(kind, home, said))
        shell.send("echo && && pwd").line("echo && && pwd").send("\x1b[D" * 7 + DICTATE)
        shell.line("echo && ls -l && pwd").send(NEXT).line("echo && ls -L && pwd")
        shell.send(TURN).line("echo && ls dash l && pwd")
        shell.send(TURN).line("echo && ls -l && pwd")

    def test_on_an_empty_line_and_enter_runs_it(self, open_shell, kind, home):
        said = r"printf 'echo it works\nok\n\necho works\\\\\\\\ it\n'; exit"
        shell = open_shell(kind, self.load(kind, home, said)).send(DICTATE)
        shell.line(r"echo works\\ it").enter()
        assert "\nworks\\ it\n" in shell.text

    def test_words_without_a_command_are_words(self, open_shell, kind, home):
        said = r"printf 'um please\nerror\nnothing in it\n'; exit"
        shell = open_shell(kind, self.load(kind, home, said)).send(DICTATE)
        shell.see("talkie-sh: nothing in it", "> um please")

    def test_nothing_said_changes_nothing(self, open_shell, kind, home):
        said = "echo 'talkie-sh: nothing was said' >&2; exit 1"
        shell = open_shell(kind, self.load(kind, home, said))
        shell.send("echo a").line("echo a").send(DICTATE).see("nothing was said")
        shell.until(lambda: shell.text.endswith("> echo a"), "the line").send("b").see("> echo ab")


class TestBash:
    def test_last_argument_and_last_job_stay(self, open_shell):
        shell = open_shell("bash")
        shell.send("sleep 0 & : one two").line("sleep 0 & : one two").enter()
        before = shell.ask("echo job $!")
        shell.send(": three four").enter().send("ls dash l a").send(TURN).line("ls -la")
        shell.send("\x01\x0b").line("").send('echo "[$_]" "job $!"').enter()
        assert f"[four] {before.splitlines()[0]}" in shell.text

    def test_an_old_one_is_told_what_would_do(self, home):
        bash = needs.program("bash")
        script = subprocess.run(
            [sys.executable, "-m", "talkie_shell", "init", "bash"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        assert "BASH_VERSINFO[0]" in script
        (home / "rc").write_text(script.replace("BASH_VERSINFO[0]", "3"))
        done = subprocess.run(
            [bash, "--noprofile", "--rcfile", home / "rc", "-i"],
            input="bind -X\nexit\n",
            capture_output=True,
            text=True,
            check=False,
            start_new_session=True,
        )
        assert "need bash 4 or later" in done.stderr
        assert "talkie" not in done.stdout
