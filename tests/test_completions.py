"""What shells complete after ``talkie-sh``: generated, true, and working in the real shells."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from talkie_shell.cli.completion_scripts import completion_script
from talkie_shell.cli.parser import build_parser
from talkie_shell.cli.verbs import VERBS
from tests.terminals import Window

FOLDER = Path(__file__).parent.parent / "completions"
FILES = {"bash": "talkie-sh.bash", "zsh": "_talkie-sh", "fish": "talkie-sh.fish"}

COMPLETED = [
    # words before the cursor, some of what is offered
    (["talkie-sh", "rec"], {"reconstruct"}),
    (["talkie-sh", ""], set(VERBS)),
    (["talkie-sh", "--eng"], {"--engine"}),
    (["talkie-sh", "--engine", ""], {"embedded", "preprocessor"}),
    (["talkie-sh", "--private", "con"], {"config"}),
    (["talkie-sh", "reconstruct", "--js"], {"--json"}),
    (["talkie-sh", "reconstruct", "--source", "vo"], {"voice"}),
    (["talkie-sh", "completions", "z"], {"zsh"}),
]


def needs(shell: str) -> str:
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    return program


def output_of(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(("shell", "name"), FILES.items())
def test_file_is_what_the_parser_gives(shell: str, name: str) -> None:
    made = completion_script(build_parser(), shell)
    again = f"talkie-sh completions {shell} > completions/{name}"
    assert (FOLDER / name).read_text() == made, f"make it again: {again}"


@pytest.mark.parametrize(("words", "offered"), COMPLETED)
class TestInTheRealShell:
    def test_bash(self, words: list[str], offered: set[str]) -> None:
        script = f"""
            source {FOLDER / FILES["bash"]}
            COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
            _talkie_sh
            printf '%s\\n' "${{COMPREPLY[@]}}"
        """
        told = output_of([needs("bash"), "--norc", "-c", script, "bash", *words])
        assert offered <= set(told.split())

    def test_fish(self, words: list[str], offered: set[str]) -> None:
        line = " ".join(words)
        script = f"source {FOLDER / FILES['fish']}; complete -C '{line}'"
        told = output_of([needs("fish"), "--no-config", "-c", script])
        assert offered <= {one.split("\t")[0] for one in told.splitlines()}

    def test_zsh(self, words: list[str], offered: set[str], home: Path) -> None:
        needs("zsh")
        (home / ".zshrc").write_text(
            f"PS1='ready> '; fpath=({FOLDER} $fpath); autoload -Uz compinit; compinit -u\n"
            "setopt no_list_beep; zstyle ':completion:*' insert-tab false\n"
        )
        environment = os.environ | {"TERM": "xterm", "ZDOTDIR": str(home)}
        window = Window(["zsh", "-i"], environment, rows=40, columns=100)
        try:
            window.see("ready>").send(" ".join(words) + "\t\t")
            for word in offered:
                window.until(
                    lambda word=word: word in window.text.partition("ready> " + words[0])[2], word
                )
        finally:
            window.close()
