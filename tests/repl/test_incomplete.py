from __future__ import annotations

import pytest

from talkie_shell.repl.incomplete import incomplete


@pytest.mark.parametrize(
    "command",
    [
        "for f in *; do",
        "while read x",
        "for f in *; do echo $f",
        "cat <<EOF",
        "cat <<EOF\nhi",
        "ls |",
        "ls &&",
        "ls ||  ",
        "ls | # the names",
        "ls &&# both",
        "ls |\n# one\n # two\n",
        "ls \\",
        "echo 'a",
        'echo "a',
        "echo $(ls",
        "echo ${x",
        "if true",
        "if true; then ls; else",
        "f() {",
        "{ ls;",
        "(cd x",
        "case x in",
        "echo done; while true",
    ],
)
def test_more_is_awaited(command):
    assert incomplete(command)


@pytest.mark.parametrize(
    "command",
    [
        "",
        "ls",
        "ls # a |",
        "echo a#b",
        "ls '| # a'",
        "ls | wc # a",
        "ls [",
        "ls ]",
        "echo {",
        "ls;",
        "ls &",
        "echo if",
        "git commit -m 'for while'",
        "for f in *; do echo $f; done",
        "cat <<EOF\nhi\nEOF",
        "if true; then ls; fi",
        "while true; do if a; then b; fi; done",
        "f() { ls; }",
        "echo a # for",
        "echo \\\\",
        "ls )",
        "git log --format='%h {'",
        "case x in a) ls;; esac",
        "time for f in *; do ls; done",
        "ls\\ ",
    ],
)
def test_nothing_more_is_awaited(command):
    assert not incomplete(command)
