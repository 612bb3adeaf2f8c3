"""Labels, flat sets and padded batches."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from talkie_shell.records import Kind, Utterance
from talkie_shell.spoken import build_lattice, load_vocabulary
from talkie_shell.spoken.speaker import Tier
from talkie_shell.structure.features import MOST_READINGS, SPACED, encode
from talkie_shell.training.batches import LENGTHS, padded, plan_batches, shared
from talkie_shell.training.examples import UNKNOWN, ExampleSet, Pair, label
from talkie_shell.training.literals import as_typed
from talkie_shell.training.pairs import TIER_WEIGHTS, make_pairs


def pair(said: str, command: str, tier: str = "own-words") -> Pair:
    return Pair(Utterance(said), command, tier)


class TestLabel:
    def test_targets_spell_the_command(self) -> None:
        said = pair("find dot dash name star", "find . -name *")
        labelled = label(said, load_vocabulary())
        assert labelled is not None
        lattice = build_lattice(said.utterance, load_vocabulary())
        chosen = [
            slot.readings[target].text
            for slot, target in zip(lattice.slots, labelled.readings, strict=True)
        ]
        assert chosen == ["find", ".", "-", "name", "*"]
        assert labelled.joiners == [UNKNOWN, SPACED, SPACED, 0, SPACED]
        assert labelled.literal == 0

    def test_what_the_lattice_lacks_is_left_out(self) -> None:
        assert label(pair("ls", "rm -rf /"), load_vocabulary()) is None

    def test_dropped_slots_have_no_joiner(self) -> None:
        labelled = label(pair("um ls please", "ls"), load_vocabulary())
        assert labelled is not None
        lattice = build_lattice(Utterance("um ls please"), load_vocabulary())
        kinds = [s.readings[t].kind for s, t in zip(lattice.slots, labelled.readings, strict=True)]
        assert kinds == [Kind.DROP, Kind.KEEP, Kind.DROP]
        assert labelled.joiners == [UNKNOWN, UNKNOWN, UNKNOWN]

    def test_literal_is_known_where_it_matters(self) -> None:
        vocabulary = load_vocabulary()
        typed = label(pair("echo  star", "echo  star", "literal"), vocabulary)
        spoken = label(pair("echo star", "echo *"), vocabulary)
        alike = label(pair("git status", "git status"), vocabulary)
        assert typed is not None
        assert spoken is not None
        assert alike is not None
        assert (typed.literal, spoken.literal, alike.literal) == (1, 0, UNKNOWN)


class TestExampleSet:
    def test_saved_and_joined_sets_hold_the_same(
        self, examples: ExampleSet, tmp_path: Path
    ) -> None:
        examples.save(tmp_path / "set.npz")
        again = ExampleSet.load(tmp_path / "set.npz")
        twice = ExampleSet.join([examples, again])
        assert len(twice) == 2 * len(examples)
        middle = len(examples)
        assert twice.lines[middle] == examples.lines[-1]
        assert (twice.hashes[: len(examples.hashes)] == examples.hashes).all()
        assert (twice.hashes[len(examples.hashes) :] == examples.hashes).all()
        assert (np.diff(twice.slots)[: len(examples.hashes)] == np.diff(examples.slots)).all()

    def test_padding_keeps_every_slot_where_it_was(self) -> None:
        said = pair("cat a dot txt pipe wc dash l", "cat a.txt | wc -l")
        labelled = label(said, load_vocabulary())
        assert labelled is not None
        one = ExampleSet.build([labelled])
        plan = plan_batches(one, 64, np.random.default_rng(0))[0]
        batch = padded(one, plan)
        slots = encode(build_lattice(said.utterance, load_vocabulary()))
        for at, slot in enumerate(slots):
            assert batch.hashes[0, at].tolist() == list(slot.hashes)
            assert batch.kinds[0, at, : len(slot.kinds)].tolist() == list(slot.kinds)
            assert batch.readings[0, at].sum() == len(slot.kinds) <= MOST_READINGS
        assert batch.slots[0].sum() == len(slots)
        assert (batch.reading_target[0, len(slots) :] == UNKNOWN).all()

    def test_every_line_comes_once(self, examples: ExampleSet) -> None:
        plans = plan_batches(examples, 256, np.random.default_rng(3))
        rows = sorted(row for plan in plans for row in plan.rows.tolist())
        assert rows == list(range(len(examples)))
        assert {plan.length for plan in plans} <= set(LENGTHS)

    @pytest.mark.parametrize("size", [1, 2, 3])
    def test_shares_make_up_the_batch(self, examples: ExampleSet, size: int) -> None:
        plan = plan_batches(examples, 512, np.random.default_rng(3))[0]
        known = (padded(examples, plan).reading_target != UNKNOWN).sum()
        parts = [shared(examples, plan, rank, size) for rank in range(size)]
        assert sum((part.reading_target != UNKNOWN).sum() for part in parts) == known

    def test_a_process_without_lines_learns_nothing(self, examples: ExampleSet) -> None:
        plan = plan_batches(examples, 512, np.random.default_rng(3))[0]
        batch = shared(examples, plan._replace(rows=plan.rows[:1]), 1, 2)
        assert (batch.reading_target == UNKNOWN).all()
        assert (batch.joiner_target == UNKNOWN).all()
        assert (batch.literal == UNKNOWN).all()


class TestPairs:
    def test_the_same_seed_says_the_same(self) -> None:
        commands = ["git log --oneline", "ls -la /tmp", "cat notes.txt | wc -l"] * 5
        first = list(make_pairs(commands, random.Random(4), load_vocabulary()))
        again = list(make_pairs(commands, random.Random(4), load_vocabulary()))
        other = list(make_pairs(commands, random.Random(5), load_vocabulary()))
        assert first == again
        assert first != other

    def test_every_way_of_speaking_is_drawn(self) -> None:
        pairs = make_pairs(["git log --oneline -n 5"] * 400, random.Random(1), load_vocabulary())
        assert {made.tier for made in pairs} == {tier.value for tier in Tier}
        assert set(TIER_WEIGHTS) == set(Tier)

    def test_literal_pairs_are_typed_as_they_are(self) -> None:
        pairs = make_pairs(["npm run build"] * 400, random.Random(1), load_vocabulary())
        literal = [made for made in pairs if made.tier == "literal"]
        assert literal
        assert all(made.utterance.text == made.command for made in literal)
        assert len({made.command for made in literal}) > 3

    def test_as_typed_keeps_the_first_word(self) -> None:
        rng = random.Random(2)
        assert all(as_typed("npm run build", rng).startswith("npm") for _ in range(50))
