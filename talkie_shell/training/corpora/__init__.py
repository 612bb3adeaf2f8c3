"""Corpora of real commands: one module a format, all read through `read_commands`.

    jsonlines   our own JSON lines: commands, tldr templates, article pairs
    plain       one command a line (NL2Bash's all.cm)
    pages       a checkout of the tldr pages
    cheats      cheat sheets (cheat) and navi's .cheat files
    histories   bash, zsh and fish histories
    scripts     simple commands out of shell scripts
    recipes     Makefiles and the scripts of package.json
    reading     which of them a file is for
    source      what each gives: a command, and where it came from

Everything here reads; nothing here judges. What is no use is dropped by `cleaning`.
"""

from talkie_shell.training.corpora.reading import read_commands
from talkie_shell.training.corpora.source import SourceCommand

__all__ = ["SourceCommand", "read_commands"]
