"""How good a proposal is: pure figures on plain values.

matching    one command against the expected one: exact, near, same argv
saying      one command against what was said: loops, words nobody said
decisions   which decision inside the lattice went wrong: space, case, reading, dropped
figures     intervals, percentiles, calibration
summary     many scores as counts
words       what was heard against what was said: word error rate
"""

from __future__ import annotations

from talkie_shell.scoring.decisions import Decision, Tally, decisions, tally
from talkie_shell.scoring.figures import (
    Bin,
    calibration,
    expected_calibration_error,
    percentile,
    wilson,
)
from talkie_shell.scoring.matching import (
    Grade,
    closeness,
    exact,
    grade,
    in_top,
    same_argv,
    same_but_blanks,
    same_but_case,
)
from talkie_shell.scoring.saying import looped, unsaid
from talkie_shell.scoring.summary import Rate, Score, Summary, score, summarise
from talkie_shell.scoring.words import Step, WordErrors, aligned, word_errors, words_of

__all__ = [
    "Bin",
    "Decision",
    "Grade",
    "Rate",
    "Score",
    "Step",
    "Summary",
    "Tally",
    "WordErrors",
    "aligned",
    "calibration",
    "closeness",
    "decisions",
    "exact",
    "expected_calibration_error",
    "grade",
    "in_top",
    "looped",
    "percentile",
    "same_argv",
    "same_but_blanks",
    "same_but_case",
    "score",
    "summarise",
    "tally",
    "unsaid",
    "wilson",
    "word_errors",
    "words_of",
]
