"""Realistic values for commands: the tables of words beside this file, and the figures
that no table could list (numbers, hashes, dates, addresses).

Everything takes a seeded generator and gives text. Shared by `filling` (placeholders of
templates) and `composing` (commands from the tools' tables).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

import tomli

from talkie_shell.spoken import load_vocabulary
from talkie_shell.training.grammar import Grammar


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_HEX = "0123456789abcdef"
_PORTS = _split(
    """
    22 25 53 80 80 81 443 443 465 587 993 1433 1521 1883 2049 2181 2222 2375 3000 3000 3001 3306
    3333 3389 4000 4200 4321 4443 5000 5001 5173 5432 5432 5433 5601 5672 5900 6006 6379 6443 7000
    7860 8000 8000 8001 8008 8025 8080 8080 8080 8081 8082 8086 8088 8443 8787 8888 8983 9000 9001
    9090 9091 9092 9200 9229 9443 10000 11211 11434 15672 19999 25565 27017 27018 32400 50051 51820
    """
)
_ROUND = _split(
    """
    10 15 20 24 25 30 32 40 48 50 60 64 72 80 90 96 99 100 120 128 150 180 200 250 255 256 300 365
    400 500 512 600 640 720 768 800 900 999 1000 1024 1080 1200 1280 1440 1500 1920 2000 2048 2500
    3000 3600 4096 5000 8192 9999 10000 16384 20000 32768 50000 65535 65536 86400 100000 1000000
    """
)
_OCTAL = _split(
    """
    644 755 600 700 777 775 664 640 750 400 444 666 770 555 711 660
    0644 0755 0600 0700 0777 1777 2775 4755
    """
)
_ADDRESSES = _split("127.0.0.1 127.0.0.1 0.0.0.0 8.8.8.8 8.8.4.4 1.1.1.1 9.9.9.9")
_NETWORKS = _split(
    """
    10.0.0.0/8 10.0.0.0/16 172.16.0.0/12 192.168.0.0/16 192.168.1.0/24 192.168.0.0/24
    10.244.0.0/16 10.8.0.0/24 0.0.0.0/0
    """
)

_ONSETS = _split(
    "b bl br c ch cl cr d dr f fl fr g gl gr h j k kl kr l m n p ph pl pr qu r s sc sh sk sl sm sn "
    "sp st str sw t th tr tw v w x y z"
)
_VOWELS = _split("a a e e i i o o u u y ai au ea ee ei ia io oa oo ou ue")
_CODAS = ("", "", "", "", *_split("b ck d ft g k l lm lt m n n nd ng nt p r r rk rm s sh st t x z"))


def _digits(rng: Random, size: int) -> str:
    return str(rng.randint(10 ** (size - 1), 10**size - 1)) if size > 1 else str(rng.randint(1, 9))


def _number(rng: Random) -> str:
    """Any length from one digit to six, short ones and round ones first."""
    if rng.random() < 0.25:
        return rng.choice(_ROUND)
    return _digits(rng, rng.choice((1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 4, 5, 6)))


def _small(rng: Random) -> str:
    """A count that people type by heart: one digit mostly, never more than two."""
    if rng.random() < 0.55:
        return str(rng.randint(1, 9))
    return str(rng.choice((10, 10, 15, 20, 20, 25, 30, 50, rng.randint(11, 99))))


def _port(rng: Random) -> str:
    return rng.choice(_PORTS) if rng.random() < 0.8 else str(rng.randint(1024, 65535))


def _ip(rng: Random) -> str:
    part = rng.random()
    if part < 0.35:
        return f"192.168.{rng.choice((0, 1, 1, 2, 10, 50, 100, 178))}.{rng.randint(1, 254)}"
    if part < 0.65:
        return f"10.{rng.choice((0, 0, 1, 8, 42, 128))}.{rng.randint(0, 30)}.{rng.randint(1, 254)}"
    if part < 0.75:
        return f"172.{rng.randint(16, 31)}.{rng.randint(0, 9)}.{rng.randint(1, 254)}"
    if part < 0.85:
        return rng.choice(_ADDRESSES)
    return ".".join(str(rng.randint(1, 254)) for _ in range(4))


def _cidr(rng: Random) -> str:
    if rng.random() < 0.6:
        return rng.choice(_NETWORKS)
    return f"10.{rng.randint(0, 99)}.{rng.randint(0, 99)}.0/{rng.choice((16, 20, 22, 24, 24, 28))}"


def _hex(rng: Random, size: int) -> str:
    return "".join(rng.choices(_HEX, k=size))


def _commit(rng: Random) -> str:
    """An abbreviated commit, sometimes a longer one; a letter in it somewhere."""
    made = _hex(rng, rng.choice((7, 7, 7, 7, 8, 10)))
    return made if any(letter in "abcdef" for letter in made) else made[:-1] + "e"


def _uuid(rng: Random) -> str:
    return "-".join(_hex(rng, size) for size in (8, 4, 4, 4, 12))


def _mac(rng: Random) -> str:
    made = ":".join(_hex(rng, 2) for _ in range(6))
    return made.upper() if rng.random() < 0.3 else made


def _date(rng: Random) -> str:
    return f"{rng.randint(2018, 2026)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"


def _clock(rng: Random) -> str:
    hour = rng.randint(0, 23)
    minute = rng.choice(("00", "00", "15", "30", "30", "45", f"{rng.randint(0, 59):02}"))
    return f"{hour:02}:{minute}" + (":00" if rng.random() < 0.25 else "")


def _version(rng: Random) -> str:
    major, minor, patch = rng.choice((0, 1, 1, 2, 3, 4, 5)), rng.randint(0, 21), rng.randint(0, 14)
    return f"{major}.{minor}" if rng.random() < 0.25 else f"{major}.{minor}.{patch}"


def _fraction(rng: Random) -> str:
    known = ("0.5", "1.5", "0.1", "0.25", "0.75", "2.5", "0.01", "1.0", "0.9", "0.2", "3.5", "1.25")
    return rng.choice(known)


MAKERS: dict[str, Callable[[Random], str]] = {
    "number": _number,
    "small": _small,
    "digit": lambda rng: str(rng.randint(0, 9)),
    "round": lambda rng: rng.choice(_ROUND),
    "port": _port,
    "pid": lambda rng: str(rng.choice((rng.randint(100, 9999), rng.randint(1000, 99999)))),
    "year": lambda rng: str(rng.randint(1995, 2029)),
    "octal": lambda rng: rng.choice(_OCTAL),
    "padded": lambda rng: f"{rng.randint(1, 99):0{rng.choice((2, 3, 3, 4))}}",
    "column": lambda rng: str(rng.choice((1, 1, 2, 2, 2, 3, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12))),
    "fraction": _fraction,
    "ip": _ip,
    "cidr": _cidr,
    "mac": _mac,
    "commit": _commit,
    "container_id": lambda rng: _hex(rng, 12),
    "sha": lambda rng: _hex(rng, rng.choice((32, 40, 64))),
    "pod_hash": lambda rng: (
        f"{_hex(rng, 10)}-{''.join(rng.choices('bcdfghjklmnpqrstvwxz2456789', k=5))}"
    ),
    "short_id": lambda rng: _hex(rng, 8),
    "aws_id": lambda rng: "0" + _hex(rng, 16),
    "account": lambda rng: _digits(rng, 12),
    "uuid": _uuid,
    "date": _date,
    "clock": _clock,
    "version": _version,
}


def read_table(name: str) -> dict[str, Any]:
    """A TOML table of this package.

    Example: ``read_table("values.toml")``
    """
    text = files(__package__).joinpath("tables", *name.split("/")).read_text(encoding="utf-8")
    return tomli.loads(text)


def new_grammar() -> Grammar:
    """A grammar that knows every value and nothing else yet."""
    words = {name: text.split() for name, text in read_table("words.toml").items()}
    grammar = Grammar(MAKERS | _cases(words))
    grammar.add_table(words | {"soundalike": _soundalikes()})
    grammar.add_table(read_table("values.toml"))
    return grammar


def _soundalikes() -> list[str]:
    """Words that may be heard for one of the shell's, and are names all the same."""
    vocabulary = load_vocabulary()
    tables = (*vocabulary.said.values(), *vocabulary.heard.values())
    alike = {word for words in tables for word in words if word.isascii() and word.isalpha()}
    return sorted(word for word in alike if len(word) > 2 and word.islower())


