"""The editor as a person meets it: keys in, a screen out."""

from __future__ import annotations

import random
import threading
from dataclasses import replace

import pytest

from talkie_shell.errors import SettingsError, WeightsError
from talkie_shell.repl.state import Confirming
from talkie_shell.settings import Settings
from tests.repl.conftest import KEYS

DICTATION = "find dot dash name star dot txt"


class TestWordsToCommand:
    def test_dictation_is_shown_confirmed_and_returned(self, seat):
        seat.type(DICTATION)
        seat.see("find . - name * . txt").see("→ find . -name *.txt")
        seat.press("enter").line_is("find . -name *.txt").see("Enter runs it")
        assert not seat.ended
        seat.press("enter")
        confirmed = seat.result()
        assert confirmed.command == "find . -name *.txt"
        assert confirmed.words == DICTATION
        assert confirmed.proposal.preprocessed == "find . - name * . txt"

    def test_only_the_command_stays_on_the_screen(self, seat):
        seat.type(DICTATION).see("→").press("enter").see("Enter runs it").press("enter")
        seat.result()
        seat.until(lambda: seat.text == "~/src ❯ find . -name *.txt", "the command alone")

    def test_the_preview_stands_right_under_the_line(self, seat):
        seat.type(DICTATION).see("→ find")
        assert seat.rows[0].startswith("~/src ❯ find dot")
        assert seat.rows[1] == "  · find . - name * . txt"
        assert seat.rows[2] == "  → find . -name *.txt"

    def test_the_command_is_editable(self, seat):
        seat.type(DICTATION).see("→").press("enter").line_is("find . -name *.txt")
        seat.type(" -print").line_is("find . -name *.txt -print").press("enter")
        assert seat.result().command == "find . -name *.txt -print"

    def test_literal_takes_one_enter(self, seat):
        seat.type("ls -la").see("Enter runs it as typed").press("enter")
        assert seat.result().command == "ls -la"

    def test_always_confirming_shows_a_literal_line_first(self, make_seat):
        seat = make_seat()
        seat.settings = replace(seat.settings, confirm="always")
        seat.sit().type("ls -la").see("Enter puts").press("enter").see("Enter runs it")
        assert not seat.ended
        seat.press("enter")
        assert seat.result().command == "ls -la"

    def test_esc_goes_back_to_the_words_and_keeps_the_edit(self, seat):
        seat.type(DICTATION).see("→").press("enter").line_is("find . -name *.txt")
        seat.type(" -print").press("esc").line_is(DICTATION)
        seat.see("back to the command as you left it")
        seat.press("enter").line_is("find . -name *.txt -print")

    def test_ctrl_c_clears_line_and_state(self, seat):
        seat.type(DICTATION).see("→").press("enter").see("Enter runs it")
        seat.press("ctrl-c").line_is("")
        seat.type("ls").see("as typed").press("enter")
        assert seat.result().command == "ls"

    def test_ctrl_d_leaves_an_empty_line_only(self, seat):
        seat.type("ls").press("home", "ctrl-d").line_is("s")
        seat.press("ctrl-c").line_is("").press("ctrl-d")
        assert seat.result() is None

    def test_an_empty_enter_gives_a_new_prompt(self, seat):
        seat.press("enter")
        assert seat.result().command == ""

    def test_the_next_line_starts_afresh(self, seat):
        seat.type("ls -la").see("as typed").press("enter")
        seat.result()
        seat.read(directory="/tmp", status=1)
        seat.see("/tmp ❯").type(DICTATION).see("→").press("enter", "enter")
        assert seat.result().command == "find . -name *.txt"


