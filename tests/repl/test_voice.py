"""Dictation at the prompt: the key, the words as they come, what becomes of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from talkie_shell.errors import SpeechError
from talkie_shell.records import Utterance
from talkie_shell.speech.take import NEWS
from tests.repl.conftest import DF, FIND, proposal
from tests.speech.fakes import Booth, silence, speech

KEY = "\x00"
WORDS = FIND.utterance.text
COMMAND = "→ find . -name *.txt"


class Stage:
    """A seat with a booth: somebody who types and speaks."""

    def __init__(self, seat, booth: Booth) -> None:
        self.seat = seat
        self.booth = booth
        self.spoken = 0

    def tap(self) -> Stage:
        self.seat.editor.voice._last_press = float("-inf")  # a person's taps are further apart
        self.seat.type(KEY)
        return self

    def begin(self, text: str, seconds: float = 1.0) -> Stage:
        """Press the key and speak, without an end. The words of so many seconds show for sure:
        what comes less than ``NEWS`` after the last look is not looked at."""
        self.booth.parrot.texts = [text]
        self.tap()
        self.seat.see("opening the microphone")
        self.booth.microphone.hear(speech(seconds + NEWS))
        self.seat.see("ends it")
        return self

    def say(self, text: str) -> Stage:
        """A dictation from its beginning to its end, and a look at what became of it."""
        self.begin(text)
        self.booth.microphone.hear(silence(1))
        self.seat.see_no("Esc cancels")
        return self.look()

    def look(self) -> Stage:
        """Take the time that a person needs to read what came into the line."""
        self.seat.editor.voice._put_at = float("-inf")
        return self


@pytest.fixture
def make_stage(make_seat):
    def make(**settings) -> Stage:
        seat, booth = make_seat(), Booth()
        seat.dictation = booth.make
        seat.settings = replace(seat.settings, **settings)
        seat.sit().see("dictates")
        return Stage(seat, booth)

    return make


@pytest.fixture
def stage(make_stage) -> Stage:
    return make_stage()


class TestSpeaking:
    def test_the_command_stands_in_the_line_and_waits(self, stage):
        stage.say(WORDS)
        stage.seat.line_is("find . -name *.txt").see("Enter runs it").see(WORDS)
        assert not stage.seat.ended
        stage.seat.press("enter")
        confirmed = stage.seat.result()
        assert (confirmed.words, confirmed.command) == (WORDS, "find . -name *.txt")
        assert confirmed.proposal.utterance == Utterance(WORDS, "voice")
        assert confirmed.sounds == ()

    def test_the_words_so_far_are_shown_dimmed_and_are_no_part_of_the_line(self, stage):
        stage.begin(WORDS, seconds=2.0)
        stage.seat.see("❯ find dot dash name").line_is("")
        assert stage.seat.styles("find dot dash")[0].italics
        assert stage.seat.see("→ find").text.count("find") >= 2

    def test_the_cursor_stands_behind_the_words_so_far(self, stage):
        stage.seat.type("git ab").press("left", "left")
        stage.begin("status", seconds=0.5).seat.see("❯ git status ab")
        at = len("~/src ❯ git status ")
        stage.seat.until(lambda: stage.seat.screen.cursor.x == at, "the cursor behind them")
        stage.seat.type("x").see("❯ git status xab")
        stage.seat.until(lambda: stage.seat.screen.cursor.x == at + 1, "it moves on")

    def test_the_command_is_proposed_for_again_as_the_words_come(self, stage):
        stage.begin("ls dash l dot dash a", seconds=1.0)
        stage.seat.see("❯ ls dash").see("→ ls -")
        stage.booth.microphone.hear(speech(2))
        stage.seat.see("→ ls -l .-a")

    def test_the_meter_the_time_and_how_to_end_are_shown(self, stage):
        stage.begin(WORDS, seconds=1.5)
        stage.seat.see("● ▮").see("0:01").see("Ctrl-Space ends it · Esc cancels")

    def test_an_open_microphone_shows_in_the_smallest_window(self, make_seat):
        seat, booth = make_seat(rows=4, columns=30), Booth("ls")
        seat.dictation = booth.make
        seat.sit().type(KEY)
        booth.microphone.hear(speech(1))
        seat.see("●").press("esc").see_no("●")

    def test_a_second_tap_ends_it(self, stage):
        stage.begin(WORDS).tap()
        stage.seat.line_is("find . -name *.txt")

    def test_enter_ends_it_and_runs_nothing(self, stage):
        stage.begin("ls").seat.press("enter").line_is("ls").see("Enter runs it as typed")
        assert not stage.seat.ended
        stage.look().seat.press("enter")
        assert stage.seat.result().command == "ls"

    def test_enter_on_its_way_while_silence_ended_it_runs_nothing(self, stage):
        stage.say(WORDS).seat.line_is("find . -name *.txt")
        stage.seat.editor.voice._put_at = stage.seat.editor.voice._clock()
        stage.seat.press("enter").type("x").line_is("find . -name *.txtx")
        assert not stage.seat.ended

    def test_a_line_from_history_was_not_dictated(self, stage):
        stage.seat.store.append("df dash I H", "df -ih")
        stage.seat.shelf.refresh()
        stage.seat.shelf.wait(8)
        stage.say(WORDS).seat.line_is("find . -name *.txt").press("up").line_is("df -ih")
        assert stage.seat.editor.voice.question("df") == Utterance("df")

    def test_words_that_are_a_command_stay_as_they_are(self, stage):
        stage.say("ls").seat.line_is("ls").see("Enter runs it as typed")
        assert not stage.seat.ended

    def test_a_held_key_that_repeats_is_one_tap(self, stage):
        stage.begin(WORDS)
        stage.seat.editor.voice._clock = lambda: 0.0
        stage.seat.editor.voice._last_press = 0.0
        stage.seat.type(KEY * 5)
        stage.booth.microphone.hear(speech(1))
        stage.seat.see("0:02")

    def test_what_was_misheard_is_among_the_alternatives(self, stage):
        stage.booth.parrot.others = ("df dash I H",)
        stage.say(WORDS).seat.line_is("find . -name *.txt").see("1 find").see("2 df -ih")

    def test_control_characters_in_a_transcript_never_reach_the_line(self, stage):
        stage.say("ls \x1b[31m-l\r\n\u202e").seat.line_is("ls -l")


class TestStepping:
    def test_esc_forgets_the_dictation_and_keeps_the_line(self, stage):
        stage.seat.type("git ")
        stage.begin(WORDS, seconds=2.0).seat.see("git find dot").press("esc")
        stage.seat.see_no("Esc cancels").line_is("git ").see_no("find dot")
        stage.booth.until(lambda: not stage.booth.microphone.is_open)
        stage.seat.type("status").line_is("git status").see("as typed")

    def test_ctrl_c_while_it_recognises(self, stage):
        stage.booth.parrot.gate.clear()
        stage.begin(WORDS).booth.microphone.hear(silence(1))
        stage.seat.see("recognising").press("ctrl-c").see_no("recognising").line_is("")
        stage.booth.parrot.gate.set()
        stage.say("ls").seat.line_is("ls")

    def test_esc_afterwards_shows_the_words(self, stage):
        stage.say(WORDS).seat.line_is("find . -name *.txt").press("esc").line_is(WORDS)

    def test_leaving_the_line_forgets_the_dictation(self, stage):
        stage.begin(WORDS).seat.press("ctrl-d")
        assert stage.seat.result() is None
        stage.booth.until(lambda: not stage.booth.microphone.is_open)

    def test_the_next_line_is_typed_unless_it_is_dictated(self, stage):
        stage.say(WORDS).seat.line_is("find . -name *.txt").press("enter").result()
        stage.seat.read()
        stage.seat.type("df dash I H").see("→ df -ih").press("enter").see("Enter runs it")
        stage.seat.press("enter")
        assert stage.seat.result().proposal.utterance.source == "typed"

    def test_esc_cancels_in_vi_mode_as_well(self, make_stage):
        stage = make_stage(vi=True)
        stage.begin(WORDS).seat.press("esc").see_no("Esc cancels").line_is("")
        stage.seat.type("ls").line_is("ls")


class TestTypingMeanwhile:
    def test_keys_are_not_lost_and_come_after_the_words(self, stage):
        stage.begin("find dot", seconds=2.0).seat.see("❯ find dot")
        stage.seat.type(" -name").line_is(" -name").see("❯ find dot -name")
        stage.booth.microphone.hear(silence(1))
        stage.seat.line_is("find dot -name").see("→ find .-name")

    def test_nothing_blocks_while_it_recognises(self, stage):
        stage.booth.parrot.gate.clear()
        stage.begin("status").booth.microphone.hear(silence(1))
        stage.seat.see("recognising").type("-s").line_is("-s").see("❯ -s")
        stage.booth.parrot.gate.set()
        stage.seat.line_is("status -s")

    def test_what_was_typed_before_comes_before_them(self, stage):
        stage.seat.type("git")
        stage.say("status").seat.line_is("git status")

    def test_they_come_in_at_the_cursor(self, stage):
        stage.seat.type("git short").press("left", "left", "left", "left", "left")
        stage.say("status").seat.line_is("git status short")

    def test_they_replace_the_selection(self, stage):
        stage.seat.type("git log").type("\x1b[1;2D" * 3)
        stage.say("status").seat.line_is("git status")

    def test_what_is_typed_is_typed_again_once_the_line_is_empty(self, stage):
        stage.say("ls").seat.line_is("ls").press("ctrl-w").line_is("")
        stage.seat.type("df dash I H").see("→ df -ih").press("enter").see("Alt-N 3 others")


class TestIntoACommand:
    def test_words_go_on_with_those_of_the_command_that_stands_there(self, stage):
        stage.seat.pipeline.table["find dot dash name"] = proposal(
            "find dot dash name", "find . -name"
        )
        stage.say("find dot dash name").seat.line_is("find . -name")
        stage.say("star dot txt").seat.line_is("find . -name *.txt").see(WORDS)

    def test_a_command_that_was_edited_gets_a_piece(self, stage):
        stage.say(WORDS).seat.line_is("find . -name *.txt").type(" -o")
        stage.say("dash print").seat.line_is("find . -name *.txt -o -print")
        stage.look().seat.press("enter")
        assert stage.seat.result().command == "find . -name *.txt -o -print"

    def test_a_piece_goes_where_the_cursor_is(self, stage):
        stage.say(WORDS).seat.line_is("find . -name *.txt").press(*["left"] * 12)
        stage.say("dash type f").seat.line_is("find . -type f -name *.txt")


class TestVoiceEditing:
    def test_scratch_that(self, stage):
        stage.say("git status").seat.line_is("git status")
        stage.say("dash short").seat.line_is("git status -short")
        stage.say("Scratch that.").seat.line_is("git status")
        stage.say("scratch that").seat.line_is("")
        stage.say("scratch that").seat.see("nothing was dictated")

    def test_undo_brings_back_what_was_scratched(self, stage):
        stage.say(WORDS).seat.line_is("find . -name *.txt")
        stage.say("scratch that").seat.line_is("")
        stage.say("Undo that.").seat.line_is("find . -name *.txt").see("Enter runs it")
        stage.say("undo that").seat.line_is("")
        stage.say("undo that").seat.see("nothing to undo")

    def test_undo_takes_back_what_was_typed_since(self, stage):
        stage.say("ls").seat.line_is("ls").type("x").line_is("lsx")
        stage.say("undo that").seat.line_is("ls")

    def test_new_line(self, stage):
        stage.say("ls").seat.line_is("ls")
        stage.say("New line.").seat.line_is("ls\n")

    def test_choosing_by_number(self, stage):
        stage.say(DF.utterance.text).seat.line_is("df -ih").see("1 -ih  2 -iH  3 -Ih  4 df -i h")
        stage.say("Two.").seat.line_is("df -iH")
        stage.say("choose four").seat.line_is("df -i h")
        stage.say("1").seat.line_is("df -ih")
        stage.say("undo that").seat.line_is("df -i h").press("enter")
        assert stage.seat.result().command == "df -i h"

    def test_a_number_is_a_word_where_nothing_is_to_be_chosen(self, stage):
        stage.say("two").seat.line_is("two")

    def test_a_command_in_a_longer_dictation_is_words(self, stage):
        stage.say("echo scratch that").seat.line_is("echo scratch that")


class TestFaults:
    @pytest.mark.parametrize("why", ["there is no microphone", "the microphone is in use"])
    def test_no_microphone_is_one_line_and_typing_goes_on(self, stage, why):
        stage.booth.microphone.refuses = SpeechError(why)
        stage.tap().seat.see(why).see_no("Esc cancels").type("ls").line_is("ls").see_no(why)
        stage.seat.press("enter")
        assert stage.seat.result().command == "ls"

    def test_unplugged_in_the_middle(self, stage):
        stage.begin(WORDS).booth.microphone.unplug()
        stage.seat.line_is("find . -name *.txt").see("the microphone went away")

    def test_no_recogniser(self, make_seat):
        def refuse():
            raise SpeechError("no model: talkie-sh models fetch tiny.en")

        seat, booth = make_seat(), Booth()
        booth.load = refuse
        seat.dictation = booth.make
        seat.sit().type(KEY).see("talkie-sh models fetch tiny.en").type("ls").line_is("ls")

    def test_no_dictation_at_all(self, seat):
        seat.type(KEY).see("dictation does not work here").type("ls").line_is("ls")

    def test_nothing_said(self, stage):
        stage.tap().booth.microphone.hear(silence(9))
        stage.seat.see("nothing was said").line_is("").type("ls").line_is("ls")

    def test_stopped_at_once(self, stage):
        stage.tap().tap().seat.see("nothing was said").line_is("")

    def test_the_model_of_the_commands_fails(self, stage):
        stage.seat.pipeline.fails = RuntimeError("broken")
        stage.say(WORDS).seat.line_is(WORDS).see("no proposal")


class TestHolding:
    F9, RELEASED = "\x1b[20~", "\x1b[20;1:3~"

    @pytest.fixture
    def held(self, make_seat):
        seat, booth = make_seat(), Booth(WORDS)
        seat.dictation = booth.make
        seat.environment = {"TERM": "xterm-kitty"}
        seat.sit().see("dictates")
        return Stage(seat, booth)

    def test_letting_go_ends_what_was_said_while_it_was_held(self, held):
        held.seat.type(self.F9).see("opening")
        held.booth.microphone.hear(speech(1))
        held.seat.see("ends it")
        held.seat.editor.voice._pressed -= 1
        held.seat.type(self.RELEASED).line_is("find . -name *.txt")

    def test_a_pause_does_not_end_it_while_it_is_held(self, held):
        held.seat.type(self.F9).see("opening")
        held.booth.microphone.hear(speech(1), silence(3), speech(1))
        held.seat.see("0:05").line_is("")
        held.seat.editor.voice._pressed -= 1
        held.seat.type(self.RELEASED).line_is("find . -name *.txt")

    def test_silence_ends_what_a_tap_began(self, held):
        held.seat.type(self.F9).see("opening").type(self.RELEASED)
        held.booth.microphone.hear(speech(1), silence(1))
        held.seat.line_is("find . -name *.txt")

    def test_a_key_whose_release_is_not_told_is_tapped(self, held):
        held.seat.type(KEY).see("opening")
        held.booth.microphone.hear(speech(1), silence(1))
        held.seat.line_is("find . -name *.txt")

    def test_letting_go_at_once_was_a_tap(self, held):
        held.seat.type(self.F9 + self.RELEASED).see("opening")
        held.booth.microphone.hear(speech(1))
        held.seat.see("❯ find").see("ends it").line_is("")

    def test_repeats_and_other_keys_let_go_mean_nothing(self, held):
        held.seat.type("ab\x1b[1;1:2D\x1b[1;1:3Dc\x1b[20;1:2~\x1b[21;1:3~").line_is("acb")
        assert "opening" not in held.seat.text


class TestKeeping:
    def test_the_sound_goes_with_the_command_where_the_user_wants_it(self, make_stage):
        stage = make_stage(keep_audio=True)
        stage.say(WORDS).seat.line_is("find . -name *.txt").press("enter")
        (sound,) = stage.seat.result().sounds
        assert 1.0 <= len(sound) / 16_000 <= 1.0 + NEWS + 0.7

    def test_what_was_scratched_is_not_kept(self, make_stage):
        stage = make_stage(keep_audio=True)
        stage.say(WORDS).seat.line_is("find . -name *.txt")
        stage.say("scratch that").seat.line_is("")
        stage.say("ls").seat.line_is("ls").press("enter")
        assert len(stage.seat.result().sounds) == 1
