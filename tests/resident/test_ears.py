"""The helper's dictations over a socket, with a scripted microphone and recogniser."""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import replace

import pytest

from talkie_shell.errors import SpeechError
from talkie_shell.records import Heard
from talkie_shell.resident import ears as ears_module
from talkie_shell.resident.ears import TAKEN, Ears
from talkie_shell.resident.protocol import course_line, parse_course
from talkie_shell.resident.remote import GONE, RemoteDictation
from talkie_shell.settings import Settings
from talkie_shell.speech import recogniser
from talkie_shell.speech.levels import Level
from talkie_shell.speech.take import NEWS, Ended, Progress
from tests.speech.fakes import SECONDS, Parrot, Script, speech

SETTINGS = replace(Settings(), endpointing=False)


class Helper:
    """Ears, and who dictates to them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.microphone = Script()
        self.parrot = Parrot("git status")
        self.loads = 0
        self.may_load = threading.Event()
        self.may_load.set()
        monkeypatch.setattr(ears_module, "Microphone", lambda name: self.microphone.line())
        monkeypatch.setattr(recogniser, "load_recogniser", self._load)
        self.ears = Ears()
        self._changed = threading.Semaphore(0)

    def _load(self, settings: Settings) -> Parrot:
        assert self.may_load.wait(SECONDS)
        self.loads += 1
        return self.parrot

    def dictate(self, settings: Settings = SETTINGS) -> tuple[RemoteDictation, bool]:
        here, there = socket.socketpair()
        taken = self.ears.listen(settings, (), lambda: "what is here", there)
        return RemoteDictation(here, b"", self._changed.release), taken

    def until(self, happened) -> None:
        end = time.monotonic() + SECONDS
        while not happened():
            assert time.monotonic() < end, "never"
            self._changed.acquire(timeout=0.02)

    def ended(self, dictation: RemoteDictation) -> Ended:
        self.until(dictation.ended)
        self.until(lambda: not self.ears.busy)
        return dictation.ended()


@pytest.fixture
def helper(monkeypatch):
    made = Helper(monkeypatch)
    yield made
    made.may_load.set()
    made.ears.close()


def spoken(helper: Helper) -> Ended:
    dictation, taken = helper.dictate()
    assert taken
    helper.until(lambda: helper.microphone.is_open)
    helper.microphone.hear(speech(1))
    helper.until(lambda: dictation.progress.seconds >= 0.9)
    dictation.stop()
    return helper.ended(dictation)


def test_the_recogniser_is_loaded_once(helper):
    for _ in range(3):
        assert spoken(helper).heard.text == "git status"
    assert helper.loads == 1
    assert helper.microphone.opened == 3
    assert {prompt for _, _, prompt in helper.parrot.asked} == {"what is here"}


def test_what_is_said_while_it_loads_is_heard(helper):
    helper.may_load.clear()
    dictation, _ = helper.dictate()
    helper.until(lambda: helper.microphone.is_open)
    helper.microphone.hear(speech(2))
    helper.until(lambda: dictation.progress.seconds >= 1.9 and dictation.progress.loading)
    dictation.stop()
    helper.may_load.set()
    assert helper.ended(dictation).heard.text == "git status"
    assert max(seconds for seconds, _, _ in helper.parrot.asked) >= 1.9


def test_the_words_so_far_come_with_the_meter(helper):
    dictation, _ = helper.dictate()
    helper.until(lambda: helper.microphone.is_open)
    helper.microphone.hear(speech(1 + NEWS))
    helper.until(lambda: dictation.progress.words == "git status")
    assert dictation.progress.level.decibels > -20


def test_a_second_shell_is_told_that_another_dictates(helper):
    first, _ = helper.dictate()
    helper.until(lambda: helper.microphone.is_open)
    second, taken = helper.dictate()
    assert taken
    helper.until(second.ended)
    assert second.ended() == Ended(None, TAKEN)
    assert first.ended() is None
    assert helper.ears.busy


def test_what_fails_before_it_listens_leaves_the_ears_free(helper, monkeypatch):
    def fails(*_: object, **__: object):
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patch:
        patch.setattr(ears_module, "make_dictation", fails)
        here, there = socket.socketpair()
        with here, pytest.raises(RuntimeError):
            helper.ears.listen(SETTINGS, (), str, there)
    assert not helper.ears.busy
    assert spoken(helper).heard.text == "git status"


@pytest.mark.parametrize("how", ["cancel", "death"])
def test_the_microphone_closes_when_the_client_goes(helper, how):
    here, there = socket.socketpair()
    helper.ears.listen(SETTINGS, (), str, there)
    helper.until(lambda: helper.microphone.is_open)
    if how == "cancel":
        RemoteDictation(here, b"", lambda: None).cancel()
    else:
        here.close()
    helper.until(lambda: not helper.microphone.is_open and not helper.ears.busy)
    assert spoken(helper).heard.text == "git status"


def test_for_other_settings_it_makes_way(helper):
    assert spoken(helper).heard is not None
    dictation, taken = helper.dictate(replace(SETTINGS, speech_model="base.en"))
    assert not taken
    helper.until(dictation.ended)
    assert dictation.ended() == Ended(None, GONE)
    assert helper.microphone.opened == 1


def test_why_it_failed_is_told(helper):
    helper.microphone.refuses = SpeechError("there is no microphone")
    dictation, _ = helper.dictate()
    assert helper.ended(dictation) == Ended(None, "there is no microphone")


@pytest.mark.parametrize(
    "now",
    [
        Progress(),
        Progress("listening", 1.5, Level(-12.0, clipped=True), True, 2, "größer", loading=True),
        Ended(None, "nothing was said"),
        Ended(Heard("ls", ("else",), 0.5, (-1.0, -2.5), 1.0, 0.25), "a note"),
    ],
)
def test_the_course_of_a_dictation_comes_over_whole(now):
    assert parse_course(course_line(now)) == now


def test_a_course_that_makes_no_sense_ends_it(helper):
    here, there = socket.socketpair()
    dictation = RemoteDictation(here, b'{"progress": 3}\n', helper._changed.release)
    helper.until(dictation.ended)
    assert dictation.ended() == Ended(None, GONE)
    there.close()