class TestPending:
    def test_keys_do_not_wait_for_the_model(self, seat):
        seat.see("F1 keys")
        seat.pipeline.gate.clear()
        for letter in DICTATION:
            seat.type(letter)
        seat.see(DICTATION)
        assert "→" not in seat.text

    def test_an_old_answer_is_marked_as_such(self, seat):
        seat.type(DICTATION).see("→ find . -name *.txt")
        seat.pipeline.gate.clear()
        seat.type(" x").see(DICTATION + " x").see("… find . -name *.txt")
        assert "→" not in seat.text
        assert seat.styles("find . -name")[0].italics
        seat.pipeline.gate.set()
        seat.see("→ find .-name * .txt x")

    def test_enter_waits_for_the_answer_to_this_text(self, seat):
        seat.see("F1 keys")
        seat.pipeline.gate.clear()
        seat.type(DICTATION).press("enter").see("working it out").see("Esc cancels")
        assert not seat.ended
        seat.pipeline.gate.set()
        seat.line_is("find . -name *.txt").see("Enter runs it")
        assert not seat.ended

    def test_a_second_enter_while_waiting_confirms_nothing(self, seat):
        seat.see("F1 keys")
        seat.pipeline.gate.clear()
        seat.type(DICTATION).press("enter").see("working it out").press("enter", "enter")
        seat.see("working it out")
        seat.pipeline.gate.set()
        seat.line_is("find . -name *.txt").see("Enter runs it")
        assert not seat.ended

    def test_waiting_can_be_cancelled(self, seat):
        seat.see("F1 keys")
        seat.pipeline.gate.clear()
        seat.type("ls").press("enter").see("working it out").press("esc").see_no("working")
        seat.pipeline.gate.set()
        seat.see("as typed")
        assert not seat.ended

    def test_typing_on_cancels_the_enter(self, seat):
        seat.see("F1 keys")
        seat.pipeline.gate.clear()
        seat.type("ls").press("enter").see("working it out").type(" -l").see_no("working")
        seat.pipeline.gate.set()
        seat.see("as typed").line_is("ls -l")
        assert not seat.ended

    def test_what_is_typed_ahead_is_a_line_of_its_own(self, seat):
        seat.see("F1 keys")
        seat.pipeline.gate.clear()
        seat.type("ls").press("enter").see("working it out").type("git status").see_no("working")
        seat.line_is("ls\ngit status").press("enter").see("working it out")
        seat.paste("pwd\n").line_is("ls\ngit status\npwd")
        assert not seat.ended

    def test_what_is_typed_within_the_line_stays_there(self, seat):
        seat.see("F1 keys")
        seat.pipeline.gate.clear()
        seat.type("l -l").press("home", "right", "enter").see("working it out").type("s")
        seat.line_is("ls -l")

    def test_the_pipeline_loads_after_the_first_prompt_and_enter_waits_for_it(self, make_seat):
        seat = make_seat()
        let = threading.Event()

        def load():
            assert let.wait(20)
            return seat.pipeline

        seat.load = load
        seat.sit().type("ls -la").see("loading the model")
        seat.press("enter").see("Esc cancels")
        let.set()
        assert seat.result().command == "ls -la"

    def test_a_pipeline_that_fails_still_lets_type_and_run(self, make_seat):
        seat = make_seat()

        def load():
            raise WeightsError("weights are gone")

        seat.load = load
        seat.sit().see("weights are gone").type("ls -la").press("enter").see("· ls -la")
        assert not seat.ended
        seat.press("enter")
        confirmed = seat.result()
        assert (confirmed.command, confirmed.proposal) == ("ls -la", None)

    def test_without_a_preview_enter_asks(self, make_seat):
        seat = make_seat()
        seat.settings = replace(seat.settings, preview=False)
        seat.sit().type(DICTATION).see(DICTATION)
        assert seat.pipeline.asked == []
        seat.press("enter").line_is("find . -name *.txt")
        assert seat.pipeline.asked == [DICTATION]


