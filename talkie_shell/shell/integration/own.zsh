# talkie-sh in this zsh; printed by `talkie-sh init zsh`. Nothing here ever runs a line.
# One variable is kept: __talkie_said, which holds what a key put into the line last: the
# number of the reading shown (0: the words), the words, and the readings.

# Fills __talkie_said from the answer $1 to the words $2, with $3 before and $4 after them.
# Speaks only of what is wrong.
__talkie_take() {
  local -a lines=("${(@f)1}")
  if [[ $lines[1] != ok ]]; then
    builtin zle -M -- "talkie-sh: ${(g::)lines[2]:-no answer: where it was moved or renewed, open a new shell}"
    return 1
  fi
  [[ -z $lines[2] ]] || builtin zle -M -- "talkie-sh: ${(g::)lines[2]}"
  builtin shift 2 lines
  lines=("${(@g::)lines}")
  typeset -ga __talkie_said=(0 "$3$2$4" "$3${(@)^lines}$4")
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
  local answer
  local -i step=$1 at count
  [[ $BUFFER == *[^[:space:]]* ]] || return
  if ! __talkie_is_ours || (( $#__talkie_said < 3 )); then
    answer=$(builtin print -rn -- "$BUFFER" | @client@ '' 2>/dev/null)
    __talkie_take "$answer" "$BUFFER" '' '' || return
  fi
  at=$__talkie_said[1] count=$(( $#__talkie_said - 2 ))
  if (( step == 0 )); then
    at=$(( at == 0 ))
  elif (( at == 0 )); then
    at=$(( step > 0 ? 1 : count ))
  else
    at=$(( (at - 1 + step + count) % count + 1 ))
  fi
  __talkie_show $at
}

__talkie_turn() { __talkie_do 0 || : }
__talkie_next() { __talkie_do 1 || : }
__talkie_previous() { __talkie_do -1 || : }

# What is heard goes in at the cursor, between blanks, as the command that it means.
__talkie_dictate() {
  local answer words before=$LBUFFER after=$RBUFFER
  builtin zle -I
  answer=$(@dictate@) || return 0
  words=${answer%%$'\n'*}
  [[ $before != *[^[:space:]] ]] || before+=' '
  [[ $after != [^[:space:]]* ]] || after=" $after"
  if __talkie_take "${answer#*$'\n'}" "$words" "$before" "$after"; then
    __talkie_show 1
  else
    typeset -ga __talkie_said=(0 "$before$words$after")
    __talkie_show 0
  fi
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
