"""How fast and how large talkie-sh is on this machine.

measure     a whole measurement: what runs how often
stages      the pipeline, stage by stage, and hearing: from sound to command;
            apart: each in a process of its own
processes   whole runs of the program; keys: presses of the key in the user's own shell
machine     what machine this is
figures     samples to figures, and what is wanted of them
report      figures for a reader and for a program
"""
