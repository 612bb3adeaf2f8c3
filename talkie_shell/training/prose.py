"""Quoted messages as people write them: English, with words that could be asides.

"sorry", "wait", "please" in a commit message are meant; without such examples a model learns
that they never are.
"""

from __future__ import annotations

import re
from random import Random

from talkie_shell.spoken import load_vocabulary

_MESSAGE = re.compile(
    r"""(?:-m|-am|--message[ =]|echo|printf|--title[ =]|--body[ =]|notify-send|say|--notes[ =])"""
    r"""\s*(?P<quote>["'])(?P<text>[A-Za-z][\w ,.-]{2,60})(?P=quote)"""
)
_CAPITALISED = re.compile(r"\b[A-Z][a-z]+\b")
_STATEMENT = re.compile(
    r"""(?P<quote>["'])\s*(?:SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|SHOW|USE|GRANT|WITH|"""
    r"""EXPLAIN|TRUNCATE|VACUUM|ANALYZE|DESCRIBE|PRAGMA|CALL|COPY)\b.*?(?P=quote)"""
)
_SHOUTED = re.compile(r"\b[A-Z]{2,}\b")
_SHARE = 0.3
_COMMITS = 0.02
_PLAIN_SHARE = 0.85
"""How often a message loses the capitals that nobody said: they cannot be known, and small letters
are what was heard."""
_OPENINGS = (
    "no need to", "please", "sorry about", "actually", "wait for", "do not", "like", "just", "so",
    "never mind", "okay to", "well", "now", "let us", "we should", "i mean", "no more", "maybe",
    "this is", "that was", "finally", "hold on to", "make it", "make that", "also", "you can",
    "oops", "revert", "add", "fix", "drop", "remove", "update", "use", "allow", "stop", "start",
    "undo",
)  # fmt: skip
_MIDDLES = (
    "the typo", "support for", "wait for the", "the old", "a new", "no longer needed", "as before",
    "so that", "and then", "please", "the login page", "retry and", "like the docs say", "sorry",
    "the build", "not the", "for now", "caching", "all the tests", "or else", "to the", "with no",
    "the dash", "a star", "one more", "two new", "the dot files", "in the background", "space",
    "the minus sign", "at the end", "one two three", "three of four", "hello world", "part one",
    "zero to one", "five to ten", "at least two", "of course", "the pipe", "the first",
    "if possible",
)  # fmt: skip
_ENDINGS = (
    "again", "please", "for real", "now", "in production", "on main", "later", "thanks", "version",
    "user", "config", "error", "page", "api", "work", "stuff", "thing", "deploy", "time", "code",
    "to avoid errors", "and clean up", "before release", "for dns", "uploads", "layout", "release",
    "node 16", "step 2", "part 3", "version 2", "no wait", "i mean it", "out", "by", "",
)  # fmt: skip


def with_prose(command: str, rng: Random) -> str:
    """The command, sometimes with an English sentence for its message, seldom a commit instead.

    Example: git commit -m "update" -> ``git commit -m "sorry about the typo again"``
    """
    if rng.random() < _COMMITS:
        return _commit(rng)
    found = _MESSAGE.search(command)
    if found is None or rng.random() >= _SHARE:
        return command
    start, end = found.span("text")
    return command[:start] + _sentence(rng) + command[end:]


def in_small_letters(command: str, rng: Random) -> str:
    """The command, its messages mostly without the capitals that English begins with, its SQL
    without those of keywords. Names with capitals of their own stay.

    Example: git commit -m "Fix the build" -> ``git commit -m "fix the build"``
    """
    if rng.random() >= _PLAIN_SHARE:
        return command
    command = _MESSAGE.sub(lambda found: _CAPITALISED.sub(_lowered, found[0]), command)
    return _STATEMENT.sub(lambda found: _SHOUTED.sub(_lowered, found[0]), command)


def _lowered(word: re.Match[str]) -> str:
    names = load_vocabulary().cased.get(word[0].lower(), ())
    return word[0] if word[0] in names else word[0].lower()


def _commit(rng: Random) -> str:
    quote = rng.choice(('"', '"', "'"))
    flags = rng.choice(("-m", "-m", "-m", "-am", "--amend -m", "-a -m", "-S -m"))
    before = rng.choice(("", "", "", "git add . && ", "git add -A && "))
    after = rng.choice(("", "", "", "", " && git push", " && git push origin main"))
    return f"{before}git commit {flags} {quote}{_sentence(rng)}{quote}{after}"


def _sentence(rng: Random) -> str:
    parts = [rng.choice(_OPENINGS), rng.choice(_MIDDLES), rng.choice(_ENDINGS)]
    text = " ".join(part for part in parts if part)
    return text[0].upper() + text[1:] if rng.random() < 0.2 else text
