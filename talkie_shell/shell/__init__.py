"""The user's own shell underneath, the history of what was run in it, and what it knows.

session           one shell for the whole session, commands fed to it; result: how one ended
starting          waiting for it while the user's start-up files run
underneath        which shell, how it is started, what is fed to it; underneath.bash, .zsh: what it
                  loads
running           it and the ways to it
child             it as a process on a pseudo-terminal; relay: bytes between that and the real one
terminal          modes, and the real terminal; screen: what goes by on its way there
channel           the named pipes on which it reports; names: what it knows by itself;
                  events: the commands that it remembers
directory         where it starts; loss: what went with one that was killed
guardian          puts things right where we are killed
history           words and commands, shared by sessions; other_histories: bash's and zsh's
draft             the line that is being typed
surroundings/     files, branches, programs, flags, hosts
integration/      the keys in the user's own shell
"""
