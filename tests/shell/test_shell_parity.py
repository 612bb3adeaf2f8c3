"""What stays from one command to the next stays as in the bare shell: the same lines go to
both, and both must print the same. Real bash, real zsh, with the user's rc file."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import signal
import sys
import termios
from pathlib import Path

import pytest

from tests.shell.conftest import PATIENCE, Terminal, opened

MARK = b"\x1b]9;next\x07"
HOOK = "__next() { printf '\\033]9;next\\007'; }\n"
QUIET = {
    "bash": HOOK + "PS1= PS2=\nPROMPT_COMMAND=__next\n",
    # Its commands have the option that the lines it reads must do without.
    "zsh": HOOK + "unsetopt zle prompt_sp prompt_cr\nPS1= PS2= RPS1=\n"
    "__bare() { unsetopt zle; }\nprecmd_functions=(__bare __next)\n"
    "__zle() { setopt zle; }\npreexec_functions=(__zle)\n",
}
RC = {
    "bash": "alias hi='echo hi from rc'\ngreet() { echo hello $1; }\numask 027\n"
    "shopt -s globstar\n",
    "zsh": "alias hi='echo hi from rc'\ngreet() { echo hello $1; }\numask 027\nsetopt null_glob\n"
    "alias -g UP='| tr a-z A-Z'\nalias -s txt=cat\n",
}

LINES = {
    "directories": [
        *("cd /usr", "pwd", "cd -", "cd /usr/lib; cd ..", "pwd", "cd /nowhere", "echo $?"),
        *("pushd /usr", "pushd /", "dirs -v", "popd", "popd", "popd", "echo $?", "cd", "pwd"),
    ],
    "exports": [
        *("export A=1 B='x y'", "env | grep '^[AB]=' | sort", "unset A", "echo ${A-none}"),
        *("A=2 sh -c 'echo $A'", "readonly R=1", "R=2", "echo $? $R", "f() { local x=1; }; f"),
        *("echo ${x-none}", "x=5", "((x++))", "echo $x $?", "((0))", "echo $?"),
    ],
    "aliases": [
        *("alias ll='echo LL'", "ll a", "alias ll", "unalias ll", "ll", "echo $?"),
        *("alias e='echo '", "alias w=world", "e w", "\\echo raw", "command ls -d /"),
    ],
    "functions": [
        *(
            "f() {\n  local x=1\n  echo f $x $1\n  return 3\n}",
            "f a",
            "echo $?",
            "type f | head -1",
        ),
        *("unset -f f", "f", "function g { echo g; }", "g"),
    ],
    "options": [
        *("set -o noclobber", "echo a > q", "echo b > q", "echo $?", "echo c >| q; cat q"),
        *("set +o noclobber", "echo d > q; cat q", "set -u", "echo $nope", "echo after"),
        *("set +u", "set -e", "true", "echo on", "set +e", "set -f", "echo *", "set +f", "echo *"),
        *("set -o pipefail", "false | true", "echo $?", "echo $-"),
    ],
    "rc": ["hi", "greet you", "umask", "echo nothing* | head -1", "hi UP", "echo x > a.txt; a.txt"],
    "limits": [
        *("umask 077", "umask", "umask -S", "touch q; ls -l q | cut -c1-10"),
        *("ulimit -n 123", "ulimit -n", "ulimit -c 0; ulimit -c"),
    ],
    "traps": [
        *("trap 'echo usr' USR1", "kill -USR1 $$", "trap", "trap - USR1", "trap"),
        *("trap 'echo int' INT", "kill -INT $$", "trap - INT", "echo after"),
        *("trap 'echo bye' EXIT", "exit 3"),
    ],
    "texts": [
        *("cat <<E\none $((1+2))\nE", "cat <<'E'\n$x\nE", "cat <<-E\n\ttab\n\tE"),
        *("cat <<A <<B\na\nA\nb\nB", "read x <<< 'a string'; echo $x", "echo 'one\ntwo'"),
        *('echo "a\\\nb"', "echo a |\ncat", "echo a && \\\necho b"),
    ],
    "loops": [
        *("for i in 1 2 3\ndo\necho $i\ndone", "while read l\ndo echo got $l\ndone <<E\na\nb\nE"),
        *("case x in\nx) echo X;;\n*) echo other;;\nesac", "(\necho sub\nexit 4\n)", "echo $?"),
        *("if false\nthen echo no\nelse echo yes\nfi", "{ echo a\necho b\n} | cat"),
        *("i=0; until [ $i -ge 2 ]\ndo\ni=$((i+1))\necho $i\ndone", "while true; do break; done"),
    ],
    "statuses": [
        *("false", "echo $?", "true | false | (exit 5)", "echo $?", "! true", "echo $?"),
        *(
            "nosuch",
            "echo $?",
            "x=$(exit 3); echo $?",
            "echo a b c",
            "echo $_",
            "set -- a b",
            "shift",
        ),
        *("echo $# $1", "echo 'return 7' > q; . ./q", "echo $?", "fi", "echo $?", "echo still"),
    ],
    "jobs": [
        *(
            # Before it has become that program, it is deaf to what it is told.
            "sh -c 'echo > up; exec sleep 60' &",
            "until test -s up; do sleep 0.05; done; jobs",
            "kill %1; while kill -0 $! 2>/dev/null; do sleep 0.05; done; wait",
            "jobs",
            "sleep 0.01 & wait",
            "jobs",
        ),
        *("sleep 60 & disown", "jobs", "kill $!", "fg", "bg", "echo $?"),
    ],
    "environments": [
        *(
            "VIRTUAL_ENV_DISABLE_PROMPT=1",
            f"{sys.executable} -m venv --without-pip v",
            ". v/bin/activate",
            "echo $VIRTUAL_ENV",
        ),
        *("command -v python", "hash -r; python -c 'import sys; print(sys.prefix)'"),
        *("deactivate", "echo ${VIRTUAL_ENV-none}", "source v/bin/activate && cd v/bin; pwd"),
        *("type deactivate | head -1", "deactivate", "deactivate", "echo $?"),
    ],
    "hooks": [
        *('cd() { builtin cd "$@" && echo "now in $PWD"; }', "cd /usr", "cd -", "cd /nowhere"),
        *("chpwd() { echo chpwd $PWD; }", "cd /", "pushd /usr", "unset -f chpwd cd", "cd /"),
        *("command_not_found_handle() { echo no $1; return 9; }", "nosuch", "echo $?"),
        *("command_not_found_handler() { echo none $1; return 8; }", "nosuch", "echo $?"),
    ],
    "inner shells": [
        *("sh -c 'cd /usr; X=1; exit 3'", "echo $?", "pwd | wc -l; echo ${X-none}"),
        *("(cd /usr; pwd; exit 4)", "echo $?", "echo 'exit 5' | bash", "echo $?"),
        *("zsh -fc 'echo $((SHLVL - 1))'", "export Y=1; bash --norc -c 'echo $Y'"),
        *("su -c 'echo $0' 2>/dev/null | wc -l", "env -i sh -c 'echo ${Y-none}'"),
    ],
    "errexit": ["set -e", "false || echo caught", "if false; then :; fi", "! true", "false"],
    "nounset": ["set -u", "echo $NO_SUCH", "echo on $?", "x=1; echo $x ${NO_SUCH:-none}"],
    "descriptors": [
        *("exec 3> q", "echo hi >&3", "exec 3>&-", "cat q", "diff <(echo a) <(echo b)", "echo $?"),
        *("exec 2> q2", "nosuch", "exec 2>&1", "wc -l < q2"),
    ],
    "words": [
        *("arr=(a b c)", "echo ${arr[@]} ${#arr[@]}", "echo {1..3} {a,b}c", "typeset -A m; m[k]=v"),
        *("echo ${m[k]}", "IFS=,; v='a,b'; printf '%s\\n' $v", "unset IFS", "echo `echo back`"),
        *("echo a > 'with space'; cat with\\ space; ls *space", "[[ abc == a* ]] && echo glob"),
    ],
}
"""Lines typed one after the other, by what they are about."""


class Bare:
    """The shell itself on a pseudo-terminal, without a line editor or a prompt."""

    def __init__(self, shell: str, directory: Path, home: Path) -> None:
        rc = home / (".bashrc" if shell == "bash" else ".zshrc")
        rc.write_text(rc.read_text() + QUIET[shell])
        words = [shell, "--noediting", "-i"] if shell == "bash" else [shell, "-i", "+Z"]
        environment = {**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(directory)
            os.execvpe(shell, words, environment)  # noqa: S606 the shell under comparison
        self._until_next()
        modes = termios.tcgetattr(self.terminal)
        modes[3] &= ~termios.ECHO
        termios.tcsetattr(self.terminal, termios.TCSANOW, modes)

    def _until_next(self) -> str:
        seen = b""
        while MARK not in seen:
            ready, _, _ = select.select([self.terminal], [], [], PATIENCE)
            assert ready, f"the bare shell hangs: {seen!r}"
            try:
                seen += os.read(self.terminal, 65536)
            except OSError:
                break
        return seen.replace(MARK, b"").decode()

    def run(self, line: str) -> str:
        os.write(self.terminal, line.encode() + b"\n")
        return self._until_next()

    def close(self) -> None:
        os.close(self.terminal)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def comparable(printed: str, shell: str) -> str:
    """Without numbers of processes, and with the shell called by its name."""
    printed = re.sub(rf"(/\S+/)?{shell}: (line \d+: )?", f"{shell}: ", printed)
    return re.sub(r"\b\d{3,}\b", "N", printed.replace("\r\n", "\n"))


def prepare(shell: str, home: Path, about: str) -> Path:
    """The user's rc file, and a folder to work in."""
    rc = home / (".bashrc" if shell == "bash" else ".zshrc")
    rc.write_text(RC[shell] if about in ("rc", "aliases") else "")
    folder = home / "work"
    folder.mkdir(exist_ok=True)
    shutil.rmtree(folder)
    folder.mkdir()
    return folder


@pytest.mark.parametrize("about", LINES)
def test_as_in_the_bare_shell(shell: str, home: Path, about: str) -> None:
    lines = LINES[about]
    bare = Bare(shell, prepare(shell, home, about), home)
    try:
        expected = [comparable(bare.run(line), shell) for line in lines]
    finally:
        bare.close()
    for terminal in opened(Terminal(shell, prepare(shell, home, about))):
        got = [comparable(terminal.printed(line), shell) for line in lines]
    assert dict(enumerate(zip(lines, got, strict=True))) == dict(
        enumerate(zip(lines, expected, strict=True))
    )