class TestChoices:
    def test_uncertain_spans_are_underlined_in_the_preview(self, seat):
        seat.type("df dash I H").see("→ df -ih")
        shown = seat.styles("→ df -ih")
        assert [cell.underscore for cell in shown] == [False] * 6 + [True, True]

    def test_and_at_the_confirmation(self, seat):
        seat.type("df dash I H").see("→").press("enter").see("Enter runs it")
        shown = seat.styles("df -ih")
        assert [cell.underscore for cell in shown] == [False] * 4 + [True, True]

    def test_walking_replaces_in_the_line(self, seat):
        seat.type("df dash I H").see("→").press("enter").line_is("df -ih")
        seat.see("Alt-N 3 others").see("? -ih  -iH")
        seat.press("next").line_is("df -iH").press("next").line_is("df -Ih")
        seat.press("previous").line_is("df -iH").press("enter")
        assert seat.result().command == "df -iH"

    def test_walking_straight_from_the_words(self, seat):
        seat.type("df dash I H").see("→").press("next").line_is("df -iH").see("Enter runs it")

    def test_case_of_one_letter_in_a_bundle(self, seat):
        seat.type("df dash I H").see("→").press("enter").line_is("df -ih")
        seat.press("alt-u").line_is("df -iH").press("left", "left", "alt-u").line_is("df -IH")
        seat.press("home", "alt-c").line_is("Df -IH").press("home", "alt-l").line_is("df -IH")

    def test_alt_t_has_two_words_change_places(self, seat):
        seat.type("git log status\x1bt").line_is("git status log").press("undo")
        seat.line_is("git log status")

    @pytest.mark.parametrize("vi", [False, True])
    def test_ctrl_v_has_the_next_key_inserted_as_it_is(self, make_seat, vi):
        seat = make_seat()
        seat.settings = replace(seat.settings, vi=vi)
        seat.sit().type("printf a\x16\tb").line_is("printf a\tb")
        seat.type("\x16\x1b[A").type("c").line_is("printf a\tbc")

    def test_an_alt_key_that_means_nothing_is_not_esc(self, seat):
        seat.type("df dash I H").see("→").press("enter").line_is("df -ih")
        seat.type("\x1bz\x1b[1;3D\x1b[1;3CX").line_is("df -ihX").see("Enter runs it")


class TestRandomKeys:
    """Whatever is pressed, the prompt goes on."""

    @pytest.mark.parametrize("seed", range(4))
    def test_nothing_breaks(self, make_seat, monkeypatch, seed):
        monkeypatch.setenv("VISUAL", "true")
        rng = random.Random(seed)
        seat = make_seat(rows=rng.choice([2, 5, 24]), columns=rng.choice([5, 20, 80]))
        seat.settings = replace(seat.settings, vi=bool(seed % 2))
        seat.shelf.append("ls", "ls")
        seat.sit()
        broken = []
        monkeypatch.setattr(
            seat.editor.app, "_handle_exception", lambda _, context: broken.append(context)
        )
        pool = [keys for name, keys in KEYS.items() if name != "ctrl-d"]
        pool += ["df dash I H", "'", "{", "é", "🎉", "\t", "\x00", "\x7f", "\x1b[200~a\nb\x1b[201~"]
        pool += ["\x1b[<;M", "\x1b[<9M", "\x1b[<0;1;1M", "\x1b[;m"]
        for _ in range(400):
            if rng.random() < 0.1:
                seat.keyboard.send_bytes(bytes([rng.randrange(128, 256)]))
            seat.type(rng.choice(pool))
            if seat.ended:
                seat.result()
                seat.read()
        assert broken == []


