"""What a filter prints, as far as that can be known without running it."""

from __future__ import annotations

import base64
import binascii
import posixpath
import re
from collections.abc import Sequence

from talkie_shell.checks.risk.marks import DECODED, DOWNLOADED, UNKNOWN, shown, unread
from talkie_shell.checks.risk.reading import ansi

_DOWNLOADERS = frozenset(
    "curl wget fetch http https aria2c lynx xh GET nc ncat netcat socat".split()  # noqa: SIM905 - thirteen quoted names read worse
)
_DECODERS = frozenset(("base64", "base32", "xxd", "uudecode", "openssl", "basenc", "gbase64"))
_NULL = re.compile(r"\\0(?!\d)")
"""What ``xargs -0`` divides by, as the newline that divides here."""
_DIRECTIVE = re.compile(r"%[-0-9.]*([sbdc%])")


def printed(name: str, words: Sequence[str], given: str) -> str:
    """What a program prints for its arguments and its standard input ("" for none).

    Example: ("base64", ["-d"], "cm0=") -> "rm"
    """
    if name in _DOWNLOADERS:
        return DOWNLOADED
    if name == "echo":
        return _echo(words)
    if name == "printf":
        return _printf(words)
    if name in ("cat", "tee") and (name == "tee" or not _operands(words)):
        return given
    if name == "rev" and not unread(given):
        return "\n".join(line[::-1] for line in given.splitlines())
    if name == "tr" and not unread(given):
        return _translate(words, given)
    if name in _DECODERS:
        return _decoded(name, words, given)
    if name in ("which", "type") or (name == "command" and "-v" in words):
        return posixpath.basename(words[-1]) if words else UNKNOWN
    if name == "mktemp":
        return "/tmp/scratch"  # noqa: S108 (what such a name looks like)
    if DOWNLOADED in given:
        return DOWNLOADED
    if DECODED in given:
        return DECODED
    return UNKNOWN


def _operands(words: Sequence[str]) -> list[str]:
    return [word for word in words if not word.startswith("-")]


def _echo(words: Sequence[str]) -> str:
    rest = list(words)
    escapes = False
    while rest and re.fullmatch(r"-[neE]+", rest[0]):
        escapes = escapes or "e" in rest[0]
        rest.pop(0)
    text = shown_text(" ".join(rest))
    return ansi(text) if escapes else text


def _printf(words: Sequence[str]) -> str:
    if not words:
        return ""
    values = [shown_text(word) for word in words[1:]]
    form = ansi(_NULL.sub(r"\n", shown_text(words[0])))
    made: list[str] = []
    while True:
        count = len(values)

        def fill(match: re.Match[str]) -> str:
            if match[1] == "%":
                return "%"
            return values.pop(0) if values else ""

        made.append(_DIRECTIVE.sub(fill, form))
        if not values or len(values) == count:
            return "".join(made)


def shown_text(text: str) -> str:
    """Globs as they are written; what is not known stays marked."""
    return "".join(mark if unread(mark) else shown(mark) for mark in text)


def _translate(words: Sequence[str], given: str) -> str:
    operands = [shown(word) for word in _operands(words)]
    if "-d" in words and operands:
        unwanted = set(_characters(operands[0]))
        return "".join(mark for mark in given if mark not in unwanted)
    if len(operands) != 2:
        return UNKNOWN
    old, new = _characters(operands[0]), _characters(operands[1])
    if not new:
        return UNKNOWN
    new = new.ljust(len(old), new[-1])
    return given.translate({ord(one): other for one, other in zip(old, new, strict=False)})


def _characters(operand: str) -> str:
    """The characters of a set of ``tr``: ``a-c`` is ``abc``."""

    def span(match: re.Match[str]) -> str:
        first, last = ord(match[1]), ord(match[2])
        return "".join(chr(code) for code in range(first, min(last, first + 255) + 1))

    return re.sub(r"(\w)-(\w)", span, ansi(operand))


def _decoded(name: str, words: Sequence[str], given: str) -> str:
    if name == "base64" and not any(
        word in ("-d", "-D", "--decode", "-di", "-id") for word in words
    ):
        return UNKNOWN
    if unread(given) or not given:
        return DOWNLOADED if DOWNLOADED in given else DECODED
    try:
        if name in ("base64", "gbase64"):
            raw = base64.b64decode(re.sub(r"\s", "", given) + "==")
        elif name == "base32":
            raw = base64.b32decode(given.strip())
        elif name == "xxd":
            raw = bytes.fromhex(re.sub(r"\s", "", given))
        else:
            return DECODED
    except (binascii.Error, ValueError):
        return DECODED
    return raw.decode("utf-8", errors="replace")


def download_target(name: str, words: Sequence[str]) -> str:
    """The file that a download is written to, "" for none.

    Example: ("wget", ["https://example.com/x.sh"]) -> "x.sh"
    """
    target = ""
    for flag, after in zip(words, (*words[1:], ""), strict=False):
        bundle = "-[a-zA-Z]*" + ("O" if name == "wget" else "o")
        if flag in ("--output", "--output-document") or re.fullmatch(bundle, flag):
            target = after
    urls = [word for word in words if "/" in word and not word.startswith("-")]
    keeps_name = name == "wget" or any(re.fullmatch(r"-\w*O\w*", word) for word in words)
    if not target and urls and keeps_name:
        target = posixpath.basename(urls[-1])
    return target
