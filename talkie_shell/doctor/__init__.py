"""What ``talkie-sh doctor`` looks at, and what it makes of it.

Each check is a pure function from gathered values to `Finding`s; what gathers stands beside it.

findings    one line each: how it is, and what to do
terminal    the window: its name, size, characters, and what it answers when asked
programs    this program, the shell underneath, the model and its arithmetic, the vocabulary
voice       packages, PortAudio, microphone, speech model
files       settings, folders, permissions
own_shell   the keys in the user's own shell
"""
