"""Programs whose arguments the table alone cannot judge: what they strike decides."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from talkie_shell.checks.risk.editing import EDITORS, edited
from talkie_shell.checks.risk.marks import ANY, STAR, shown, unread
from talkie_shell.checks.risk.outputs import download_target
from talkie_shell.checks.risk.places import NO_HOME, Place, Places, is_device
from talkie_shell.checks.risk.queries import destructive
from talkie_shell.checks.risk.shapes import load_table, sorted_out

Exists = Callable[[str], bool]
Finding = tuple[str, str]
"""A shape's name, and what it strikes."""


@dataclass(frozen=True, slots=True)
class Call:
    """A program with its arguments. ``given`` is its standard input as far as it is known,
    ``walks`` whether it is handed whatever find meets."""

    name: str
    words: tuple[str, ...]
    given: str
    places: Places
    exists: Exists | None = None
    walks: bool = False


_CONFIG = re.compile(
    r"\.(?:bash|zsh)_history|\.(?:bash|zsh|tcsh|csh)rc|\.(?:bash_|z)?profile|\.zshenv|\.zlogin"
    r"|\.bash_login|\.(?:gitconfig|netrc|pgpass|vimrc|tmux\.conf)|\.ssh/(?:authorized_keys|config"
    r"|id_\w+|known_hosts)|\.gnupg/.*|\.aws/credentials|\.kube/config|\.config/fish/config\.fish"
)
_CRITICAL = re.compile(
    r"/etc/(?:passwd|shadow|group|gshadow|sudoers|fstab|hosts|crontab|ssh/sshd_config"
    r"|resolv\.conf|ld\.so\.preload|inittab)|/boot/.+|/proc/sysrq-trigger|/sys/.+/delete"
)
_REMOVED = {
    Place.ROOT: "remove-root",
    Place.SYSTEM: "remove-system",
    Place.HOME: "remove-home",
    Place.ABOVE: "remove-above",
    Place.HERE: "remove-here",
    Place.HISTORY: "remove-history",
    Place.OUTSIDE: "remove-outside",
    Place.UNKNOWN: "remove-unknown",
}
_KEPT = (Place.ROOT, Place.SYSTEM, Place.HOME, Place.ABOVE)
_EVERYTHING = re.compile(rf"(?:.*/)?\.?[{STAR}{ANY}]+(?:\.[{STAR}])?", re.DOTALL)
_FITS_ALL = re.compile(r"\^?(?:\.[*+]?)?\$?")
_DATABASES = frozenset(
    [
        "psql",
        "mysql",
        "mariadb",
        "sqlite3",
        "sqlite",
        "pgcli",
        "mycli",
        "litecli",
        "duckdb",
        "sqlcmd",
        "clickhouse-client",
        "cockroach",
        "cqlsh",
        "sqlplus",
        "bq",
        "influx",
        "snowsql",
        "trino",
        "presto",
        "hive",
        "beeline",
        "impala-shell",
        "spark-sql",
        "mysqlsh",
        "usql",
        "isql",
        "ysqlsh",
        "clickhouse",
    ]
)
_DOCUMENTS = re.compile(r"\bdropDatabase\(|\.drop\(\)|\.(?:deleteMany|remove)\(\{\s*\}\)")
_ASKS_ONLY = frozenset(("-l", "--list", "-h", "--help", "-V", "--version", "-d", "--dump"))
_ENDLESS = frozenset(("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"))
"""What holds nothing that anybody wants to copy."""
_ENDING = ("delete-", "terminate-", "batch-delete-", "purge-", "schedule-key-deletion", "close-")
"""What actions in the cloud begin with that end something."""
_FLUSHES = re.compile(r"^\s*FLUSH(?:ALL|DB)\b", re.IGNORECASE | re.MULTILINE)
_FAT = re.compile(r"fat$|dos")
"""What ends the names of programs whose -n is a label."""
CONTAINERS = ("docker", "podman", "nerdctl")
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


def removal(path: str, places: Places, *, recursive: bool) -> Iterator[Finding]:
    """What it means to remove a path."""
    if not path:
        return
    place = places.of(path)
    what = shown(path)
    if (recursive and place in _REMOVED) or (
        not recursive and _EVERYTHING.fullmatch(path) and place in (*_KEPT, Place.HERE)
    ):
        yield _REMOVED[place], what
    elif _CRITICAL.fullmatch(path):
        yield "remove-system", what
    elif _is_config(path, places):
        yield "remove-config", what


