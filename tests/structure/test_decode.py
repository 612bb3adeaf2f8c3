"""Decoding: what the beam makes of scores that a network could have given."""

from __future__ import annotations

import math

import pytest

from talkie_shell.context import Context, Flags
from talkie_shell.records import Kind, Lattice, Utterance
from talkie_shell.spoken import build_lattice, load_vocabulary
from talkie_shell.structure.decode import calibrated, decode
from talkie_shell.structure.features import KINDS, START
from talkie_shell.structure.tagger import LineScores, Moves, log_normalised
from talkie_shell.structure.weights import Calibration

EVEN = Calibration()


def lattice_of(text: str, source: str = "typed") -> Lattice:
    return build_lattice(
        Utterance(text, "voice" if source == "voice" else "typed"), load_vocabulary()
    )


def scores_for(
    lattice: Lattice, wanted: list[tuple[str, str]], sure: float = 6.0, literal: float = 0.0
) -> LineScores:
    """Scores that lean to these (joiner, text) choices, one a slot."""
    readings: list[list[float]] = []
    joiners: list[list[float]] = []
    for slot, (joiner, text) in zip(lattice.slots, wanted, strict=True):
        texts = [reading.text for reading in slot.readings]
        readings.append(log_normalised([sure * (one == text) for one in texts]))
        joiners.append(log_normalised([sure * (one == joiner) for one in slot.joiners]))
    return LineScores(readings, joiners, literal)


def best(lattice: Lattice, scores: LineScores, context: Context | None = None) -> str:
    found = decode(lattice, scores, 6, EVEN, context or Context())
    return found[0].command


class TestDecode:
    def test_spells_the_likeliest_choices(self) -> None:
        lattice = lattice_of("find dot dash name star")
        scores = scores_for(
            lattice, [("", "find"), (" ", "."), (" ", "-"), ("", "name"), (" ", "*")]
        )
        assert best(lattice, scores) == "find . -name *"

    def test_dropped_slots_leave_no_blank(self) -> None:
        lattice = lattice_of("um ls please")
        assert best(lattice, scores_for(lattice, [("", ""), ("", "ls"), (" ", "")])) == "ls"

    def test_a_known_flag_is_one_word_and_ends(self) -> None:
        lattice = lattice_of("rsync dash dash dry run dash a x")
        wanted = [("", "rsync"), (" ", "-"), ("", "-"), ("", "dry run"), ("", "-"), ("", "a")]
        scores = scores_for(lattice, [*wanted, (" ", "x")])
        assert best(lattice, scores) == "rsync --dry-run -a x"

    def test_a_said_blank_replaces_the_joiners(self) -> None:
        lattice = lattice_of("git space status")
        scores = scores_for(lattice, [("", "git"), (" ", " "), (" ", "status")])
        assert best(lattice, scores) == "git status"

    def test_a_blank_that_was_said_before_the_command_is_none(self) -> None:
        lattice = lattice_of("please space df dash h")
        wanted = [("", ""), ("", " "), ("", "df"), (" ", "-"), ("", "h")]
        found = decode(lattice, scores_for(lattice, wanted, sure=3.0), 6, EVEN)[0]
        assert found.command == "df -h"
        assert found.choices
        for choice in found.choices:
            assert found.command[choice.start : choice.end] == choice.readings[0]

    def test_a_literal_line_comes_back_untouched(self) -> None:
        lattice = lattice_of("echo  star")
        scores = scores_for(lattice, [("", "echo"), (" ", "*")], literal=0.9)
        assert best(lattice, scores) == "echo  star"

    def test_several_lines_were_pasted(self) -> None:
        lattice = lattice_of("echo one\necho two")
        wanted = [("", "echo"), (" ", "1"), (" ", "echo"), (" ", "2")]
        assert best(lattice, scores_for(lattice, wanted)) == "echo one\necho two"

    def test_a_doubt_leaves_what_was_typed(self) -> None:
        lattice = lattice_of("echo star")
        for literal, command in ((0.2, "echo star"), (0.001, "echo *")):
            scores = scores_for(lattice, [("", "echo"), (" ", "*")], literal=literal)
            assert best(lattice, scores) == command

    def test_what_was_heard_is_never_literal(self) -> None:
        lattice = lattice_of("echo star", "voice")
        scores = scores_for(lattice, [("", "echo"), (" ", "*")], literal=0.9)
        assert best(lattice, scores) == "echo *"

    def test_quotes_that_close_are_preferred(self) -> None:
        lattice = lattice_of("echo quote hi quote")
        scores = scores_for(lattice, [("", "echo"), (" ", '"'), ("", "hi"), ("", '"')], sure=8.0)
        last = [reading.text for reading in lattice.slots[3].readings]
        doubtful = [0.0] * len(last)
        doubtful[last.index("quote")] = 0.5
        scores.readings[3] = log_normalised(doubtful)
        assert best(lattice, scores) == 'echo "hi"'

    def test_alternatives_come_likeliest_first_and_differ(self) -> None:
        lattice = lattice_of("ls dash I H")
        scores = scores_for(lattice, [("", "ls"), (" ", "-"), ("", "i"), ("", "h")])
        for slot in (2, 3):
            texts = [reading.text for reading in lattice.slots[slot].readings]
            letters = [2.0 if text.islower() else 1.5 if text else -9.0 for text in texts]
            scores.readings[slot] = log_normalised(letters)
        found = decode(lattice, scores, 4, EVEN)
        commands = [candidate.command for candidate in found]
        assert commands[0] == "ls -ih"
        assert {"ls -iH", "ls -Ih"} <= set(commands)
        assert len(set(commands)) == len(commands)
        masses = [candidate.confidence for candidate in found]
        assert masses == sorted(masses, reverse=True)

    def test_choices_name_the_span_they_replace(self) -> None:
        lattice = lattice_of("ls dash H")
        scores = scores_for(lattice, [("", "ls"), (" ", "-"), ("", "h")], sure=2.0)
        found = decode(lattice, scores, 1, EVEN)[0]
        letters = [choice for choice in found.choices if choice.readings[0] == "h"]
        assert [found.command[c.start : c.end] for c in letters] == ["h"]
        assert "H" in letters[0].readings
        assert letters[0].confidence == pytest.approx(math.exp(scores.readings[2][0]), rel=1e-6)

    def test_every_choice_holds_what_stands_there(self) -> None:
        lattice = lattice_of("cat a dash b pipe wc dash l")
        flat = LineScores(
            [log_normalised([0.0] * len(slot.readings)) for slot in lattice.slots],
            [log_normalised([0.0] * len(slot.joiners)) for slot in lattice.slots],
            0.0,
        )
        found = decode(lattice, flat, 1, EVEN)[0]
        assert found.choices
        for choice in found.choices:
            assert found.command[choice.start : choice.end] == choice.readings[0]


