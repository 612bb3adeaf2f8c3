from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkie_shell.speech.endpointing import Ending, Endpoint

MOMENT = 0.032


def after(*runs: tuple[float, float]) -> Endpoint:
    """The endpoint after runs of (probability, seconds)."""
    endpoint = Endpoint()
    for probability, seconds in runs:
        for _ in range(round(seconds / MOMENT)):
            endpoint = endpoint.after(probability, MOMENT)
    return endpoint


SPOKEN = [
    # what was heard, why it is over
    ([(0.0, 7.9)], ""),
    ([(0.0, 8.1)], "nothing"),
    ([(0.9, 1.0)], ""),
    ([(0.9, 1.0), (0.0, 0.7)], ""),
    ([(0.9, 1.0), (0.0, 0.9)], "silence"),
    ([(0.0, 7.0), (0.9, 1.0), (0.0, 0.7)], ""),
    ([(0.9, 1.0), (0.0, 0.6), (0.9, 1.0), (0.0, 0.6)], ""),
    # A word that fades is still a word; a murmur alone is none.
    ([(0.9, 1.0), (0.4, 2.0), (0.0, 0.7)], ""),
    ([(0.4, 8.1)], "nothing"),
    # A click is no speech.
    ([(0.0, 1.0), (0.9, MOMENT), (0.0, 2.0)], ""),
    ([(0.9, MOMENT), (0.0, 8.1)], "nothing"),
    ([(0.9, 31.0)], "longest"),
    ([(0.9, 29.5), (0.0, 0.6)], "longest"),
]


@pytest.mark.parametrize(("runs", "over"), SPOKEN)
def test_when_a_dictation_is_over(runs, over):
    assert after(*runs).over(Ending()) == over


def test_where_the_speech_is():
    endpoint = after((0.0, 1.0), (0.9, 2.0), (0.0, 0.5))
    assert endpoint.began == pytest.approx(1.0, abs=0.05)
    assert endpoint.ended == pytest.approx(3.0, abs=0.05)
    assert endpoint.quiet == pytest.approx(0.5, abs=0.05)


def test_without_end_pointing_only_the_cap_ends_it():
    ending = Ending(silence=None, longest=12.0)
    assert after((0.0, 11.9)).over(ending) == ""
    assert after((0.9, 1.0), (0.0, 10.0)).over(ending) == ""
    assert after((0.0, 12.1)).over(ending) == "longest"


def test_a_longer_silence_may_be_asked_for():
    heard = after((0.9, 1.0), (0.0, 1.9))
    assert heard.over(Ending(silence=2.5)) == ""
    assert heard.over(Ending(silence=1.5)) == "silence"


@given(st.lists(st.floats(0, 1), max_size=400))
def test_time_only_grows_and_speech_lies_within_it(probabilities):
    endpoint = Endpoint()
    for probability in probabilities:
        later = endpoint.after(probability, MOMENT)
        assert later.seconds > endpoint.seconds
        assert later.ended >= endpoint.ended
        endpoint = later
    if endpoint.began is not None:
        assert -1e-9 <= endpoint.began < endpoint.ended <= endpoint.seconds