class TestPaste:
    def test_several_lines_are_text(self, seat):
        seat.paste("ls\nrm -rf x\n").line_is("ls\nrm -rf x").see("rm -rf x")
        assert not seat.ended

    def test_also_where_the_terminal_does_not_mark_them(self, seat):
        seat.type("ls\rrm -rf x\r").line_is("ls\nrm -rf x").see("rm -rf x")
        assert not seat.ended

    def test_a_paste_that_marks_its_own_end_presses_no_enter(self, seat):
        seat.see("F1 keys").paste("ls\x1b[201~rm -rf x\r").see("lsrm -rf x")
        assert not seat.ended

    def test_ctrl_c_right_after_a_paste_clears_it(self, seat):
        seat.see("F1 keys").type("\x1b[200~rm -rf x\n\x1b[201~\x03l").type("s").line_is("ls")

    def test_control_characters_are_left_out_and_said_so(self, seat):
        seat.paste("ls\x1b[31m\x03\x04 -l\u202e").line_is("ls -l")
        seat.see("control characters were left out").press("enter")
        assert seat.result().command == "ls -l"

    def test_emoji_and_other_scripts(self, seat):
        seat.paste("echo 🎉 日本 مرحبا").line_is("echo 🎉 日本 مرحبا").see("as typed")
        seat.press("enter")
        assert seat.result().command == "echo 🎉 日本 مرحبا"

    def test_three_thousand_words_are_proposed_for_when_enter_asks(self, seat):
        seat.see("F1 keys")
        words = " ".join(["dash"] * 3000)
        seat.paste(words).line_is(words)
        seat.type(" x").line_is(words + " x").see("too long for a live preview")
        assert seat.pipeline.asked == []
        seat.press("enter").line_is("-" * 3000 + "x").see("Enter runs it")

    def test_twenty_thousand_words_leave_the_keys_alone_and_stay_as_they_are(self, seat):
        seat.see("F1 keys")
        words = " ".join(["dash"] * 20_000)
        seat.paste(words).line_is(words)
        seat.type(" x").line_is(words + " x").see("longer than 20,000 characters")
        seat.press("enter").until(lambda: isinstance(seat.editor.state, Confirming), "the command")
        seat.see("longer than 20,000 characters").line_is(words + " x")
        seat.type("y").line_is(words + " xy").see("Enter runs it").press("enter")
        assert seat.result().command == words + " xy"
        assert seat.pipeline.asked == []


class TestSeveralLines:
    def test_alt_enter(self, seat):
        seat.type("ls").press("alt-enter").type("pwd").line_is("ls\npwd")

    def test_an_incomplete_command(self, seat):
        seat.type("for f in a; do").see("not complete: Enter adds a line")
        seat.press("enter").line_is("for f in a; do\n")
        seat.type("echo $f; done").see("as typed").press("enter")
        assert seat.result().command == "for f in a; do\necho $f; done"

    def test_up_and_down_move_inside(self, seat):
        seat.shelf.append("x", "earlier")
        seat.type("ab").press("alt-enter").type("cd").press("up").type("X").line_is("abX\ncd")


class TestHistory:
    @pytest.fixture
    def seat(self, make_seat):
        seat = make_seat()
        seat.shelf.append("git status", "git status")
        seat.shelf.append(DICTATION, "find . -name *.txt")
        return seat.sit()

    def test_up_brings_commands_and_they_run_as_they_are(self, seat):
        seat.press("up").line_is("find . -name *.txt").see("as typed")
        seat.press("up").line_is("git status").press("down").line_is("find . -name *.txt")
        seat.press("enter")
        assert seat.result().command == "find . -name *.txt"
        assert seat.pipeline.asked == []

    def test_down_comes_back_to_the_confirmation_it_left(self, seat):
        seat.type("df dash I H").see("→").press("enter").line_is("df -ih")
        seat.press("up").line_is("find . -name *.txt").press("down").line_is("df -ih")
        seat.see("Enter runs it").press("enter")
        assert seat.result().words == "df dash I H"

    def test_suggestion_of_words_whole_or_by_word(self, seat):
        seat.type("find d").see("find dot dash name").press("alt-right").line_is("find dot ")
        seat.press("right").line_is(DICTATION)

    def test_a_suggestion_that_was_not_taken_is_gone_from_what_was_run(self, seat):
        seat.type("git").see("git status").see("as typed").press("enter")
        assert seat.result().command == "git"
        assert "status" not in seat.text

    def test_suggestion_with_ctrl_f(self, seat):
        seat.type("git").see("git status").press("ctrl-f").line_is("git status")

    def test_search_finds_words_and_puts_the_command_into_the_line(self, seat):
        seat.press("ctrl-r").see("search:").type("star").see_no("git status")
        seat.press("enter").line_is("find . -name *.txt").see("as typed")
        assert not seat.ended

    def test_search_walks_and_closes(self, seat):
        seat.press("ctrl-r").see("git status").press("ctrl-r", "enter").line_is("git status")
        seat.press("ctrl-c", "ctrl-r").see("search:").press("esc").see_no("search:").line_is("")


