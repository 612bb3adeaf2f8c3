"""Programs of services and of git: what they would end there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from talkie_shell.checks.risk.calls import Call, Finding
from talkie_shell.checks.risk.marks import STAR, shown
from talkie_shell.checks.risk.places import Place
from talkie_shell.checks.risk.queries import destructive
from talkie_shell.checks.risk.shapes import sorted_out

DATABASES = frozenset(
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
_ENDING = ("delete-", "terminate-", "batch-delete-", "purge-", "schedule-key-deletion", "close-")
"""What actions in the cloud begin with that end something."""
_FLUSHES = re.compile(r"^\s*FLUSH(?:ALL|DB)\b", re.IGNORECASE | re.MULTILINE)
CONTAINERS = ("docker", "podman", "nerdctl")


def git(call: Call, flags: frozenset[str], operands: Sequence[str]) -> Iterator[Finding]:
    """What destroys work that is nowhere else."""
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


def aws(call: Call, flags: frozenset[str], operands: Sequence[str]) -> Iterator[Finding]:
    """What an action ends."""
    action = operands[1] if len(operands) > 1 else ""
    if action.startswith(_ENDING) and "--dry-run" not in flags:
        yield "cloud", ""


def mongo(call: Call, flags: frozenset[str], operands: Sequence[str]) -> Iterator[Finding]:
    """Databases and collections that a script drops."""
    if any(_DOCUMENTS.search(text) for text in (*call.words, call.given)):
        yield "database-drop", ""


def redis(call: Call, flags: frozenset[str], operands: Sequence[str]) -> Iterator[Finding]:
    """All keys at once."""
    if any(_FLUSHES.search(text) for text in (*operands[:1], call.given)):
        yield "database-drop", ""


def containers(call: Call, flags: frozenset[str], operands: Sequence[str]) -> Iterator[Finding]:
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


def database(call: Call) -> Iterator[Finding]:
    """Statements that drop or empty, in arguments or on standard input."""
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
