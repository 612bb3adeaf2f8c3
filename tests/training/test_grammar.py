"""The notation of the tables, each mark of it."""

from __future__ import annotations

from random import Random

import pytest

from talkie_shell.errors import DataError
from talkie_shell.training.grammar import Grammar


def expansions(rules: dict[str, list[str] | str], rule: str = "line", count: int = 200) -> set[str]:
    grammar = Grammar({"four": lambda rng: "4"})
    grammar.add_table(rules)
    grammar.check()
    return {grammar.expand(rule, Random(seed)) for seed in range(count)}


class TestNotation:
    @pytest.mark.parametrize(
        ("rules", "expected"),
        [
            ({"line": ["ls"]}, {"ls"}),
            ({"line": ["ls <f>"], "f": ["a", "b"]}, {"ls a", "ls b"}),
            ({"line": ["head -n <four>"]}, {"head -n 4"}),
            ({"line": ["ls <f?>"], "f": ["a"]}, {"ls", "ls a"}),
            ({"line": ["<s?> ls"], "s": ["sudo"]}, {"ls", "sudo ls"}),
            ({"line": ["a <f?> b <f?>"], "f": ["x"]}, {"a b", "a x b", "a b x", "a x b x"}),
            ({"line": ["ls <-l|-a|>"]}, {"ls -l", "ls -a", "ls"}),
            ({"line": ["x.<c|h<pp|>>"]}, {"x.c", "x.h", "x.hpp"}),
            ({"line": ["cp <n=f> <n>.bak"], "f": ["a", "b"]}, {"cp a a.bak", "cp b b.bak"}),
            ({"line": ["sort < a > b 2>&1"]}, {"sort < a > b 2>&1"}),
            ({"line": ["diff <(sort a) <(sort b)"]}, {"diff <(sort a) <(sort b)"}),
            ({"line": ["wc <<< x | cat"]}, {"wc <<< x | cat"}),
            ({"line": ["ls -<l>"], "l": "a"}, {"ls -a"}),
        ],
    )
    def test_pairs(self, rules: dict[str, list[str] | str], expected: set[str]):
        assert expansions(rules) == expected

    def test_several_are_different(self):
        made = expansions({"line": ["ls <f*>"], "f": ["-n 1", "-n 2", "-a"]})
        assert {"ls", "ls -a"} <= made
        assert not any(line.count("-n") > 1 for line in made)

    def test_at_least_one(self):
        assert "ls" not in expansions({"line": ["ls <f+>"], "f": ["-a", "-b"]})

    def test_weights(self):
        grammar = Grammar({})
        grammar.add_table({"line": ["9x often", "rarely"]})
        rng = Random(1)
        made = [grammar.expand("line", rng) for _ in range(1000)]
        assert 850 < made.count("often") < 950

    def test_bundles_hold_each_letter_once(self):
        for line in expansions({"line": ["-<l>"], "l": "alrt"}):
            letters = line.removeprefix("-")
            assert 1 <= len(letters) <= 4
            assert len(set(letters)) == len(letters)

    def test_own_rules_come_before_shared_ones(self):
        grammar = Grammar({})
        grammar.add_table({"f": ["shared"], "g": ["seen"]})
        grammar.add_table({"forms": ["<f> <g>"], "f": ["own"]}, scope="tool")
        grammar.add_union("command", [("tool.forms", 1.0)])
        grammar.check()
        assert grammar.expand("command", Random(0)) == "own seen"


class TestErrors:
    def test_unknown_rule(self):
        grammar = Grammar({})
        grammar.add_table({"line": ["ls <nothing>"]})
        with pytest.raises(DataError, match="rule line: there is no rule nothing"):
            grammar.check()

    def test_no_productions(self):
        with pytest.raises(DataError, match="no productions"):
            Grammar({}).add_table({"line": []})
