from __future__ import annotations

from dataclasses import replace

from talkie_shell.choices import Draft
from talkie_shell.records import Checks, Choice, Proposal, Utterance
from talkie_shell.repl.state import (
    Answer,
    Confirmed,
    Confirming,
    Kept,
    Line,
    Rules,
    Waiting,
    Words,
    answer_came,
    choose,
    edited,
    press_enter,
    press_escape,
    press_walk,
    show_command,
    utterance_text,
)

RULES = Rules()
WORDS = "df dash I H"


def line(text: str) -> Line:
    return Line(text, len(text))


def answer(words: str, command: str, **more: object) -> Answer:
    proposal = Proposal(
        utterance=Utterance(words),
        preprocessed=words,
        command=command,
        confidence=0.9,
        checks=Checks(parses=True, balanced=True),
        engine="fake",
        milliseconds=1.0,
    )
    return Answer(words, replace(proposal, **more))


DF = answer(
    WORDS,
    "df -ih",
    uncertain=(Choice(4, 5, ("i", "I"), 0.8), Choice(5, 6, ("h", "H"), 0.5)),
    alternatives=("df -i h",),
)


def confirming(said: Answer = DF) -> tuple[Confirming, Line]:
    step = press_enter(Words(), line(said.text), said, RULES)
    assert isinstance(step.state, Confirming)
    return step.state, step.line


class TestEnterOnWords:
    def test_a_changed_line_is_shown_first(self):
        step = press_enter(Words(), line(WORDS), DF, RULES)
        assert step.run is None
        assert step.line == Line("df -ih", 6)
        assert isinstance(step.state, Confirming)

    def test_a_literal_line_runs_at_once(self):
        step = press_enter(Words(), line("ls -la"), answer("ls -la", "ls -la"), RULES)
        assert step.run is not None
        assert (step.run.words, step.run.command) == ("ls -la", "ls -la")
        assert step.state == Words()

    def test_blanks_around_a_literal_line_change_nothing(self):
        step = press_enter(Words(), line("  ls -la "), answer("ls -la", "ls -la"), RULES)
        assert step.run is not None
        assert (step.run.words, step.run.command) == ("  ls -la ", "ls -la")

    def test_confirm_always_shows_a_literal_line_too(self):
        rules = Rules(confirm="always")
        step = press_enter(Words(), line("ls"), answer("ls", "ls"), rules)
        assert step.run is None
        assert isinstance(step.state, Confirming)
        assert press_enter(step.state, step.line, None, rules).run is not None

    def test_no_answer_yet_waits_and_asks(self):
        step = press_enter(Words(), line(WORDS), None, RULES)
        assert (step.state, step.ask, step.run) == (Waiting(WORDS), WORDS, None)

    def test_an_answer_to_another_text_counts_as_none(self):
        step = press_enter(Words(), line(WORDS + " x"), DF, RULES)
        assert (step.state, step.ask) == (Waiting(WORDS + " x"), WORDS + " x")

    def test_an_empty_line_runs_nothing(self):
        assert press_enter(Words(), line("  "), None, RULES).run == Confirmed("", "", None)

    def test_nothing_left_of_the_words(self):
        step = press_enter(Words(), line("um"), answer("um", ""), RULES)
        assert (step.state, step.run) == (Words(), None)
        assert step.note == "nothing to run in these words"

    def test_no_proposal_shows_the_words_and_why(self):
        step = press_enter(Words(), line("ls dot"), Answer("ls dot", None, "broken"), RULES)
        assert step.run is None
        assert (step.line.text, step.note) == ("ls dot", "broken")
        assert press_enter(step.state, step.line, None, RULES).run == Confirmed(
            "ls dot", "ls dot", None
        )

    def test_an_incomplete_command_gets_another_line(self):
        rules = Rules(incomplete=lambda command: command == "echo (")
        step = press_enter(Words(), line("echo ("), answer("echo (", "echo ("), rules)
        assert (step.line, step.run) == (Line("echo (\n", 7), None)

    def test_control_characters_never_get_through(self):
        step = press_enter(Words(), line("ls\x1b[31m"), answer("ls\x1b[31m", "ls\x1b[31m"), RULES)
        assert (step.line.text, step.run) == ("ls", None)


