from __future__ import annotations

import os
import signal
import threading
import time
from dataclasses import replace

import pytest

from talkie_shell.errors import WeightsError
from talkie_shell.records import Checks, Proposal, Utterance
from talkie_shell.repl.plain import NO_KEYS, PlainReader
from talkie_shell.repl.prompt import Standing
from talkie_shell.settings import Settings
from tests.repl.conftest import SECONDS

HERE = Standing("/home/ann/src", "/home/ann")


class Fake:
    notice = ""

    def propose(self, utterance: Utterance) -> Proposal:
        text = utterance.text
        command = text.replace(" dash ", " -")
        said = text.replace("dash", "-")
        return Proposal(utterance, said, command, 1.0, Checks(True, True), "fake", 0.0)


class Talk:
    def __init__(self, *answers: object, **settings: object) -> None:
        self.answers = list(answers)
        self.prompts: list[str] = []
        self.told: list[str] = []
        self.load = Fake
        self.settings = replace(Settings(), **settings)
        self.guard = lambda command, proposal: ""

    def ask(self, prompt: str) -> str:
        self.prompts.append(prompt)
        answer = self.answers.pop(0)
        if isinstance(answer, type):
            raise answer
        return str(answer)

    def reader(self):
        return PlainReader(
            self.settings,
            self.load,
            ask=self.ask,
            tell=self.told.append,
            guard=self.guard,
        )

    def read(self):
        return self.reader().read(HERE)


def interrupt(after: float) -> None:
    """Ctrl-C, once the reader waits."""
    time.sleep(after)
    os.kill(os.getpid(), signal.SIGINT)


class TestPlainReader:
    @pytest.mark.parametrize("key", ["\x1b[20~", "\0"])
    def test_the_key_that_dictates_elsewhere_is_explained(self, key):
        talk = Talk(key, "ls dash l", "")
        assert talk.read().command == ""
        assert talk.told == [f"  {NO_KEYS}"]

    def test_a_dictation_is_shown_and_confirmed_by_an_empty_line(self):
        talk = Talk("ls dash l", "")
        confirmed = talk.read()
        assert (confirmed.words, confirmed.command) == ("ls dash l", "ls -l")
        assert talk.told == ["  | ls - l", "  > ls -l"]
        assert talk.prompts[0] == "~/src > "

    def test_a_literal_line_runs(self):
        assert Talk("ls -l").read().command == "ls -l"

    def test_always_confirming(self):
        talk = Talk("ls -l", "", confirm="always")
        assert talk.read().command == "ls -l"
        assert talk.told == ["  > ls -l"]

    def test_other_words_replace_it(self):
        assert Talk("ls dash l", "df dash h", "").read().command == "df -h"

    def test_an_incomplete_line_goes_on(self):
        talk = Talk("echo 'a", "b'")
        assert talk.read().command == "echo 'a\nb'"
        assert talk.prompts[1] == "> "

    @pytest.mark.parametrize("answers", [(EOFError,), ("ls dash l", EOFError)])
    def test_the_end_of_input_leaves(self, answers):
        assert Talk(*answers).read() is None

    @pytest.mark.parametrize(
        "before",
        [(), ("ls dash l",), ("echo 'a",), ("rm x",)],
        ids=["line", "dictated", "more", "stopped"],
    )
    def test_ctrl_c_drops_the_line(self, before):
        talk = Talk(*before, KeyboardInterrupt)
        talk.guard = lambda command, _: "removes things" if command == "rm x" else ""
        assert talk.read().command == ""
        assert talk.answers == []
        assert talk.told[-1] == ""

    def test_ctrl_c_while_the_model_loads_drops_the_line_and_not_the_model(self):
        go_on, interrupting = threading.Event(), threading.Thread(target=interrupt, args=(0.2,))

        def load():
            assert go_on.wait(SECONDS)
            return Fake()

        def ask(prompt):
            if not go_on.is_set():
                interrupting.start()
            return asked(prompt)

        talk = Talk("ls dash l", "ls dash a", "")
        talk.load, asked, talk.ask = load, talk.ask, ask
        reader = talk.reader()
        assert reader.read(HERE).command == ""
        go_on.set()
        assert reader.read(HERE).command == "ls -a"

    def test_a_notice_is_told_once(self):
        class Lesser(Fake):
            notice = "the weights are gone"

        talk = Talk("ls -l", "ls -a")
        talk.load = Lesser
        reader = talk.reader()
        assert [reader.read(HERE).command, reader.read(HERE).command] == ["ls -l", "ls -a"]
        assert talk.told == ["the weights are gone"]

    @pytest.mark.parametrize("answer", ["y", "n", "No"])
    @pytest.mark.parametrize("words", ["ls dash l", "rm x"])
    def test_half_an_answer_runs_nothing(self, words, answer):
        talk = Talk(words, answer)
        talk.guard = lambda command, _: "removes things" if command == "rm x" else ""
        assert talk.read().command == ""
        assert talk.told[-1] == "  not run"

    def test_a_guard_does_not_take_an_empty_line_for_consent(self):
        talk = Talk("rm x", "", EOFError)
        talk.guard = lambda *_: "removes things"
        confirmed = talk.read()
        assert "  ! removes things" in talk.told
        assert confirmed is None or confirmed.command == ""

    def test_only_yes_runs_what_a_guard_stopped(self):
        talk = Talk("rm x", "yes")
        talk.guard = lambda *_: "removes things"
        assert talk.read().command == "rm x"
        assert talk.prompts[1].startswith("yes runs it anyway")

    def test_yes_is_no_consent_where_nothing_was_stopped(self):
        talk = Talk("ls dash l", "yes", EOFError)
        assert talk.read().command == "yes"

    def test_what_came_before_the_question_is_no_answer(self):
        talk = Talk("rm x", "a", "yes", "b")

        def hush():
            talk.answers.clear()
            talk.answers.append(EOFError)

        reader = PlainReader(
            talk.settings,
            Fake,
            ask=talk.ask,
            tell=talk.told.append,
            guard=lambda *_: "removes things",
            hush=hush,
        )
        assert reader.read(HERE) is None

    def test_control_characters_are_left_out(self):
        assert Talk("ls\x1b[31m").read().command == "ls"

    def test_without_a_model_words_are_confirmed_as_they_are(self):
        talk = Talk("ls -l", "")

        def load():
            raise WeightsError("weights are gone")

        talk.load = load
        confirmed = talk.read()
        assert (confirmed.command, confirmed.proposal) == ("ls -l", None)
        assert talk.told == ["  > ls -l", "  ! weights are gone"]

    def test_what_was_typed_ahead_is_told(self):
        talk = Talk("ls")
        reader = PlainReader(talk.settings, Fake, ask=talk.ask, tell=talk.told.append)
        reader.read(HERE, "rm x")
        assert talk.told == ["  typed meanwhile, and not run: rm x"]
