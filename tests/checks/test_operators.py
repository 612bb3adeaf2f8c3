"""What stands between words: one definition for all readers of a line."""

from __future__ import annotations

import re

import pytest

from talkie_shell.checks.operators import (
    ASSIGNMENT,
    CONTROL,
    REDIRECTION,
    redirects,
    without_descriptor,
)


@pytest.mark.parametrize(
    "operator", ["<", ">", ">>", "2>", "2>&", "<&", "<<", "<<-", "<<<", "<>", ">|", "&>", "&>>"]
)
def test_redirections_are_read_whole_and_redirect(operator):
    assert re.fullmatch(REDIRECTION, operator)
    assert re.match(REDIRECTION, operator + "x")[0] == operator
    assert redirects(operator)


@pytest.mark.parametrize("operator", ["&&", "||", "|", "|&", ";", ";;", ";&", ";;&", "&", "(", ")"])
def test_what_ends_a_command_is_read_whole_and_does_not_redirect(operator):
    assert re.match(CONTROL, operator + "x")[0] == operator
    assert not redirects(operator)


def test_the_descriptor_is_no_part_of_the_operator():
    assert [without_descriptor(one) for one in ("2>&", "10<", "&>")] == [">&", "<", "&>"]


@pytest.mark.parametrize(
    ("text", "found"),
    [("x=1", "x="), ("x+=1", "x+="), ("x[1]=2", "x[1]="), ("1x=2", None), ("-x=2", None)],
)
def test_assignments(text, found):
    match = ASSIGNMENT.match(text)
    assert (match and match[0]) == found
