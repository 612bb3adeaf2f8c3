from __future__ import annotations

import threading

from talkie_shell.errors import WeightsError
from talkie_shell.records import Checks, Heard, Proposal, Utterance
from talkie_shell.repl.preview import REMEMBERED, Desk, Previewer
from talkie_shell.repl.state import Answer


def put(desk: Desk, text: str) -> None:
    desk.put(Utterance(text), Answer(text, None))


class TestDesk:
    def test_the_latest_question_wins(self):
        desk = Desk()
        for text in ("f", "fi", "fin"):
            desk.ask(Utterance(text))
        assert (desk.next(), desk.next()) == (Utterance("fin"), None)

    def test_what_is_worked_on_is_not_asked_again(self):
        desk = Desk()
        desk.ask(Utterance("a"))
        desk.next()
        desk.ask(Utterance("b"))
        desk.ask(Utterance("a"))
        put(desk, "a")
        assert desk.next() is None

    def test_an_answer_belongs_to_its_text_alone(self):
        desk = Desk()
        put(desk, "a")
        assert desk.answer(Utterance("a")) == Answer("a", None)
        assert desk.answer(Utterance("ab")) is None
        assert desk.latest == Answer("a", None)

    def test_an_answer_belongs_to_its_source_as_well(self):
        desk = Desk()
        put(desk, "a")
        assert desk.answer(Utterance("a", "voice")) is None
        assert desk.answer(Heard("a", ("b",))) is None

    def test_what_is_answered_is_not_worked_on_again(self):
        desk = Desk()
        put(desk, "a")
        desk.ask(Utterance("a"))
        assert desk.next() is None

    def test_dropping(self):
        desk = Desk()
        desk.ask(Utterance("a"))
        desk.drop()
        assert desk.next() is None

    def test_old_answers_go(self):
        desk = Desk()
        for number in range(REMEMBERED + 1):
            put(desk, str(number))
        assert desk.answer(Utterance("0")) is None
        assert desk.answer(Utterance(str(REMEMBERED))) is not None


class Slow:
    """A proposer that answers when it is let, and says when it began."""

    notice = ""

    def __init__(self) -> None:
        self.began = threading.Semaphore(0)
        self.let = threading.Semaphore(0)
        self.asked: list[str] = []

    def propose(self, utterance: Utterance) -> Proposal:
        self.asked.append(utterance.text)
        self.began.release()
        assert self.let.acquire(timeout=20)
        if utterance.text == "bad":
            raise RuntimeError("two\nlines")
        checks = Checks(parses=True, balanced=True)
        return Proposal(utterance, "", utterance.text.upper(), 1.0, checks, "fake", 0.0)

    def propose_heard(self, heard: Heard) -> Proposal:
        return self.propose(Utterance(heard.alternatives[0], "voice"))


def reply(previewer: Previewer, text: str) -> str:
    answer = previewer.answer(Utterance(text))
    assert answer is not None
    return answer.proposal.command if answer.proposal else answer.why


class TestPreviewer:
    def test_only_the_last_text_typed_meanwhile_is_worked_on(self):
        slow = Slow()
        answered = threading.Semaphore(0)
        previewer = Previewer(lambda: slow, answered.release)
        previewer.start()
        assert answered.acquire(timeout=20)  # loaded
        previewer.ask(Utterance("a"))
        assert slow.began.acquire(timeout=20)
        for text in ("ab", "abc", "abcd"):
            previewer.ask(Utterance(text))
        slow.let.release()
        assert answered.acquire(timeout=20)
        assert previewer.answer(Utterance("abcd")) is None
        assert previewer.latest == previewer.answer(Utterance("a"))
        slow.let.release()
        assert answered.acquire(timeout=20)
        assert reply(previewer, "abcd") == "ABCD"
        assert slow.asked == ["a", "abcd"]
        previewer.close()

    def test_nothing_loads_before_it_is_started(self):
        loaded = threading.Event()
        slow = Slow()
        previewer = Previewer(lambda: loaded.set() or slow, lambda: None)
        previewer.ask(Utterance("a"))
        assert previewer.loading
        assert not loaded.is_set()
        previewer.start()
        assert loaded.wait(20)
        slow.let.release()
        previewer.close()

    def test_asking_never_waits_for_the_answer(self):
        slow = Slow()
        previewer = Previewer(lambda: slow, lambda: None)
        previewer.start()
        previewer.ask(Utterance("a"))
        assert slow.began.acquire(timeout=20)
        previewer.ask(Utterance("b"))  # would hang here
        previewer.drop()
        slow.let.release()
        previewer.close()
        assert slow.asked == ["a"]

    def test_a_text_that_cannot_be_proposed_for_says_why_and_the_next_works(self):
        slow = Slow()
        answered = threading.Semaphore(0)
        previewer = Previewer(lambda: slow, answered.release)
        previewer.start()
        assert answered.acquire(timeout=20)
        for text, said in (("bad", "no proposal: RuntimeError: two"), ("good", "GOOD")):
            slow.let.release()
            previewer.ask(Utterance(text))
            assert answered.acquire(timeout=20)
            assert reply(previewer, text) == said
        previewer.close()

    def test_the_words_stay_those_heard_whichever_of_them_the_command_is_made_of(self):
        slow = Slow()
        answered = threading.Semaphore(0)
        previewer = Previewer(lambda: slow, answered.release)
        previewer.start()
        assert answered.acquire(timeout=20)
        slow.let.release()
        heard = Heard("jits", ("git",))
        previewer.ask(heard)
        assert answered.acquire(timeout=20)
        proposal = previewer.answer(heard).proposal
        assert proposal.utterance == Utterance("jits", "voice")
        assert (proposal.command, proposal.literal) == ("GIT", False)
        previewer.close()

    def test_a_pipeline_that_does_not_load_says_why_to_every_text(self):
        def load() -> Slow:
            raise WeightsError("weights are gone")

        answered = threading.Semaphore(0)
        previewer = Previewer(load, answered.release)
        previewer.start()
        assert answered.acquire(timeout=20)
        assert (previewer.loading, previewer.notice) == (False, "weights are gone")
        previewer.ask(Utterance("a"))
        assert answered.acquire(timeout=20)
        assert reply(previewer, "a") == "weights are gone"
        previewer.close()
