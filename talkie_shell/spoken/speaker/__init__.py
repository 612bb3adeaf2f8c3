"""The speaker: a command as the ways a person might say it. The preprocessor's inverse.

units          a command cut into what is said one by one
pieces         what is said, and what each piece stands for
phrasebook     the vocabulary turned round
persona        the habits one utterance keeps to
numerals       digits as words
article        the article's own conversion
wording        a command in a person's own words, or with everything said
casing         the casing of identifiers
conversation   the free speech around it
mistakes       self-corrections
recogniser     what a recogniser makes of it
compounds      words that recognisers write in two
tiers          the ways of speaking, and `speak`
"""

from talkie_shell.spoken.speaker.tiers import Tier, first_saying, speak

__all__ = ["Tier", "first_saying", "speak"]
