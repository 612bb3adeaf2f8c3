from __future__ import annotations

from dataclasses import replace

import pytest

from talkie_shell.repl.keys import action_table, key_text
from talkie_shell.repl.panels import (
    TURNED_HERE,
    HelpPanel,
    SettingsPanel,
    help_lines,
    settings_lines,
    turned,
)
from talkie_shell.settings import Settings
from talkie_shell.settings.definitions import KEYS, SCALARS


def plain(lines) -> list[str]:
    return ["".join(text for _, text in line) for line in lines]


class TestTable:
    def test_every_key_of_the_settings_has_its_action(self):
        names = {action.name for action in action_table(Settings().keys)}
        assert names == {entry.name for entry in KEYS} | {"enter"}

    def test_every_action_says_what_it_does(self):
        assert all(action.doc for action in action_table(Settings().keys))


class TestKeyText:
    @pytest.mark.parametrize(
        ("chord", "written"),
        [
            ("escape", "Esc"),
            ("escape n", "Alt-N"),
            ("escape enter", "Alt-Enter"),
            ("escape right", "Alt-→"),
            ("c-x c-e", "Ctrl-X Ctrl-E"),
            ("s-tab", "Shift-Tab"),
            ("c-space", "Ctrl-Space"),
            ("c-s-left", "Ctrl-Shift-←"),
            ("f1", "F1"),
            ("right", "→"),
            ("pageup", "Pageup"),
        ],
    )
    def test_pairs(self, chord, written):
        assert key_text(chord) == written


class TestHelp:
    def test_each_action_with_its_keys(self):
        lines = plain(help_lines(action_table(Settings().keys), 100))
        assert any("Ctrl-R" in line and "search the history" in line for line in lines)

    @pytest.mark.parametrize("columns", [10, 20, 40, 80, 200])
    def test_it_fits_any_window(self, columns):
        lines = plain(help_lines(action_table(Settings().keys), columns))
        assert max(map(len, lines)) <= columns

    def test_an_action_without_a_key_is_not_listed(self):
        keys = {**Settings().keys, "search": ()}
        assert not any("search" in line for line in plain(help_lines(action_table(keys), 100)))

    def test_scrolling_stays_inside(self):
        panel = HelpPanel()
        assert panel.scrolled(-1, 20, 5) == HelpPanel(0)
        assert panel.scrolled(99, 20, 5) == HelpPanel(15)
        assert panel.scrolled(1, 3, 5) == HelpPanel(0)


class TestSettingsPanel:
    def test_the_cursor_goes_around(self):
        assert SettingsPanel().moved(-1) == SettingsPanel(len(TURNED_HERE) - 1)

    @pytest.mark.parametrize("row", range(len(TURNED_HERE)))
    def test_each_turns_and_turns_back(self, row):
        once = turned(Settings(), row)
        assert getattr(once, TURNED_HERE[row]) != getattr(Settings(), TURNED_HERE[row])
        twice = turned(once, row)
        assert Settings() in (twice, turned(twice, row))

    def test_values_are_shown(self):
        lines = plain(settings_lines(SettingsPanel(), replace(Settings(), vi=True), 200, 20))
        assert [line.split()[:2] for line in lines] == [
            ["confirm", "changed"],
            ["vi", "on"],
            ["preview", "on"],
            ["logging", "on"],
        ]

    @pytest.mark.parametrize("columns", [20, 30, 44, 45, 60, 80])
    def test_nothing_is_cut_off(self, columns):
        lines = plain(settings_lines(SettingsPanel(), Settings(), columns, 40))
        assert max(map(len, lines)) <= columns
        told = " ".join(" ".join(lines).split())
        docs = {one.name: one.metadata["doc"] for one in SCALARS}
        assert all(word in told for name in TURNED_HERE for word in docs[name].split())

    @pytest.mark.parametrize("row", range(len(TURNED_HERE)))
    def test_the_chosen_one_is_in_a_small_window(self, row):
        lines = plain(settings_lines(SettingsPanel(row), Settings(), 30, 6))
        assert any(line.split()[:1] == [TURNED_HERE[row]] for line in lines[:6])
