"""Words to lattice, and back.

tables/       what people call things, as data
table_files   how they are read
vocabulary    what people call things, ready to look up
meanings      the meanings of phrases as they are gathered
loading       the vocabulary of the tables and of the user's own words
lexer         an utterance's text as words
numbers       number words as digits
camel_names   names with capitals inside, by their words
readings      what the words of one slot may mean
joining       what may stand between two slots
lattice       an utterance as slots with readings
align         the path of a lattice that spells a given command
speaker/      a command as the ways a person might say it
"""

from talkie_shell.spoken.align import Path, align, covers, spell
from talkie_shell.spoken.lattice import build_lattice
from talkie_shell.spoken.loading import load_vocabulary
from talkie_shell.spoken.vocabulary import Vocabulary

__all__ = ["Path", "Vocabulary", "align", "build_lattice", "covers", "load_vocabulary", "spell"]
