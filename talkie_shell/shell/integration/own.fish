# talkie-sh in this fish; printed by `talkie-sh init fish`. Nothing here ever runs a line.
# One variable is kept: __talkie_said, which holds what a key put into the line last: the
# number of the reading shown (1: the words), the words, and the readings.

# Asks what $argv[2] means, as words of source $argv[1]; fills __talkie_said, with $argv[3]
# before and $argv[4] after it. Speaks only of what is wrong.
function __talkie_ask
    set -l lines (builtin printf '%s' $argv[2] | @client@ "$argv[1]" 2>/dev/null)
    set -q lines[2]; or set lines error 'it is gone from where it was: open a new shell'
    if test -n "$lines[2]"
        builtin printf '\ntalkie-sh: %b\n' $lines[2] >&2
        builtin commandline -f repaint
    end
    test "$lines[1]" = ok; or return 1
    set -g __talkie_said 2 "$argv[3]$argv[2]$argv[4]"
    for line in $lines[3..]
        set -l reading (builtin printf '%b' $line | builtin string collect -N)
        set -a __talkie_said "$argv[3]$reading$argv[4]"
    end
end

# Puts number $argv[1] of what was said into the line.
function __talkie_show
    set __talkie_said[1] $argv[1]
    builtin commandline -r -- $__talkie_said[(math $argv[1] + 1)]
    builtin commandline -f end-of-buffer
end

# Whether the line is still as a key left it.
function __talkie_is_ours
    set -q __talkie_said[1]
    and test "$argv[1]" = "$__talkie_said[$(math $__talkie_said[1] + 1)]"
end

function __talkie_do
    set -l line (builtin commandline -b | builtin string collect)
    builtin string match -qr '\S' -- "$line"; or return
    set -l last (math (count $__talkie_said) - 1)
    if not __talkie_is_ours "$line"; or test $__talkie_said[1] = 1
        __talkie_ask '' "$line" '' ''; or return
        set last (math (count $__talkie_said) - 1)
        test $argv[1] = -1; or set last 2
        __talkie_show $last
    else if test $argv[1] = 0
        __talkie_show 1
    else
        set -l at (math $__talkie_said[1] + $argv[1])
        test $at -gt $last; and set at 2
        test $at -lt 2; and set at $last
        __talkie_show $at
    end
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
    set -l heard (@dictate@ </dev/tty 2>/dev/tty | builtin string collect)
    builtin commandline -f repaint
    test -n "$heard"; or return
    set -l line (builtin commandline -b | builtin string collect)
    set -l at (builtin commandline -C)
    set -l before (builtin string sub -l $at -- "$line")
    set -l after (builtin string sub -s (math $at + 1) -- "$line")
    builtin string match -qr '\S$' -- "$before"; and set before "$before "
    builtin string match -qr '^\S' -- "$after"; and set after " $after"
    __talkie_ask voice "$heard" "$before" "$after"
    or set -g __talkie_said 1 "$before$heard$after"
    __talkie_show $__talkie_said[1]
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
