"""Which commands can destroy what does not come back, judged on the parsed command.

A command is read as a shell reads it and walked through in the mind: quotes resolved, braces
and known variables expanded, substitutions followed, and whatever a shell, ``eval``, ``xargs``,
``find``, ``ssh`` or ``sudo`` would run looked into. Nothing is judged on substrings, so that
``echo "rm -rf /"`` is silent.

What is risky is a table (shapes.toml) and, where the targets decide, code (programs.py):

- Removing files counts where it is recursive, or of everything in a folder, and outside the
  project or of all of it. Folders for scratch files (``/tmp/x``, ``~/.cache/x``) do not count,
  nor does what ``rm`` asks about one by one (``-i``).
- git counts where it destroys work that is nowhere else: a forced push (``--force-with-lease``
  looks first and passes), ``reset --hard``, ``clean -f``, discarding all changes at once (one
  file named is meant), ``branch -D``, dropped stashes.
- ``>``, ``tee`` and ``dd`` count where the file exists. ``cp`` and ``mv`` onto a file do not:
  whether the target is a folder cannot be told, and people do it all day.
- ``sed -i`` and its like count on files of the system and where no copy is kept; not on the
  user's own.
- ``rsync --delete`` and removing packages or containers do not count: what they remove is
  elsewhere as well. Mirrors in the cloud do (``rclone sync``), and packages without which the
  system does not run.

reading        a command as words and operators with their places; marks: characters that stand
               for what is no plain text in them
grammar        words and operators as pipelines of commands
expanding      a word as the arguments it becomes
walking        through the pipelines, as they would run; wrapping: what sudo and ssh run;
               interpreters: what shells, Python and their like do; searching: what find meets;
               outputs: what a filter prints; editing: what is changed in place
programs       what a call strikes; devices: on disks; services: in databases, clouds and git;
               calls: what it means to remove and to write; places: what a path is to the user;
               queries: SQL; shapes: the table
assessing      all of it: a command in, its risks out
"""

from __future__ import annotations

from talkie_shell.checks.risk.assessing import Risk, assess

__all__ = ["Risk", "assess"]
