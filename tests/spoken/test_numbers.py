"""Number words as digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkie_shell.records import Utterance
from talkie_shell.spoken import build_lattice, covers, load_vocabulary
from talkie_shell.spoken.lattice import best_path
from talkie_shell.spoken.numbers import NumberPhrase, number_phrase
from talkie_shell.spoken.speaker.numerals import (
    NumberStyle,
    below_hundred,
    digit_by_digit,
    in_pairs,
    natural,
    with_repeats,
)

VOCABULARY = load_vocabulary()


def phrase(words: str, index: int = 0) -> NumberPhrase | None:
    return number_phrase(words.split(), index, VOCABULARY)


def digits(spoken: str) -> str:
    """What the preprocessor alone makes of number words."""
    return best_path(build_lattice(Utterance(spoken), VOCABULARY))


class TestNumberPhrase:
    @pytest.mark.parametrize(
        ("words", "length", "first"),
        [
            ("zero", 1, "0"),
            ("seven x", 1, "7"),
            ("twenty", 1, "20"),
            ("twenty three four", 2, "23"),
            ("twenty zero", 1, "20"),
            ("twenty ten", 1, "20"),
            ("one two", 1, "1"),
            ("hundred", 0, ""),
            ("one hundred", 2, "100"),
            ("a hundred", 2, "100"),
            ("a file", 0, ""),
            ("two hundred five", 3, "205"),
            ("two hundred and five", 4, "205"),
            ("two hundred and foo", 2, "200"),
            ("twelve hundred", 2, "1200"),
            ("two thousand twenty four", 4, "2024"),
            ("one hundred thousand", 3, "100000"),
            ("two hundred fifty six thousand", 5, "256000"),
            ("two hundred and fifty six thousand", 6, "256000"),
            ("one million two hundred thousand three", 6, "1200003"),
            ("three thousand one million", 2, "3000"),
            ("two hundred three hundred", 2, "200"),
            ("zero hundred", 1, "0"),
            ("double oh seven", 2, "00"),
            ("triple seven", 2, "777"),
            ("double dash", 0, ""),
            ("double", 0, ""),
            ("star", 0, ""),
        ],
    )
    def test_longest_phrase(self, words: str, length: int, first: str):
        found = phrase(words)
        assert (found.length if found else 0) == length
        if found:
            assert found.texts[0] == first

    def test_from_the_middle(self):
        assert phrase("dash n forty two", 2) == NumberPhrase(2, ("42", "402", "40 2"))

    def test_other_ways_to_take_it(self):
        assert phrase("two hundred five") == NumberPhrase(3, ("205", "200 5", "2005"))


class TestForms:
    @pytest.mark.parametrize(
        ("spoken", "expected"),
        [
            ("one two seven", "127"),
            ("zero six four four", "0644"),
            ("twenty three", "23"),
            ("one hundred", "100"),
            ("eight thousand", "8000"),
            ("two hundred fifty six", "256"),
            ("eighty eighty", "8080"),
            ("twenty twenty four", "2024"),
            ("one ninety two", "192"),
            ("seven fifty five", "755"),
            ("four forty three", "443"),
            ("double oh seven", "007"),
            ("triple zero", "000"),
            ("one point five", "1.5"),
            ("oh six four four", "0644"),
            ("one oh one", "101"),
            ("two o o", "200"),
            ("first", "first"),
            ("twenty first", "20 first"),
            ("8080", "8080"),
            ("twenty-three", "23"),
        ],
    )
    def test_best_path(self, spoken: str, expected: str):
        assert digits(spoken) == expected

    @pytest.mark.parametrize(
        ("spoken", "command"),
        [
            ("twenty three", "20 3"),
            ("twenty three", "203"),
            ("two hundred five", "200 5"),
            ("one two", "1 2"),
            ("eighty eighty", "80 80"),
            ("twenty-four", "20-4"),
            ("dash one", "-one"),
            ("four for four", "4 for 4"),
        ],
    )
    def test_other_readings_stay(self, spoken: str, command: str):
        assert covers(build_lattice(Utterance(spoken), VOCABULARY), command)


class TestInverse:
    """What the speaker's forms say comes back as the same digits."""

    @given(st.integers(0, 99))
    def test_below_hundred(self, value: int):
        assert digits(below_hundred(value)) == str(value)

    @given(st.integers(0, 10**9 - 1), st.booleans())
    def test_natural(self, value: int, conjunction: bool):
        assert digits(natural(value, conjunction=conjunction)) == str(value)

    @given(st.text("0123456789", min_size=1, max_size=12), st.sampled_from(["zero", "naught"]))
    def test_digit_by_digit(self, written: str, zero: str):
        assert digits(digit_by_digit(written, zero)) == written

    @given(st.from_regex(r"[1-9][0-9]{1,5}", fullmatch=True))
    def test_in_pairs(self, written: str):
        spoken = in_pairs(written)
        assert covers(build_lattice(Utterance(spoken), VOCABULARY), written)

    @given(st.text("0123456789", min_size=1, max_size=8))
    def test_with_repeats(self, written: str):
        spoken = with_repeats(written, "zero")
        assert covers(build_lattice(Utterance(spoken), VOCABULARY), written)

    @pytest.mark.parametrize(
        ("written", "spoken"),
        [("8080", "eighty eighty"), ("192", "one ninety two"), ("1905", "nineteen oh five")],
    )
    def test_pairs(self, written: str, spoken: str):
        assert in_pairs(written) == spoken

    def test_every_style_has_a_name(self):
        assert {style.value for style in NumberStyle} == {
            "natural", "pairs", "digits", "repeats", "written",
        }  # fmt: skip
