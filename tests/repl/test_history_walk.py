from __future__ import annotations

import threading

import pytest

from talkie_shell.repl.history import MemoryStore, Past, Shelf, found, lines_of, recall, suggest
from talkie_shell.repl.state import Line, Waiting, Words

ENTRIES = (
    Past("git status", "git status"),
    Past("find dot dash name star dot TXT", "find . -name *.TXT"),
    Past("ls", "ls"),
    Past("git stash", "git stash"),
    Past("list", "ls"),
)


class TestRecall:
    def test_back_through_commands_each_once_and_forth_to_the_line(self):
        walk = recall(ENTRIES, Words(), Line())
        seen = []
        while stepped := walk.step(1):
            walk, _, line = stepped
            seen.append(line.text)
        assert seen == ["git status", "find . -name *.TXT", "ls", "git stash"]
        while stepped := walk.step(-1):
            walk, _, line = stepped
        assert line == Line()

    def test_only_what_begins_with_the_line(self):
        walk = recall(ENTRIES, Words(), Line("git", 3))
        assert walk.lines == ("git status", "git stash")

    def test_words_that_begin_with_the_line_bring_their_command(self):
        walk = recall(ENTRIES, Words(), Line("find dot", 8))
        assert walk.lines == ("find . -name *.TXT",)

    def test_the_way_forth_ends_at_the_line_and_its_state(self):
        state = Waiting("git")
        stepped = recall(ENTRIES, state, Line("git", 1)).step(1)
        assert stepped is not None
        back = stepped[0].step(-1)
        assert back is not None
        assert back[1:] == (state, Line("git", 1))

    def test_no_step_goes_past_an_end(self):
        stepped = recall(ENTRIES, Words(), Line()).step(10**100)
        assert stepped is not None
        walk, _, line = stepped
        assert line.text == "git stash"
        assert walk.step(3) is None
        stepped = walk.step(-(10**100))
        assert stepped is not None
        assert stepped[2] == Line()
        assert stepped[0].step(-1) is None


class TestSuggest:
    @pytest.mark.parametrize(
        ("typed", "rest"),
        [
            ("git st", "atus"),
            ("git sta", "tus"),
            ("git stas", "h"),
            ("find dot", " dash name star dot TXT"),
            ("find .", " -name *.TXT"),
            ("git status", ""),
            ("", ""),
            (" ", ""),
            ("x", ""),
        ],
    )
    def test_pairs(self, typed, rest):
        assert suggest(lines_of(ENTRIES), typed) == rest

    def test_what_was_not_found_is_not_suggested_unless_it_was_run_again(self):
        missed = (Past("gti status", "gti status", found=False), *ENTRIES)
        assert suggest(lines_of(missed), "gti") == ""
        assert suggest(lines_of((Past("gti status", "gti status"), *missed)), "gti") == " status"
        before = (*missed, Past("gti status", "gti status"))
        assert suggest(lines_of(before), "gti") == ""


class TestFound:
    @pytest.mark.parametrize(
        ("query", "commands"),
        [
            ("star", ["find . -name *.TXT"]),
            ("txt find", ["find . -name *.TXT"]),
            ("Txt", []),
            ("*.T", ["find . -name *.TXT"]),
            ("git", ["git status", "git stash"]),
            ("nothing like it", []),
            ("", ["git status", "find . -name *.TXT", "ls", "git stash"]),
        ],
    )
    def test_pairs(self, query, commands):
        assert [hit.command for hit in found(ENTRIES, query, 10)] == commands

    def test_no_more_than_wanted(self):
        assert len(found(ENTRIES, "", 2)) == 2


