"""The dictation key of real shells: a voice speaks into a virtual microphone, twice, and the
helper that the first press started hears both."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.shell.test_own_shell import DICTATE, LOAD, Shell
from tests.terminals import end_helpers
from tests.voices import say

COMMANDS = {
    "git status dash dash short": "git status --short",
    "find dot dash name star dot txt": "find . -name *.txt",
}


@pytest.fixture
def sounds(tmp_path) -> list[Path]:
    files = [tmp_path / f"{number}.wav" for number in range(len(COMMANDS))]
    for words, file in zip(COMMANDS, files, strict=True):
        say(words, file)
    return files


@pytest.fixture
def helpers(home):
    """The processes that ever were the helper."""
    folder = home / ".run" / "talkie-sh"
    yield lambda: {int(lock.read_text()) for lock in folder.glob("*.lock")}
    end_helpers(folder)


@pytest.mark.parametrize("kind", ["bash", "zsh"])
def test_two_dictations_one_helper(kind, home, speech_model, microphone, sounds, helpers):
    file = home / ".config" / "talkie-sh" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text(f'speech_model = "{speech_model}"\n')
    shell = Shell(kind, home, LOAD[kind], **microphone.environment)
    first: set[int] = set()
    try:
        for sound, command in zip(sounds, COMMANDS.values(), strict=True):
            microphone.wait_unheard()
            shell.send(DICTATE).see("Enter ends it")
            microphone.play(sound)
            shell.line(command)
            first = first or helpers()
            shell.send("\x01\x0b").line("")
        assert len(first) == 1
        assert helpers() == first
        shell.send(DICTATE).see("Enter ends it").send("\x1b").line("")
        microphone.wait_unheard()
    finally:
        shell.close()
