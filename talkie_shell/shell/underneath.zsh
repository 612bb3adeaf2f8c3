# Sourced by zsh after the user's own rc files: lets commands in. See underneath.bash for
# what is set before and for the messages. `read -d` is not used: it changes and puts back
# the terminal's modes, which are ours to set meanwhile.

# Follows a command on a line of its own: its status, last argument and pipe statuses.
__talkie_tail='__talkie_status=$? __talkie_last=$_ __talkie_pipe="${pipestatus[*]}"'
__talkie_newline=$'\n'
__talkie_number=0
__talkie_code=0
__talkie_pipe=0
__talkie_flags=
unset HISTFILE SHELL_SESSIONS_DISABLE

# Fetches the command that is to run next. Its status is the one before. (No subshell: the
# line that calls would become a job of its own, and the current one.)
__talkie_take() {
  emulate -L zsh
  local message= again= one= tail= number=
  builtin printf 'start\0' >| $__talkie_room/from
  while IFS= builtin read -r message; do
    [[ $message == c* ]] && break
  done < $__talkie_room/to
  [[ $message == ct* ]] && tail=$__talkie_tail
  message=${message#c?}
  if [[ $message == (fg|bg|disown) ]]; then
    # To a job builtin without a job, the eval around it would be the current one.
    for one in ${(Onk)jobstates}; do
      [[ $jobstates[$one] == *:+:* ]] && number=$one
      [[ -n $number ]] || number=$one
    done
    message+=${number:+ %$number}
  fi
  for one in ${=__talkie_flags}; do
    again+="setopt $one; "
  done
  if [[ $message == *pipestatus* && $__talkie_flags != *errexit* ]]; then
    again+="(exit ${__talkie_pipe// /) | (exit }); "
  elif [[ -n $again || $message == *'$'(|'{')_* ]]; then
    again+="__talkie_again $__talkie_code ${(q)__talkie_argument}; "
  fi
  builtin printf -v __talkie_command '%s%b%s' "${again:+$again# again$__talkie_newline}" "$message" "${tail:+$__talkie_newline$tail}"
  return $__talkie_code
}

# Puts back what `eval` and options would show changed: the status and the last argument.
__talkie_again() {
  return $1
}

# After a command that came to its end: our place among the hooks, whatever it did to them.
__talkie_after() {
  local code=${__talkie_status-$1}
  emulate -L zsh
  __talkie_code=$code
  __talkie_status=$code
  precmd_functions=(${precmd_functions:#__talkie_report} __talkie_report)
  zshaddhistory_functions=(${zshaddhistory_functions:#__talkie_forget} __talkie_forget)
  return 0
}

# The line that lets a command in is no part of the history.
__talkie_forget() {
  [[ $1 != *__talkie_take* ]]
}

# The last hook before the shell would prompt. Options are set out here: they would be put
# back at the end of a function that emulates. (No function can change xtrace for good.)
__talkie_report() {
  {
    local code=${__talkie_status-$?} one=
    __talkie_flags=
    for one in errexit nounset verbose; do
      [[ -o $one ]] && __talkie_flags+="$one "
    done
    unsetopt errexit nounset verbose zle prompt_sp prompt_cr
    __talkie_code=$code
    [[ -n ${__talkie_status-} ]] || __talkie_pipe=$code
    __talkie_argument=${__talkie_last-}
    __talkie_tell
  } 2>/dev/null
  return 0
}

__talkie_tell() {
  emulate -L zsh
  local message=
  unset HISTFILE
  PS1= PS2= RPS1=
  if [[ -n ${__talkie_command-} ]]; then
    message=${__talkie_command%$__talkie_newline*__talkie_status=*}
    message=${message#(setopt |\(exit |__talkie_again )*\# again$__talkie_newline}
    [[ $message == [[:space:]]* ]] || builtin print -rs -- $message
  fi
  unset __talkie_command __talkie_status __talkie_last
  ((__talkie_number += 1))
  {
    builtin printf '%s\0' end $__talkie_number $__talkie_code $PWD
    builtin jobs
    builtin printf '\0'
  } >| $__talkie_room/from
  builtin printf '%s' $__talkie_fence > /dev/tty
  while IFS= builtin read -r message; do
    [[ $message == a$__talkie_number ]] && break
  done < $__talkie_room/to
}

unsetopt zle prompt_sp prompt_cr
__talkie_after 0
unset __talkie_status
