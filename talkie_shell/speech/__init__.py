"""Sound to transcripts.

dictation    from the key to the words: listens on one thread, recognises on another; take: what is
             known of one dictation, and what of it to recognise when
microphone   PortAudio, and the devices it knows; sources: that or a file in its place
recording    what was recorded, with its level, what of it is speech and when it is over
keeping      the sound of what is logged, where the user wants it kept
sound        sound files as samples, and back
window       how much sound the recogniser sees at once
network      Whisper's network as mlx-whisper has it, with an adapter merged in
prompting    the sample of dictated commands that Whisper is given
recogniser   samples to `Heard`
"""
