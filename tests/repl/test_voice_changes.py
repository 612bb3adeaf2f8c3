from __future__ import annotations

from talkie_shell.repl.state import Line, Words
from talkie_shell.repl.voice_changes import Change, Changes
from tests.speech.fakes import speech


def line(text: str) -> Line:
    return Line(text, len(text))


def changes(*before: tuple[str, bool]) -> Changes:
    """Changes by what stood in the line before each, and whether it put words there."""
    made = Changes()
    for text, dictated in before:
        sound = speech(0.1) if dictated else None
        made = made.after(Change(Words(), line(text), dictated=dictated, sound=sound))
    return made


def test_scratching_goes_back_dictation_by_dictation():
    made = changes(("", True), ("ls", True), ("ls -l", False))
    made, step = made.scratched(Words(), line("ls -l\n"))
    assert step.line.text == "ls"
    made, step = made.scratched(Words(), line("ls"))
    assert step.line.text == ""
    assert made.scratched(Words(), line("")) is None


def test_undoing_goes_back_change_by_change():
    made = changes(("", True), ("ls", False))
    made, step = made.undone()
    assert step.line.text == "ls"
    made, step = made.undone()
    assert step.line.text == ""
    assert made.undone() is None


def test_undoing_a_scratch_brings_everything_back():
    made = changes(("", True), ("ls", True))
    scratched, _ = made.scratched(Words(), line("ls -l"))
    again, step = scratched.undone()
    assert step.line.text == "ls -l"
    assert again == made


def test_only_the_sound_of_what_is_still_there_counts():
    made = changes(("", True), ("ls", True))
    assert len(made.sounds) == 2
    scratched, _ = made.scratched(Words(), line("ls -l"))
    assert len(scratched.sounds) == 1
