"""The embedded model: it chooses inside the lattice, in one pass.

features   a lattice as integers
network    the bidirectional tagger (MLX)
weights    its folder: safetensors, configuration, card
decode     the likeliest paths under what must hold between slots
"""
