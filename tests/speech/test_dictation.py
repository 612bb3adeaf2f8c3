"""A dictation from the key to the words, with a scripted microphone and recogniser."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from talkie_shell.errors import SpeechError
from talkie_shell.records import Heard
from talkie_shell.speech.endpointing import Ending
from talkie_shell.speech.recording import Recording, Span
from talkie_shell.speech.take import LONG
from talkie_shell.speech.voice_activity import VoiceActivity
from talkie_shell.speech.window import SAMPLE_RATE
from tests.speech.fakes import SECONDS, Booth, Loudness, Script, silence, speech

WORDS = "find dot dash name star dot txt"


@pytest.fixture
def make_booth():
    booths: list[Booth] = []

    def make(*texts, **options) -> Booth:
        booths.append(Booth(*(texts or (WORDS,)), **options))
        return booths[-1]

    yield make
    for booth in booths:
        booth.parrot.gate.set()
        booth.dictation.close()


@pytest.fixture
def booth(make_booth) -> Booth:
    return make_booth()


def any_news(booth: Booth, seconds: float) -> bool:
    """Whether the words of so many seconds show, two of them a second."""
    return len(booth.dictation.progress.words.split()) >= 2 * (seconds - 1)


class TestFromKeyToWords:
    def test_silence_ends_it(self, booth):
        booth.dictation.start()
        booth.microphone.hear(silence(0.5), speech(2), silence(1))
        ended = booth.ended()
        assert (ended.heard.text, ended.note) == (WORDS, "")
        assert booth.dictation.progress.phase == "idle"

    def test_stopping_ends_it(self, booth):
        booth.dictation.start()
        booth.microphone.hear(speech(2))
        booth.until(lambda: booth.dictation.progress.seconds >= 1.9)
        booth.dictation.stop()
        assert booth.ended().heard.text == WORDS

    def test_the_words_grow_while_somebody_speaks(self, booth):
        booth.dictation.start()
        booth.microphone.hear(speech(1))
        booth.until(lambda: booth.dictation.progress.words.startswith("find"))
        before = booth.dictation.progress.words
        booth.microphone.hear(speech(1))
        booth.until(lambda: len(booth.dictation.progress.words) > len(before))
        assert WORDS.startswith(booth.dictation.progress.words)
        assert booth.dictation.progress.phase == "listening"

    def test_of_a_long_one_only_the_end_is_heard_again_and_again(self, make_booth):
        words = " ".join(f"word{number}" for number in range(60))
        booth = make_booth(words)
        booth.dictation.start()
        for second in range(1, 13):
            booth.microphone.hear(speech(1))
            booth.until(lambda so_far=second: booth.dictation.progress.seconds >= so_far - 0.1)
            booth.until(lambda so_far=second: any_news(booth, so_far))
        so_far = [seconds for seconds, final, _ in booth.parrot.asked if not final]
        assert max(so_far) < LONG
        assert len(booth.dictation.progress.words.split()) >= 2 * 11
        booth.microphone.hear(silence(1))
        assert booth.ended().heard.text == words
        assert booth.parrot.asked[-1][0] == pytest.approx(12.3, abs=0.1)

    def test_what_is_said_just_after_a_stop_still_counts(self, booth, monkeypatch):
        monkeypatch.setattr("talkie_shell.speech.dictation.TAIL", 1.0)
        booth.dictation.start()
        booth.microphone.hear(speech(1))
        booth.until(lambda: booth.dictation.progress.seconds >= 0.9)
        booth.dictation.stop()
        booth.microphone.hear(speech(0.1))
        assert len(booth.ended().samples) > 1.05 * SAMPLE_RATE

    def test_only_the_speech_is_recognised_with_a_little_around_it(self, booth):
        booth.dictation.start()
        booth.microphone.hear(silence(3), speech(1), silence(1))
        assert len(booth.ended().samples) / SAMPLE_RATE == pytest.approx(1.6, abs=0.1)

    def test_a_pause_is_used_to_recognise_ahead(self, booth):
        booth.dictation.start()
        booth.microphone.hear(speech(1), silence(0.5))
        booth.until(lambda: booth.dictation.progress.words == WORDS)
        asked = len(booth.parrot.asked)
        booth.microphone.hear(silence(0.5))
        assert booth.ended().heard.text == WORDS
        assert len(booth.parrot.asked) == asked

    def test_going_on_after_a_pause_is_recognised_again(self, booth):
        booth.dictation.start()
        booth.microphone.hear(speech(1), silence(0.5))
        booth.until(lambda: booth.dictation.progress.words == WORDS)
        booth.parrot.texts = ["git status"]
        booth.microphone.hear(speech(1), silence(1))
        assert booth.ended().heard.text == "git status"

    def test_the_recogniser_is_told_what_to_expect(self, booth):
        booth.dictation.start()
        booth.microphone.hear(speech(1), silence(1))
        booth.ended()
        assert {prompt for _, _, prompt in booth.parrot.asked} == {"git status"}

    def test_one_after_the_other(self, booth):
        for text in ("git status", "git log"):
            booth.parrot.texts = [text]
            booth.dictation.start()
            booth.microphone.hear(speech(1), silence(1))
            assert booth.ended().heard.text == text
        assert booth.microphone.opened == 2

    def test_starting_twice_is_starting_once(self, booth):
        booth.dictation.start()
        booth.dictation.start()
        booth.microphone.hear(speech(1), silence(1))
        assert booth.ended().heard.text == WORDS
        assert booth.microphone.opened == 1


class TestMicrophone:
    def test_it_is_open_only_while_somebody_dictates(self, booth):
        booth.dictation.load()
        booth.until(lambda: booth.dictation.is_ready)
        assert booth.microphone.opened == 0
        booth.dictation.start()
        booth.until(lambda: booth.microphone.is_open)
        booth.microphone.hear(speech(1), silence(1))
        booth.ended()
        assert not booth.microphone.is_open

    def test_the_indicator_waits_for_the_first_sound(self, booth):
        booth.dictation.start()
        booth.until(lambda: booth.microphone.is_open)
        assert booth.dictation.progress.phase == "opening"
        booth.microphone.hear(silence(0.1))
        booth.until(lambda: booth.dictation.progress.phase == "listening")

    def test_cancelling_closes_it_and_forgets(self, booth):
        booth.dictation.start()
        booth.microphone.hear(speech(1))
        booth.until(lambda: booth.dictation.progress.words)
        assert booth.dictation.cancel()
        booth.until(lambda: not booth.microphone.is_open)
        assert booth.dictation.ended() is None
        assert booth.dictation.progress.words == ""
        assert not booth.dictation.cancel()

    def test_its_level_and_what_was_too_loud_or_lost_are_told(self, booth):
        booth.dictation.start()
        booth.microphone.hear(speech(0.2))
        booth.until(lambda: booth.dictation.progress.level.share > 0.5)
        assert not booth.dictation.progress.clipped
        booth.microphone.lost = 2
        booth.microphone.hear(np.ones(800, dtype=np.float32))
        booth.until(lambda: booth.dictation.progress.clipped)
        assert booth.dictation.progress.lost == 2


class TestFaults:
    @pytest.mark.parametrize("why", ["there is no microphone", "it is in use by another program"])
    def test_a_microphone_that_does_not_open(self, booth, why):
        booth.microphone.refuses = SpeechError(why)
        booth.dictation.start()
        assert (booth.ended().heard, booth.dictation.progress.phase) == (None, "idle")
        booth.microphone.refuses = None
        booth.dictation.start()
        booth.microphone.hear(speech(1), silence(1))
        assert booth.ended().heard.text == WORDS

    def test_one_that_fails_in_its_own_way(self, booth):
        booth.microphone.refuses = KeyError("rate")
        booth.dictation.start()
        assert booth.ended().note == "no dictation: KeyError: 'rate'"

    def test_unplugging_keeps_what_was_said(self, booth):
        booth.dictation.start()
        booth.microphone.hear(speech(1)).unplug()
        ended = booth.ended()
        assert (ended.heard.text, ended.note) == (WORDS, "the microphone went away")
        assert not booth.microphone.is_open

    def test_stopping_at_once_says_that_nothing_was_said(self, booth):
        booth.dictation.start()
        booth.dictation.stop()
        ended = booth.ended()
        assert (ended.heard.text, ended.note) == ("", "nothing was said")
        assert booth.parrot.asked == []

    def test_a_recogniser_that_finds_no_words(self, make_booth):
        booth = make_booth("")
        booth.dictation.start()
        booth.microphone.hear(speech(1), silence(1))
        ended = booth.ended()
        assert (ended.heard.text, ended.note) == ("", "no words in it")

    def test_no_recogniser_is_told_and_may_be_there_the_next_time(self, booth):
        def refuse():
            raise SpeechError("talkie-sh models fetch tiny.en")

        there, booth.load = booth.load, refuse
        booth.dictation.start()
        assert booth.ended().note == "talkie-sh models fetch tiny.en"
        booth.until(lambda: not booth.microphone.is_open)
        booth.load = there
        booth.dictation.start()
        booth.microphone.hear(speech(1), silence(1))
        assert booth.ended().heard.text == WORDS

    def test_a_recogniser_that_fails_does_not_end_dictation(self, booth):
        booth.parrot.fails = RuntimeError("two\nlines")
        booth.dictation.start()
        booth.microphone.hear(speech(1), silence(1))
        assert booth.ended().note == "not recognised: RuntimeError: two"
        booth.parrot.fails = None
        booth.until(lambda: not booth.microphone.is_open)
        booth.dictation.start()
        booth.microphone.hear(speech(1), silence(1))
        assert booth.ended().heard.text == WORDS

    def test_cancelling_while_it_recognises(self, booth):
        booth.parrot.gate.clear()
        booth.dictation.start()
        booth.microphone.hear(speech(1), silence(1))
        booth.until(lambda: booth.dictation.progress.phase == "recognising")
        assert booth.dictation.cancel()
        booth.parrot.gate.set()
        booth.dictation.start()
        booth.microphone.hear(speech(1), silence(1))
        assert booth.ended().heard.text == WORDS

    def test_what_is_said_while_the_recogniser_loads_is_not_lost(self, booth):
        loaded = threading.Event()
        there = booth.load

        def load():
            assert loaded.wait(SECONDS)
            return there()

        booth.load = load
        booth.dictation.start()
        booth.microphone.hear(speech(1), silence(1))
        booth.until(lambda: booth.dictation.progress.phase == "recognising")
        booth.until(lambda: booth.dictation.progress.loading)
        loaded.set()
        assert booth.ended().heard.text == WORDS

    def test_closing_in_the_middle_does_not_hang(self, booth):
        booth.dictation.start()
        booth.microphone.hear(speech(1))
        booth.until(lambda: booth.dictation.progress.words)
        booth.dictation.close()
        assert not booth.microphone.is_open
        booth.dictation.start()
        assert booth.dictation.progress.phase == "idle"

    def test_closing_before_it_listens_waits_for_the_microphone(self, booth, monkeypatch):
        start = threading.Thread.start

        def late(thread: threading.Thread) -> None:
            if thread.name == "listening":
                threading.Timer(0.1, start, [thread]).start()
            else:
                start(thread)

        monkeypatch.setattr(threading.Thread, "start", late)
        booth.dictation.start()
        booth.dictation.close()
        assert (booth.microphone.opened, booth.microphone.is_open) == (1, False)


class TestTenMinutes:
    """Faster than real time, through the same recording, with the real detector."""

    def minutes(self, booth, sound: np.ndarray):
        booth.dictation = type(booth.dictation)(
            booth.microphone.line,
            lambda: booth.parrot,
            booth._changed.release,
        )
        booth.dictation.start()
        booth.microphone.hear(*[sound] * 60)
        return booth.ended()

    def test_of_silence_end_early_and_are_nothing(self, booth):
        ended = self.minutes(booth, silence(10))
        assert (ended.heard, ended.note) == (Heard(""), "nothing was said")
        assert booth.parrot.asked == []

    def test_of_noise_end_early_and_are_nothing(self, booth):
        noise = np.random.default_rng(1).normal(0, 0.1, 10 * SAMPLE_RATE).astype(np.float32)
        ended = self.minutes(booth, noise)
        assert (ended.heard, ended.note) == (Heard(""), "nothing was said")
        assert booth.parrot.asked == []

    def test_of_what_sounds_like_speech_end_at_the_limit(self, make_booth):
        booth = make_booth(ending=Ending(longest=20.0))
        booth.dictation.start()
        booth.microphone.hear(*[speech(10)] * 60)
        ended = booth.ended()
        assert ended.heard.text == WORDS
        assert "longest" in ended.note
        assert len(ended.samples) / SAMPLE_RATE == pytest.approx(20.0, abs=0.1)


class TestRecording:
    def test_without_end_pointing_all_of_it_counts(self):
        recording = Recording(Ending(silence=None), Loudness)
        recording.add(silence(1))
        recording.add(silence(1))
        assert recording.over == ""
        assert recording.span() == Span(0, 2 * SAMPLE_RATE)
        assert len(recording.cut(Span(100, 200))) == 100

    def test_the_real_detector_tells_noise_from_nothing(self):
        detector = VoiceActivity()
        assert max(detector.judge(silence(1))) < 0.2
        assert len(detector.judge(silence(0.01))) == 0

    def test_a_scripted_microphone_must_be_open(self):
        with pytest.raises(AssertionError):
            Script().line().read(0)
