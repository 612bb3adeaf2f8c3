"""What is open in a command, and where."""

from __future__ import annotations

import pytest

from talkie_shell.checks.balance import unclosed

BALANCED = [
    "",
    "ls -l",
    "find . -name '*.c' -exec rm {} \\;",
    "find . -exec cat \\{} \\;",
    'echo "it\'s $(date "+%F") and `id -u`"',
    "echo 'a \" ( [ { b'",
    "echo \\( \\[ \\{ \\' \\\" \\`",
    "echo $'it\\'s'",
    'echo $"x"',
    "echo ${a:-${b:-c}} ${#a} ${a%\\}}",
    'echo "${a:-it\'s}"',
    "echo $((1 << 2)) $(( (1+2)*3 ))",
    "((i++))",
    "((a); (b))",
    "$( (a; b) )",
    "case $x in a) ls;; b|c) pwd;; esac",
    "diff <(sort a) <(sort b)",
    "echo # it's a comment (",
    "cat <<EOF\nit's (\nEOF\necho ok",
    "cat <<-'EOF'\n\tit's\n\tEOF",
    "cat <<< 'x'",
    "[[ $a =~ (b|c) ]]",
    "x=(1 2 [3]=4)",
    "f() { ls; }",
    "echo {a,b}{1..3}",
    "awk '{print $1}' f | sed -e \"s/'//\"",
    "echo 日本 “quoted” 👩\u200d🚀",
]

# (command, ((mark, offset, opens), …))
OPEN = [
    ("echo it's", (("'", 7, True),)),
    ('echo "a', (('"', 5, True),)),
    ('echo "$(ls', (('"', 5, True), ("$(", 6, True))),
    ("x=`ls", (("`", 2, True),)),
    ("(cd x; ls", (("(", 0, True),)),
    ("echo a)", ((")", 6, False),)),
    ("echo }", (("}", 5, False),)),
    (")(", ((")", 0, False), ("(", 1, True))),
    ("[ -f x", (("[", 0, True),)),
    ("echo ${a", (("${", 5, True),)),
    ("echo $((1+2)", (("$(", 5, True),)),
    ("f() { ls", (("{", 4, True),)),
    ("(ls [)", (("[", 4, True),)),
    ('("a)', (("(", 0, True), ('"', 1, True))),
    ("cat <<EOF\nx", (("<<EOF", 4, True),)),
    ("echo $'x", (("$'", 5, True),)),
    ("echo ☃ 'x", (("'", 7, True),)),
    ("echo a#'b", (("'", 7, True),)),
]


class TestUnclosed:
    @pytest.mark.parametrize("command", BALANCED)
    def test_balanced(self, command):
        assert unclosed(command) == ()

    @pytest.mark.parametrize(("command", "marks"), OPEN)
    def test_says_what_and_where(self, command, marks):
        found = unclosed(command)
        assert tuple((mark.text, mark.start, mark.opens) for mark in found) == marks

    @pytest.mark.parametrize(
        "piece", ["(", "$((", '"$(', "`", "'", "{", ")", "${'", "<<a ", "([", "\\"]
    )
    def test_deep_nonsense_ends(self, piece):
        assert unclosed(piece * 9_999) or piece == "\\"