class TestHabits:
    def test_who_says_blanks_says_them_all(self) -> None:
        lattice = lattice_of("ls space dash l space day star dot json")
        wanted = [
            ("", "ls"), ("", " "), ("", "-"), ("", "l"), ("", " "), ("", "day"),
            (" ", "*"), ("", "."), ("", "json"),
        ]  # fmt: skip
        assert best(lattice, scores_for(lattice, wanted, sure=2.0)) == "ls -l day*.json"

    @pytest.mark.parametrize(
        ("said", "source", "command"),
        [
            ("alias foo equals BAR", "typed", "alias foo=BAR"),
            ("alias foo equals BAR", "voice", "alias foo=bar"),
            ("Alias foo equals BAR", "typed", "alias foo=bar"),
            ("alias foo equals B", "typed", "alias foo=b"),
        ],
        ids=["typed", "heard", "typed by a recogniser", "a letter"],
    )
    def test_a_word_typed_with_capitals_keeps_them(self, said, source, command) -> None:
        lattice = lattice_of(said, source)
        last = command.partition("=")[2]
        wanted = [("", "alias"), (" ", "foo"), ("", "="), ("", last.lower())]
        assert best(lattice, scores_for(lattice, wanted)) == command

    def test_the_semicolon_of_find_stands_at_its_backslash(self) -> None:
        lattice = lattice_of("rm backslash semicolon dash print")
        wanted = [("", "rm"), (" ", "\\"), (" ", ";"), (" ", "-"), ("", "print")]
        assert best(lattice, scores_for(lattice, wanted, sure=9.0)) == r"rm \; -print"

    def test_who_types_capitals_types_small_letters_as_well(self) -> None:
        wanted = [("", "echo"), (" ", "$"), ("", "HOST"), (" ", "Main")]
        for last, command in [("Main", "echo $host Main"), ("main", "echo $HOST Main")]:
            lattice = lattice_of(f"echo dollar host {last}")
            assert best(lattice, scores_for(lattice, wanted)) == command

    def test_a_word_typed_with_capitals_may_still_mean_nothing(self) -> None:
        lattice = lattice_of("ls oops I meant df")
        wanted = [("", ""), ("", ""), ("", "df")]
        assert best(lattice, scores_for(lattice, wanted)) == "df"


