"""Programs that write to disks: their target decides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from talkie_shell.checks.risk.calls import Call, Finding, removal, written
from talkie_shell.checks.risk.marks import shown, unread
from talkie_shell.checks.risk.places import is_device

_ASKS_ONLY = frozenset(("-l", "--list", "-h", "--help", "-V", "--version", "-d", "--dump"))
_FAT = re.compile(r"fat$|dos")
"""What ends the names of programs whose -n is a label."""


def disk_dump(call: Call, flags: frozenset[str], operands: Sequence[str]) -> Iterator[Finding]:
    """What dd and its like write to."""
    for word in operands:
        if word.startswith("of="):
            path = word[3:]
            if unread(path) and path.startswith("/dev/"):
                yield "device", shown(path)
            else:
                yield from written(path, call.places, call.exists, adds="notrunc" in call.words)


def image(call: Call, flags: frozenset[str], operands: Sequence[str]) -> Iterator[Finding]:
    """Images of disks that are written back to one: the target stands last, or second."""
    if call.name in ("qemu-img", "bmaptool") and operands[:1] not in (["convert"], ["copy"]):
        return
    targets = operands[1:2] if call.name == "ddrescue" else operands[-1:]
    if call.name == "ntfsclone":
        targets = [after for word, after in pairwise(call.words) if word in ("-O", "--overwrite")]
    elif call.name == "pv":
        targets = [after for word, after in pairwise(call.words) if word in ("-o", "--output")]
    for path in filter(is_device, targets if len(operands) > 1 else ()):
        yield "device", shown(path)


def format_device(call: Call, flags: frozenset[str], operands: Sequence[str]) -> Iterator[Finding]:
    """A file system that is made where another may be."""
    asks = {"-N", "--help", "-V"} if _FAT.search(call.name) else {"-n", "-N", "--help", "-V"}
    if asks & flags:
        return
    for path in operands:
        if is_device(path) or unread(path):
            yield "device", shown(path)


def partition(call: Call, flags: frozenset[str], operands: Sequence[str]) -> Iterator[Finding]:
    """A table of partitions that is changed, where more is asked than what it is."""
    if _ASKS_ONLY & flags or {"print", "unit", "align-check"} & set(operands[1:2]):
        return
    devices = [path for path in operands if is_device(path)]
    asked = {"-p", "--print", "-i", "--info", "-v", "--verify", "-s"} & flags
    if call.name in ("sgdisk", "fdisk", "sfdisk") and asked and len(flags) <= 2:
        return
    if devices:
        yield "device", shown(devices[0])


def shred(call: Call, flags: frozenset[str], operands: Sequence[str]) -> Iterator[Finding]:
    """A device or a file written over."""
    for path in operands:
        if is_device(path):
            yield "device", shown(path)
        else:
            yield from removal(path, call.places, recursive=call.walks)
