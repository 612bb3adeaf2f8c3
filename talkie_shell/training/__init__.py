"""From corpora of real commands to training pairs, trained weights and their figures."""
