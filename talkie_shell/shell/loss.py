"""What went with a shell that was killed, in one line for the user. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from talkie_shell.shell.names import Names

_SHOWN = 4
"""Names of each kind."""
_BY_ITSELF = frozenset(
    {"_", "BASH_REMATCH", "COPROC", "DIRSTACK", "MATCH", "MBEGIN", "MEND", "OLDPWD", "OPTARG"}
    | {"REPLY", "mbegin", "mend", "match", "reply"}
)
"""Variables that a shell sets without being told to."""


def loss_text(family: str, first: Names, last: Names, jobs: int, *, moved_to: str = "") -> str:
    """What to say of a shell that was killed and replaced.

    ``first`` and ``last``: the names that it knew after the user's rc files and in the end;
    ``jobs``: those that it had; ``moved_to``: where the new one is, "" for the same directory.

    Example: "bash", variables +FOO, 1 job -> "bash was killed; here is a new one, in the same
    directory. Lost: 1 job, variable FOO, options and traps"
    """
    where = f"in {moved_to}, for the directory is gone" if moved_to else "in the same directory"
    lost = ", ".join((*_things(first, last, jobs), "options and traps"))
    return f"{family} was killed; here is a new one, {where}. Lost: {lost}"


def _things(first: Names, last: Names, jobs: int) -> Iterator[str]:
    if jobs:
        yield f"{jobs} job{'s' * (jobs > 1)}"
    variables = last.variables - first.variables - _BY_ITSELF
    if first.path != last.path and last.path:
        variables |= {"PATH"}
    yield from _named("variable", variables)
    yield from _named("function", last.functions - first.functions)
    yield from _named("alias", last.aliases - first.aliases)


def _named(kind: str, names: Iterable[str]) -> Iterator[str]:
    found = sorted(names)
    if not found:
        return
    plural = "" if len(found) == 1 else "es" if kind.endswith("s") else "s"
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    yield f"{kind}{plural} {' '.join(found[:_SHOWN])}{more}"