def written(path: str, places: Places, exists: Exists | None, *, adds: bool) -> Iterator[Finding]:
    """What it means to write to a path, or to add to what it holds."""
    absolute = places.absolute(path) if path else ""
    what = shown(path)
    if is_device(absolute):
        yield "device", what
    elif absolute == "/proc/sysrq-trigger" or (not adds and _CRITICAL.fullmatch(absolute)):
        yield "overwrite-system", what
    elif adds or unread(path) or STAR in path or not path:
        return
    elif _is_config(path, places):
        yield "overwrite-config", what
    elif not places.remote and exists is not None and _is_file(absolute) and exists(absolute):
        yield "overwrite", what


def _is_file(absolute: str) -> bool:
    return not absolute.startswith("/dev/") and not unread(absolute)


def _is_config(path: str, places: Places) -> bool:
    absolute = places.absolute(path)
    home = places.home.rstrip("/") + "/"
    return absolute.startswith(home) and bool(_CONFIG.fullmatch(absolute[len(home) :]))


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
        special = _format
    if special is not None:
        yield from special(call, flags, operands)
    if call.name in _DATABASES:
        yield from _database(call)


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
        every = place is Place.SYSTEM and _EVERYTHING.fullmatch(path)
        if (recursive and place in _KEPT) or every or place is Place.ROOT:
            yield "permissions", shown(path)


def _copy(call: Call, flags: frozenset[str], operands: Sequence[str]) -> Iterator[Finding]:
    if len(operands) < 2:
        return
    target = operands[-1]
    if call.name == "mv" and target == "/dev/null":
        yield "discard", shown(operands[0])
    if is_device(target):
        yield "device", shown(target)
    elif _CRITICAL.fullmatch(target):
        yield "overwrite-system", shown(target)
    elif operands[:-1] and _ENDLESS.issuperset(operands[:-1]):
        yield from written(target, call.places, call.exists, adds=False)
    if call.name == "mv" and "-t" not in flags:
        for path in operands[:-1]:
            whole = _WHOLE.fullmatch(path)
            place = call.places.of(path)
            if place is Place.HOME or (whole and place in _KEPT):
                yield _REMOVED[place], shown(path)


def _mirror(call: Call, flags: frozenset[str], operands: Sequence[str]) -> Iterator[Finding]:
    deletes = any(flag.startswith("--del") for flag in flags)
    if not deletes or {"-n", "--dry-run"} & flags or not operands:
        return
    target, places = operands[-1], call.places
    if host := _HOST.match(target):
        path, places = target[host.end() :], Places(remote=True)
        target = path.replace("~", NO_HOME, 1) or NO_HOME
    place = places.of(target)
    if place in _KEPT:
        yield _REMOVED[place], shown(operands[-1])


def _edit(call: Call, flags: frozenset[str], operands: Sequence[str]) -> Iterator[Finding]:
    for path in edited(call.name, call.words):
        if call.places.is_systems(path):
            yield "edit-system", shown(path)


def _disk_dump(call: Call, flags: frozenset[str], operands: Sequence[str]) -> Iterator[Finding]:
    for word in operands:
        if word.startswith("of="):
            path = word[3:]
            if unread(path) and path.startswith("/dev/"):
                yield "device", shown(path)
            else:
                yield from written(path, call.places, call.exists, adds="notrunc" in call.words)


def _image(call: Call, flags: frozenset[str], operands: Sequence[str]) -> Iterator[Finding]:
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


def _format(call: Call, flags: frozenset[str], operands: Sequence[str]) -> Iterator[Finding]:
    asks = {"-N", "--help", "-V"} if _FAT.search(call.name) else {"-n", "-N", "--help", "-V"}
    if asks & flags:
        return
    for path in operands:
        if is_device(path) or unread(path):
            yield "device", shown(path)


def _partition(call: Call, flags: frozenset[str], operands: Sequence[str]) -> Iterator[Finding]:
    if _ASKS_ONLY & flags or {"print", "unit", "align-check"} & set(operands[1:2]):
        return
    devices = [path for path in operands if is_device(path)]
    asked = {"-p", "--print", "-i", "--info", "-v", "--verify", "-s"} & flags
    if call.name in ("sgdisk", "fdisk", "sfdisk") and asked and len(flags) <= 2:
        return
    if devices:
        yield "device", shown(devices[0])


def _shred(call: Call, flags: frozenset[str], operands: Sequence[str]) -> Iterator[Finding]:
    for path in operands:
        if is_device(path):
            yield "device", shown(path)
        else:
            yield from removal(path, call.places, recursive=call.walks)


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


