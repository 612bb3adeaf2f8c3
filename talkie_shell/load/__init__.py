"""Load and faults: the real program in pseudo-terminals, pushed and killed, and what became of it.

Every trial works in a private home: nothing of the user's is read, written or run.
"""
