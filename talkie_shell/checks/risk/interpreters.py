"""Shells and other interpreters: which of their words or input they run as a program."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from talkie_shell.checks.risk.marks import FILE

SHELLS = frozenset(
    ["sh", "bash", "zsh", "dash", "ksh", "mksh", "ash", "fish", "csh", "tcsh", "rbash", "pwsh"]
)
OTHERS = frozenset(
    [
        "python",
        "perl",
        "ruby",
        "node",
        "php",
        "lua",
        "osascript",
        "deno",
        "bun",
        "awk",
        "gawk",
        "mawk",
        "Rscript",
        "R",
        "julia",
        "elixir",
        "groovy",
    ]
)
_VERSION = re.compile(r"[\d.]+$")
_CODE = {"python": "c", "perl": "eE", "ruby": "e", "node": "ep", "php": "r", "lua": "e"}
_CALLS = re.compile(
    r"\b(?:system|popen|exec[lv]?p?|execSync|spawnSync|run|call|check_call|check_output|Popen"
    r"|shell_exec|passthru|execute|os\.cmd)\s*\(?\s*\[?\s*([\"'])(.+?)\1"
)
_MANY = re.compile(
    r"\b(?:system|exec[lv]?p?|spawn[lv]?p?)\s*\(?\s*((?:[\"'][^\"']*[\"']\s*,\s*)+[\"'][^\"']*[\"'])"
)
_JOINED = r"(?!\s*[/+%.])"
"""Not followed by what makes another path of it."""
_TREES = re.compile(
    r"\b(?:rmtree|rm_rf|rm_r|rmSync|remove_tree)!?\s*\(?\s*[\"']([^\"']+)[\"']"
    + _JOINED
    + r"|\b(?:rm|rmdir|remove|unlink)(?:Sync)?\(\s*[\"']([^\"']+)[\"']\s*[,;][^)]{0,200}?"
    + r"\brecursive\s*[:=]\s*(?:true\b|TRUE\b|T\b)"
)
_FILES = re.compile(
    r"\b(?:os\.remove|unlink(?:Sync)?|File\.(?:delete|unlink|rm!?))\s*\(?\s*[\"']([^\"']+)[\"']"
    + _JOINED
    + r"|[\"']([^\"']+)[\"']\.unlink\("
)
_BELOW = re.compile(
    r"\b(?:os\.walk|Find\.find|find(?:depth)?\s*\(.{0,200},)\s*\(?\s*[\"']([^\"']+)[\"']"
)
_GLOBBED = re.compile(r"[\"']([^\"']+)[\"']\.(r?)glob\(\s*[\"']([^\"']+)[\"']")
_LISTED = re.compile(
    r"\b(?:os\.listdir|os\.scandir|readdirSync|Dir\.(?:children|entries))\(\s*[\"']([^\"']+)[\"']"
    r"|[\"']([^\"']+)[\"']\.iterdir\("
)
_MOVES = re.compile(
    r"\b(?:shutil\.move|os\.rename|os\.replace|File\.rename|FileUtils\.mv|rename(?:Sync)?)\s*\(?"
    r"\s*[\"']([^\"']+)[\"']\s*,\s*[\"']([^\"']+)[\"']" + _JOINED
)
_EXECUTED = re.compile(r"[\"']([^\"']+)[\"']\.execute\(\)")
_ENDS_ALL = re.compile(r"\bkill\s*\(\s*-1\b")
_WRITES = re.compile(
    r"\bopen\s*\(\s*[\"']([^\"']+)[\"']\s*,\s*[\"'](?:w[bt+]*|>)[\"']"
    r"|\b(?:File\.write|writeFileSync|file_put_contents)\s*\(\s*[\"']([^\"']+)[\"']"
    + _JOINED
    + r"|[\"']([^\"']+)[\"']\.write_(?:text|bytes)\("
    + r"|\btruncate\s*\(\s*[\"']([^\"']+)[\"']\s*,\s*0\b"
)
_AWK_RUNS = re.compile(r"\"([^\"]+)\"\s*\|&?\s*getline|print\s+\"([^\"]+)\"\s*\|\s*\"([^\"]+)\"")
_HOMES = re.compile(
    r"\brequire\([\"'](?:node:)?os[\"']\)\.homedir\(\)|\b(?:pathlib\.)?Path\.home\(\)|\bDir\.home\b|\bos\.homedir\(\)"
    r"|\b(?:os\.environ|ENV)\[[\"']HOME[\"']\]|\$ENV\{[\"']?HOME[\"']?\}|\bprocess\.env\.HOME\b"
    r"|\b(?:os\.)?(?:environ\.get|getenv)\(\s*[\"']HOME[\"']\s*\)"
)
_WRAPPED = re.compile(
    r"\b(?:os\.path\.|File\.)?(?:expanduser|expand_path|Path)\(\s*([\"'][^\"']*[\"'])\s*\)"
    r"(?:\.expanduser\(\))?"
)
_CONTINUED = re.compile(r"'~'\s*(?:/\s*[\"']|\+\s*[\"']/)([^\"']*)[\"']")
_RENAMED = re.compile(
    r"\b(system|popen|Popen|run|call|check_call|check_output|exec[lv]p?|rmtree|remove|unlink|urlopen)"
    r"\s+as\s+(\w+)"
)
_MOST_NAMES = 16
"""Other names of functions that are followed."""
_UNPACKED = re.compile(r"\b(exec(?:File)?(?:Sync)?|spawn(?:Sync)?|rm(?:Sync)?)\s*:\s*(\w+)")
_SUM = re.compile(r"([\"'])([^\"'\\]*)\1\s*\+\s*([\"'])([^\"'\\]*)\3")
_PATTERNS = re.compile(
    r"(?<![\w.])(?:glob\.i?glob|Dir\.glob|i?glob|Dir)\s*[\[(]\s*[\"']([^\"']+)[\"']"
)
_LOOPED = re.compile(r"\bfor\s+\w+\s+in\s*[\[(]\s*((?:[\"'][^\"']+[\"'][\s,]*)+)[\])]")
_REMOVES = re.compile(r"\b(?:remove|unlink|rmtree|rm_rf?|delete)\b")
_FETCHED = re.compile(
    r"\b(?:exec|eval)\b.*(?:urlopen\s*\(|requests\.get\s*\(|URI\.open|open\s*\(?\s*[\"']https?:"
    r"|fetch\s*\(|\bget\s*\(?\s*[\"']https?:)"
    r"|\bfetch\s*\(.*\.then\(\s*eval\s*\)"
)
_GLOBS = re.compile(r"\bunlink\s*\(?\s*(?:glob\b\s*\(?\s*[\"']|<)([^\"'>]+)")
_TICKS = re.compile(r"`([^`]+)`")
_STRINGS = re.compile(r"[\"']([^\"']*)[\"']")
_LISTS = re.compile(r"\[\s*((?:[\"'][^\"']*[\"'][\s,]*){2,})\]")
_HIDDEN = re.compile(r"\b(?:exec|eval)\b.*(?:b64decode|fromhex|unhexlify|decode_base64|atob|pack)")
_FORKS = re.compile(
    r"fork(?:\(\))?\s+while\s+(?:fork|1|true)|fork\(\)\s*while"
    r"|while\s*\(?\s*(?:1|True|true)\s*\)?\s*[:{]?.{0,40}\bfork\b|loop\s*\{\s*fork"
)


@dataclass(frozen=True, slots=True)
class Program:
    """What an interpreter runs: ``code`` (None where it runs a file of its own), and the
    ``arguments`` that the code sees."""

    code: str | None
    arguments: tuple[str, ...] = ()


def shell_program(words: Sequence[str], given: str) -> Program:
    """What a call of a shell runs.

    Example: (["-c", "ls"], "") -> Program("ls")
    """
    rest = list(words)
    takes_code = False
    while rest and rest[0][:1] in ("-", "+") and len(rest[0]) > 1:
        flag = rest.pop(0)
        if flag == "--":
            break
        if flag in ("-o", "+o", "-O", "+O", "--rcfile", "--init-file"):
            rest = rest[1:]
        elif flag == "--command" or (not flag.startswith("--") and "c" in flag[1:]):
            takes_code = True
        elif not flag.startswith("--") and "s" in flag[1:]:
            return Program(given, tuple(rest))
    if takes_code:
        return Program(rest[0] if rest else "", tuple(rest[1:]))
    if not rest or rest[0] in ("-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"):
        return Program(given)
    return Program(rest[0][1:] if rest[0].startswith(FILE) else None)


def other_program(name: str, words: Sequence[str], given: str) -> Program:
    """What a call of another interpreter runs."""
    plain = _VERSION.sub("", name)
    if plain in ("awk", "gawk", "mawk"):
        return Program(next((word for word in words if not word.startswith("-")), ""))
    if plain == "deno" and words[:1] == ["eval"]:
        return Program(next((word for word in words[1:] if not word.startswith("-")), ""))
    letters = _CODE.get(plain, "e")
    for at, word in enumerate(words):
        if word.startswith("--") or word == "-":
            continue
        if word.startswith("-m"):
            return Program(None)
        if word.startswith("-") and word[-1:] in letters:
            return Program(words[at + 1] if at + 1 < len(words) else "")
        if word.startswith("-") and word[1:2] in letters:
            return Program(word[2:])
        if not word.startswith("-"):
            return Program(word[1:] if word.startswith(FILE) else None)
    return Program(given)


def is_interpreter(name: str) -> bool:
    """Whether the program runs programs in a language that is not the shell's."""
    return _VERSION.sub("", name) in OTHERS


