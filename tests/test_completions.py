"""What shells complete after ``talkie-sh``: generated, true, and working in the real shells."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from talkie_shell.cli.completion_scripts import completion_script
from talkie_shell.cli.parser import build_parser
from talkie_shell.cli.verbs import VERBS
from tests import needs
from tests.terminals import Window, kept_environment

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
    (["talkie-sh", "init", "f"], {"fish"}),
    (["talkie-sh", "models", "fetch", "ti"], {"tiny.en"}),
    (["talkie-sh", "dictate", "--audio-file", "sound"], {"sound.wav"}),
    (["talkie-sh", "transcribe", "sound"], {"sound.wav"}),
    (["talkie-sh", "transcribe", "--json", "--config", "sound"], {"sound.wav"}),
]


def output_of(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(("shell", "name"), FILES.items())
def test_file_is_what_the_parser_gives(shell: str, name: str) -> None:
    made = completion_script(build_parser(), shell)
    again = f"talkie-sh completions {shell} > completions/{name}"
    assert (FOLDER / name).read_text() == made, f"make it again: {again}"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the shells stand."""
    (tmp_path / "sound.wav").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("words", "offered"), COMPLETED)
class TestInTheRealShell:
    def test_bash(self, words: list[str], offered: set[str]) -> None:
        script = f"""
            source {FOLDER / FILES["bash"]}
            COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
            _talkie_sh
            printf '%s\\n' "${{COMPREPLY[@]}}"
        """
        told = output_of([needs.program("bash"), "--norc", "-c", script, "bash", *words])
        assert offered <= set(told.split())

    def test_fish(self, words: list[str], offered: set[str]) -> None:
        line = " ".join(words)
        script = f"source {FOLDER / FILES['fish']}; complete -C '{line}'"
        told = output_of([needs.program("fish"), "--no-config", "-c", script])
        assert offered <= {one.split("\t")[0] for one in told.splitlines()}

    def test_zsh(self, words: list[str], offered: set[str], home: Path) -> None:
        needs.program("zsh")
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


class TestAtThePrompt:
    """What only an interactive shell shows."""

    RC: ClassVar = {
        "bash": f"PS1='> '; source {FOLDER / FILES['bash']}",
        "zsh": f"PS1='> '; fpath=({FOLDER} $fpath); autoload -Uz compinit; compinit -u",
        "fish": f"function fish_prompt; echo -n '> '; end; source {FOLDER / FILES['fish']}",
    }

    @pytest.fixture
    def prompt(self, home: Path) -> Iterator[Callable[[str], Window]]:
        windows: list[Window] = []

        def open_one(shell: str) -> Window:
            (home / "rc").write_text(self.RC[shell])
            (home / ".zshrc").write_text(self.RC[shell])
            command = {
                "bash": [needs.program("bash"), "--noprofile", "--rcfile", str(home / "rc"), "-i"],
                "zsh": [needs.program("zsh"), "-i"],
                "fish": [needs.program("fish"), "--no-config", "-i", "-C", f"source {home}/rc"],
            }[shell]
            environment = kept_environment() | {"TERM": "xterm", "ZDOTDIR": str(home)}
            windows.append(Window(command, environment, rows=40, columns=120))
            return windows[-1].see(">")

        yield open_one
        for window in windows:
            window.close()

    @pytest.mark.parametrize("shell", FILES)
    def test_a_value_after_an_equals_sign(self, prompt, shell: str) -> None:
        prompt(shell).send("talkie-sh reconstruct --engine=emb\t").see("--engine=embedded")

    @pytest.mark.parametrize("shell", ["zsh", "fish"])
    def test_descriptions_as_they_are_written(self, prompt, shell: str) -> None:
        prompt(shell).send("talkie-sh transcribe --speech-\t\t").see(
            "--speech-model", "hears: a Whisper model's name"
        )
