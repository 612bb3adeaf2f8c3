"""Tab at the prompt: the editor with a machine whose files and commands are known."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from talkie_shell.repl.completion.candidates import Known
from talkie_shell.shell.surroundings.files import Entry
from tests.repl.conftest import SECONDS, proposal

NAMES = {
    "commands": {"git": "", "gimp": "", "grep": ""},
    "subcommands": {"checkout": "switch branches", "cherry": "find commits", "commit": "record"},
    "flags": {"--amend": "change the last commit"},
    "spoken flags": {"amend": "change the last commit"},
}


class Machine:
    """Knows a few names; ``gate`` holds its answers back while it is closed."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()

    def known(self, place, directory):
        assert self.gate.wait(SECONDS)
        names = {sort: NAMES.get(sort, {}) for sort in place.sorts}
        if place.program[:1] != ("git",):
            names.pop("subcommands", None)
        return Known(names, (Entry("README.md"), Entry("src", folder=True), Entry("my file")))

    def in_other_case(self, place, directory):
        return None if place.folder != "SRC/" else place.elsewhere("src/")

    def described(self, program):
        return None


@pytest.fixture
def seat(make_seat):
    seat = make_seat()
    seat.source = Machine()
    return seat.sit()


class TestTab:
    def test_the_only_candidate_is_taken_with_a_blank(self, seat):
        seat.type("cat READ").press("tab").line_is("cat README.md ")
        seat.type("my").press("tab").line_is("cat README.md my\\ file ")

    def test_a_folder_invites_to_go_on(self, seat):
        seat.type("cd s").press("tab").line_is("cd src/")

    def test_a_folder_in_another_case_is_written_as_it_is(self, seat):
        seat.type("cat SRC/zz").press("tab").see("nothing fits here").press("ctrl-c")
        seat.type("cat SRC/read").press("tab").line_is("cat SRC/README.md ")

    def test_several_are_shown_with_what_they_are(self, seat):
        seat.type("git c").press("tab").see("switch branches").see("3 · Tab chooses")
        assert seat.editor.buffer.text == "git c"
        seat.press("tab").line_is("git checkout").see("1 of 3")
        seat.press("down").line_is("git cherry").press("shift-tab").line_is("git checkout")
        seat.press("enter").line_is("git checkout ").see_no("switch branches")
        assert not seat.ended

    def test_what_they_share_is_inserted(self, seat):
        seat.type("git ch").press("tab").line_is("git che").see("find commits")

    def test_esc_brings_back_what_was_typed(self, seat):
        seat.type("git c").press("tab").see("switch").press("tab", "tab").line_is("git cherry")
        seat.press("esc").line_is("git c").see_no("switch branches")

    def test_typing_on_narrows_the_menu(self, seat):
        seat.type("git c").press("tab").see("record").type("h").see_no("record").see("find commits")
        seat.type("x").see_no("find commits").line_is("git chx")

    def test_typing_on_after_a_choice_keeps_it(self, seat):
        seat.type("git c").press("tab").see("record").press("tab").line_is("git checkout")
        seat.type(" x").line_is("git checkout x").see_no("switch branches")

    def test_enter_without_a_choice_is_enter(self, seat):
        seat.type("git c").press("tab").see("record").press("enter")
        assert seat.result().command == "git c"

    def test_undo_takes_it_back(self, seat):
        seat.type("cat READ").press("tab").line_is("cat README.md ")
        seat.press("undo").line_is("cat READ")

    def test_nothing_to_offer_is_said(self, seat):
        seat.type("cat zzz").press("tab").see("nothing fits here").line_is("cat zzz")

    def test_in_dictation_a_said_flag(self, seat):
        seat.type("git commit dash dash am").press("tab").line_is("git commit dash dash amend ")

    @pytest.mark.parametrize(
        ("said", "command", "line"),
        [
            ("cat dot slash read", "cat ./read", "cat dot slash README.md "),
            ("cat readme dot m", "cat readme.m", "cat README.md "),
        ],
    )
    def test_in_dictation_a_said_path(self, seat, said, command, line):
        seat.pipeline.table[said] = proposal(said, command)
        seat.type(said).see(f"→ {command}").press("tab").line_is(line)

    def test_a_tab_on_an_empty_line_is_nothing(self, seat):
        seat.press("tab").type("ls").line_is("ls")

    def test_keys_do_not_wait_and_a_late_answer_is_dropped(self, seat):
        seat.source.gate.clear()
        seat.type("cat READ").press("tab").type("x").line_is("cat READx")
        seat.source.gate.set()
        seat.type("y").line_is("cat READxy").see("as typed")
        assert seat.editor.tab.menu is None

    def test_with_vi_keys_esc_closes_the_menu_first(self, make_seat):
        seat = make_seat()
        seat.source = Machine()
        seat.settings = replace(seat.settings, vi=True)
        seat.sit().type("git c").press("tab").see("record").press("tab").line_is("git checkout")
        seat.press("esc").line_is("git c").see_no("switch branches").type("o").line_is("git co")

    def test_in_a_small_window(self, make_seat):
        seat = make_seat(rows=5, columns=24)
        seat.source = Machine()
        seat.sit().type("git c").press("tab").see("checkout").press("tab").line_is("git checkout")
        assert all(len(row) <= 24 for row in seat.rows)