class TestShelf:
    def test_what_is_appended_is_there_at_once_and_in_the_store(self):
        store = MemoryStore()
        shelf = Shelf(store, 2)
        for name in "abc":
            shelf.append(name, name)
        assert [entry.command for entry in shelf.entries] == ["c", "b"]
        assert shelf.commands == {"b", "c"}
        assert [entry.command for entry in store.recent(9)] == ["c", "b", "a"]

    def test_a_history_of_no_lines(self):
        shelf = Shelf(MemoryStore(), 0)
        shelf.append("a", "a")
        assert shelf.entries == ()

    def test_what_is_appended_while_the_disk_is_read_is_not_lost(self):
        shelf: Shelf

        class Slow(MemoryStore):
            def recent(self, limit):
                entries = super().recent(limit)
                if not entries:
                    shelf.append("late", "late")
                return entries

        shelf = Shelf(Slow(), 10)
        shelf.refresh()
        shelf.wait(20)
        assert [entry.command for entry in shelf.entries] == ["late"]

    def test_without_news_the_store_is_left_alone(self):
        class Quiet(MemoryStore):
            readings = 0

            def has_news(self):
                return not self.readings

            def recent(self, limit):
                self.readings += 1
                return super().recent(limit)

        store = Quiet()
        shelf = Shelf(store, 10)
        for _ in range(3):
            shelf.refresh()
            shelf.wait(20)
            shelf.append("ls", "ls")
        assert store.readings == 1
        assert len(shelf.entries) == 3

    def test_refreshing_brings_what_others_added(self):
        store = MemoryStore()
        shelf = Shelf(store, 10)
        read = threading.Event()
        shelf.changed = read.set
        store.append("x", "y")
        shelf.refresh()
        assert read.wait(20)
        shelf.wait(20)
        assert [entry.command for entry in shelf.entries] == ["y"]

    def test_what_is_added_while_it_reads_is_read_as_well(self):
        reads, go_on = threading.Event(), threading.Event()

        class Slow(MemoryStore):
            def recent(self, limit):
                entries = super().recent(limit)
                reads.set()
                assert go_on.wait(20)
                return entries

        store = Slow()
        shelf = Shelf(store, 10)
        shelf.refresh()
        assert reads.wait(20)
        store.append("x", "y")
        shelf.refresh()
        go_on.set()
        shelf.wait(20)
        assert [entry.command for entry in shelf.entries] == ["y"]

    def test_a_fault_of_the_store_does_not_end_all_reading(self, monkeypatch):
        monkeypatch.setattr(threading, "excepthook", lambda _: None)

        class Faulty(MemoryStore):
            faults = 1

            def recent(self, limit):
                if self.faults:
                    self.faults -= 1
                    raise RuntimeError
                return super().recent(limit)

        shelf = Shelf(Faulty(), 10)
        for _ in range(2):
            shelf.refresh()
            shelf.wait(20)
        shelf.append("x", "y")
        shelf.refresh()
        shelf.wait(20)
        assert [entry.command for entry in shelf.entries] == ["y"]

    def test_what_was_not_found_stays_and_is_no_suggestion(self):
        store = MemoryStore()
        shelf = Shelf(store, 10)
        shelf.append("git status", "git status")
        shelf.append("gti status", "gti status")
        shelf.last_not_found()
        assert shelf.lines == ("git status",)
        for entries in (shelf.entries, store.recent(10)):
            assert [entry.command for entry in found(entries, "status", 5)] == [
                "gti status",
                "git status",
            ]
        assert shelf.last_here(5) == ["gti status", "git status"]
        shelf.append("gti status", "gti status")
        assert shelf.lines == ("gti status", "git status")

    def test_nothing_was_run_yet(self):
        shelf = Shelf(MemoryStore(), 10)
        shelf.last_not_found()
        assert shelf.entries == ()


class TestFarEnds:
    def test_alt_less_goes_to_the_oldest_line_and_alt_greater_back(self, seat):
        for command in ("make", "ls", "pwd"):
            seat.shelf.append(command, command)
        seat.type("\x1b<").line_is("make").type("\x1b>").line_is("")
        seat.type("\x1b>").type("x").line_is("x")

    def test_a_repeat_count_larger_than_the_history_ends_at_its_oldest(self, seat):
        seat.shelf.append("make", "make")
        seat.type("\x1b9\x1b9\x1b9\x1b9\x1b9\x10").line_is("make")


class TestOtherShells:
    def test_their_commands_come_after_our_own_and_count_as_nothing_confirmed(self):
        store = MemoryStore()
        store.append("list", "ls")
        shelf = Shelf(store, 10, lambda: ("make", "ls -l\x1b[2J"))
        shelf.refresh()
        shelf.wait(10)
        assert [entry.command for entry in shelf.entries] == ["ls", "make", "ls -l"]
        assert shelf.commands == {"ls"}
        shelf.append("x", "xeyes")
        assert [entry.command for entry in shelf.entries] == ["xeyes", "ls", "make", "ls -l"]
        assert suggest(shelf.lines, "ma") == "ke"

    def test_a_line_of_another_session_is_there_when_one_begins_to_type(self, seat):
        seat.shelf.wait(20)
        seat.store.append("echo elsewhere", "echo elsewhere")
        seat.type("echo e").see("echo elsewhere").press("ctrl-c").line_is("")
        seat.store.append("echo further", "echo further")
        seat.type("echo f").see("echo further")

    def test_a_line_of_another_session_is_there_at_the_next_prompt(self, seat):
        seat.press("enter")
        seat.result()
        seat.store.append("echo other", "echo other")
        seat.read()
        seat.until(lambda: bool(seat.shelf.entries), "an entry").press("up").line_is("echo other")

    def test_of_several_lines_the_first_is_suggested_and_all_are_taken(self, seat):
        seat.shelf.append("for f in *; do\n  ls\ndone", "for f in *; do\n  ls\ndone")
        seat.type("for f").see("for f in *; do …")
        assert "^J" not in seat.text
        seat.press("right").line_is("for f in *; do\n  ls\ndone")

    def test_a_history_that_comes_late_is_suggested_from(self, seat):
        seat.type("echo la").see("as typed")
        seat.shelf.append("echo later", "echo later")
        seat.shelf.changed()
        seat.see("echo later")
