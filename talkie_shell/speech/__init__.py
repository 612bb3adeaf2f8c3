"""Sound to transcripts.

A dictation
dictation        from the key to the words: listens on one thread, recognises on another
take             what is known of one dictation, and what of it to recognise when
configured       a dictation as the settings have it
sources          where its sound comes from: a file, or the microphone
recording        what was recorded, with its level, what of it is speech and when it is over
endpointing      when it is over; voice_activity: how likely each moment is speech
levels           how loud sound is
keeping          the sound of what is logged, where the user wants it kept

The recogniser
recogniser       what every recogniser offers, and the one that the settings ask for
whisper          Whisper: samples to `Heard`
network          its network as mlx-whisper has it, with an adapter merged in
window           how much sound it sees at once; cutting: long sound in pieces that fit
prompting        the sample of dictated commands that it is given
alphabet         what a transcript may be written in
decoding         the likeliest transcripts; listening: the decoder at work on one sound
guards           what is no speech, however fluently it is written

What it needs
models           the models there are; fetching: from a hub or out of packages
ctranslate2      a model in another format as mlx-whisper reads it
parts            packages that are missing, and what to do
sound            sound files as samples, and back
"""
