"""Talkie Shell: say or type the words, get the command.

What everyone may know
records       utterance, lattice, proposal, correction: one word for one thing
errors        everything that can go wrong, as one tree
paths         where things lie
settings/     every setting, defined once
context       what the machine knows, as plain values
chat_format   a pair as mlx-lm trains on it
blas          a fast matrix product on Linux

From words to a command
spoken/       words to a lattice, and back (the speaker)
structure/    the trained model, which chooses inside the lattice
engines/      one interface over the model and the tables alone
checks/       a finished line: loops, balance, syntax, risk
pipeline      all of these in a row
choices       what is still open in a command
dangers       why a command should not run just so
scoring/      how good a proposal is

Around it
speech/       sound to transcripts
shell/        the user's own shell underneath, and what the machine knows
database/     files that many sessions share
corrections/  the log of what was said and run
repl/         the prompt
resident/     the helper of the user's own shell's keys
training/     corpora, examples, training, evaluation
doctor/ bench/ load/   whether it works here, how fast, and under load
cli/          the command line
"""

__version__ = "0.1.0"