class TestPanels:
    def test_help_lists_every_key_of_the_table(self, make_seat):
        make_seat(rows=60).sit().press("f1").see("Alt-N").see("Ctrl-X Ctrl-E").see("Alt-U").see(
            "search the history"
        )

    def test_help_scrolls_and_closes(self, make_seat):
        seat = make_seat(rows=8).sit().press("f1").see("Enter ")
        seat.press(*["down"] * 40).see("F2")
        seat.press("esc").see_no("Esc closes").type("ls").line_is("ls")

    def test_settings_are_in_force_at_once(self, seat):
        seat.press("f2").see("confirm").press("enter").see("always").press("esc").see_no("confirm")
        seat.type("ls").see("Enter puts").press("enter").see("Enter runs it")
        assert not seat.ended
        assert seat.editor.settings.confirm == "always"

    def test_settings_are_whole_in_a_narrow_window(self, make_seat):
        seat = make_seat(columns=30, rows=30).sit().press("f2")
        seat.see("confirm").see("Esc closes").see("logging").press("esc").see_no("confirm")

    def test_vi_can_be_turned_on(self, seat):
        seat.press("f2").see("vi ").press("down", "enter").see("on ").press("esc").see_no("preview")
        seat.type("lsx").line_is("lsx").press("esc").until(
            lambda: seat.editor.app.vi_state.input_mode.value == "vi-navigation", "vi navigation"
        )
        seat.type("x").line_is("ls")

    def test_preview_can_be_turned_off(self, seat):
        seat.type(DICTATION).see("→").press("f2").see("preview")
        seat.press("down", "down", "enter").see("off").press("esc").see_no("→")


class TestVi:
    def test_esc_first_leaves_the_insert_mode_then_steps_back(self, make_seat):
        seat = make_seat()
        seat.settings = replace(seat.settings, vi=True)
        seat.sit().type(DICTATION).see("→").press("enter").line_is("find . -name *.txt")
        seat.press("esc").until(
            lambda: seat.editor.app.vi_state.input_mode.value == "vi-navigation", "vi navigation"
        )
        seat.line_is("find . -name *.txt").press("esc").line_is(DICTATION)

    @pytest.fixture
    def moving(self, make_seat):
        """At the second word of a line, in vi's navigation mode."""
        seat = make_seat()
        seat.settings = replace(seat.settings, vi=True)
        seat.sit().type("echo a-b cd ef").press("esc")
        seat.until(
            lambda: seat.editor.app.vi_state.input_mode.value == "vi-navigation", "vi navigation"
        )
        return seat.type("0w")

    @pytest.mark.parametrize(
        ("keys", "line"),
        [
            ("cwx", "echo x-b cd ef"),
            ("cWx", "echo x cd ef"),
            ("2cWx", "echo x ef"),
            ("wcwx", "echo axb cd ef"),
            ("hcwx", "echoxa-b cd ef"),
            ("dwix", "echo x-b cd ef"),
            ("$cwx", "echo a-b cd ex"),
        ],
    )
    def test_a_change_of_words_leaves_the_blank_behind_them(self, moving, keys, line):
        moving.type(keys).line_is(line)

    def test_and_is_undone(self, moving):
        moving.type("cwx").press("esc").until(
            lambda: moving.editor.app.vi_state.input_mode.value == "vi-navigation", "vi navigation"
        )
        moving.type("u").line_is("echo -b cd ef").type("u").line_is("echo a-b cd ef")

    def test_a_cleared_line_is_typed_into(self, moving):
        moving.press("ctrl-c").line_is("").type("ls").line_is("ls")

    def test_a_slash_searches_the_history(self, make_seat):
        seat = make_seat()
        seat.settings = replace(seat.settings, vi=True)
        seat.shelf.append("ls -la", "ls -la")
        seat.shelf.append("pwd", "pwd")
        seat.sit().press("esc").until(
            lambda: seat.editor.app.vi_state.input_mode.value == "vi-navigation", "vi navigation"
        )
        seat.type("/la").see("search: la").see_no("pwd").press("enter").line_is("ls -la")


