from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkie_shell.repl.line_words import read_line


def words(text):
    """Each call's words, with the first letters of their roles."""
    return " | ".join(
        ", ".join(f"{word.role[:3]}:{word.text}" for word in call.words)
        for call in read_line(text).calls
    )


class TestWords:
    @pytest.mark.parametrize(
        ("line", "calls"),
        [
            ("", ""),
            ("cd 'a b' && ls", "com:cd, arg:a b | com:ls"),
            ("FOO=1 git ch", "ass:FOO=1, com:git, arg:ch"),
            ("echo $(git ch", "com:echo, arg:$(git ch | com:git, arg:ch"),
            ('echo "$(ls a)"', "com:echo, arg:$(ls a) | com:ls, arg:a"),
            ("cat < fi > out 2>&1", "com:cat, sou:fi, tar:out, des:1"),
            ("ls &> out", "com:ls, tar:out"),
            ("cat <>(ls a", "com:cat | com:ls, arg:a"),
            ("cat 2>>(ls b", "com:cat | com:ls, arg:b"),
            ("cat 2>(ls b", "com:cat, arg:2>(ls b | com:ls, arg:b"),
            ("cat <<< word", "com:cat, arg:word"),
            ("cat <<EOF\nrm x\nEOF\nls", "com:cat, del:EOF | com:ls"),
            ("if test x; then ls; fi", "key:if, com:test, arg:x | key:then, com:ls | key:fi"),
            (
                "for f in a; do ls; done",
                "key:for, arg:f, arg:in, arg:a | key:do, com:ls | key:done",
            ),
            ("f() { ls; }", "key:f | key:{, com:ls | key:}"),
            (
                "case x in a) ls;; b) wc;; esac",
                "key:case, arg:x, arg:in, arg:a | com:ls | key:b | com:wc | key:esac",
            ),
            ("((i++)); ls", "com:ls"),
            ("for ((i=0; i<3; i++)); do ls; done", "key:for | key:do, com:ls | key:done"),
            ("[[ -f x && a < b ]] && ls", "com:ls"),
            (
                "case x in a|b) ls;; *) wc;; esac",
                "key:case, arg:x, arg:in, arg:a | key:b | com:ls | key:* | com:wc | key:esac",
            ),
            ("a=(1 2) x", "ass:a=, com:x"),
            ("diff <(ls a) b", "com:diff, arg:<(ls a), arg:b | com:ls, arg:a"),
            ("ls # c", "com:ls"),
            ("ls a#b", "com:ls, arg:a#b"),
            ("echo 'it'\\''s' foo\\ bar", "com:echo, arg:it's, arg:foo bar"),
            ("ls \\\n -l", "com:ls, arg:-l"),
            ("echo `ls fo` x", "com:echo, arg:`ls fo`, arg:x | com:ls, arg:fo"),
        ],
    )
    def test_pairs(self, line, calls):
        assert words(line) == calls

    @pytest.mark.parametrize(
        ("line", "word", "quote"),
        [("ls 'a ", "a ", "'"), ('ls "a', "a", '"'), ("ls a\\", "a", "\\"), ("ls ab", "ab", "")],
    )
    def test_the_open_word(self, line, word, quote):
        found = read_line(line).open_word
        assert found is not None
        assert (found.text, found.quote) == (word, quote)

    @pytest.mark.parametrize(
        ("line", "at"),
        [("echo $HO", 6), ('echo "${HO', 8), ("echo $", 6), ("echo $1", None), ("echo $HO ", None)],
    )
    def test_the_open_variable(self, line, at):
        assert read_line(line).variable == at

    @pytest.mark.parametrize(
        ("line", "fixed"), [("ls a", True), ("ls '*'", True), ("ls *", False), ("ls $x", False)]
    )
    def test_what_is_expanded_is_not_fixed(self, line, fixed):
        assert read_line(line).calls[0].words[1].fixed is fixed

    @given(st.text(alphabet="ab '\"\\$`(){}<>|&;#\n=\x0c\xa0~*", max_size=40))
    def test_any_line_can_be_read(self, line):
        reading = read_line(line)
        for call in reading.calls:
            for word in call.words:
                assert 0 <= word.start < word.end <= len(line)
