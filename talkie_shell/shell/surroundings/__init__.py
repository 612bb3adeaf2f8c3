"""What the machine knows and a proposal may use: names, programs, flags.

Everything here is positive knowledge as plain values. What cannot be read, or not in time,
is simply not known; nothing is executed, nothing but the cache is written, and no error
reaches the caller.
"""

from talkie_shell.context import Flags
from talkie_shell.shell.surroundings.surroundings import Surroundings

__all__ = ["Flags", "Surroundings"]
