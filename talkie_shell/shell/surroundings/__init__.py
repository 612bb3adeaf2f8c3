"""What the machine knows and a proposal may use: names, programs, flags.

Everything here is positive knowledge as plain values. What cannot be read, or not in time,
is simply not known; nothing is executed, nothing but the cache is written, and no error
reaches the caller.

surroundings    the one door; lookups: slow questions asked aside
files           names in a folder, and paths that exist in another case
branches        what a git repository tells
executables     the programs on PATH
subcommands     those of programs that are surely known; git_commands: git's, with aliases
targets         make's targets, a package's scripts
hosts           machines that ssh knows
known_flags     a command's flags; flags: when what was found is enough; flag_cache: remembered
flag_files      where they are written down
manual_flags    in a manual page, by way of roff; fish: in a fish completion file
descriptions    what a page says of its program and of each flag
"""

from talkie_shell.context import Flags
from talkie_shell.shell.surroundings.surroundings import Surroundings

__all__ = ["Flags", "Surroundings"]