class TestSettings:
    def test_keys_come_from_the_settings(self, make_seat):
        seat = make_seat()
        seat.settings = replace(
            seat.settings, keys={**seat.settings.keys, "alternatives_next": ("c-o",)}
        )
        seat.sit().type("df dash I H").see("→").press("enter").see("Ctrl-O 3 others")
        seat.type("\x0f").line_is("df -iH")

    def test_a_panel_has_the_keys_that_open_it(self, make_seat):
        seat = make_seat()
        keys = {**seat.settings.keys, "help": ("c-y",), "settings": ("c-x c-e",), "editor": ()}
        seat.settings = replace(seat.settings, keys=keys)
        seat.sit().type("ls -la").see("as typed")
        seat.press("ctrl-y").see("scroll, Ctrl-Y keys, Esc closes")
        seat.press("ctrl-y").see("keys: ↑ ↓ scroll").press("ctrl-y").see_no("Esc closes")
        seat.press("ctrl-x", "ctrl-e").see("this session:")
        seat.press("ctrl-x", "ctrl-e").see_no("Esc closes").line_is("ls -la")

    @pytest.mark.parametrize("action", ["back", "help", "settings"])
    def test_a_key_that_is_none(self, make_seat, action):
        seat = make_seat()
        seat.settings = replace(seat.settings, keys={**Settings().keys, action: ("hyper",)})
        with pytest.raises(SettingsError, match=rf"keys\.{action}: there is no key 'hyper'"):
            seat.sit()
        seat.settings = Settings()
        seat.sit()

    def test_a_colour_that_is_none(self, make_seat):
        seat = make_seat()
        seat.settings = replace(seat.settings, colors={**Settings().colors, "prompt": "bluish"})
        with pytest.raises(SettingsError, match=r"colors\.prompt: 'bluish'"):
            seat.sit()
        seat.settings = Settings()
        seat.sit()

    def test_colours_come_from_the_settings(self, make_seat):
        seat = make_seat()
        seat.settings = replace(
            seat.settings, colors={**seat.settings.colors, "command-flag": "#ff0000"}
        )
        seat.sit().type(DICTATION).see("→")
        assert seat.styles("-name *")[0].fg == "ff0000"

    def test_no_color(self, make_seat):
        seat = make_seat()
        seat.environment = {"NO_COLOR": "1"}
        seat.sit().type("df dash I H").see("→ df -ih")
        cells = [cell for row in seat.screen.buffer.values() for cell in row.values()]
        assert {cell.fg for cell in cells} == {"default"}
        assert seat.styles("→ df -ih")[-1].underscore