def _git(call: Call, flags: frozenset[str], operands: Sequence[str]) -> Iterator[Finding]:
    verb, rest = (operands[0], operands[1:]) if operands else ("", [])
    everything = any(
        path in (":/", ":", "*") or call.places.of(path) in (Place.HERE, Place.ABOVE)
        for path in rest
    )
    dry = {"-n", "--dry-run"} & flags
    if verb == "push" and not dry:
        if any(ref.startswith("+") and len(ref) > 1 for ref in rest):
            yield "git-push-force", ""
        if any(re.fullmatch(r":[^/:].*", ref) for ref in rest[1:]):
            yield "git-push-delete", ""
    elif verb == "checkout" and everything and not {"-b", "-B"} & flags:
        yield "git-discard", ""
    elif verb == "restore" and everything:
        only_index = {"--staged", "-S"} & flags and not {"--worktree", "-W"} & flags
        if not only_index:
            yield "git-discard", ""
    elif verb == "rm" and everything and {"-f", "--force"} & flags and "--cached" not in flags:
        yield "git-discard", ""
    elif verb == "gc" and any(word in ("--prune=now", "--prune=all") for word in call.words):
        yield "git-history", ""


def _aws(call: Call, flags: frozenset[str], operands: Sequence[str]) -> Iterator[Finding]:
    action = operands[1] if len(operands) > 1 else ""
    if action.startswith(_ENDING) and "--dry-run" not in flags:
        yield "cloud", ""


def _mongo(call: Call, flags: frozenset[str], operands: Sequence[str]) -> Iterator[Finding]:
    if any(_DOCUMENTS.search(text) for text in (*call.words, call.given)):
        yield "database-drop", ""


def _redis(call: Call, flags: frozenset[str], operands: Sequence[str]) -> Iterator[Finding]:
    if any(_FLUSHES.search(text) for text in (*operands[:1], call.given)):
        yield "database-drop", ""


def _containers(call: Call, flags: frozenset[str], operands: Sequence[str]) -> Iterator[Finding]:
    """All that another command lists, by force."""
    verbs = operands[1:] if operands[:1] in (["container"], ["image"]) else operands
    forced = {"-f", "--force"} & flags
    if forced and verbs[:1] in (["rm"], ["rmi"]) and any(STAR in word for word in call.words):
        yield "container-data", ""


def lists_everything(words: Sequence[str]) -> bool:
    """Whether a call of docker prints every container or image there is."""
    flags, operands = sorted_out(words)
    listing = operands in (["ps"], ["images"], ["container", "ls"], ["image", "ls"])
    return listing and not flags & {"-f", "--filter", "-n", "--last", "-l", "--latest"}


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


def _database(call: Call) -> Iterator[Finding]:
    texts = [call.given]
    for word in call.words:
        if word.startswith("--"):
            texts.append(word.partition("=")[2])
        elif word.startswith("-"):
            texts.append(word[2:])
        else:
            texts.append(word)
    for text in texts:
        shape = destructive(shown(text))
        if shape:
            yield shape, ""
            return


_Special = Callable[[Call, frozenset[str], Sequence[str]], Iterator[Finding]]
_SPECIAL: dict[str, _Special] = {
    **dict.fromkeys(("rm", "grm", "srm", "rimraf", "unlink", "Remove-Item"), _remove),
    **dict.fromkeys(
        ("chmod", "chown", "chgrp", "setfacl", "gchmod", "gchown", "chattr"), _permissions
    ),
    **dict.fromkeys(("cp", "mv", "ln", "install", "gcp", "gmv"), _copy),
    "rsync": _mirror,
    "dd": _disk_dump,
    "gdd": _disk_dump,
    "dcfldd": _disk_dump,
    "dc3dd": _disk_dump,
    **dict.fromkeys(("ddrescue", "qemu-img", "bmaptool", "pv", "ntfsclone"), _image),
    **dict.fromkeys(("mke2fs", "mkswap", "mkntfs", "mkdosfs"), _format),
    **dict.fromkeys(("fdisk", "parted", "sfdisk", "gdisk", "sgdisk", "cfdisk"), _partition),
    **dict.fromkeys(("shred", "scrub", "wipe"), _shred),
    "tee": _write_files,
    "truncate": _truncate,
    **dict.fromkeys(("kill", "killall5"), _kill),
    **dict.fromkeys(("killall", "pkill"), _kill_named),
    "git": _git,
    "aws": _aws,
    **dict.fromkeys(("redis-cli", "valkey-cli", "keydb-cli"), _redis),
    **dict.fromkeys(("tar", "gtar", "bsdtar"), _archive),
    "unzip": _unzip,
    **dict.fromkeys(EDITORS, _edit),
    **dict.fromkeys(("curl", "wget"), _download),
    **dict.fromkeys(CONTAINERS, _containers),
    **dict.fromkeys(("mongo", "mongosh"), _mongo),
}


def base_name(word: str) -> str:
    """A program's name without its folder.

    Example: "/bin/rm" -> "rm"
    """
    return posixpath.basename(shown(word)) if not unread(word) else word
