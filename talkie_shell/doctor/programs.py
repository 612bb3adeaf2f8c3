"""This program, the shell underneath, the model and its arithmetic, the vocabulary."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from talkie_shell import __version__
from talkie_shell.doctor.findings import Finding, ok, problem, warning
from talkie_shell.errors import VocabularyError, WeightsError
from talkie_shell.records import Proposal, Utterance
from talkie_shell.settings import Settings

if TYPE_CHECKING:
    from talkie_shell.shell.underneath import Shell

WORDS = "find dot dash name star dot txt"
COMMAND = "find . -name *.txt"
_AGAIN = "install talkie-sh again"


def check_version() -> list[Finding]:
    """Which program this is, and on what."""
    system = f"{platform.system()} {platform.machine()}"
    return [ok("talkie-sh", f"{__version__}, Python {platform.python_version()}, {system}")]


def gather_shell(settings: Settings, environment: Mapping[str, str]) -> Shell | None:
    """The shell that would run underneath."""
    from talkie_shell.shell.underneath import choose_shell

    path = environment.get("PATH")
    return choose_shell(settings.shell, environment, lambda name: shutil.which(name, path=path))


def check_shell(shell: Shell | None) -> list[Finding]:
    """Whether commands can run."""
    name = "shell"
    if shell is None:
        return [problem(name, "neither bash nor zsh is on PATH", "install bash or zsh")]
    if shell.notice:
        said, _, todo = shell.notice.partition("; ")
        return [warning(name, said, todo)]
    return [ok(name, f"{shell.path} runs underneath")]


def gather_proposal() -> Proposal | WeightsError:
    """What the model that came along makes of `WORDS`, once it is warm."""
    from talkie_shell.engines import load_engine
    from talkie_shell.pipeline import Pipeline
    from talkie_shell.spoken import load_vocabulary

    try:
        pipeline = Pipeline(load_engine("embedded"), load_vocabulary(None))
    except WeightsError as error:
        return error
    pipeline.propose(Utterance(WORDS))
    return pipeline.propose(Utterance(WORDS))


def check_model(proposal: Proposal | WeightsError) -> list[Finding]:
    """Whether the weights load and propose what they should."""
    name = "model"
    if isinstance(proposal, WeightsError):
        return [problem(name, str(proposal), _AGAIN)]
    if proposal.command != COMMAND:
        return [problem(name, f"it makes {proposal.command!r} of {WORDS!r}", _AGAIN)]
    return [ok(name, f"loads and proposes, {proposal.milliseconds:.0f} ms a command")]


def gather_arithmetic() -> str | None:
    """What multiplies matrices: OpenBLAS's file, "Metal" or "Accelerate"; None where it is the
    slow library that MLX brings."""
    if sys.platform == "darwin":
        import mlx.core as mx

        return "Metal" if mx.metal.is_available() else "Accelerate"
    from talkie_shell.blas import load_blas

    return load_blas()


def check_arithmetic(library: str | None) -> list[Finding]:
    """Whether the model computes as fast as it can here."""
    name = "arithmetic"
    if library is None:
        return [
            warning(
                name,
                "no OpenBLAS here, so the model takes some six times as long",
                "apt-get install libopenblas0-pthread",
            )
        ]
    return [ok(name, library)]


def check_vocabulary(settings: Settings) -> list[Finding]:
    """Whether the user's own words can be used."""
    from talkie_shell.spoken import load_vocabulary

    try:
        load_vocabulary(settings.vocabulary or None)
    except VocabularyError as error:
        return [problem("vocabulary", str(error), "mend it in the settings file")]
    own = "with words of yours" if settings.vocabulary else "as it comes"
    return [ok("vocabulary", own)]