class TestGuard:
    def test_it_stops_an_enter_and_says_why(self, make_seat):
        seat = make_seat()
        seat.guard = lambda command, _: "removes things" if "rm" in command else ""
        seat.sit().type("rm x").see("as typed").press("enter").see("removes things")
        seat.press("enter").type("y").line_is("rm xy").see_no("removes things")
        assert not seat.ended

    def stopped(self, make_seat):
        seat = make_seat()
        seat.guard = lambda command, _: "removes things" if "rm" in command else ""
        seat.sit().type("rm x").see("as typed").press("enter").see("removes things")
        return seat.see("press Ctrl-X Ctrl-Y to run it anyway")

    def test_the_key_it_names_runs_it(self, make_seat):
        seat = self.stopped(make_seat).press("enter").press("ctrl-x", "ctrl-y")
        assert seat.result().command == "rm x"

    def test_the_key_may_be_another(self, make_seat):
        seat = make_seat()
        seat.settings = replace(seat.settings, keys={**seat.settings.keys, "run_anyway": ("f8",)})
        seat.guard = lambda *_: "removes things"
        seat.sit().type("rm x").see("as typed").press("enter")
        seat.see("press F8 to run it anyway").type("\x1b[19~")
        assert seat.result().command == "rm x"

    def test_what_was_not_seen_is_not_agreed_to(self, make_seat):
        seat = make_seat()
        seat.guard = lambda *_: "removes things"
        seat.sit().type("rm x").see("as typed").type("\r\x18\x19").see("removes things")
        assert not seat.ended

    def test_nothing_pasted_agrees_to_it(self, make_seat):
        seat = self.stopped(make_seat).paste("\x18\x19\nyes\n")
        seat.see_no("removes things")
        assert not seat.ended

    def test_the_key_means_nothing_elsewhere(self, seat):
        seat.type("ls").see("as typed").press("ctrl-x", "ctrl-y").type("x").line_is("lsx")
        assert not seat.ended

    def test_a_line_from_history_is_stopped_as_well(self, make_seat):
        seat = make_seat()
        seat.store.append("rm x", "rm x")
        seat.shelf.refresh()
        seat.shelf.wait(8)
        seat.guard = lambda *_: "removes things"
        seat.sit().press("up").line_is("rm x").press("enter").see("removes things")
        assert not seat.ended

    def test_a_proposal_is_shown_with_its_reason(self, make_seat):
        seat = make_seat()
        seat.guard = lambda *_: "only 20 % sure"
        seat.sit().type("df dash I H").see("→ df -ih").press("enter").see("! only 20 % sure")


class TestWindows:
    @pytest.mark.parametrize(("above", "rows"), [("\n", [""]), ("\n{directory}\n", ["", "~/src"])])
    def test_a_prompt_of_several_rows(self, make_seat, above, rows):
        seat = make_seat()
        seat.settings = replace(seat.settings, prompt=above + "❯ ")
        seat.sit().type("ls")
        seat.until(lambda: seat.rows[: len(rows) + 1] == [*rows, "❯ ls"], "all rows")
        seat.resize(5, 80)
        seat.until(lambda: seat.rows[0] == "❯ ls", "the last alone")

    def test_twenty_by_five(self, make_seat):
        seat = make_seat(rows=5, columns=20).sit()
        seat.type("df dash I H").see("→ df -ih").press("enter").see("? -ih")
        seat.press("f1").see("from the manual").press("f1").see("Enter").press("esc").press("enter")
        assert seat.result().command == "df -ih"

    @pytest.mark.parametrize(("rows", "columns"), [(1, 10), (2, 5), (3, 80), (40, 200)])
    def test_any_other(self, make_seat, rows, columns):
        seat = make_seat(rows=rows, columns=columns).sit()
        seat.type("df dash I H").line_is("df dash I H").press("f1", "esc", "f2", "esc")
        seat.press("ctrl-r", "esc").until(
            lambda: seat.editor.proposing.answer() is not None, "an answer"
        )
        seat.press("enter").line_is("df -ih").press("enter")
        assert seat.result().command == "df -ih"

    def test_resizing_in_the_middle(self, seat):
        seat.type(DICTATION).see("→ find . -name *.txt")
        seat.resize(5, 30)
        seat.see("→ find . -name *.txt")
        seat.resize(30, 100)
        seat.see("· find . - name * . txt").press("enter").line_is("find . -name *.txt")


class TestEditorKey:
    def test_the_line_goes_through_the_editor(self, seat, tmp_path, monkeypatch):
        program = tmp_path / "editor"
        program.write_text('#!/bin/sh\nprintf "%s edited" "$(cat "$1")" > "$1"\n')
        program.chmod(0o700)
        monkeypatch.setenv("VISUAL", str(program))
        seat.type("ls").see("as typed").press("ctrl-x", "ctrl-e").line_is("ls edited")
