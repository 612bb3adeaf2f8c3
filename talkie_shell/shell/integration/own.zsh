# talkie-sh in this zsh; printed by `talkie-sh init zsh`. Nothing here ever runs a line.
# One variable is kept: __talkie_said, which holds what a key put into the line last: the
# number of the reading shown (0: the words), the words, and the readings.

# Asks what $2 means, as words of source $1; fills __talkie_said, with $3 before and $4 after it.
# Speaks only of what is wrong.
__talkie_ask() {
  local answer
  local -a lines
  answer=$(builtin print -rn -- "$2" | @client@ "$1" 2>/dev/null)
  lines=("${(@f)answer}")
  if [[ $lines[1] != ok ]]; then
    builtin zle -M -- "talkie-sh: ${(g::)lines[2]:-it is gone from where it was: open a new shell}"
    return 1
  fi
  [[ -z $lines[2] ]] || builtin zle -M -- "talkie-sh: ${(g::)lines[2]}"
  builtin shift 2 lines
  typeset -ga __talkie_said
  lines=("${(@g::)lines}")
  __talkie_said=(1 "$3$2$4" "$3${(@)^lines}$4")
}

# Puts number $1 of what was said into the line.
__talkie_show() {
  __talkie_said[1]=$1
  BUFFER=$__talkie_said[$1+2]
  CURSOR=$#BUFFER
}

# Whether the line is still as a key left it.
__talkie_is_ours() {
  (( $#__talkie_said )) && [[ $BUFFER == "$__talkie_said[__talkie_said[1]+2]" ]]
}

__talkie_do() {
  local step=$1
  local -i at
  if [[ $BUFFER != *[^[:space:]]* ]]; then
    return 0
  elif ! __talkie_is_ours || [[ $__talkie_said[1] == 0 ]]; then
    __talkie_ask '' "$BUFFER" '' '' || return 0
    at=1
    (( step >= 0 )) || at=$(( $#__talkie_said - 2 ))
    __talkie_show $at
  elif (( step == 0 )); then
    __talkie_show 0
  else
    at=$(( $#__talkie_said - 2 ))
    __talkie_show $(( (__talkie_said[1] - 1 + step + at) % at + 1 ))
  fi
}

__talkie_turn() { __talkie_do 0 || : }
__talkie_next() { __talkie_do 1 || : }
__talkie_previous() { __talkie_do -1 || : }

# What is heard goes in at the cursor, between blanks, as the command that it means.
__talkie_dictate() {
  local heard before=$LBUFFER after=$RBUFFER
  builtin zle -I
  heard=$(@dictate@ </dev/tty 2>/dev/tty) || return 0
  [[ -n $heard ]] || return 0
  [[ $before != *[^[:space:]] ]] || before+=' '
  [[ $after != [^[:space:]]* ]] || after=" $after"
  typeset -ga __talkie_said
  __talkie_ask voice "$heard" "$before" "$after" || __talkie_said=(0 "$before$heard$after")
  __talkie_show $__talkie_said[1]
}

# Binds in all modes.
__talkie_bind() {
  local map
  for map in emacs viins vicmd; do
    builtin bindkey -M $map -- $1 talkie-$2
  done
}

if [[ -o interactive ]]; then
  builtin zle -N talkie-turn __talkie_turn
  builtin zle -N talkie-next __talkie_next
  builtin zle -N talkie-previous __talkie_previous
  builtin zle -N talkie-dictate __talkie_dictate
@keys@
fi
builtin unfunction __talkie_bind
