"""Loops are cut to what was said; what was said that often stays."""

from __future__ import annotations

import pytest

from talkie_shell.checks.repetition import LONGEST, cut_loops, loops

# Rows are: command, said, left.
LOOPS = [
    # A digit loop, endless tokens, and a whole flag group: how a small model loses its way.
    ("ping 127127127127127", "ping one two seven\nping 127", "ping 127"),
    ("ping 12712712712712", "ping 127\nping one two seven", "ping 127"),
    (
        "find . -print0 | xargs -0 -0 -0 -0 -",
        "find . - print 0 | xargs - 0",
        "find . -print0 | xargs -0",
    ),
    ("grep -r foo foo foo foo foo .", "grep - r foo .", "grep -r foo ."),
    ("sort -k1,1 -k1,1 -k1,1 -k1,1", "sort - k 1 , 1", "sort -k1,1"),
    ("ping 127.0.0.127.0.0.127.0.0.1", "ping 127 . 0 . 0 . 1", "ping 127.0.0.1"),
    ("tail -n 100000000", "tail - n 1000\ntail dash n one zero zero zero", "tail -n 1000"),
    ("git ststststst", "git status", "git st"),
    ("ls | ls | ls | ls |", "ls |", "ls |"),
    ("echo ☃☃☃☃", "echo ☃", "echo ☃"),
    ("LS ls Ls", "ls", "LS"),
]

SAID = [
    ("cd ../../..", "cd .. / .. / ..\ncd dot dot slash dot dot slash dot dot"),
    ("cd ../../../../..", "cd dot dot slash dot dot slash dot dot slash dot dot slash dot dot"),
    ("ping 8.8.8.8", "ping 8 . 8 . 8 . 8\nping eight dot eight dot eight dot eight"),
    ("ping 8.8.8.8", "ping eight dot eight dot eight dot eight"),
    ("chmod 777 x", "chmod 777 x\nchmod seven seven seven x"),
    ("chmod 000 x", "chmod 000 x\nchmod triple zero x"),
    ("ssh -vvv host", "ssh - v v v host"),
    ("curl www.example.com", "curl w w w dot example dot com"),
    ("curl WWW.example.com", "curl www.example.com"),
    ("sleep 1000000", "sleep 1000000\nsleep one million"),
    ("echo aaaargh", "echo aaaargh"),
    ("echo ***", "echo star star star"),
    ("echo no no no", "echo no no no"),
    ("ls -l -l", "ls"),
    ("", ""),
    ("ls", ""),
]


class TestCutLoops:
    @pytest.mark.parametrize(("command", "said", "left"), LOOPS)
    def test_cuts_what_nobody_said_that_often(self, command, said, left):
        assert cut_loops(command, said)[0] == left

    @pytest.mark.parametrize(("command", "said"), SAID)
    def test_leaves_what_was_said(self, command, said):
        assert cut_loops(command, said) == (command, ())

    def test_names_the_loop_and_counts_it(self):
        cut = cut_loops("xargs -0 -0 -0 rm", "xargs dash zero rm")[1]
        assert [(loop.text, loop.times) for loop in cut] == [("-0", 3)]

    def test_finds_a_loop_of_many_words(self):
        phrase = "find . -name x -type f -print0 | xargs -0 rm"
        said = phrase.replace("-", "dash ")
        assert cut_loops(f"{phrase} {phrase} {phrase}", said)[0] == phrase

    def test_leaves_a_phrase_longer_than_the_longest(self):
        phrase = " ".join(f"w{chr(97 + n % 26) * (1 + n % 2)}{n}" for n in range(LONGEST))
        assert loops(" ".join([phrase] * 3), "") == ()

    def test_a_loop_in_a_long_line(self):
        words = " ".join(f"{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{n}" for n in range(10_000))
        assert cut_loops(words + " end end end", words + " end")[0] == words + " end"
