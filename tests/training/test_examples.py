"""Labels, flat sets and padded batches."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import numpy as np
import pytest

from talkie_shell.errors import DataError
from talkie_shell.records import Kind, Utterance
from talkie_shell.spoken import build_lattice, load_vocabulary
from talkie_shell.spoken.speaker import Tier
from talkie_shell.structure.features import MOST_READINGS, SPACED, START, WORDS, encode
from talkie_shell.training.batches import LENGTHS, padded, plan_batches, shared
from talkie_shell.training.examples import UNKNOWN, ExampleSet, Pair, label
from talkie_shell.training.heldout import HeldOut
from talkie_shell.training.literals import as_typed
from talkie_shell.training.pairs import (
    TIER_WEIGHTS,
    Material,
    Shard,
    make_pairs,
    make_shard,
    mixed_in,
    read_heard,
)


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


class TestWhatCameBefore:
    def test_kinds_of_the_targets_before(self) -> None:
        vocabulary = load_vocabulary()
        labelled = label(pair("ls um dash l", "ls -l"), vocabulary)
        assert labelled is not None
        examples = ExampleSet.build([labelled])
        batch = padded(examples, plan_batches(examples, 64, np.random.default_rng(0))[0])
        kinds = batch.own_kind[0, : len(labelled.slots)].tolist()
        assert kinds[1:3] == [Kind.DROP, Kind.SYMBOL]
        assert kinds[0] in WORDS
        assert batch.slot_before[0, :4].tolist() == [START, *kinds[:3]]
        # Neither a dropped filler nor a symbol is a word.
        assert batch.word_before[0, :4].tolist() == [START, kinds[0], kinds[0], kinds[0]]

    def test_nothing_known_came_before_a_line_without_targets(self) -> None:
        labelled = label(pair("git commit", "git commit", "literal"), load_vocabulary())
        assert labelled is not None
        blind = labelled._replace(readings=[UNKNOWN] * len(labelled.readings))
        examples = ExampleSet.build([blind])
        batch = padded(examples, plan_batches(examples, 64, np.random.default_rng(0))[0])
        assert set(batch.slot_before[0].tolist()) == {START}
        assert set(batch.word_before[0].tolist()) == {START}


class TestHeard:
    def heard(self, folder: Path) -> Path:
        file = folder / "heard.jsonl.gz"
        rows = (
            ("Get push", "git push", 1),
            ("kill nine", "kill -9 412", 0),
            ("nothing like it", "ls -l", 3),
            ("an English sentence", "", 0),
        )
        with gzip.open(file, "wt", encoding="utf-8") as lines:
            for heard, command, errors in rows:
                row = {"heard": heard, "command": command, "errors": errors, "words": 3}
                lines.write(json.dumps(row) + "\n")
        return file

    def test_another_file_is_told(self, tmp_path: Path) -> None:
        file = tmp_path / "heard.jsonl.gz"
        file.write_text("{}")
        with pytest.raises(DataError, match="train-voice"):
            read_heard([file], HeldOut([]))

    def test_all_but_those_near_a_held_out_command(self, tmp_path: Path) -> None:
        found = read_heard([self.heard(tmp_path)], HeldOut(["kill -9 777"]))
        assert [one.command for one in found] == ["git push"]
        assert found[0].utterance == Utterance("Get push", "voice")

    def test_takes_its_share(self) -> None:
        other = pair("ls", "ls")
        mixed = list(mixed_in([other] * 1000, [pair("a", "a")], 0.3, random.Random(2)))
        taken = sum(one.command == "a" for one in mixed)
        assert len(mixed) == 1000
        assert 240 < taken < 360

    def test_nothing_heard_changes_nothing(self) -> None:
        pairs = [pair("ls", "ls")] * 3
        assert list(mixed_in(pairs, [], 0.9, random.Random(2))) == pairs

    def test_in_a_shard(self, tmp_path: Path) -> None:
        source = tmp_path / "commands.jsonl"
        source.write_text('{"text": "git status", "source": "nl2bash", "weight": 1}\n')
        material = Material((source,), (), (("real", 1.0),), (("own-words", 1.0),))
        listening = material._replace(heard=(self.heard(tmp_path),), heard_share=1.0)
        plain = ExampleSet.load(make_shard(Shard(material, 1, 0, 8), tmp_path / "plain"))
        heard = ExampleSet.load(make_shard(Shard(listening, 1, 0, 8), tmp_path / "heard"))
        assert not plain.voice.any()
        assert heard.voice.all()
