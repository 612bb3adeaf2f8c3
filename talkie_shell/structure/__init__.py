"""The embedded model: it chooses inside the lattice, in one pass.

features     a lattice as integers
network      the bidirectional tagger (MLX)
weights      its folder: safetensors, configuration, card
tagger       runs the network: features in, log-probabilities out
lexicon      what decoding wants of a vocabulary; spelling: words that are spelt are one
retracing    what a correction begins again with is likelier taken back
naming       names that exist are likelier; respelling: written as they are
decode       the likeliest paths under what must hold between slots
"""
