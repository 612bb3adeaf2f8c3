"""What ``find`` and ``ls`` come across, and what they do with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from talkie_shell.checks.risk.marks import STAR, UNKNOWN, UNREAD, unread
from talkie_shell.checks.risk.shapes import sorted_out
from talkie_shell.checks.words import FIND_RUNS

_WIDE = frozenset(
    [
        "-type",
        "-maxdepth",
        "-mindepth",
        "-depth",
        "-xdev",
        "-mount",
        "-print",
        "-print0",
        "-delete",
        *FIND_RUNS,
        "-follow",
        "-o",
        "-a",
        "-or",
        "-and",
        "-daystart",
        "-ls",
        "-not",
        "-printf",
        "-noleaf",
        "-prune",
    ]
)
"""What narrows the search little or not at all; any other test does."""

_BY_NAME = ("-name", "-iname", "-path", "-ipath", "-wholename", "-iwholename")
_WRITES = ("-fprint", "-fprint0", "-fprintf", "-fls")


@dataclass(frozen=True, slots=True)
class Search:
    """``found`` stands for what is met, one path for each root. ``runs`` are the commands of
    ``-exec`` and their like, still with their braces; ``writes`` the files that get what is
    printed."""

    found: tuple[str, ...]
    deletes: bool
    runs: tuple[tuple[str, ...], ...]
    writes: tuple[str, ...] = ()


def search(words: Sequence[str]) -> Search:
    """What a call of find does.

    Example: [".", "-name", "x", "-delete"] -> found "./" + UNKNOWN, deletes
    """
    at = 0
    while at < len(words) and words[at] in ("-H", "-L", "-P", "-E", "-X", "-f"):
        at += 1
    begin = at
    while at < len(words) and words[at][:1] not in ("-", "(", "!") and words[at] != "\\(":
        at += 1
    roots = list(words[begin:at]) or ["."]
    tests, runs = list(words[at:]), []
    writes = tuple(path for flag, path in pairwise(tests) if flag in _WRITES)
    narrow = deletes = links = folders = False
    while tests:
        word = tests.pop(0)
        deletes = deletes or word == "-delete"
        if word in FIND_RUNS:
            inner = []
            while tests and tests[0] not in (";", "+"):
                inner.append(tests.pop(0))
            if not word.startswith("-ok"):
                runs.append(tuple(inner))
        elif word == "-type" and tests:
            kind = tests.pop(0)
            links = links or kind == "l"
            folders = folders or kind == "d"
        elif word in _BY_NAME and tests and not tests[0].removeprefix("./").strip("*" + STAR):
            continue
        elif word.startswith("-") and word not in _WIDE:
            narrow = True
    # Deleting folders as such removes only empty ones.
    wide = not (narrow or links or (folders and deletes))
    return Search(tuple(_within(root, wide=wide) for root in roots), deletes, tuple(runs), writes)


_FD_VALUES = frozenset(
    "-e -d -t -E -S -c -j -o --extension --max-depth --type --exclude --size --color".split()  # noqa: SIM905 - quoted names read worse
)
_FD_RUNS = ("-x", "--exec", "-X", "--exec-batch")
_FD_NARROWS = ("-e", "--extension", "-g", "--glob", "-S", "--size", "-d", "--max-depth")


def fd_search(words: Sequence[str]) -> Search:
    """What a call of fd does.

    Example: [".", "/etc", "-x", "rm"] -> found "/etc/" + STAR, runs ("rm", "{}")
    """
    rest, operands = list(words), []
    run: list[str] = []
    narrow = False
    while rest:
        word = rest.pop(0)
        if word in _FD_RUNS:
            run = rest[: rest.index(";")] if ";" in rest else rest
            break
        narrow = narrow or word.startswith(_FD_NARROWS)
        if word in _FD_VALUES:
            rest = rest[1:]
        elif not word.startswith("-"):
            operands.append(word)
    narrow = narrow or bool(operands and operands[0].strip(".*" + STAR))
    if run and not any("{" in word for word in run):
        run = [*run, "{}"]
    roots = operands[1:] or ["."]
    found = tuple(_within(root, wide=not narrow) for root in roots)
    return Search(found, deletes=False, runs=(tuple(run),) if run else ())


def _within(root: str, *, wide: bool) -> str:
    if unread(root) and not root.strip("/" + UNREAD):
        return UNKNOWN  # for find an empty variable is an error, not the root
    return f"{root.rstrip('/')}/{STAR if wide else UNKNOWN}"


def filtered(given: str) -> str:
    """A part of the paths given.

    Example: "./*" -> "./" and something unknown
    """
    return given.replace(STAR, UNKNOWN)


def listed(words: Sequence[str]) -> str:
    """What ls prints, as paths.

    Example: ["-t", "/srv"] -> "/srv/" + STAR; ["*.log"] -> STAR + ".log"
    """
    operands = [word for word in words if not word.startswith("-")] or ["."]
    return "\n".join(
        one if STAR in one.rpartition("/")[2] else f"{one.rstrip('/')}/{STAR}" for one in operands
    )


GREPS = ("grep", "egrep", "fgrep", "rg", "ag", "ack", "ugrep")
_LISTS = frozenset(("-l", "-L", "--files-with-matches", "--files-without-match"))
_GREP_VALUES = frozenset("-e -f -A -B -C -m -d -D -g -t -T --include --exclude --glob".split())  # noqa: SIM905 - quoted names read worse


def grepped(name: str, words: Sequence[str]) -> str:
    """The files that a search through files names, "" where it prints their lines.

    Example: ("grep", ["-rl", "x", "/etc"]) -> "/etc/" and something unknown
    """
    flags, operands = sorted_out(words, _GREP_VALUES)
    if not flags & _LISTS:
        return ""
    roots = operands if {"-e", "-f"} & flags else operands[1:]
    if name.endswith("grep") and name != "ugrep" and not {"-r", "-R", "--recursive"} & flags:
        return filtered("\n".join(roots))
    return "\n".join(_within(root, wide=False) for root in roots or ["."])


_XARGS_VALUES = frozenset(
    ("-n", "-P", "-L", "-d", "-s", "-a", "-E", "--max-args", "--max-procs", "-R", "-j", "--jobs")
)


def xargs_words(words: Sequence[str], given: str) -> list[tuple[str, ...]]:
    """The command that xargs, or parallel, runs for what it is given."""
    rest, mark = list(words), ""
    while rest and rest[0].startswith("-"):
        flag = rest.pop(0)
        if flag in ("-p", "--interactive"):
            return []  # it asks before each
        if flag.startswith(("-I", "-i")):
            mark = flag[2:] or (rest.pop(0) if flag == "-I" and rest else "{}")
        elif flag == "--replace":
            mark = "{}"
        elif flag in _XARGS_VALUES:
            rest = rest[1:]
    if ":::" in rest:
        at = rest.index(":::")
        rest, given = rest[:at], "\n".join(word for word in rest[at + 1 :] if word != ":::")
    if len(rest) == 1:
        rest = rest[0].split() or rest
    if not mark and any("{}" in word for word in rest):
        mark = "{}"
    whole = given.replace("*", STAR)
    targets = (whole.splitlines() if mark else whole.split()) or [UNKNOWN]
    if mark:
        return [tuple(word.replace(mark, target) for word in rest) for target in targets[:16]]
    return [(*rest, *targets)]
