"""An utterance becomes a lattice that covers what was meant, and the path is found again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkie_shell.records import Kind, Lattice, Utterance
from talkie_shell.spoken import align, build_lattice, covers, load_vocabulary, spell
from talkie_shell.spoken.lattice import best_path
from talkie_shell.spoken.lexer import lex

VOCABULARY = load_vocabulary()
SPOKEN = st.lists(
    st.sampled_from([*(" ".join(phrase) for phrase in VOCABULARY.meanings), "foo", "a", "x", "Y"])
    | st.text(st.characters(codec="utf-8"), max_size=6),
    max_size=8,
).map(" ".join)


def lattice(text: str, *, voice: bool = False) -> Lattice:
    return build_lattice(Utterance(text, "voice" if voice else "typed"), VOCABULARY)


def kept(text: str, command: str) -> str:
    """The words that the alignment keeps."""
    found = lattice(text)
    path = align(found, command)
    assert path is not None
    steps = zip(found.slots, path, strict=True)
    return " ".join(
        slot.words for slot, step in steps if slot.readings[step.reading].kind is not Kind.DROP
    )


class TestLex:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("Find .-name a1", "Find|.|-|name|a1"),
            ("let's run", "let's|run"),
            ("sed 's/a'", "sed|'|s|/|a|'"),
            ("foo_bar", "foo|_|bar"),
            ("it's 5", "it's|5"),
            ("naïve café", "naïve|café"),
            ("", ""),
            (" \t\n", ""),
        ],
    )
    def test_words(self, text: str, words: str):
        assert "|".join(word.text for word in lex(text)) == words

    @given(st.text())
    def test_nothing_but_white_space_is_lost(self, text: str):
        words = lex(text)
        rebuilt = "".join(word.gap + word.text for word in words)
        assert rebuilt == text[: len(rebuilt)]
        assert not text[len(rebuilt) :].strip()


class TestBuildLattice:
    @given(SPOKEN, st.booleans())
    def test_slots_cover_the_text(self, text: str, voice: bool):
        found = lattice(text, voice=voice)
        position = 0
        for slot in found.slots:
            assert text[position : slot.start] == slot.gap
            assert text[slot.start : slot.end] == slot.words
            assert slot.readings
            assert slot.joiners
            position = slot.end
        assert not text[position:].strip()

    @given(SPOKEN, st.booleans())
    def test_readings_do_not_repeat_and_only_drops_are_empty(self, text: str, voice: bool):
        for slot in lattice(text, voice=voice).slots:
            texts = [reading.text for reading in slot.readings]
            assert len(set(texts)) == len(texts)
            assert all(bool(one.text) != (one.kind is Kind.DROP) for one in slot.readings)

    @given(SPOKEN)
    def test_the_utterance_itself_is_covered(self, text: str):
        assert covers(lattice(text), text)

    @given(SPOKEN, st.booleans())
    def test_the_best_path_is_a_path(self, text: str, voice: bool):
        found = lattice(text, voice=voice)
        assert align(found, best_path(found)) is not None

    @pytest.mark.parametrize(
        ("spoken", "command"),
        [
            ("chop and then dot txt", "chop and then.txt"),
            ("find dot dash name at dot", "find . -name at."),
            ("pseudo ls", "pseudo ls"),
            ("see dash see", "c -C"),
            ("find dot dash I name", "find . -iname"),
            ("open square bracket a", "open square bracket a"),
            ("camel case get user list", "getUser list"),
            ("camel case get user list", "getUserList"),
            ("snake case a b space foo", "a_b foo"),
            ("i mean ls", "i mean ls"),
            ("dash t x t", "-t x t"),
            ("cat foo dot text", "cat foo.txt"),
            ("two redirect slash dev slash null", "2> /dev/null"),
            ("git dash dash get path", "git --get path"),
        ],
    )
    def test_covers(self, spoken: str, command: str):
        assert covers(lattice(spoken), command)

    @pytest.mark.parametrize(
        ("spoken", "command"),
        [
            ("docker build dash dash no cache app", "docker build --no-cache app"),
            ("git push minus minus force with lease", "git push --force-with-lease"),
            ("git commit double dash no verify", "git commit --no-verify"),
            ("pip install dash dash no cache dir x", "pip install --no-cache-dir x"),
            ("pip install dash dash no cache dash dir x", "pip install --no-cache-dir x"),
            ("pip install dash dash no dash cache dir x", "pip install --no-cache-dir x"),
            ("kubectl apply dash dash dry run equals client", "kubectl apply --dry-run=client"),
            ("terraform apply dash auto approve", "terraform apply -auto-approve"),
            # Not elsewhere, not behind one dash, not where a value may follow.
            ("echo no cache", "echo no cache"),
            ("make dash dry run", "make -dry run"),
            ("grep dash dash exclude dir x", "grep --exclude dir x"),
        ],
    )
    def test_hyphens_of_a_flag_that_nobody_says(self, spoken: str, command: str):
        assert best_path(lattice(spoken)) == command

    def test_a_flag_whose_hyphens_a_recogniser_left_out(self):
        assert best_path(lattice("Git commit --no verify.", voice=True)) == "git commit --no-verify"
        assert best_path(lattice("git commit --no verify")) == "git commit --no verify"

    def test_a_hyphen_in_a_name_that_is_written_as_one_is_the_recognisers(self):
        assert best_path(lattice("Pac-Man dash capital S vim", voice=True)).startswith("pac")
        assert covers(lattice("Pac-Man", voice=True), "pacman")
        assert covers(lattice("Pac-Man", voice=True), "Pac-Man")
        assert best_path(lattice("run set-up", voice=True)) == "run setup"
        assert best_path(lattice("run set-up")) == "run set-up"

    @pytest.mark.parametrize(
        ("spoken", "command"),
        [
            ("ls", "rm"),
            ("ls", "ls ls"),
            ("ls dash l", "ls -a"),
            ("ls dash l", "ls"),
            ("", "ls"),
            ("five", "55"),
            ("git push", "git push origin"),
        ],
    )
    def test_excludes_what_nobody_said(self, spoken: str, command: str):
        assert not covers(lattice(spoken), command)

    @pytest.mark.parametrize(
        ("heard", "command"),
        [
            ("Pseudo apt, install engine x.", "sudo apt install nginx"),
            ("Find .-name star.text.", "find . -name *.txt"),
            ("Docker ps, dash A?", "docker ps -a"),
            ("Okay, so um, run LS -L.", "ls -l"),
            ("Git log dash-dash one line.", "git log --oneline"),
            ("Open-paren foo close-paren", "(foo)"),
            ("Chmod 7 5 5 Run.sh", "chmod 755 run.sh"),
            ("Make dear foo", "mkdir foo"),
        ],
    )
    def test_covers_what_recognisers_write(self, heard: str, command: str):
        assert covers(lattice(heard, voice=True), command)


class TestAlign:
    @given(SPOKEN, st.data())
    def test_finds_what_a_path_spells(self, text: str, data: st.DataObject):
        found = lattice(text)
        path = align(found, best_path(found))
        assert path is not None
        other = tuple(
            step._replace(reading=data.draw(st.integers(0, len(slot.readings) - 1)))
            for slot, step in zip(found.slots, path, strict=True)
        )
        command = spell(found, other)
        again = align(found, command)
        assert again is not None
        assert spell(found, again) == command

    @pytest.mark.parametrize(
        ("spoken", "command", "words"),
        [
            ("ls dash l slash var no wait slash opt", "ls -l /opt", "ls dash l slash opt"),
            (
                "ls dash l slash var no wait dash l slash opt",
                "ls -l /opt",
                "ls dash l slash opt",
            ),
            ("docker ps no sorry docker images", "docker images", "docker images"),
            ("git status scratch that git log", "git log", "git log"),
            ("okay so um run git fetch please", "git fetch", "git fetch"),
            ("git um git status", "git status", "git status"),
            ("ls space dash l no space dash a", "ls -a", "ls space dash a"),
            ("echo no", "echo no", "echo no"),
        ],
    )
    def test_keeps_the_later_words(self, spoken: str, command: str, words: str):
        assert kept(spoken, command) == words

    def test_drops_the_first_of_two_sayings(self):
        found = lattice("docker ps no sorry docker images")
        path = align(found, "docker images")
        assert path is not None
        dropped = [
            slot.readings[step.reading].kind is Kind.DROP
            for slot, step in zip(found.slots, path, strict=True)
        ]
        assert dropped == [True, True, True, False, False]

    def test_blanks_as_one(self):
        found = lattice("ls dash l")
        assert align(found, "ls   -l ") is None
        assert align(found, "ls   -l ", blanks_as_one=True) is not None

    def test_nothing_said(self):
        assert align(lattice(""), "") == ()
        assert align(lattice(""), "ls") is None
