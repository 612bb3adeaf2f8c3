# Sourced as bash's rc file by talkie-sh: loads the user's own, then lets commands in.
# Set before: __talkie_room, a private folder with the pipes `to` and `from` and the file
# `history`; __talkie_fence, the bytes printed when the screen has all of a command's output.
# To us, in lines: "ct" or "c-" and a command (with our tail or without; its newlines and
# backslashes escaped), "g" once it may begin, "a" and the number of a report that may go on.
# From us, each ended by NUL: "start"; or "end", number, status, directory, jobs.

# An rc file that names a history file and its size would have that file truncated. While it
# is read, the name follows a variable that takes no value.
HISTFILE=$__talkie_room/history
if ((BASH_VERSINFO[0] >= 5)); then
  unset HISTFILE
  declare -n HISTFILE=EPOCHREALTIME
fi
if [[ -n $__talkie_own && -r ~/.bashrc ]]; then
  . ~/.bashrc
fi
if ((BASH_VERSINFO[0] >= 5)); then
  unset -n HISTFILE
fi
HISTFILE=$__talkie_room/history
export -n HISTFILE __talkie_own

__talkie_hook='{ __talkie_report "$?" || :; builtin trap -p DEBUG >| "$__talkie_room/trap"; __talkie_hide || :; } >/dev/null 2>&1'
# Follows a command on a line of its own: its status, last argument and pipe statuses. What the
# user's traps print of it, and the trace, is not for the screen.
__talkie_tail='{ __talkie_status=$? __talkie_last=$_ __talkie_pipe="${PIPESTATUS[*]}"; } >/dev/null 2>&1'
__talkie_newline=$'\n'
__talkie_number=0
__talkie_code=0
__talkie_pipe=0
__talkie_flags=

# Runs in a subshell: prints the command that is to run next, as 3: what the user's traps print
# is no part of it. Its status is the one before.
__talkie_take() {
  local message= again= tail= word=
  while IFS= builtin read -r -t 100000000 message; do
    [[ $message == c* ]] && break
  done < "$__talkie_room/to"
  builtin printf 'start\0' >| "$__talkie_room/from"
  while IFS= builtin read -r -t 100000000 word; do
    [[ $word == g ]] && break
  done < "$__talkie_room/to"
  # Where lines are shown as they are read, one of ours would be.
  [[ $message == ct* && $__talkie_flags != *v* ]] && tail=$__talkie_tail
  message=${message#c?}
  [[ -n $__talkie_flags ]] && again="__talkie_again $__talkie_flags $__talkie_code \"\$_\""
  if [[ $message == *PIPESTATUS* && $__talkie_flags != *e* ]]; then
    again+="${again:+; }(exit ${__talkie_pipe// /) | (exit })"
  fi
  builtin printf '%s%b%s' "${again:+{ $again; \} >/dev/null 2>&1 # again$__talkie_newline}" "$message" "${tail:+$__talkie_newline$tail}" >&3
  return "$__talkie_code"
}

# Sets the options that our hook must do without; the status and the last argument stay.
__talkie_again() {
  set "-$1"
  [[ $1 == *e* ]] || return "$2"
}

# After a command that came to its end: our place among the hooks, whatever it did to them. The
# status is the command's, for the user's hooks; called before `&&`, it is no error of ours.
__talkie_after() {
  # Set out in a hook, it would be back where the shell reads on.
  __talkie_verbose=
  if [[ $- == *v* ]]; then
    __talkie_verbose=v
    set +v
  fi
  __talkie_code=${__talkie_status-$1}
  __talkie_status=$__talkie_code
  if ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 501)); then
    local one kept=()
    for one in "${PROMPT_COMMAND[@]}"; do
      [[ -n $one && $one != "$__talkie_hook" ]] && kept+=("$one")
    done
    PROMPT_COMMAND=("${kept[@]}" "$__talkie_hook")
  elif [[ $PROMPT_COMMAND != *"$__talkie_hook" ]]; then
    PROMPT_COMMAND=${PROMPT_COMMAND:+$PROMPT_COMMAND$'\n'}$__talkie_hook
  fi
  # A shell that waits for us is not idle: TMOUT would end it, and everything that it knows.
  if [[ ${TMOUT-0} != 0 ]] && (TMOUT=0) 2>/dev/null; then
    __talkie_tmout=$TMOUT
    TMOUT=0
  fi
  return "$__talkie_code"
}

# The user's trap on DEBUG is not for our commands: they are told by their names.
__talkie_hide() {
  local text=
  IFS= builtin read -r -d '' text < "$__talkie_room/trap"
  [[ -n $text && $text != *__talkie_* ]] || return 0
  builtin eval "set ${text#trap}"
  builtin trap -- "case \$BASH_COMMAND\${FUNCNAME-} in *__talkie_*) ;; *)$__talkie_newline$1$__talkie_newline;; esac" DEBUG
}

# The last hook before the shell would prompt. Traps that functions inherit would print into what
# is reported: the function that reports is called without.
__talkie_report() {
  local code=${__talkie_status-$1} flag=
  __talkie_flags=
  for flag in e u x v T E; do
    [[ $-${__talkie_verbose-} == *$flag* ]] && __talkie_flags+=$flag
  done
  set +euxvTE
  __talkie_report_code "$code"
}

__talkie_report_code() {
  local code=$1 message= flag=
  __talkie_code=$code
  [[ -n ${__talkie_status-} ]] || __talkie_pipe=$code
  [[ ${HISTFILE-} == "$__talkie_room/history" ]] || HISTFILE=$__talkie_room/history
  set +o history
  PS1= PS2=
  builtin bind 'set enable-bracketed-paste off'
  builtin bind 'set show-mode-in-prompt off'
  if [[ -n ${__talkie_command-} ]]; then
    message=${__talkie_command%"$__talkie_newline"*__talkie_status=*}
    message=${message#\{ *\} >/dev/null 2>&1 \# again"$__talkie_newline"}
    [[ $message == [[:space:]]* ]] || builtin history -s -- "$message"
  fi
  unset __talkie_command __talkie_status __talkie_last
  # Of the jobs that just began in the background, bash itself has told.
  builtin jobs -rn > /dev/null
  builtin jobs -n > /dev/tty
  local HISTTIMEFORMAT= && builtin history 1000 >| "$__talkie_room/events"
  {
    builtin printf '%s\0' "$PATH"
    for flag in -a -Afunction -kb -v; do
      builtin compgen "$flag"
      builtin printf '\0'
    done
    builtin shopt -q failglob && builtin printf 1
    builtin printf '\0%s\0%s\0%s\0' \
      "${VIRTUAL_ENV-}" "${VIRTUAL_ENV_PROMPT-}" "${CONDA_DEFAULT_ENV-}"
    [[ -o vi ]] && builtin printf vi
    builtin printf '\0'
  } >| "$__talkie_room/names"
  ((__talkie_number += 1))
  {
    builtin printf '%s\0' end "$__talkie_number" "$code" "$PWD"
    # Not those that have just ended: once listed, bash would say nothing of them.
    builtin jobs -r
    builtin jobs -s
    builtin printf '\0'
  } >| "$__talkie_room/from"
  builtin printf '%s' "$__talkie_fence" > /dev/tty
  while IFS= builtin read -r -t 100000000 message; do
    [[ $message == "a$__talkie_number" ]] && break
  done < "$__talkie_room/to"
  if [[ -n ${__talkie_tmout-} ]]; then
    TMOUT=$__talkie_tmout
    unset __talkie_tmout
  fi
  return 0
}

set +o history
__talkie_after 0
unset __talkie_status
