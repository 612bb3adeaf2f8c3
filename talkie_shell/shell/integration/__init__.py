"""The keys of talkie-sh in the user's own bash, zsh or fish.

own.bash, own.zsh, own.fish   what each shell loads, with @names@ to be filled in
keys                          keys as the settings write them -> as each shell writes them
scripts                       fills in what `talkie-sh init` prints
"""

from __future__ import annotations

from talkie_shell.shell.integration.scripts import SHELLS, Place, script

__all__ = ["SHELLS", "Place", "script"]
