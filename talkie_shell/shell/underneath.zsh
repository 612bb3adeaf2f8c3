# Sourced by zsh after the user's own rc files: lets commands in. See underneath.bash for
# what is set before and for the messages. `read -d` is not used: it changes and puts back
# the terminal's modes, which are ours to set meanwhile.

# Follows a command on a line of its own: its status, last argument and pipe statuses.
__talkie_tail='__talkie_status=$? __talkie_last=$_ __talkie_pipe="${(j. .)pipestatus[@]}"'
__talkie_newline=$'\n'
__talkie_number=0
__talkie_code=0
__talkie_flags=
__talkie_strict=
__talkie_argument=
__talkie_zle=
unset HISTFILE SHELL_SESSIONS_DISABLE

# Has the command that is to run next stand behind an alias: the shell reads it as if it had
# been typed here, and its jobs are as they would be then. What cannot be read as one such
# line ($1 is "eval") is left to `eval`.
__talkie_take() {
  emulate -L zsh
  setopt local_traps
  trap - DEBUG ZERR
  local again= one= tail= quiet= command=$__talkie_said
  [[ $__talkie_traps == *' '(DEBUG|ZERR|ERR)* || -n ${functions[TRAPDEBUG]-} ]] && quiet=1
  [[ $__talkie_flags == *xtrace* || $command == *(xtrace|trap|'set -'*x)* ]] && quiet=1
  # The user's trap on DEBUG is not for our commands: they are told by their names. (One that a
  # function sets does nothing.)
  local words=("${(@z)__talkie_traps}")
  integer at=${words[(I)DEBUG]}
  if (( at > 1 )) && [[ ${words[at-1]} != *__talkie_* ]]; then
    one="case \$ZSH_DEBUG_CMD in (*__talkie_*) ;; (*)$__talkie_newline${(Q)words[at-1]}$__talkie_newline;; esac"
    again="trap -- ${(qq)one} DEBUG; "
  fi
  for one in ${=__talkie_flags/xtrace/}; do
    again+="setopt $one; "
  done
  if [[ $command == *pipestatus* && $__talkie_flags != *errexit* ]]; then
    again+="(exit ${__talkie_pipe// /) | (exit }); "
  elif [[ -n $again || ($1 == eval && $command == *'$'(|'{')_*) ]]; then
    again+="__talkie_again $__talkie_code ${(q)__talkie_argument}; "
  fi
  if [[ $1 == eval ]]; then
    # A trace shows the whole of what is evaluated.
    [[ -z $quiet && $__talkie_message == ct* ]] && tail=$__talkie_newline$__talkie_tail
    __talkie_command=$command$tail
    [[ -n $quiet ]] || __talkie_command=$again$__talkie_command again=
    command='eval "$__talkie_command"'
  fi
  unset __talkie_pipe
  # In braces it leaves no trace and no print of a trap, but no longer knows the last argument.
  # Before `&&` a failure is the user's to see in a hook, and no error of ours to options and traps.
  one='__talkie_after "$?" "${__talkie_last-$_}" "${(j. .)pipestatus[@]}" 2>/dev/null && ((1))'
  [[ -n $quiet ]] && one="{ $one; } >/dev/null 2>&1"
  [[ -n $quiet && -n $again ]] && again="{ $again } >/dev/null 2>&1; "
  builtin alias -- "__talkie_line=$again$command ; $one"
}

# Whether the command is whole on one line, and would not take what follows for a part of it.
# Asked where the user's options are in force: they decide how it is read.
__talkie_is_line() {
  [[ -o aliases && $__talkie_message == ct* && $__talkie_said != *$__talkie_newline* ]] || return 1
  { functions[__talkie_probe]="{ $__talkie_said ; }" } always { TRY_BLOCK_ERROR=0 }
  [[ -n ${functions[__talkie_probe]-} ]] || return 1
  unfunction __talkie_probe
}

# Waits for a line that starts like this.
__talkie_await() {
  emulate -L zsh
  setopt local_traps
  trap - DEBUG ZERR
  # A signal that is sent to an idle shell must not have it prompt without us.
  trap '' INT
  while IFS= builtin read -r __talkie_message; do
    [[ $__talkie_message == $1* ]] && break
  done < $__talkie_room/to
}

# Where a signal came before the alias was there: nothing has begun, and we are asked again.
__talkie_line() { : }

# The command is read and begins as soon as we are told. The status is the one before. The user's
# hooks print as 3; what traps print of ours goes nowhere.
__talkie_go() {
  __talkie_begin
  __talkie_show_preexec
  [[ -n $__talkie_zle ]] && setopt zle
  return $__talkie_code
}

__talkie_begin() {
  emulate -L zsh
  setopt local_traps
  trap - DEBUG ZERR
  (( ${+aliases[__talkie_line]} )) || return 0
  builtin unalias __talkie_line
  builtin printf 'start\0' >| $__talkie_room/from
  __talkie_await g
}

