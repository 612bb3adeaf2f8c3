"""Programs whose arguments the table alone cannot judge: what they strike decides."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from talkie_shell.checks.risk.calls import (
    CRITICAL,
    EVERYTHING,
    KEPT,
    REMOVED,
    Call,
    Finding,
    removal,
    written,
)
from talkie_shell.checks.risk.devices import disk_dump, format_device, image, partition, shred
from talkie_shell.checks.risk.editing import EDITORS, edited
from talkie_shell.checks.risk.marks import STAR, shown, unread
from talkie_shell.checks.risk.outputs import download_target
from talkie_shell.checks.risk.places import NO_HOME, Place, Places, is_device
from talkie_shell.checks.risk.services import (
    CONTAINERS,
    DATABASES,
    aws,
    containers,
    database,
    git,
    mongo,
    redis,
)
from talkie_shell.checks.risk.shapes import load_table, sorted_out

_FITS_ALL = re.compile(r"\^?(?:\.[*+]?)?\$?")
_ENDLESS = frozenset(("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"))
"""What holds nothing that anybody wants to copy."""
_INIT = "1"
"""The process that all others descend from."""
_ENDS = re.compile(r"(?:SIG)?(?:9|KILL|15|TERM|2|INT|3|QUIT|6|ABRT)")
"""Signals that end a process."""
_MODE_FLAGS = {
    **dict.fromkeys(("chmod", "gchmod"), re.compile(r"-[rwxXstugo][rwxXstugo,=+-]*")),
    "chattr": re.compile(r"-[aAcCdDeFijmPsStTu]+"),
}
"""Modes that look like flags: ``chmod -x``."""
_HOST = re.compile(r"[\w.@-]+:(?=[^:]|$)")
"""What stands before a path on another machine."""
_DELETES = re.compile(r"(?:^|\s)(?:-\w*X|--request)[ =]?DELETE(?:\s|$)")
_INDEX = re.compile(rf"[^/]*(?://)?[^/]+(?::9200/[^/_?]+|/(?:_all|[{STAR}*]))/?(?:$|\?)")
"""The address of an index of Elasticsearch, or of all of them."""
_WHOLE = re.compile(r"/+(?:usr/+)?[^/]*/*")
"""A folder at the top, or of what is installed."""
_KEEPS = frozenset(("-k", "--keep-old-files", "--skip-old-files", "--keep-newer-files"))
"""Flags with which tar overwrites nothing."""
_TO_NOTHING = re.compile(r"(?:-s|--size=)?0")
"""The size that truncate leaves nothing of."""


def judge(call: Call) -> Iterator[Finding]:
    """The risky shapes that a call is of."""
    table = load_table()
    flags, operands = sorted_out(call.words, table.values.get(call.name, frozenset()))
    flags = _spelled_out(flags)
    for rule in table.rules.get(call.name, ()):
        if rule.fits(flags, operands):
            yield rule.shape, rule.struck(operands) or "the device"
    special = _SPECIAL.get(call.name)
    restores = call.name.startswith("partclone.") and {"-r", "--restore"} & flags
    if restores or call.name.startswith(("mkfs", "newfs")):
        special = format_device
    if special is not None:
        yield from special(call, flags, operands)
    if call.name in DATABASES:
        yield from database(call)


_SHORTENED = ("--recursive", "--force", "--hard", "--mirror", "--delete", "--all", "--volumes")


def _spelled_out(flags: frozenset[str]) -> frozenset[str]:
    """The flags with those that are short for a risky one: ``--rec`` is ``--recursive``."""
    short = [flag for flag in flags if flag.startswith("--") and len(flag) > 4]
    return flags.union(
        whole for whole in _SHORTENED if any(whole.startswith(flag) for flag in short)
    )


def _remove(call: Call, flags: frozenset[str], operands: Sequence[str]) -> Iterator[Finding]:
    never = "--interactive=never" in call.words or "--interactive=no" in call.words
    asks = {"-i", "--interactive"} & flags and not {"-f", "--force"} & flags and not never
    if asks and not call.given:
        return
    recursive = bool({"-r", "-R", "--recursive"} & flags) or call.name == "rimraf"
    for path in operands:
        yield from removal(path, call.places, recursive=recursive or call.walks)


def _permissions(call: Call, flags: frozenset[str], operands: Sequence[str]) -> Iterator[Finding]:
    recursive = bool({"-R", "--recursive"} & flags) or call.walks
    mode = _MODE_FLAGS.get(call.name)
    no_mode = call.name == "setfacl" or (mode and any(map(mode.fullmatch, call.words)))
    for path in operands[0 if no_mode or "--reference" in flags else 1 :]:
        place = call.places.of(path)
        if unread(path[:1]):
            continue  # an empty variable makes this an error, not the root
        every = place is Place.SYSTEM and EVERYTHING.fullmatch(path)
        if (recursive and place in KEPT) or every or place is Place.ROOT:
            yield "permissions", shown(path)


def _copy(call: Call, flags: frozenset[str], operands: Sequence[str]) -> Iterator[Finding]:
    if len(operands) < 2:
        return
    target = operands[-1]
    if call.name == "mv" and target == "/dev/null":
        yield "discard", shown(operands[0])
    if is_device(target):
        yield "device", shown(target)
    elif CRITICAL.fullmatch(target):
        yield "overwrite-system", shown(target)
    elif operands[:-1] and _ENDLESS.issuperset(operands[:-1]):
        yield from written(target, call.places, call.exists, adds=False)
    if call.name == "mv" and "-t" not in flags:
        for path in operands[:-1]:
            whole = _WHOLE.fullmatch(path)
            place = call.places.of(path)
            if place is Place.HOME or (whole and place in KEPT):
                yield REMOVED[place], shown(path)


def _mirror(call: Call, flags: frozenset[str], operands: Sequence[str]) -> Iterator[Finding]:
    deletes = any(flag.startswith("--del") for flag in flags)
    if not deletes or {"-n", "--dry-run"} & flags or not operands:
        return
    target, places = operands[-1], call.places
    if host := _HOST.match(target):
        path, places = target[host.end() :], Places(remote=True)
        target = path.replace("~", NO_HOME, 1) or NO_HOME
    place = places.of(target)
    if place in KEPT:
        yield REMOVED[place], shown(operands[-1])


def _edit(call: Call, flags: frozenset[str], operands: Sequence[str]) -> Iterator[Finding]:
    for path in edited(call.name, call.words):
        if call.places.is_systems(path):
            yield "edit-system", shown(path)


def _write_files(call: Call, flags: frozenset[str], operands: Sequence[str]) -> Iterator[Finding]:
    adds = bool({"-a", "--append"} & flags)
    for path in operands:
        yield from written(path, call.places, call.exists, adds=adds)


def _truncate(call: Call, flags: frozenset[str], operands: Sequence[str]) -> Iterator[Finding]:
    if any(_TO_NOTHING.fullmatch(word) for word in call.words):
        for path in (path for path in operands if path != "0"):
            yield from written(path, call.places, call.exists, adds=False)


def _kill(call: Call, flags: frozenset[str], operands: Sequence[str]) -> Iterator[Finding]:
    signals = [word[1:] for word in call.words[:1] if word.startswith("-")]
    signals += [after for flag, after in pairwise(call.words) if flag in ("-s", "-n", "--signal")]
    ends = all(_ENDS.fullmatch(one) for one in signals if one not in ("s", "n", "-signal", "-"))
    if call.name == "killall5" or "-1" in call.words[1:] or (ends and _INIT in operands):
        yield "kill-all", ""


def _kill_named(call: Call, flags: frozenset[str], operands: Sequence[str]) -> Iterator[Finding]:
    """Those of a user, or whatever a pattern fits that fits everything."""
    of_user = {"-u", "--user", "--euid", "-U", "--uid"} & flags and not operands
    if of_user or (call.name == "pkill" and any(_FITS_ALL.fullmatch(one) for one in operands)):
        yield "kill-all", ""


def _archive(call: Call, flags: frozenset[str], operands: Sequence[str]) -> Iterator[Finding]:
    """One that is made where a device is, or unpacked over everything."""
    if re.fullmatch("[a-zA-Z]+", "".join(call.words[:1])):  # "xzf" is "-xzf"
        flags, _ = sorted_out(("-" + call.words[0], *call.words[1:]))
    if {"-c", "--create"} & flags:
        for path in filter(is_device, call.words):
            yield "device", shown(path)
    if {"-x", "--extract", "--get"} & flags and not flags & _KEEPS:
        yield from _unpacked(_folder_of(call.words), call.places)


def _folder_of(words: Sequence[str]) -> str:
    """The folder that tar enters first."""
    for word, after in pairwise((*words, "")):
        if re.fullmatch(r"-\w*C|--directory", word):
            return after
        if word.startswith("--directory="):
            return word.partition("=")[2]
    return "."


def _unpacked(folder: str, places: Places) -> Iterator[Finding]:
    if places.of(folder) is Place.ROOT:
        yield "unpack", shown(folder)


def _unzip(call: Call, flags: frozenset[str], operands: Sequence[str]) -> Iterator[Finding]:
    if "-o" in flags and "-n" not in flags:
        folders = [after for word, after in pairwise(call.words) if word == "-d"]
        yield from _unpacked((folders or ["."])[0], call.places)


def _download(call: Call, flags: frozenset[str], operands: Sequence[str]) -> Iterator[Finding]:
    """One that is written where it does harm, or a request that drops an index."""
    deletes = _DELETES.search(" ".join(call.words))
    if deletes and any(_INDEX.match(word) for word in operands):
        yield "database-drop", ""
    yield from written(download_target(call.name, call.words), call.places, None, adds=False)


_Special = Callable[[Call, frozenset[str], Sequence[str]], Iterator[Finding]]
_SPECIAL: dict[str, _Special] = {
    **dict.fromkeys(("rm", "grm", "srm", "rimraf", "unlink", "Remove-Item"), _remove),
    **dict.fromkeys(
        ("chmod", "chown", "chgrp", "setfacl", "gchmod", "gchown", "chattr"), _permissions
    ),
    **dict.fromkeys(("cp", "mv", "ln", "install", "gcp", "gmv"), _copy),
    "rsync": _mirror,
    "dd": disk_dump,
    "gdd": disk_dump,
    "dcfldd": disk_dump,
    "dc3dd": disk_dump,
    **dict.fromkeys(("ddrescue", "qemu-img", "bmaptool", "pv", "ntfsclone"), image),
    **dict.fromkeys(("mke2fs", "mkswap", "mkntfs", "mkdosfs"), format_device),
    **dict.fromkeys(("fdisk", "parted", "sfdisk", "gdisk", "sgdisk", "cfdisk"), partition),
    **dict.fromkeys(("shred", "scrub", "wipe"), shred),
    "tee": _write_files,
    "truncate": _truncate,
    **dict.fromkeys(("kill", "killall5"), _kill),
    **dict.fromkeys(("killall", "pkill"), _kill_named),
    "git": git,
    "aws": aws,
    **dict.fromkeys(("redis-cli", "valkey-cli", "keydb-cli"), redis),
    **dict.fromkeys(("tar", "gtar", "bsdtar"), _archive),
    "unzip": _unzip,
    **dict.fromkeys(EDITORS, _edit),
    **dict.fromkeys(("curl", "wget"), _download),
    **dict.fromkeys(CONTAINERS, containers),
    **dict.fromkeys(("mongo", "mongosh"), mongo),
}


def base_name(word: str) -> str:
    """A program's name without its folder.

    Example: "/bin/rm" -> "rm"
    """
    return posixpath.basename(shown(word)) if not unread(word) else word
