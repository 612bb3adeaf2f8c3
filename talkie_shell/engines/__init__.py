"""What turns a lattice into commands: one interface, several engines.

embedded       the tagger that ships with the package
preprocessor   the best reading of each slot, no model
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from talkie_shell.context import NOTHING_KNOWN, Context
from talkie_shell.errors import UsageError
from talkie_shell.records import Candidate, Lattice
from talkie_shell.settings.definitions import ENGINES

if TYPE_CHECKING:
    from talkie_shell.spoken.vocabulary import Vocabulary


class Engine(Protocol):
    """Chooses commands inside lattices."""

    @property
    def name(self) -> str: ...

    def candidates(
        self, lattices: Sequence[Lattice], limit: int = 6, context: Context = NOTHING_KNOWN
    ) -> list[list[Candidate]]:
        """For each lattice up to ``limit`` commands, likeliest first, never none.

        ``context`` is what the machine knows; an engine may leave it alone."""
        ...


def load_engine(name: str, vocabulary: Vocabulary | None = None) -> Engine:
    """The engine of that name, for lattices that are made with the vocabulary: the tables' own
    where none is given.

    Raises `UsageError` for a name nobody has, `WeightsError` where its weights are missing or
    damaged.
    """
    if name == "embedded":
        from talkie_shell.engines.embedded import EmbeddedEngine

        return EmbeddedEngine.load(vocabulary=vocabulary)
    if name == "preprocessor":
        from talkie_shell.engines.preprocessor import PreprocessorEngine

        return PreprocessorEngine()
    raise UsageError(f"no engine is called {name!r}; there are {', '.join(ENGINES)}")
