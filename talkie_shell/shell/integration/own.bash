# talkie-sh in this bash; printed by `talkie-sh init bash`. Nothing here ever runs a line.
# One variable is kept: __talkie_said, which holds what a key put into the line last: the
# number of the reading shown (0: the words), the words, and the readings.

# Aliases would be read into the functions below.
__talkie_aliases=$(\builtin shopt -p expand_aliases) || \builtin :
\builtin shopt -u expand_aliases

# Fills __talkie_said from the answer $1 to the words $2, with $3 before and $4 after them.
# Speaks only of what is wrong.
__talkie_take() {
  builtin local answer="$1" line readings
  readings=("$3$2$4")
  if [[ $answer != ok$'\n'* ]]; then
    answer=${answer#error$'\n'}
    builtin printf -v line %b "${answer:-no answer: where it was moved or renewed, open a new shell}"
    builtin printf 'talkie-sh: %s\n' "$line" >&2
    builtin return 1
  fi
  answer=${answer#*$'\n'}
  if [[ $answer != $'\n'* ]]; then
    builtin printf -v line %b "${answer%%$'\n'*}"
    builtin printf 'talkie-sh: %s\n' "$line" >&2
  fi
  answer=${answer#*$'\n'}$'\n'
  while [[ -n $answer ]]; do
    builtin printf -v line %b "${answer%%$'\n'*}"
    readings+=("$3$line$4")
    answer=${answer#*$'\n'}
  done
  __talkie_said=(0 "${readings[@]}")
}

# Puts number $1 of what was said into the line.
__talkie_show() {
  __talkie_said[0]=$1
  READLINE_LINE=${__talkie_said[$1 + 1]}
  # Older ones count bytes; what is too much is the end.
  READLINE_POINT=$((${#READLINE_LINE} * 4))
}

# Whether the line is still as a key left it.
__talkie_is_ours() {
  # No [[: it may have been told to take no notice of case.
  [[ -n ${__talkie_said[0]-} ]] &&
    builtin test "$READLINE_LINE" = "${__talkie_said[__talkie_said[0] + 1]}"
}

__talkie_do() {
  builtin local IFS=$' \t\n' step="$1" at count answer
  if [[ $step == dictate ]]; then
    __talkie_hear
    builtin return
  fi
  [[ $READLINE_LINE == *[![:space:]]* ]] || builtin return
  if ! __talkie_is_ours || ((${#__talkie_said[@]} < 3)); then
    # Quoted, for what stands in $( ) may be read again when it runs, with aliases.
    answer=$(\builtin printf '%s' "$READLINE_LINE" | @client@ '' 2>/dev/null)
    __talkie_take "$answer" "$READLINE_LINE" '' '' || builtin return
  fi
  at=${__talkie_said[0]} count=$((${#__talkie_said[@]} - 2))
  if ((step == 0)); then
    at=$((at == 0))
  elif ((at == 0)); then
    at=$((step > 0 ? 1 : count))
  else
    at=$(((at - 1 + step + count) % count + 1))
  fi
  __talkie_show "$at"
}

# What is heard goes in at the cursor, between blanks, as the command that it means.
__talkie_hear() {
  builtin local answer words before after
  answer=$(@dictate@) || builtin return 0
  words=${answer%%$'\n'*}
  before=${READLINE_LINE:0:READLINE_POINT} after=${READLINE_LINE:READLINE_POINT}
  [[ $before == *[![:space:]] ]] && before+=' '
  [[ $after == [![:space:]]* ]] && after=" $after"
  if __talkie_take "${answer#*$'\n'}" "$words" "$before" "$after"; then
    __talkie_show 1
  else
    __talkie_said=(0 "$before$words$after")
    __talkie_show 0
  fi
}

# $? and $_ of the last command stay as they are: bash minds the first, the colons the second.
__talkie_turn() { __talkie_do 0 || builtin :; builtin : "$1"; }
__talkie_next() { __talkie_do 1 || builtin :; builtin : "$1"; }
__talkie_previous() { __talkie_do -1 || builtin :; builtin : "$1"; }
__talkie_dictate() { __talkie_do dictate || builtin :; builtin : "$1"; }

# Binds in all modes.
__talkie_bind() {
  builtin local map
  for map in emacs vi-insert vi-command; do
    builtin bind -m "$map" -x "$1 \"\$_\"" || builtin :
  done
}

if [[ $- == *i* ]] && ((BASH_VERSINFO[0] >= 4)); then
@keys@
elif [[ $- == *i* ]]; then
  builtin printf '%s\n' >&2 \
    "talkie-sh: the keys need bash 4 or later, and this is $BASH_VERSION; zsh will do, or a new bash"
fi

builtin unset -f __talkie_bind
builtin eval "$__talkie_aliases"
\builtin unset __talkie_aliases
