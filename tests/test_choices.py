from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from talkie_shell.choices import MOST_CHOICES, Draft, draft_of, follow, settle, stops, take
from talkie_shell.records import Checks, Choice, Proposal, Utterance

LETTER = Choice(5, 6, ("h", "H"), 0.5)
BLANK = Choice(2, 3, (" ", ""), 0.7)
DRAFT = Draft("df -ih /", (BLANK, LETTER))


def proposal(command: str, *uncertain: Choice) -> Proposal:
    checks = Checks(parses=True, balanced=True)
    return Proposal(Utterance("x"), "x", command, 0.5, checks, "fake", 0.0, uncertain)


def standing(draft: Draft) -> bool:
    """Each choice shows its first reading at its place."""
    return all(draft.text[one.start : one.end] == one.readings[0] for one in draft.choices)


class TestDraftOf:
    def test_only_what_is_less_sure_than_asked(self):
        assert draft_of(proposal("df -ih /", LETTER, BLANK), 0.6).choices == (LETTER,)

    def test_in_the_order_of_the_command(self):
        assert draft_of(proposal("df -ih /", LETTER, BLANK), 0.9).choices == (BLANK, LETTER)

    def test_of_very_many_only_the_least_certain(self):
        command = "x" * 1000
        many = [Choice(at, at + 1, ("x", "X"), 0.1 + at / 2000) for at in range(1000)]
        kept = draft_of(proposal(command, *reversed(many)), 0.9).choices
        assert kept == tuple(many[:MOST_CHOICES])

    def test_choices_that_do_not_fit_are_left_out(self):
        for misfit in (
            Choice(5, 6, ("x", "H"), 0.5),
            Choice(5, 60, ("h", "H"), 0.5),
            Choice(6, 5, ("", "H"), 0.5),
            Choice(5, 6, ("h",), 0.5),
        ):
            assert draft_of(proposal("df -ih /", misfit), 0.9).choices == ()


class TestTake:
    def test_the_reading_stands_there_and_comes_first(self):
        stop = take(DRAFT, LETTER, "H")
        assert stop.draft.text == "df -iH /"
        assert stop.focus == Choice(5, 6, ("H", "h"), 0.5)
        assert standing(stop.draft)

    def test_later_choices_move(self):
        stop = take(DRAFT, BLANK, "")
        assert stop.draft.text == "df-ih /"
        assert standing(stop.draft)
        assert stop.cursor == 2

    def test_a_missing_blank_and_the_letter_after_it(self):
        missing = Choice(2, 2, ("", " "), 0.4)
        letter = Choice(2, 3, ("a", "A"), 0.4)
        draft = Draft("-Ca", (missing, letter))
        spaced = take(draft, missing, " ")
        assert spaced.draft.text == "-C a"
        assert standing(spaced.draft)
        cased = take(draft, letter, "A")
        assert cased.draft.text == "-CA"
        assert standing(cased.draft)
        assert len(cased.draft.choices) == 2


class TestFollow:
    def test_an_edit_before_moves_choices(self):
        after = follow(DRAFT, "sudo df -ih /")
        assert len(after.choices) == 2
        assert standing(after)

    def test_an_edit_behind_leaves_them(self):
        assert follow(DRAFT, "df -ih /home").choices == DRAFT.choices

    def test_an_edit_inside_settles_that_choice_alone(self):
        after = follow(DRAFT, "df -iX /")
        assert after.choices == (BLANK,)

    @given(st.text("df -ihH/x", max_size=12))
    def test_whatever_is_typed_choices_stay_true(self, text):
        assert standing(follow(DRAFT, text))


class TestStops:
    def test_the_draft_first_then_by_certainty_then_wholes(self):
        walk = stops(DRAFT, ["df -i h /"])
        assert [stop.draft.text for stop in walk] == [
            "df -ih /",
            "df -iH /",
            "df-ih /",
            "df -i h /",
        ]

    def test_no_text_twice(self):
        walk = stops(DRAFT, ["df -iH /", "df -ih /"])
        assert len(walk) == 3

    def test_settling_leaves_the_other_choices(self):
        walk = stops(DRAFT)
        assert settle(walk[1]) == Draft("df -iH /", (BLANK,))