def _coined(rng: Random) -> str:
    """A name that no dictionary has, as projects and machines have them."""
    syllables = rng.choice((2, 2, 2, 3))
    made = "".join(rng.choice(_ONSETS) + rng.choice(_VOWELS) for _ in range(syllables))
    return made + rng.choice(_CODAS)


def _cases(words: dict[str, list[str]]) -> dict[str, Callable[[Random], str]]:
    """Names of several words, in the cases that code is written in."""
    verbs, nouns, adjectives = words["verb"], words["noun"], words["adjective"]

    def parts(rng: Random) -> list[str]:
        first = rng.choice((verbs, nouns, adjectives))
        return [rng.choice(first), *(rng.choice(nouns) for _ in range(rng.choice((1, 1, 1, 2))))]

    def camel(rng: Random) -> str:
        head, *tail = parts(rng)
        return head + "".join(word.capitalize() for word in tail)

    return {
        "coined": _coined,
        "camel": camel,
        "pascal": lambda rng: "".join(word.capitalize() for word in parts(rng)),
        "CONST": lambda rng: "_".join(parts(rng)).upper(),
        "Title": lambda rng: rng.choice(verbs).capitalize(),
    }


@cache
def value_grammar() -> Grammar:
    """The values, checked; shared by everyone who only fills in."""
    grammar = new_grammar()
    grammar.check()
    return grammar
