"""The tables hold together, and users extend them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from string import ascii_lowercase
from typing import Any

import pytest

from talkie_shell.errors import VocabularyError
from talkie_shell.records import Utterance
from talkie_shell.spoken import build_lattice, covers, load_vocabulary, loading, table_files
from talkie_shell.spoken.lattice import best_path
from talkie_shell.spoken.vocabulary import phrase_of

TALON = (
    "air", "bat", "cap", "drum", "each", "fine", "gust", "harp", "sit", "jury", "crunch", "look",
    "made", "near", "odd", "pit", "quench", "red", "sun", "trap", "urge", "vest", "whale", "plex",
    "yank", "zip",
)  # fmt: skip
PRINTABLE_SYMBOLS = [chr(code) for code in range(32, 127) if not chr(code).isalnum()]


def command(spoken: str, user: Mapping[str, Any] | None = None) -> str:
    return best_path(build_lattice(Utterance(spoken), load_vocabulary(user)))


def heard_as(spoken: str, expected: str, user: Mapping[str, Any] | None = None) -> bool:
    return covers(build_lattice(Utterance(spoken), load_vocabulary(user)), expected)


class TestPhraseOf:
    @pytest.mark.parametrize(
        ("name", "phrase"),
        [
            ("Open Paren", ("open", "paren")),
            ("let's", ("let's",)),
            ("x-ray", ("x", "-", "ray")),
            ("  dash ", ("dash",)),
        ],
    )
    def test_words(self, name: str, phrase: tuple[str, ...]):
        assert phrase_of(name) == phrase


class TestTables:
    def test_all_33_symbols_have_a_name(self):
        assert len(PRINTABLE_SYMBOLS) == 33
        assert all(load_vocabulary().names[symbol] for symbol in PRINTABLE_SYMBOLS)

    def test_loaded_once(self):
        assert load_vocabulary() is load_vocabulary(None)
        assert load_vocabulary({}) is load_vocabulary()

    def test_longest_phrases_first(self):
        lengths = load_vocabulary().lengths
        assert all(list(found) == sorted(found, reverse=True) for found in lengths.values())

    @pytest.mark.parametrize(
        ("file", "table", "message"),
        [
            (
                "shell/symbols.toml",
                'symbol = [{text = "-", glue = "none", names = ["dash", "Dash"]}]',
                "symbols.toml: '-': 'Dash' already stands at symbols.toml: '-'",
            ),
            (
                "shell/symbols.toml",
                (
                    'symbol = [{text = "-", glue = "none", names = ["dash"]},'
                    ' {text = ".", glue = "none", names = [], weak = ["dash"]}]'
                ),
                "symbols.toml: '.': 'dash' already stands at symbols.toml: '-'",
            ),
            (
                "shell/symbols.toml",
                (
                    'symbol = [{text = "-", glue = "none", names = []},'
                    ' {text = "-", glue = "none", names = []}]'
                ),
                "symbols.toml: '-' stands twice",
            ),
            (
                "shell/symbols.toml",
                'symbol = [{text = "-", glue = "none", names = [" "]}]',
                "symbols.toml: '-': ' ' is not a phrase of 1 to 8 words",
            ),
            (
                "shell/words.toml",
                'first = []\n[said]\n[heard]\nsudo = ["pseudo", "pseudo"]\n[cased]\nwords = []',
                "words.toml: 'pseudo' stands twice",
            ),
            (
                "shell/words.toml",
                'first = []\n[said]\n[heard]\nsudo = ["sudo"]\n[cased]\nwords = []',
                "words.toml: 'sudo' is the word itself",
            ),
            (
                "shell/words.toml",
                "first = []\n[said]\n[heard]\nsudo = 3\n[cased]\nwords = []",
                "words.toml: sudo: expected a phrase or a list of phrases, got 3",
            ),
            (
                "shell/words.toml",
                'first = []\n[said]\n[heard]\n[joined]\ngit = "git hub, github"',
                "words.toml: 'github' is one word or stands twice",
            ),
            (
                "shell/words.toml",
                'first = []\n[said]\n[heard]\n[joined]\ngit = """\ngit hub,\ngit hub\n"""',
                "words.toml: 'git hub' is one word or stands twice",
            ),
            (
                "english/repairs.toml",
                'replace = ["sorry"]\nerase = ["sorry"]',
                "repairs.toml: 'sorry' already stands at repairs.toml",
            ),
            (
                "english/fillers.toml",
                'empty = ["um"]\nsoft = ["um"]',
                "fillers.toml: 'um' already stands at fillers.toml",
            ),
        ],
    )
    def test_broken_tables_are_refused(
        self, file: str, table: str, message: str, monkeypatch: pytest.MonkeyPatch
    ):
        read = table_files.read_table
        monkeypatch.setattr(
            loading,
            "read_table",
            lambda name: tomllib.loads(table) if name == file else read(name),
        )
        with pytest.raises(VocabularyError) as caught:
            load_vocabulary({"remove": []})
        assert str(caught.value) == message

    def test_a_table_that_is_no_toml_is_named(self, tmp_path, monkeypatch: pytest.MonkeyPatch):
        (tmp_path / "shell").mkdir()
        (tmp_path / "shell" / "symbols.toml").write_text("[[symbol]\n")
        monkeypatch.setattr(table_files, "TABLES", tmp_path)
        with pytest.raises(VocabularyError, match=r"symbols\.toml: Expected"):
            load_vocabulary({"remove": []})

    def test_a_row_that_stands_twice_is_named(self, tmp_path, monkeypatch: pytest.MonkeyPatch):
        (tmp_path / "words.toml").write_text('[said]\ngit = ["get"]\ngit = ["kit", "jit"]\n')
        monkeypatch.setattr(table_files, "TABLES", tmp_path)
        with pytest.raises(VocabularyError, match=r"words\.toml: Cannot overwrite a value"):
            table_files.read_table("words.toml")

    def test_a_missing_table_is_named(self, tmp_path, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(table_files, "TABLES", tmp_path)
        with pytest.raises(VocabularyError, match=r"symbols\.toml"):
            load_vocabulary({"remove": []})


class TestUser:
    def test_a_symbol_of_their_own(self):
        user = {"symbols": {"thingy": "%"}}
        assert command("foo space thingy", user) == "foo %"
        assert command("foo space thingy") == "foo thingy"

    def test_a_symbol_of_several_characters(self):
        user = {"symbols": {"swallow errors": "|| true"}}
        assert heard_as("make swallow errors", "make || true", user)

    def test_a_word_of_their_own(self):
        assert command("cd my stuff", {"words": {"my stuff": "~/stuff"}}) == "cd ~/stuff"

    def test_their_word_replaces_ours(self):
        user = {"words": {"star": "stern"}}
        assert command("echo star", user) == "echo stern"
        assert not heard_as("echo star", "echo *", user)

    def test_a_phrase_of_ours_can_be_given_another_meaning(self):
        assert command("ls hat", {"symbols": {"hat": "~"}}) == "ls ~"
        load_vocabulary({"fillers": ["basically"]})

    def test_a_filler_of_their_own(self):
        user = {"fillers": ["wonderful"]}
        assert heard_as("wonderful ls", "ls", user)
        assert not heard_as("wonderful ls", "ls")

    def test_removal(self):
        assert heard_as("ls hat", "ls ^")
        assert not heard_as("ls hat", "ls ^", {"remove": ["hat"]})
        assert command("ls dash l", {"remove": ["dash"]}) == "ls dash l"

    def test_talon_is_off_until_asked_for(self):
        assert not heard_as("ls dash jury", "ls -j")
        assert heard_as("ls dash jury", "ls -j", {"talon": True})
        assert not heard_as("ls dash jury", "ls -j", {"talon": False})

    @pytest.mark.parametrize(("letter", "name"), list(zip(ascii_lowercase, TALON, strict=True)))
    def test_talon_letters(self, letter: str, name: str):
        assert heard_as(f"ls dash {name}", f"ls -{letter}", {"talon": True})

    def test_the_default_stays_as_it_was(self):
        before = load_vocabulary().meanings
        load_vocabulary({"remove": ["dash"], "words": {"foo": "bar"}})
        assert load_vocabulary().meanings is before
        assert command("ls space dash l") == "ls -l"

    @pytest.mark.parametrize(
        ("user", "message"),
        [
            (
                {"symbol": {}},
                (
                    "settings: [vocabulary] has no 'symbol'; it knows symbols, words, fillers,"
                    " remove, talon"
                ),
            ),
            ({"symbols": ["%"]}, "settings: [vocabulary.symbols] must be a table"),
            (
                {"words": {"foo": ""}},
                "settings: vocabulary.words: 'foo' must name some text",
            ),
            (
                {"words": {"foo": 3}},
                "settings: vocabulary.words: 'foo' must name some text",
            ),
            (
                {"symbols": {"foo": "\x1b[2J"}},
                "settings: vocabulary.symbols: 'foo' holds control characters",
            ),
            (
                {"fillers": 3},
                "settings: vocabulary.fillers: expected a phrase or a list of phrases, got 3",
            ),
            (
                {"words": {"a b c d e f g h i": "x"}},
                "settings: vocabulary.words: 'a b c d e f g h i' is not a phrase of 1 to 8 words",
            ),
        ],
    )
    def test_mistakes_are_told_in_one_line(self, user: Mapping[str, Any], message: str):
        with pytest.raises(VocabularyError) as caught:
            load_vocabulary(user)
        assert str(caught.value) == message