def shell_code_in(code: str) -> list[str]:
    """The lines that a program in another language hands to a shell.

    Example: import os; os.system("rm -rf /") -> rm -rf /
    """
    code = _plain(code)
    found = [match[2] for match in _CALLS.finditer(code)]
    found += [shlex.join(_STRINGS.findall(match[1])) for match in _MANY.finditer(code)]
    found += [match[1] or f"{match[3]} <<< {match[2]!r}" for match in _AWK_RUNS.finditer(code)]
    if _REMOVES.search(code):
        found += [f"rm -f {match[1]}" for match in _PATTERNS.finditer(code)]
        found += [f"find {_path(match)} -type f -delete" for match in _BELOW.finditer(code)]
        rm = "rm -rf" if re.search(r"\b(?:rmtree|rm_rf?)\b", code) else "rm -f"
        looped = (_STRINGS.findall(match[1]) for match in _LOOPED.finditer(code))
        found += [f"{rm} {' '.join(paths)}" for paths in looped]
        found += [_globbed(*match.groups()) for match in _GLOBBED.finditer(code)]
        found += [f"rm -f {_path(match)}/*" for match in _LISTED.finditer(code)]
    found += [f"rm -f {_path(match)}" for match in _FILES.finditer(code)]
    found += [f"mv {match[1]} {match[2]}" for match in _MOVES.finditer(code)]
    found += [match[1] for match in _EXECUTED.finditer(code)]
    found += ["kill -9 -1"] if _ENDS_ALL.search(code) else []
    found += [f": > {_path(match)}" for match in _WRITES.finditer(code)]
    found += [match[1] for match in _TICKS.finditer(code)]
    found += [" ".join(_STRINGS.findall(match[1])) for match in _LISTS.finditer(code)]
    found += [f"rm -f {match[1]}" for match in _GLOBS.finditer(code)]
    return found + [f"rm -rf {_path(match)}" for match in _TREES.finditer(code)]


