"""Training and evaluation: from corpora of commands to weights and figures.

Commands
corpora/       corpora of real commands, one module a format
cleaning       commands that someone would say; heldout: none that is held out
prepared       command sets, cleaned once
composing      everyday commands out of the tools' tables; grammar: what makes text of tables
filling        templates become commands; values: realistic values
varying        other names and numbers; prose: English messages
streaming      an endless, seeded stream of all of these

Examples
pairs          commands in all ways of speaking; literals: as people type them
examples       labelled lattices as flat arrays; batches: about equally long lines
rounds         examples made while the last ones are trained on; workers: by other processes

A run
recipe         everything that decides it
train          the whole of it; trainer: the training; losses: what it minimises
calibrating    the confidence
run_folder     its recipe, log and checkpoints; progress_bar, curves: how it goes
extras         what only training needs
voice/         the recogniser learns to hear a shell

Figures
evaluate       pairs through a pipeline; stages: what each stage brings
article        the row to beat
figures_text   an evaluation for a terminal; figures_json: for a program
report         an evaluation as a page; plots, page_parts, character_diff: what is on it
"""
