"""The prompt: the line, its live preview, confirming, keys, history search.

Together
app               the prompt put together with the shell, the log and the pipeline
rounds            round after round: read, record, run, say how it went
editor            one line being edited: where the parts below meet
application       prompt_toolkit's application around it; layout: its rows
plain             the prompt of a terminal that can only print lines

Decisions, pure
state             the line's states and what each key makes of them
casing            changing case at the cursor; transposing: two words change places
pasted            text that did not come key by key; incomplete: a command that goes on
line_words        the words of a line and what each is for
history           walking back, suggestions, searching; history_events: `!!` and its like;
                  history_words: last arguments
marks             what cannot be right in a command; subcommands: wrong ones; nearest: what was
                  meant; explanation: what its flags do
dictated          where dictated words go; voice_commands: "scratch that"; voice_changes: undone

What the editor has
proposing         what is proposed for the line; preview: the worker that proposes
marking           marks, asked aside; facts: what the machine has; aside: a thread for it
recalling         earlier commands in the line; line_buffer: prompt_toolkit's, with ours
drafting          the line kept while it stands there, and what was left of one
explaining        F1; panels: what F1 and F2 open
search            Ctrl-R
voice             dictation at the line
completion/       Tab
guard             why a command should not run on a plain Enter

Keys
keys              the table of keys; actions: what each does; vi_keys: what vi means by some
key_releases      keys that tell when they are let go; burst_input: pastes that nobody marks
background        the shell underneath meanwhile: it comes up, its jobs print, it is killed

On the screen
view              the rows under the line; viewing: what they are made from
voice_view        what a dictation shows
prompt            what stands before the line
highlighting      a command in colours; lexer: its words for Pygments
styles            the user's colours; glyphs: characters beyond ASCII; widths: text cut to fit
"""
