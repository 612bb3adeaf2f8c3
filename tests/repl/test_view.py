from __future__ import annotations

from dataclasses import replace

import pytest

from talkie_shell.choices import Draft, draft_of
from talkie_shell.records import Checks, Choice, Proposal, Utterance
from talkie_shell.repl.glyphs import ASCII
from talkie_shell.repl.marks import Mark
from talkie_shell.repl.state import Answer, Confirming, Kept, Waiting, Words
from talkie_shell.repl.view import View, command_row, input_line, status_row, words_row

WORDS = "df dash I H"
PROPOSAL = Proposal(
    utterance=Utterance(WORDS),
    preprocessed="df - i h",
    command="df -ih",
    confidence=0.9,
    checks=Checks(parses=True, balanced=True),
    engine="fake",
    milliseconds=1.0,
    uncertain=(Choice(5, 6, ("h", "H"), 0.5),),
)
LITERAL = replace(PROPOSAL, utterance=Utterance("ls"), command="ls", uncertain=())
TYPING = View(Words(), WORDS, Answer(WORDS, PROPOSAL))
CONFIRMING = Confirming(WORDS, PROPOSAL, draft_of(PROPOSAL, 0.85))


def text(fragments) -> str:
    return "".join(piece for _, piece in fragments)


def rows(view: View) -> tuple[str, str, str]:
    return text(words_row(view)), text(command_row(view)), text(status_row(view))


class TestTyping:
    def test_a_current_answer(self):
        assert rows(TYPING) == (
            "  · df - i h",
            "  → df -ih",
            "  Enter puts the command into the line",
        )

    def test_the_uncertain_letter_is_marked(self):
        assert ("class:preview-command class:command-flag class:uncertain", "h") in command_row(
            TYPING
        )

    def test_a_stale_one_is_only_ever_shown_as_such(self):
        view = replace(TYPING, text=WORDS + " x", answer=None, latest=TYPING.answer)
        assert rows(view)[:2] == ("  … df - i h", "  … df -ih")
        styles = {style for style, piece in command_row(view) if "df" in piece}
        assert styles == {"class:preview-stale"}

    @pytest.mark.parametrize("text", ["ls", "git status", "x df dash I H"])
    def test_that_of_another_line_is_not_shown(self, text):
        assert rows(replace(TYPING, text=text, answer=None, latest=TYPING.answer))[:2] == ("", "")

    def test_a_literal_line_needs_no_rows(self):
        view = View(Words(), "ls", Answer("ls", LITERAL))
        assert rows(view) == ("", "", "  Enter runs it as typed")

    def test_a_line_that_the_guard_will_stop_says_so_before_enter(self):
        danger = (Mark(0, 0, "danger", "removes things"),)
        view = View(Words(), "ls", Answer("ls", LITERAL), marks=danger)
        assert rows(view)[2] == "  Enter does not run this · removes things"
        said = rows(replace(TYPING, marks=danger))[2]
        assert said == "  Enter puts the command into the line · removes things"
        assert status_row(view)[0][0] == "class:error"
        assert input_line(view) == input_line(replace(view, marks=()))
        shown = View(CONFIRMING, "df -ih", marks=danger)
        assert rows(shown)[2].startswith("  Enter does not run this")

    def test_unless_it_is_to_be_confirmed_too(self):
        view = View(Words(), "ls", Answer("ls", LITERAL), confirm_always=True)
        assert rows(view)[1] == "  → ls"

    def test_an_incomplete_line(self):
        proposal = replace(LITERAL, utterance=Utterance("echo '"), command="echo '")
        view = View(Words(), "echo '", Answer("echo '", proposal))
        assert rows(view)[2] == "  not complete: Enter adds a line"

    def test_no_proposal_says_why(self):
        view = View(Words(), WORDS, Answer(WORDS, None, "broken"))
        assert rows(view)[1] == "  ! broken"

    def test_nothing_typed(self):
        assert rows(View(Words(), "")) == ("", "", "  F1 keys")
        assert rows(View(Words(), "", notice="look"))[2] == "  look"

    def test_loading(self):
        assert rows(View(Words(), "ls", loading=True))[2] == "  loading the model…"

    def test_without_a_preview(self):
        assert rows(replace(TYPING, preview=False))[:2] == ("", "")

    def test_too_long(self):
        view = View(Words(), "x", too_long="too long for this")
        assert rows(view)[2] == "  too long for this"

    def test_words_that_have_an_edited_command(self):
        view = View(Words((Kept("ls", None, Draft("ls -l")),)), "ls")
        assert rows(view)[2] == "  Enter: back to the command as you left it"

    def test_a_long_preprocessed_line_shows_its_end(self):
        view = replace(TYPING, columns=10)
        assert rows(view)[0] == "  · …- i h"

    def test_ascii(self):
        assert rows(replace(TYPING, glyphs=ASCII))[:2] == ("  | df - i h", "  > df -ih")


