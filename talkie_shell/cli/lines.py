"""Lines of bytes from a pipe or a file -> text, as they come, in constant memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from talkie_shell.errors import DataError

LONGEST = 1 << 20
"""Bytes a line may have: without an end, memory would be the limit."""

_READ = 1 << 16
_REPLACED = "\N{REPLACEMENT CHARACTER}"


class Stream(Protocol):
    """What `batches` needs of a binary stream; see `io.BufferedReader`."""

    def read1(self, size: int, /) -> bytes: ...


def batches(stream: Stream, most: int) -> Iterator[list[bytes]]:
    """Whole lines without their ends, up to ``most`` together.

    What can be read at once comes as one batch, so a fast writer is served in bulk and a slow
    one line by line. Raises `DataError` for a line longer than `LONGEST` bytes.
    """
    rest, count = b"", 0
    while chunk := stream.read1(_READ):
        *lines, rest = (rest + chunk).split(b"\n") if b"\n" in chunk else (rest + chunk,)
        if len(rest) > LONGEST:
            raise DataError(f"line {count + len(lines) + 1} is longer than {LONGEST} bytes")
        for start in range(0, len(lines), most):
            yield [line.removesuffix(b"\r") for line in lines[start : start + most]]
        count += len(lines)
    if rest:
        yield [rest.removesuffix(b"\r")]


class Decoder:
    """Bytes -> text, as UTF-8; what is not is replaced, and ``tell`` hears of it once."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._told = False

    def __call__(self, line: bytes) -> str:
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            if not self._told:
                self._told = True
                self._tell(f"there are bytes that are not UTF-8; each becomes {_REPLACED}")
            return line.decode("utf-8", errors="replace")