class TestAnswerCame:
    def test_it_takes_the_step_that_enter_wanted(self):
        step = answer_came(Waiting(WORDS), line(WORDS), DF, RULES)
        assert isinstance(step.state, Confirming)
        assert step.line.text == "df -ih"

    def test_a_literal_one_runs(self):
        step = answer_came(Waiting("ls"), line("ls"), answer("ls", "ls"), RULES)
        assert step.run is not None

    def test_without_an_enter_it_changes_nothing(self):
        step = answer_came(Words(), line("ls"), answer("ls", "ls"), RULES)
        assert (step.state, step.run) == (Words(), None)

    def test_an_answer_to_an_older_text_changes_nothing(self):
        waiting = Waiting(WORDS)
        step = answer_came(waiting, line(WORDS), answer("df", "df"), RULES)
        assert (step.state, step.run) == (waiting, None)

    def test_enter_again_while_waiting_goes_on_waiting(self):
        step = press_enter(Waiting(WORDS), line(WORDS), None, RULES)
        assert (step.state, step.run) == (Waiting(WORDS), None)

    def test_an_edit_takes_the_enter_back(self):
        assert edited(Waiting("ls"), line("ls x")) == Words()

    def test_esc_takes_the_enter_back(self):
        assert press_escape(Waiting("ls"), line("ls")).state == Words()


class TestEnterOnCommand:
    def test_it_runs_what_stands_there(self):
        state, _ = confirming()
        after = edited(state, line("df -iH /"))
        step = press_enter(after, line("df -iH /"), None, RULES)
        assert step.run == Confirmed(WORDS, "df -iH /", DF.proposal)

    def test_a_guard_stops_it_and_says_why(self):
        state, shown = confirming()
        rules = Rules(guard=lambda command, _: f"{command} is risky")
        step = press_enter(state, shown, None, rules)
        assert step.run is None
        assert isinstance(step.state, Confirming)
        assert step.state.objection == "df -ih is risky"
        assert press_enter(step.state, step.line, None, rules).run is None

    def test_a_guard_stops_a_literal_line_as_well(self):
        rules = Rules(guard=lambda *_: "risky")
        step = press_enter(Words(), line("rm x"), answer("rm x", "rm x"), rules)
        assert step.run is None
        assert isinstance(step.state, Confirming)
        assert step.state.objection == "risky"

    def test_an_edit_lifts_the_objection(self):
        state, _ = confirming()
        after = edited(replace(state, objection="risky"), line("df -h"))
        assert isinstance(after, Confirming)
        assert after.objection == ""

    def test_an_incomplete_command_gets_another_line_at_the_cursor(self):
        state, _ = confirming()
        rules = Rules(incomplete=lambda _: True)
        step = press_enter(state, Line("df -ih", 2), None, rules)
        assert (step.line, step.run) == (Line("df\n -ih", 3), None)


class TestEscape:
    def test_back_to_the_words(self):
        state, shown = confirming()
        step = press_escape(state, shown)
        assert (step.state, step.line) == (Words(), line(WORDS))

    def test_the_same_words_bring_the_edited_command_back(self):
        state, _ = confirming()
        changed = line("df -ih /home")
        back = press_escape(edited(state, changed), changed)
        again = press_enter(back.state, back.line, DF, RULES)
        assert again.line == changed
        assert isinstance(again.state, Confirming)
        assert again.state.words == WORDS

    def test_choices_of_the_edited_command_are_still_open(self):
        state, _ = confirming()
        changed = line("df -ih /home")
        back = press_escape(edited(state, changed), changed)
        again = press_enter(back.state, back.line, DF, RULES)
        assert press_walk(again.state, again.line, None, RULES).line.text == "df -iH /home"

    def test_other_words_are_proposed_for_anew_and_the_edited_command_is_in_the_walk(self):
        state, _ = confirming()
        changed = line("df -ih /home")
        back = press_escape(edited(state, changed), changed)
        other = answer("df dash h", "df -h")
        again = press_enter(back.state, line("df dash h"), other, RULES)
        assert again.line.text == "df -h"
        assert press_walk(again.state, again.line, None, RULES, -1).line == changed

    def test_on_words_it_does_nothing(self):
        assert press_escape(Words(), line("ls")).line == line("ls")


