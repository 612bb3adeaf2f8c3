"""Words and operators as a shell would see them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkie_shell.checks.words import split

SAME = [
    ("ls  -l", "ls -l"),
    ("echo 'a b'", 'echo "a b"'),
    ("echo 'a b'", "echo a\\ b"),
    ("echo '*'", "echo \\*"),
    ("a|b", "a | b"),
    ("a&&b||c;d&", "a && b || c ; d &"),
    ("ls>x 2>&1", "ls > x 2>& 1"),
    ("cat<in", "cat < in"),
    ("echo $x", "echo ${x}"),
    ("echo `ls -l`", "echo $(ls  -l)"),
    ("find . -exec rm {} \\;", "find . -exec rm '{}' ';'"),
    ("git show HEAD~1", "git show 'HEAD~1'"),
    ("ls # all", "ls"),
    ("ls\npwd", "ls; pwd"),
    ("ls \\\n -l", "ls -l"),
    ("echo $'a b'", "echo 'a b'"),
    ("echo $((1+2))", "echo $(( 1 + 2 ))"),
    ("diff <(a) <(b)", "diff <( a ) <( b )"),
    ("(cd x;ls)", "( cd x; ls )"),
    ('echo "$(cat "a b")"', "echo \"$(cat 'a b')\""),
    ("''a", "a"),
]

DIFFERENT = [
    ("ls -l", "ls -L"),
    ("echo '*'", "echo *"),
    ("echo '$x'", 'echo "$x"'),
    ('echo "$x"', "echo $x"),
    ("ls 2>&1", "ls 2 >&1"),
    ("ls > x", "ls >> x"),
    ("a | b", "a || b"),
    ("echo a b", "echo 'a b'"),
    ("echo ''", "echo"),
    ("echo ~", "echo '~'"),
    ("echo {a,b}", "echo '{a,b}'"),
    ("cat <(ls)", "cat < (ls)"),
    ("ls", "ls;"),
    ("echo a#b", "echo a #b"),
    ("", "ls"),
]


class TestSplit:
    @pytest.mark.parametrize(("one", "other"), SAME)
    def test_same(self, one, other):
        assert split(one) == split(other)

    @pytest.mark.parametrize(("one", "other"), DIFFERENT)
    def test_different(self, one, other):
        assert split(one) != split(other)

    def test_tells_words_from_operators(self):
        tokens = split("ls 'a b' 2>&1 | wc")
        assert [(token.text, token.operator) for token in tokens] == [
            ("ls", False),
            ("a\\ b", False),
            ("2>&", True),
            ("1", False),
            ("|", True),
            ("wc", False),
        ]

    @pytest.mark.parametrize("piece", ["$(", '`$("', '("$(', "${", "<(", "$((", "'", "\\"])
    def test_deep_nonsense_ends(self, piece):
        assert split(piece * 9_999)

    @given(st.text(alphabet="ab é☃$(){}[]'\"`|&;<>\\#~* \n", max_size=40))
    def test_never_fails(self, command):
        assert all(token.text for token in split(command))
