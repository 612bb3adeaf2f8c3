"""Load and faults: the real program in pseudo-terminals, pushed and killed, and what became of it.

Every trial works in a private home: nothing of the user's is read, written or run.

plan        which trials, how large
trial       what every trial is
steady      many commands through one session
crowd       many sessions at once
kills       kill -9 at every stage of a command
closing     the terminal closed while a command runs
keys        random bytes as keys
relay       how fast programs run and print
home        a trial's home; window: a terminal with the program in it; processes: what runs
figures     what a trial found, and what is wanted; report: for a reader and for a program
"""
