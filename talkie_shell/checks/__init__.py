"""Checks on a finished line: what should not be there is cut, the rest is judged.

artefacts    control characters and what a model says around a command
repetition   loops
balance      quotes, brackets, braces and substitutions without a partner
syntax       whether a shell would parse it
operators    what stands between words
words        the words and operators a shell would see
risk/        whether it could destroy what does not come back

Pure; nothing is ever added to a command.
"""

from __future__ import annotations

from talkie_shell.checks.artefacts import cut_artefacts, strip_controls
from talkie_shell.checks.balance import Mark, unclosed
from talkie_shell.checks.repetition import cut_loops
from talkie_shell.checks.syntax import syntax_error
from talkie_shell.records import Checks

__all__ = ["Mark", "judge", "postprocess", "strip_controls", "syntax_error", "unclosed"]


def postprocess(command: str, said: str, *, covered: bool = False) -> tuple[str, Checks]:
    r"""``command`` without loops, artefacts and control characters, and how it was judged.

    ``said`` is what was said: the preprocessor's best line, a newline, and the utterance
    (the utterance alone will do). A command that is the utterance itself, or that is known
    to be a path of its lattice (``covered``), was said as it stands and loses nothing but
    control characters. Doing it twice changes nothing more.

    Example: ("xargs -0 -0 -0 rm.", "xargs - 0 rm\nxargs dash zero rm") -> ``xargs -0 rm``
    """
    cleaned = strip_controls(command)
    mended: tuple[str, ...] = ("control characters cut",) if cleaned != command else ()
    heard = strip_controls(said)
    if covered or cleaned == heard or heard.endswith("\n" + cleaned):
        return cleaned, judge(cleaned, mended)
    before = None
    while cleaned != before:
        before = cleaned
        cleaned, cuts = cut_artefacts(cleaned, heard)
        cleaned, loops = cut_loops(cleaned, heard)
        mended += cuts + tuple(f"repetition cut: {loop.text} × {loop.times}" for loop in loops)
    return cleaned, judge(cleaned, tuple(dict.fromkeys(mended)))


def judge(command: str, mended: tuple[str, ...] = ()) -> Checks:
    """What the checks say of ``command`` as it stands.

    Example: judge("echo 'a") -> Checks(parses=False, balanced=False, error_at=5)
    """
    error = syntax_error(command)
    return Checks(
        parses=error is None, balanced=not unclosed(command), error_at=error, mended=mended
    )
