"""Spoken -> printable line, as one-line pairs; and every row of every table at least once."""

from __future__ import annotations

from pathlib import Path

import pytest

from talkie_shell.records import Kind, Utterance
from talkie_shell.spoken import Vocabulary, build_lattice, covers, load_vocabulary
from talkie_shell.spoken.lattice import best_path
from talkie_shell.spoken.vocabulary import Directive

DATA = Path(__file__).parent.parent / "data"
VOCABULARY = load_vocabulary()


def pairs(name: str) -> list[tuple[str, str]]:
    """The pairs of a file: one tab between spoken and expected, # comments."""
    lines = (DATA / name).read_text(encoding="utf-8").split("\n")
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(spoken, expected) for spoken, expected in rows]


LINES = pairs("spoken.tsv")
COMMANDS = pairs("spoken_commands.tsv")


def line(spoken: str) -> str:
    return build_lattice(Utterance(spoken), VOCABULARY).line


def heard_as(spoken: str, command: str, vocabulary: Vocabulary = VOCABULARY) -> bool:
    return covers(build_lattice(Utterance(spoken, "voice"), vocabulary), command)


def typed_as(typed: str, command: str) -> bool:
    return covers(build_lattice(Utterance(typed), VOCABULARY), command)


class TestPairs:
    @pytest.mark.parametrize(("spoken", "expected"), LINES)
    def test_line(self, spoken: str, expected: str):
        assert line(spoken) == expected

    @pytest.mark.parametrize(("spoken", "expected"), COMMANDS)
    def test_best_path(self, spoken: str, expected: str):
        assert best_path(build_lattice(Utterance(spoken), VOCABULARY)) == expected

    def test_there_are_many_and_none_twice(self):
        spoken = [one for one, _ in LINES]
        assert len(spoken) >= 520
        assert len(set(spoken)) == len(spoken)


def names(table: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(name, text) for text, found in table.items() for name in found]


class TestEveryRow:
    """The pairs show the rows that matter most; here nothing is left out."""

    @pytest.mark.parametrize(("name", "text"), names(VOCABULARY.names))
    def test_symbol(self, name: str, text: str):
        first = build_lattice(Utterance(f"foo {name} bar"), VOCABULARY).slots[1].readings[0]
        assert first.text == text
        assert first.kind is Kind.SYMBOL

    @pytest.mark.parametrize(("name", "text"), names(VOCABULARY.weak_names))
    def test_weak_symbol(self, name: str, text: str):
        assert line(f"foo {name} bar") == f"foo {name} bar"
        assert typed_as(f"foo {name} bar", f"foo {text} bar")
        assert heard_as(f"foo {name} bar", f"foo {text} bar")

    @pytest.mark.parametrize(("name", "text"), names(VOCABULARY.heard_names))
    def test_misheard_symbol(self, name: str, text: str):
        assert heard_as(f"foo {name} bar", f"foo {text} bar")
        if name.isalpha():  # longer ones may be several things that are said
            assert not typed_as(f"foo {name} bar", f"foo {text} bar")

    @pytest.mark.parametrize(("name", "word"), names(VOCABULARY.said))
    def test_word_by_another_name(self, name: str, word: str):
        assert typed_as(name, word)
        assert heard_as(name, word)

    @pytest.mark.parametrize(("name", "word"), names(VOCABULARY.heard))
    def test_misheard_word(self, name: str, word: str):
        assert heard_as(name, word)
        if name.isalpha():
            assert not typed_as(name, word)

    @pytest.mark.parametrize(
        ("name", "letter"), [*VOCABULARY.nato.items(), *names(VOCABULARY.letters)]
    )
    def test_letter(self, name: str, letter: str):
        assert heard_as(f"ls dash {name}", f"ls -{letter}")
        assert heard_as(f"ls dash {name}", f"ls -{letter.upper()}")

    @pytest.mark.parametrize(
        ("name", "directive"),
        [(name, directive) for directive, found in VOCABULARY.directives for name in found],
    )
    def test_directive(self, name: str, directive: Directive):
        expected = {
            ("title", "word", None): "Foo",
            ("upper", "letter", None): "X",
            ("upper", "word", None): "FOO",
            ("lower", "word", None): "foo",
            ("camel", "run", ""): "fooBar",
            ("title", "run", ""): "FooBar",
            ("title", "run", " "): "Foo Bar",
            ("lower", "run", "_"): "foo_bar",
            ("lower", "run", "-"): "foo-bar",
            ("lower", "run", "."): "foo.bar",
            ("lower", "run", ""): "foobar",
            ("upper", "run", "_"): "FOO_BAR",
        }[directive.case, directive.scope, directive.joiner]
        words = {"letter": "x", "word": "foo", "run": "foo bar"}[directive.scope]
        assert best_path(build_lattice(Utterance(f"{name} {words}"), VOCABULARY)) == expected

    @pytest.mark.parametrize("name", VOCABULARY.escapes)
    def test_escape(self, name: str):
        assert line(f"echo {name} dash") == "echo dash"

    @pytest.mark.parametrize("name", VOCABULARY.fillers)
    def test_filler(self, name: str):
        assert line(f"{name} ls") == "ls"

    @pytest.mark.parametrize(
        "name",
        [" ".join(one) for one, about in VOCABULARY.meanings.items() if about.filler == "soft"],
    )
    def test_soft_filler(self, name: str):
        assert heard_as(f"{name} ls", "ls")
        assert heard_as(f"{name} ls", f"{name} ls")

    @pytest.mark.parametrize("name", VOCABULARY.repairs + VOCABULARY.erasers)
    def test_cue(self, name: str):
        assert heard_as(f"cat foo dot txt {name} pwd", "pwd")

    @pytest.mark.parametrize(
        ("word", "value"),
        [
            *VOCABULARY.digits.items(),
            *VOCABULARY.teens.items(),
            *VOCABULARY.tens.items(),
        ],
    )
    def test_number_word(self, word: str, value: int):
        assert line(word) == str(value)

    @pytest.mark.parametrize(("word", "value"), VOCABULARY.scales.items())
    def test_scale(self, word: str, value: int):
        assert line(f"two {word}") == str(2 * value)

    @pytest.mark.parametrize(("word", "times"), VOCABULARY.repeats.items())
    def test_repeat(self, word: str, times: int):
        assert line(f"{word} seven") == "7" * times

    @pytest.mark.parametrize(("word", "value"), VOCABULARY.weak_digits.items())
    def test_weak_digit(self, word: str, value: int):
        assert heard_as(f"four {word} four", f"4{value}4")
        assert heard_as(f"echo {word}", f"echo {word}")

    @pytest.mark.parametrize(
        ("lower", "word"), [(low, word) for word, low in names(VOCABULARY.cased)]
    )
    def test_cased_word(self, lower: str, word: str):
        assert heard_as(lower, word)


class TestPassedOn:
    """What another program's recogniser types is read as one writes, whatever came before."""

    @pytest.mark.parametrize(
        ("typed", "command"),
        [
            ("Get status", "git status"),
            ("Pseudo apt update.", "sudo apt update"),
            ("LS dash LA", "ls -la"),
            ("Docker, ps dash a.", "docker ps -a"),
        ],
    )
    def test_a_sentence(self, typed: str, command: str):
        assert typed_as(typed, command)

    @pytest.mark.parametrize(
        ("typed", "command"), [("get status", "git status"), ("README.md tower", "README.md tar")]
    )
    def test_no_sentence(self, typed: str, command: str):
        assert not typed_as(typed, command)
