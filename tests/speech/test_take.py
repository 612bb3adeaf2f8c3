from __future__ import annotations

from talkie_shell.records import Heard
from talkie_shell.speech.endpointing import Ending
from talkie_shell.speech.recording import Recording
from talkie_shell.speech.take import Take
from tests.speech.fakes import Loudness, Script, silence, speech


def recorded(*sounds) -> tuple[Take, Recording]:
    take, recording = Take(Script().line(), held=False), Recording(Ending(), Loudness)
    take.recording = recording
    for sound in sounds:
        take.add(recording, sound)
    return take, recording


def test_nothing_is_worth_recognising_before_somebody_speaks():
    assert recorded(silence(2))[0].job() is None


def test_while_somebody_speaks_only_the_words_so_far_are_wanted():
    take, _ = recorded(speech(1))
    job = take.job()
    assert not job.final
    take.begin(job)
    assert take.job() is None  # until there is more to hear


def test_at_a_pause_the_whole_is_wanted_once():
    take, _ = recorded(speech(1), silence(0.5))
    job = take.job()
    assert job.final
    assert take.put(job, Heard("ls")) is None
    assert take.job() is None


def test_what_was_recognised_ahead_ends_it_at_once():
    take, recording = recorded(speech(1), silence(0.5))
    take.put(take.job(), Heard("ls", ("l s",)))
    assert take.finish(recording) is None
    job = take.job()
    heard = take.begin(job)
    assert heard == Heard("ls", ("l s",))
    assert take.put(job, heard).heard == heard


def test_words_so_far_never_end_it_even_if_nothing_came_after_them():
    take, recording = recorded(speech(1))
    partial = take.job()
    take.finish(recording)
    assert partial.span == take.job().span
    assert take.is_stale(partial)
    assert take.put(partial, Heard("find")) is None


def test_speaking_on_makes_what_was_recognised_ahead_stale():
    take, recording = recorded(speech(1), silence(0.5))
    job = take.job()
    assert not take.is_stale(job)
    take.add(recording, speech(0.5))
    assert take.is_stale(job)
