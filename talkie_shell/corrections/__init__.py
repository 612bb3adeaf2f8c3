"""The log of corrections: what was said, what was proposed, what the user ran.

store     writes it
reading   reads it
listing   a correction as a line, or as a value for a program
export    training data out of it
privacy   what never enters it
"""

from __future__ import annotations

from talkie_shell.corrections.privacy import should_log
from talkie_shell.corrections.store import CorrectionLog, Ticket

__all__ = ["CorrectionLog", "Ticket", "should_log"]
