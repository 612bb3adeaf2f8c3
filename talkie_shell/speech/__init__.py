"""Sound to transcripts.

sound        sound files as samples, and back
window       how much sound the recogniser sees at once
network      Whisper's network as mlx-whisper has it, with an adapter merged in
prompting    the sample of dictated commands that Whisper is given
recogniser   samples to `Heard`
"""
