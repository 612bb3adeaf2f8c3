"""Talkie Shell: say or type the words, get the command."""

__version__ = "0.1.0"
