# talkie-sh in this bash; printed by `talkie-sh init bash`. Nothing here ever runs a line.
# One variable is kept: __talkie_said, which holds what a key put into the line last: the
# number of the reading shown (0: the words), the words, and the readings.

# Aliases would be read into the functions below.
__talkie_aliases=$(\builtin shopt -p expand_aliases) || \builtin :
\builtin shopt -u expand_aliases

# Asks what $2 means, as words of source $1; fills __talkie_said, with $3 before and $4 after it.
# Speaks only of what is wrong.
__talkie_ask() {
  builtin local answer line readings
  # Quoted, for what stands in $( ) may be read again when it runs, with aliases.
  answer=$(\builtin printf '%s' "$2" | @client@ "$1" 2>/dev/null)
  readings=("$3$2$4")
  if [[ $answer != ok$'\n'* ]]; then
    answer=${answer#error$'\n'}
    builtin printf -v line %b "${answer:-it is gone from where it was: open a new shell}"
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
  __talkie_said=(1 "${readings[@]}")
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
  builtin local IFS=$' \t\n' step=$1 at
  if [[ $step == dictate ]]; then
    __talkie_hear
  elif [[ $READLINE_LINE != *[![:space:]]* ]]; then
    builtin return 0
  elif ! __talkie_is_ours || [[ ${__talkie_said[0]} == 0 ]]; then
    __talkie_ask '' "$READLINE_LINE" '' '' || builtin return 0
    at=1
    ((step >= 0)) || at=$((${#__talkie_said[@]} - 2))
    __talkie_show "$at"
  elif ((step == 0)); then
    __talkie_show 0
  else
    at=$((${#__talkie_said[@]} - 2))
    __talkie_show "$(((__talkie_said[0] - 1 + step + at) % at + 1))"
  fi
}

# What is heard goes in at the cursor, between blanks, as the command that it means.
__talkie_hear() {
  builtin local heard before after
  heard=$(@dictate@ </dev/tty 2>/dev/tty) || builtin return 0
  [[ -n $heard ]] || builtin return 0
  before=${READLINE_LINE:0:READLINE_POINT} after=${READLINE_LINE:READLINE_POINT}
  [[ $before == *[![:space:]] ]] && before+=' '
  [[ $after == [![:space:]]* ]] && after=" $after"
  __talkie_ask voice "$heard" "$before" "$after" || __talkie_said=(0 "$before$heard$after")
  __talkie_show "${__talkie_said[0]}"
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