# The user's hooks before a command (a window's title, a timer) would be shown the line that
# lets it in: they are out of sight while that is typed, and then called with the command.
__talkie_hide_preexec() {
  emulate -L zsh
  __talkie_hooks=("${preexec_functions[@]}")
  preexec_functions=()
  (( ${+functions[preexec]} )) || return 0
  functions[__talkie_preexec]=$functions[preexec]
  unfunction preexec
}

__talkie_show_preexec() {
  preexec_functions=("${__talkie_hooks[@]}")
  if (( ${+functions[__talkie_preexec]} )); then
    functions[preexec]=${functions[__talkie_preexec]}
    unfunction __talkie_preexec
  fi
  [[ $__talkie_said == *[![:space:]]* ]] || return 0
  local one
  for one in preexec "${preexec_functions[@]}"; do
    (( ${+functions[$one]} )) && "$one" "$__talkie_said" "$__talkie_said" "$__talkie_said" >&3
  done
}

# Puts back what `eval` and options would show changed: the status and the last argument.
__talkie_again() {
  [[ -o errexit ]] || return $1
}

# After a command that came to its end: our place among the hooks, whatever it did to them.
__talkie_after() {
  local code=${__talkie_status-$1}
  emulate -L zsh
  setopt local_traps
  trap - DEBUG ZERR
  __talkie_code=$code
  __talkie_status=$code __talkie_last=$2 __talkie_pipe=${__talkie_pipe-$3}
  precmd_functions=(${precmd_functions:#__talkie_report} __talkie_report)
  zshaddhistory_functions=(${zshaddhistory_functions:#__talkie_forget} __talkie_forget)
  return $code
}

# The line that lets a command in is no part of the history.
__talkie_forget() {
  { [[ $1 != *__talkie_line* ]] } >/dev/null 2>&1
}

# The last hook before the shell would prompt: it stays until there is a command. Options are
# set out here: they would be put back at the end of a function that emulates. (No function
# can change xtrace for good.)
__talkie_report() {
  {
    local code=${__talkie_status-$?} one=
    __talkie_flags=
    for one in errexit nounset verbose xtrace; do
      [[ -o $one ]] && __talkie_flags+="$one "
    done
    builtin trap >| $__talkie_room/traps
    __talkie_traps=$(<$__talkie_room/traps)
    __talkie_strict=
    [[ -o nomatch ]] && __talkie_strict=1
    # The line that lets a command in is not edited; what the command reads may be (`vared`).
    __talkie_zle=
    [[ -o zle ]] && __talkie_zle=1
    unsetopt errexit nounset verbose zle prompt_sp prompt_cr
    __talkie_code=$code
    __talkie_pipe=${__talkie_pipe-$code}
    __talkie_argument=${__talkie_last-}
    __talkie_hide_preexec
    __talkie_tell
    if __talkie_is_line; then
      __talkie_take line
    else
      __talkie_take eval
    fi
  } >/dev/null 2>&1
}

__talkie_tell() {
  emulate -L zsh
  setopt local_traps
  trap - DEBUG ZERR
  unset HISTFILE
  PS1= PS2= RPS1=
  [[ -z ${__talkie_said-} || $__talkie_said == [[:space:]]* ]] || builtin print -rs -- $__talkie_said
  unset __talkie_said __talkie_command __talkie_status __talkie_last
  integer at
  local events=()
  for ((at = HISTCMD > 300 ? HISTCMD - 300 : 1; at <= HISTCMD; at++)); do
    [[ -n ${history[$at]} ]] && events+=($at "${history[$at]}")
  done
  builtin print -rN -- "${events[@]}" >| $__talkie_room/events
  {
    builtin print -rN -- "$PATH" "${(Fk)aliases}" "${(Fk)functions}" \
      "${(F)reswords}"$__talkie_newline"${(Fk)builtins}" "${(Fk)parameters}" "$__talkie_strict" \
      "${VIRTUAL_ENV-}" "${VIRTUAL_ENV_PROMPT-}" "${CONDA_DEFAULT_ENV-}"
    builtin bindkey -lL main
    builtin printf '\0'
  } >| $__talkie_room/names
  ((__talkie_number += 1))
  {
    builtin printf '%s\0' end "$__talkie_number" "$__talkie_code" "$PWD"
    builtin jobs
    builtin printf '\0'
  } >| $__talkie_room/from
  builtin printf '%s' $__talkie_fence > /dev/tty
  __talkie_await a$__talkie_number
  __talkie_await c
  builtin printf -v __talkie_said %b "${__talkie_message#c?}"
}

unsetopt prompt_sp prompt_cr
# It was started without; commands have it as they would.
[[ ${TERM-} == (|dumb|emacs) ]] || setopt zle
__talkie_after 0 '' 0
