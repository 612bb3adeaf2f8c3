"""Templates become commands: every placeholder gets a realistic value, seeded.

Placeholders are tldr's: ``{{path/to/file}}``, ``{{[-s|--long]}}`` (either side),
``{{a|b}}`` (either), ``{{name1 name2 ...}}`` (one to three), ``{{1..10}}`` (a number in
between) and samples such as ``{{8080}}`` or ``{{192.168.1.1}}``, which vary within their
kind. Which value stands for which word is in tables/placeholders.toml.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from random import Random

from talkie_shell.training.grammar import Grammar
from talkie_shell.training.values import read_table, value_grammar

PLACEHOLDER = re.compile(r"\{\{(.*?)\}\}(?!\})")

_PATH = re.compile(r"[/~.]*/?path/to(?:/|$)(.*)")
_PATH_INSIDE = re.compile(r"/?path/to/([\w./]+)")
_SEVERAL = re.compile(r"(.+?)1?([^ ]*) (?:.+ )?\.\.\.$")
_RANGE = re.compile(r"(-?\d+)\.\.(-?\d+)$")
_WITH_UNIT = re.compile(r"([+-]?)(\d+)([A-Za-z%]{1,3})$")
_EXTENSION = re.compile(r"(.+?)((?:\.[A-Za-z0-9]{1,8}){1,2})$")
_SAMPLES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\d{1,3}(\.\d{1,3}){3}/\d+$"), "cidr"),
    (re.compile(r"\d{1,3}(\.\d{1,3}){3}$"), "ip"),
    (re.compile(r"https?://.*"), "url"),
    (re.compile(r"[\w.]+@[\w-]+\.[a-z.]+$"), "email"),
    (re.compile(r"(user|username|remote_username)@\w+$"), "login"),
    (re.compile(r"\d{4}-\d\d-\d\d$"), "date"),
    (re.compile(r"\d\d:\d\d(:\d\d)?$"), "clock"),
    (re.compile(r"v?\d+\.\d+\.\d+$"), "version"),
    (re.compile(r"(www\.)?example\.(com|org)$"), "fqdn"),
    (re.compile(r"[0-9a-f]{2}(:[0-9a-f]{2}){5}$"), "mac"),
    (re.compile(r"/dev/sd\w?\d?X?Y?N?$"), "device"),
    (re.compile(r"[ew](th|lan)(\d|X)$"), "interface"),
    (re.compile(r"\*\.\w+$"), "glob"),
    (re.compile(r"0?[0-7]{3}$"), "octal"),
    (re.compile(r"\d{4,5}$"), "port"),
)
_NAME = re.compile(r"[a-z]+(?:[_ -][a-z]+)*$")
_UNSAFE = re.compile(r"[\s;&|<>()$`\"'*?\[\]#{}!\\]")
_PACKAGES = ("apt_package", "pypi", "npm")
_KEPT_SAMPLE = 0.15
_SHORT_FIRST = 0.55
_CONSISTENT = 0.85


def fill(template: str, rng: Random) -> str:
    """The template with a value in every placeholder.

    Example: ``"tar {{[-x|--extract]}} {{path/to/file.tar}}"`` -> ``tar -x backup.tar``
    """
    short = rng.random() < _SHORT_FIRST
    tool = template.removeprefix("sudo ").split(" ", 1)[0]
    parts: list[str] = []
    at = 0
    for found in PLACEHOLDER.finditer(template):
        parts.append(template[at : found.start()])
        glued = template[found.end() : found.end() + 1].isalnum()
        value = _value(found[1].strip(), rng, tool, short=short or glued)
        before = template[: found.start()]
        parts.append(value if _quotes_open(before) else _quoted(value, found[1], rng))
        at = found.end()
    parts.append(template[at:])
    return "".join(parts).strip()


def is_template(text: str) -> bool:
    """Whether anything in it is to be filled."""
    return PLACEHOLDER.search(text) is not None


def _value(inner: str, rng: Random, tool: str, *, short: bool) -> str:
    if inner.startswith("[") and inner.endswith("]") and "|" in inner:
        sides = inner[1:-1].split("|")
        if short or rng.random() > _CONSISTENT:
            return sides[0]
        return sides[-1]
    several = _SEVERAL.match(inner)
    if several:
        count = rng.choice((1, 1, 2, 2, 3))
        return " ".join(
            _value(several[1] + several[2], rng, tool, short=short) for _ in range(count)
        )
    between = _RANGE.match(inner)
    if between:
        low, high = sorted((int(between[1]), int(between[2])))
        return str(rng.randint(low, min(high, low + 1000)))
    if "|" in inner:
        return _value(rng.choice(inner.split("|")).strip(), rng, tool, short=short)
    path = _PATH.match(inner)
    if path:
        return _path(path[1], rng)
    if "path/to/" in inner:
        return _PATH_INSIDE.sub(lambda found: _path(found[1], rng), inner)
    return _sample(inner, rng, tool)


def _path(tail: str, rng: Random) -> str:
    extended = _EXTENSION.match(tail)
    if not extended:
        return _expand(_path_rule(tail.rstrip("/0123456789").lower()), rng)
    base, extension = extended[1], extended[2]
    if extension.endswith(".ext"):
        extension = f".{_expand('extension', rng)}"
    stem = base.split("/")[-1] if rng.random() < 0.2 else _expand("stem", rng)
    folder = f"{_expand('dir', rng).rstrip('/')}/" if rng.random() < 0.25 else ""
    return f"{folder}{stem}{extension}"


@cache
def _path_rule(word: str) -> str:
    paths = _tables()["paths"]
    last = word.rsplit("/", maxsplit=1)[-1]
    for known in (last, last.split("_")[-1]):
        if known in paths:
            return paths[known]
    return "file" if "file" in last else "path" if last else "dir"


def _sample(inner: str, rng: Random, tool: str) -> str:
    """A value for a word, or another value of the same kind for a sample."""
    if inner.isdigit():
        return _digits(inner, rng)
    kind = _kind(inner)
    if kind in _PACKAGES:
        return _expand(_tables()["packages"].get(tool, kind), rng)
    if kind is not None:
        return _expand(kind, rng)
    unit = _WITH_UNIT.match(inner)
    if unit:
        return f"{unit[1]}{_digits(unit[2], rng)}{unit[3]}"
    extended = _EXTENSION.match(inner)
    if extended and "=" not in inner and " " not in inner and rng.random() > _KEPT_SAMPLE:
        return _expand("stem", rng) + extended[2].replace(".ext", ".txt")
    return inner


def _digits(sample: str, rng: Random) -> str:
    """A number like the sample: as it is now and then, else of about its length."""
    if rng.random() < _KEPT_SAMPLE:
        return sample
    if len(sample) >= 4:
        return _expand("port" if len(sample) < 6 else "number", rng)
    if len(sample) == 3 and sample[0] in "4567" and set(sample) <= set("01234567"):
        return _expand("octal", rng)
    return _expand("small" if len(sample) < 3 else "number", rng)


@lru_cache(maxsize=20_000)
def _kind(inner: str) -> str | None:
    """The rule for a placeholder's word, None where it is a sample to keep."""
    for pattern, rule in _SAMPLES:
        if pattern.match(inner):
            return rule
    words = _tables()["words"]
    word = inner.lower().rstrip("0123456789").strip().replace(" ", "_").replace("-", "_")
    if word in words:
        return words[word]
    if not _NAME.match(inner.rstrip("0123456789")):
        return None
    parts = word.split("_")
    if parts[-1] in ("name", "id") and len(parts) > 1:
        stem = "_".join(parts[:-1])
        fallback = "number" if parts[-1] == "id" else "dashed"
        return words.get(stem) or words.get(parts[-2]) or fallback
    for known in (word.rstrip("s"), parts[-1], parts[-1].rstrip("s")):
        if known in words:
            return words[known]
    return "snake" if len(parts) > 1 else None


def _quoted(value: str, inner: str, rng: Random) -> str:
    """The value in quotes where a shell would otherwise take it apart, and nobody meant it.

    Lists of values and values that bring their own quotes stay as they are.
    """
    if inner.endswith("...") or inner in ("command", "arguments", "options"):
        return value
    if value[:1] in "\"'" or inner.startswith("[") or not _UNSAFE.search(value):
        return value
    if inner == value:
        return value
    quote = '"' if rng.random() < 0.6 or "'" in value else "'"
    return value if quote in value else f"{quote}{value}{quote}"


def _quotes_open(before: str) -> bool:
    return before.count('"') % 2 == 1 or before.count("'") % 2 == 1


def _expand(rule: str, rng: Random) -> str:
    return _grammar().expand(rule, rng)


@cache
def _grammar() -> Grammar:
    return value_grammar()


@cache
def _tables() -> dict[str, dict[str, str]]:
    return read_table("placeholders.toml")