def _globbed(folder: str, everywhere: str, pattern: str) -> str:
    """What removes all that fits a pattern in a folder, or anywhere below it."""
    if everywhere or "**" in pattern:
        return f"find {folder} -type f -name '{pattern.rpartition('/')[2]}' -delete"
    return f"rm -f {folder}/{pattern}"


def _path(match: re.Match[str]) -> str:
    """The group that matched."""
    return next(filter(None, match.groups()), "")


def _plain(code: str) -> str:
    """The code with functions under their own names, and the home folder as ``'~'``."""
    renamed = (*_RENAMED.findall(code), *_UNPACKED.findall(code))
    for name, other in renamed[:_MOST_NAMES]:
        code = re.sub(rf"\b{re.escape(other)}\b(?=\s*[.(])", name, code)
    code = _WRAPPED.sub(r"\1", _HOMES.sub("'~'", code))
    return _SUM.sub(r"\1\2\4\1", _CONTINUED.sub(r"'~/\1'", code))


def hides(code: str) -> bool:
    """Whether a program in another language runs what it first decodes."""
    return _HIDDEN.search(code) is not None


def downloads(code: str) -> bool:
    """Whether a program in another language runs what it first downloads."""
    return _FETCHED.search(_plain(code)) is not None


def forks(code: str) -> bool:
    """Whether a program in another language does nothing but multiply."""
    return _FORKS.search(code) is not None