class TestWalk:
    def test_least_certain_first_then_whole_commands_then_around(self):
        state, shown = confirming()
        seen = []
        for _ in range(4):
            step = press_walk(state, shown, None, RULES)
            state, shown = step.state, step.line
            seen.append(shown.text)
        assert seen == ["df -iH", "df -Ih", "df -i h", "df -ih"]

    def test_backwards(self):
        state, shown = confirming()
        step = press_walk(state, shown, None, RULES, -1)
        assert step.line.text == "df -i h"

    def test_the_cursor_stands_after_the_reading(self):
        state, shown = confirming()
        step = press_walk(state, shown, None, RULES)
        step = press_walk(step.state, step.line, None, RULES)
        assert step.line == Line("df -Ih", 5)

    def test_moving_the_cursor_keeps_the_reading(self):
        state, shown = confirming()
        step = press_walk(state, shown, None, RULES)
        moved = replace(step.line, cursor=0)
        step = press_walk(step.state, moved, None, RULES)
        assert step.line.text == "df -IH"

    def test_typing_keeps_the_reading(self):
        state, shown = confirming()
        step = press_walk(state, shown, None, RULES)
        typed = line("df -iH /")
        step = press_walk(edited(step.state, typed), typed, None, RULES)
        assert step.line.text == "df -IH /"

    def test_straight_from_the_words(self):
        step = press_walk(Words(), line(WORDS), DF, RULES)
        assert isinstance(step.state, Confirming)
        assert step.line.text == "df -iH"

    def test_without_an_answer_nothing(self):
        step = press_walk(Words(), line(WORDS), None, RULES)
        assert (step.state, step.line) == (Words(), line(WORDS))

    def test_without_another_reading_it_says_so(self):
        step = press_walk(Words(), line("ls"), answer("ls", "ls"), RULES)
        assert (step.state, step.note) == (Words(), "no other reading")

    def test_certain_choices_are_not_walked(self):
        sure = Rules(below=0.6)
        step = press_enter(Words(), line(WORDS), DF, sure)
        assert isinstance(step.state, Confirming)
        assert [stop.draft.text for stop in step.state.walk] == ["df -ih", "df -iH", "df -i h"]

    def test_it_never_runs_anything(self):
        state, shown = confirming()
        for _ in range(9):
            step = press_walk(state, shown, DF, RULES)
            assert step.run is None
            state, shown = step.state, step.line


class TestEdited:
    def test_words_stay_words(self):
        kept = (Kept("a", None, Draft("b")),)
        assert edited(Words(kept), line("ls")) == Words(kept)

    def test_the_walk_to_the_same_text_is_no_edit(self):
        state, shown = confirming()
        assert edited(state, shown) is state


class TestUtteranceText:
    def test_pairs(self):
        for text, utterance in (
            ("ls", "ls"),
            ("  ls -la  ", "ls -la"),
            ("rm foo\\ ", "rm foo\\ "),
            ("rm foo\\\\ ", "rm foo\\\\"),
            ("", ""),
            (" \n ", ""),
        ):
            assert utterance_text(text) == utterance


class TestAfterADictation:
    def test_the_command_comes_into_the_line(self):
        step = show_command(Words(), line(WORDS), DF, RULES)
        assert isinstance(step.state, Confirming)
        assert (step.line.text, step.run) == ("df -ih", None)

    def test_it_comes_once_it_is_there(self):
        step = show_command(Words(), line(WORDS), None, RULES)
        assert (step.state, step.ask) == (Waiting(WORDS, shows=True), WORDS)
        step = answer_came(step.state, step.line, DF, RULES)
        assert (step.line.text, step.run) == ("df -ih", None)

    def test_what_enter_would_run_at_once_is_never_run(self):
        literal = answer("ls", "ls")
        assert press_enter(Words(), line("ls"), literal, RULES).run is not None
        step = show_command(Words(), line("ls"), literal, RULES)
        assert (step.state, step.line, step.run) == (Words(), line("ls"), None)
        step = show_command(Words(), line("ls"), None, RULES)
        assert answer_came(step.state, step.line, literal, RULES).run is None

    def test_enter_while_it_is_waited_for_is_an_enter(self):
        waiting = show_command(Words(), line("ls"), None, RULES)
        step = press_enter(waiting.state, waiting.line, None, RULES)
        assert step.state == Waiting("ls")
        assert answer_came(step.state, step.line, answer("ls", "ls"), RULES).run is not None

    def test_without_a_proposal_the_words_stay_and_it_is_said_why(self):
        step = show_command(Words(), line("ls"), Answer("ls", None, "no model"), RULES)
        assert (step.state, step.line, step.note) == (Words(), line("ls"), "no model")

    def test_a_guard_speaks_at_once(self):
        rules = replace(RULES, guard=lambda command, proposal: "no")
        step = show_command(Words(), line(WORDS), DF, rules)
        assert step.state.objection == "no"

    def test_choosing_by_number(self):
        state, _ = confirming()
        texts = [choose(state, number).line.text for number in (1, 2, 3, 4)]
        assert texts == ["df -ih", "df -iH", "df -Ih", "df -i h"]
        assert choose(choose(state, 3).state, 1).line.text == "df -ih"
