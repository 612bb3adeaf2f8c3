"""The whole postprocessor: what is cut, what must come through, what is said of it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkie_shell.checks import judge, postprocess
from talkie_shell.records import Checks

LINES = st.text(
    alphabet=st.one_of(
        st.sampled_from("ab01 -./*|&;'\"`$(){}[]<>\\\n\t\x1b\x07"), st.characters(codec="utf-8")
    ),
    max_size=60,
)
WRAPPED = st.sampled_from(["{}", "```\n{}\n```", "Output: {}", "{}.", "{} {} {}", "{}</s>", "`{}`"])

# The casing of a flag is the model's business: cutting must never touch it.
CASING = [
    ("df -ih", "df - I H\ndf dash I H"),
    ("df -iH", "df - I H\ndf dash I H"),
    ("curl -fsSL x", "curl - F S S L x\ncurl dash F S S L x"),
]

LITERAL = [
    "ls -la",
    "ls -la ",
    "  ls",
    "echo one one one one",
    "echo no no no.",
    "Output: `ls`",
    "```\nls\n```",
    "cat <<EOF\nx\nEOF\n",
    "echo 'open",
    "echo 👩\u200d🚀 日本.",
    "ping 127127127127",
    "",
    " ",
]


class TestPostprocess:
    @pytest.mark.parametrize(("command", "said"), CASING)
    def test_casing_is_left(self, command, said):
        assert postprocess(command, said) == (command, Checks(parses=True, balanced=True))

    @pytest.mark.parametrize("command", LITERAL)
    def test_a_literal_command_comes_through(self, command):
        assert postprocess(command, command)[0] == command
        assert postprocess(command, f"some line\n{command}")[0] == command

    def test_a_literal_command_loses_its_controls(self):
        command, checks = postprocess("ls \x1b[1m-l\x07", "ls - l\nls \x1b[1m-l\x07")
        assert command == "ls -l"
        assert checks.mended == ("control characters cut",)

    def test_a_command_of_the_lattice_was_said_as_it_stands(self):
        said = "ping 8 8 . 8 . 8\nPing 8. eight dot eight. 8"
        assert postprocess("ping 8.8.8.8", said, covered=True)[0] == "ping 8.8.8.8"
        assert postprocess("ping\x07 8.8.8.8", said, covered=True)[0] == "ping 8.8.8.8"

    def test_all_at_once(self):
        command, checks = postprocess(
            "```\nxargs -0 -0 -0 rm.\n```", "xargs - 0 rm\nxargs dash zero rm"
        )
        assert command == "xargs -0 rm"
        assert checks.mended == (
            "code fence cut",
            "closing punctuation cut",
            "repetition cut: -0 × 3",
        )

    @pytest.mark.parametrize(
        "word",
        ["a | ", "a=(", "<<< ", "\n", "((", "``` ", " ", "- ", "Output: ", ". ", "</s>", "'`"],
    )
    def test_ten_thousand_times_nonsense_ends(self, word):
        command = word * 10_000 + "x"
        assert postprocess(command, command)[0] == command
        assert len(postprocess(command, "ls")[0]) < len(command)

    def test_ten_thousand_words(self):
        words = " ".join(f"word{n}" for n in range(10_000))
        assert postprocess(words + ".", f"{words}\n{words}")[0] == words

    @given(command=LINES, said=LINES, form=WRAPPED)
    def test_twice_is_once(self, command, said, form):
        once = postprocess(form.replace("{}", command), said)[0]
        assert postprocess(once, said)[0] == once

    @given(command=LINES, said=LINES, form=WRAPPED)
    def test_nothing_is_added(self, command, said, form):
        given_command = form.replace("{}", command)
        rest = iter(given_command)
        assert all(character in rest for character in postprocess(given_command, said)[0])

    @given(LINES)
    def test_a_literal_command_survives(self, command):
        once = postprocess(command, "x\n" + command)[0]
        assert postprocess(once, "x\n" + once)[0] == once
        if command.isprintable():
            assert once == command


class TestJudge:
    def test_sound(self):
        assert judge("ls | wc -l") == Checks(parses=True, balanced=True)

    def test_open_quote(self):
        assert judge("echo 'a") == Checks(parses=False, balanced=False, error_at=5)

    def test_error_without_anything_open(self):
        assert judge("ls | | wc") == Checks(parses=False, balanced=True, error_at=5)


class TestStartUp:
    def test_the_parser_is_not_loaded_before_it_is_needed(self):
        code = "import sys, talkie_shell.checks; print('tree_sitter' in sys.modules)"
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=False
        )
        assert done.stdout.strip() == "False", done.stderr