class TestWaiting:
    @pytest.mark.parametrize(
        ("loading", "said"),
        [(True, "  loading the model… · Esc cancels"), (False, "  working it out… · Esc cancels")],
    )
    def test_it_says_so(self, loading, said):
        assert rows(View(Waiting(WORDS), WORDS, loading=loading))[2] == said


class TestConfirming:
    def test_words_readings_and_keys(self):
        view = View(CONFIRMING, "df -ih", walk_key="Alt-N")
        assert rows(view) == (
            "  · df dash I H",
            "  ? -ih  -iH",
            "  Enter runs it · Alt-N 1 other · Esc back to the words",
        )

    def test_long_words_show_their_beginning(self):
        assert rows(View(CONFIRMING, "df -ih", columns=12))[0] == "  · df dash…"

    def test_wide_characters_count_for_what_they_take(self):
        state = replace(CONFIRMING, words="cat 日本語の文書")
        assert rows(View(state, "df -ih", columns=15))[0] == "  · cat 日本語…"

    def test_whole_others_where_no_choice_is_open(self):
        proposal = replace(PROPOSAL, uncertain=(), alternatives=("df -i h", "df -IH"))
        state = Confirming(WORDS, proposal, draft_of(proposal, 0.85))
        assert rows(View(state, "df -ih"))[1] == "  ? df -i h  ·  df -IH"
        assert rows(View(state, "df -ih", columns=16))[1] == "  ? df -i h"

    def test_what_stands_there_is_marked(self):
        view = View(CONFIRMING, "df -ih")
        assert input_line(view) == [
            [
                ("class:command-program", "df"),
                ("", " "),
                ("class:command-flag", "-i"),
                ("class:command-flag class:uncertain", "h"),
            ]
        ]

    def test_a_missing_blank_is_shown_with_its_word(self):
        proposal = replace(
            PROPOSAL, command="java -jar x", uncertain=(Choice(4, 5, (" ", ""), 0.5),)
        )
        proposal = replace(proposal, command="java -jar x")
        state = Confirming("java dash jar x", proposal, draft_of(proposal, 0.85))
        assert rows(View(state, "java -jar x"))[1].startswith("  ? ")

    def test_a_guards_objection_comes_first(self):
        view = View(replace(CONFIRMING, objection="removes things"), "df -ih", note="x")
        view = replace(view, anyway_key="Ctrl-X Ctrl-Y", note="")
        assert command_row(view) == [
            ("class:preview-gutter", "  ! "),
            ("class:error", "removes things"),
        ]
        ((_, hints),) = status_row(view)
        assert "Enter does not run this" in hints
        assert "press Ctrl-X Ctrl-Y to run it anyway" in hints

    def test_hints_that_do_not_fit_go_to_the_next_row_whole(self):
        view = View(replace(CONFIRMING, objection="x"), "df -ih", anyway_key="Ctrl-X Ctrl-Y")
        assert rows(view)[2].split("\n") == [
            "  Enter does not run this · press Ctrl-X Ctrl-Y to run it anyway",
            "  Esc back to the words",
        ]
        assert max(map(len, rows(replace(view, columns=45))[2].split("\n"))) <= 45
        assert "\n" not in rows(replace(view, columns=90))[2]

    def test_without_a_key_there_is_no_running_it(self):
        view = View(replace(CONFIRMING, objection="removes things"), "df -ih")
        assert "edit it to run it" in status_row(view)[0][1]

    def test_a_line_that_does_not_parse(self):
        proposal = replace(PROPOSAL, checks=Checks(parses=False, balanced=True))
        state = Confirming(WORDS, proposal, draft_of(proposal, 0.85))
        assert "may not parse" in rows(View(state, "df -ih"))[2]


class TestInputLine:
    def test_words_are_plain_and_commands_coloured(self):
        assert input_line(TYPING) == [[("", WORDS)]]
        view = View(Words(), "ls", Answer("ls", LITERAL))
        assert input_line(view) == [[("class:command-program", "ls")]]
