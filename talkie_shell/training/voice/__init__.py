"""Dictation as sound: synthesised, to train the recogniser on and to measure it by.

pronouncing    an utterance as a voice should say it, and as a recogniser should write it
lines          commands and English sentences as lines to say
voices         who can speak here: the table, and what is installed
synthesis      one line said by one voice
neural         the voices that are neural networks; programs: what both run
acoustics      rooms, noise, distance: what happens to sound before it is heard
spectrogram    sound as Whisper sees it
speakers       other speakers, made of it
sounding       lines into shards of spectrograms, in several processes
recipe         everything that decides a run
adapter        low-rank adapters on Whisper's matrices
batches        sounds and what should be written, padded
greedy         what Whisper hears, many sounds at a time
tuning         the training run
train          the whole run, from lines to an adapter and its figures

trials         what is measured by ear
hearing        trials through recogniser and pipeline, kept in the cache
outcome        the figures of it
outcome_text   ... as text and as a page
"""
