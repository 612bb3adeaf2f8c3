# talkie-sh in this fish; printed by `talkie-sh init fish`. Nothing here ever runs a line.
# One variable is kept: __talkie_said, which holds what a key put into the line last: the
# number of the reading shown (0: the words), the words, and the readings.

# Has the prompt drawn anew, at the cursor: fish begins as far above it as the prompt is high.
function __talkie_draw
    builtin string repeat -N -n (math (count (fish_prompt)) - 1) \n >&2
    builtin commandline -f repaint
end

# Fills __talkie_said from an answer's lines $argv[4..] to the words $argv[1], with $argv[2]
# before and $argv[3] after them. Speaks only of what is wrong.
function __talkie_take
    set -l lines $argv[4..]
    set -q lines[2]; or set lines error 'no answer: where it was moved or renewed, open a new shell'
    if test -n "$lines[2]"
        builtin printf '\ntalkie-sh: %b\n' $lines[2] >&2
        __talkie_draw
    end
    test "$lines[1]" = ok; or return 1
    set -g __talkie_said 0 "$argv[2]$argv[1]$argv[3]"
    for line in $lines[3..]
        set -l reading (builtin printf '%b' $line | builtin string collect -N)
        set -a __talkie_said "$argv[2]$reading$argv[3]"
    end
end

# Puts number $argv[1] of what was said into the line.
function __talkie_show
    set __talkie_said[1] $argv[1]
    builtin commandline -r -- $__talkie_said[(math $argv[1] + 2)]
    builtin commandline -f end-of-buffer
end

# Whether the line $argv[1] is still as a key left it.
function __talkie_is_ours
    set -q __talkie_said[1]
    and test "$argv[1]" = "$__talkie_said[$(math $__talkie_said[1] + 2)]"
end

function __talkie_do
    set -l line (builtin commandline -b | builtin string collect)
    builtin string match -qr '\S' -- "$line"; or return
    if not __talkie_is_ours "$line"; or not set -q __talkie_said[3]
        set -l lines (builtin printf '%s' $line | @client@ '' 2>/dev/null)
        __talkie_take "$line" '' '' $lines; or return
    end
    set -l at $__talkie_said[1]
    set -l count (math (count $__talkie_said) - 2)
    if test $argv[1] = 0
        test $at = 0; and set at 1; or set at 0
    else if test $at = 0
        test $argv[1] = 1; and set at 1; or set at $count
    else
        set at (math "($at - 1 + $argv[1] + $count) % $count + 1")
    end
    __talkie_show $at
end

function __talkie_turn
    __talkie_do 0
end
function __talkie_next
    __talkie_do 1
end
function __talkie_previous
    __talkie_do -1
end

# What is heard goes in at the cursor, between blanks, as the command that it means.
function __talkie_dictate
    builtin printf '\n' >&2
    set -l lines (@dictate@)
    __talkie_draw
    set -q lines[1]; or return
    set -l line (builtin commandline -b | builtin string collect)
    set -l at (builtin commandline -C)
    set -l before (builtin string sub -l $at -- "$line")
    set -l after (builtin string sub -s (math $at + 1) -- "$line")
    builtin string match -qr '\S$' -- "$before"; and set before "$before "
    builtin string match -qr '^\S' -- "$after"; and set after " $after"
    if __talkie_take "$lines[1]" "$before" "$after" $lines[2..]
        __talkie_show 1
    else
        set -g __talkie_said 0 "$before$lines[1]$after"
        __talkie_show 0
    end
end

# Binds in all modes.
function __talkie_bind
    for mode in default insert
        bind -M $mode $argv[1] __talkie_$argv[2]
    end
end

if status is-interactive
@keys@
end
functions -e __talkie_bind
