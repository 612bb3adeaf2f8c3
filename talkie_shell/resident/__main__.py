"""``python -m talkie_shell.resident``: one request on standard input, its answer on standard
output; with FOLDER and NAME, the helper that listens on that socket."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from talkie_shell.errors import DataError
from talkie_shell.paths import ensure_private
from talkie_shell.resident.answering import Answerer
from talkie_shell.resident.client import ANOTHER, LISTENS, READY, version
from talkie_shell.resident.protocol import LONGEST_REQUEST, Answer, Listen, as_text, parse_request
from talkie_shell.resident.server import Server, end_on_signals


def main(words: list[str]) -> int:
    """The exit code."""
    if not words:
        return _once()
    folder, name = words
    return _serve(Path(folder), name)


def _once() -> int:
    answer = Answer("only the helper listens")
    try:
        request = parse_request(sys.stdin.buffer.readline(LONGEST_REQUEST + 1))
        if not isinstance(request, Listen):
            answer = Answerer().answer(request)
    except DataError as error:
        answer = Answer(str(error))
    sys.stdout.buffer.write(as_text(answer).encode("utf-8", "surrogateescape"))
    return 0


def _serve(folder: Path, name: str) -> int:
    os.umask(0o077)
    end_on_signals()
    ensure_private(folder)
    answerer = Answerer()
    try:
        if not Server(answerer, version()).serve(folder, name, lambda: _say(LISTENS)):
            _say(ANOTHER)
    finally:
        answerer.close()
    return 0


def _say(what: bytes) -> None:
    """Tell the client that started this process, where there is one."""
    with suppress(OSError):
        os.write(READY, what)
        os.close(READY)


sys.exit(main(sys.argv[1:]))
