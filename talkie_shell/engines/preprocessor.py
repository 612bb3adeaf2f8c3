"""The engine without a model: every slot's first reading and first joiner."""

from __future__ import annotations

from collections.abc import Sequence

from talkie_shell.context import NOTHING_KNOWN, Context
from talkie_shell.records import Candidate, Lattice
from talkie_shell.spoken.lattice import best_path

_SHELL_CHARACTERS = frozenset("-./$|&;<>\"'`(){}[]*?~=\\#:")


class PreprocessorEngine:
    """Deterministic. Text that already has the shell's characters in it is left alone."""

    name = "preprocessor"

    def candidates(
        self, lattices: Sequence[Lattice], limit: int = 6, context: Context = NOTHING_KNOWN
    ) -> list[list[Candidate]]:
        """One or two commands a lattice; confidence is even, for nothing was weighed."""
        return [_candidates(lattice)[:limit] for lattice in lattices]


def _candidates(lattice: Lattice) -> list[Candidate]:
    commands = [best_path(lattice)]
    if lattice.utterance.source == "typed":
        looks_literal = any(char in _SHELL_CHARACTERS for char in lattice.verbatim)
        commands.insert(0 if looks_literal else 1, lattice.verbatim)
    distinct = list(dict.fromkeys(commands))
    return [Candidate(command, 1 / len(distinct)) for command in distinct]