class TestContext:
    def test_a_file_settles_the_case(self) -> None:
        lattice = lattice_of("cat read me dot m d")
        wanted = [("", "cat"), (" ", "readme"), ("", "."), ("", "md")]
        if len(lattice.slots) == 6:
            wanted = [("", "cat"), (" ", "read"), ("", "me"), ("", "."), ("", "m"), ("", "d")]
        elif len(lattice.slots) == 5:
            wanted = [("", "cat"), (" ", "read"), ("", "me"), ("", "."), ("", "md")]
        scores = scores_for(lattice, wanted, sure=9.0)
        assert best(lattice, scores) == "cat readme.md"
        assert best(lattice, scores, Context(frozenset({"README.md"}))) == "cat README.md"

    def test_a_name_does_not_win_over_a_symbol(self) -> None:
        lattice = lattice_of("rm star dot txt")
        scores = scores_for(lattice, [("", "rm"), (" ", "*"), ("", "."), ("", "txt")], sure=3.0)
        assert best(lattice, scores, Context(frozenset({"star.txt", "star"}))) == "rm *.txt"

    def test_a_flag_that_only_exists_in_the_other_case(self) -> None:
        lattice = lattice_of("ssh dash J bastion")
        scores = scores_for(
            lattice, [("", "ssh"), (" ", "-"), ("", "j"), (" ", "bastion")], sure=9.0
        )
        texts = [reading.text for reading in lattice.slots[2].readings]
        doubtful = {"j": 2.0, "J": 1.0}
        scores.readings[2] = log_normalised([doubtful.get(text, -9.0) for text in texts])
        flags = {"ssh": Flags(frozenset("AJNv"))}
        assert best(lattice, scores) == "ssh -j bastion"
        assert best(lattice, scores, Context(flags=flags.get)) == "ssh -J bastion"


def still() -> Moves:
    """Decisions that move nothing."""
    after = [[0.0] * KINDS for _ in range(KINDS + 1)]
    return Moves(after, [list(row) for row in after], [[0.0] * 4 for _ in range(KINDS)])


class TestMoves:
    def moved(self, lattice: Lattice, scores: LineScores) -> LineScores:
        """The same with tables for every slot, which the test may fill."""
        moves = [still() for _ in lattice.slots]
        for slot, move in zip(lattice.slots, moves, strict=True):
            for row in move.of_kind:
                del row[len(slot.joiners) :]
        return scores._replace(moves=moves)

    def test_what_was_dropped_takes_the_next_with_it(self) -> None:
        lattice = lattice_of("um so ls")
        scores = self.moved(lattice, scores_for(lattice, [("", ""), (" ", "so"), (" ", "ls")], 1.0))
        assert best(lattice, scores) == "so ls"
        scores.moves[1].after_slot[Kind.DROP][Kind.DROP] = 4.0
        assert best(lattice, scores) == "ls"

    def test_only_what_came_before_counts(self) -> None:
        lattice = lattice_of("um so ls")
        scores = self.moved(lattice, scores_for(lattice, [("", ""), (" ", "so"), (" ", "ls")], 1.0))
        scores.moves[1].after_slot[START][Kind.DROP] = 4.0
        assert best(lattice, scores) == "so ls"

    def test_case_goes_on_over_a_symbol(self) -> None:
        lattice = lattice_of("fetch underscore head")
        kinds = [{r.kind: r.text for r in slot.readings} for slot in lattice.slots]
        assert kinds[2][Kind.UPPER] == "HEAD"
        wanted = [("", "FETCH"), ("", "_"), ("", "head")]
        scores = self.moved(lattice, scores_for(lattice, wanted, 2.0))
        assert best(lattice, scores) == "FETCH_head"
        scores.moves[2].after_word[Kind.UPPER][Kind.UPPER] = 4.0
        assert best(lattice, scores) == "FETCH_HEAD"

    def test_a_joiner_depends_on_what_it_joins(self) -> None:
        lattice = lattice_of("head dash n ten")
        texts = [[reading.text for reading in slot.readings] for slot in lattice.slots]
        assert "10" in texts[3]
        wanted = [("", "head"), (" ", "-"), ("", "n"), (" ", "10")]
        scores = self.moved(lattice, scores_for(lattice, wanted, 3.0))
        assert best(lattice, scores) == "head -n 10"
        glued = lattice.slots[3].joiners.index("")
        scores.moves[3].of_kind[Kind.NUMBER][glued] = 5.0
        assert best(lattice, scores) == "head -n10"

    def test_choices_know_what_stands_before_them(self) -> None:
        lattice = lattice_of("fetch underscore head")
        wanted = [("", "FETCH"), ("", "_"), ("", "HEAD")]
        scores = self.moved(lattice, scores_for(lattice, wanted, 4.0))
        scores.moves[2].after_word[Kind.UPPER][Kind.UPPER] = 9.0
        first = decode(lattice, scores, 6, EVEN)[0]
        assert first.command == "FETCH_HEAD"
        assert "HEAD" not in [choice.readings[0] for choice in first.choices]


@pytest.mark.parametrize("probability", [0.0, 0.2, 0.5, 0.9, 1.0])
def test_calibration_keeps_the_order_and_the_range(probability: float) -> None:
    calibration = Calibration(0.7, -0.3)
    assert 0 < calibrated(probability, calibration) < 1
    assert calibrated(probability, calibration) <= calibrated(1.0, calibration)


def test_kinds_are_part_of_the_weights() -> None:
    assert [kind.name for kind in Kind] == [
        "KEEP", "LOWER", "TITLE", "UPPER", "SYMBOL", "NUMBER", "LETTER", "VARIANT", "DROP", "SPLIT",
    ]  # fmt: skip
