"""Control characters never survive; what a model says around a command is cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkie_shell.checks.artefacts import cut_artefacts, strip_controls

CONTROLS = [
    ("ls -l", "ls -l"),
    ("ls\t-l\npwd", "ls\t-l\npwd"),
    ("ls \x1b[31m-l\x1b[0m", "ls -l"),
    ("ls\x07\x00 -l\x7f", "ls -l"),
    ("\x1b]0;a title\x07ls", "ls"),
    ("\x1b]8;;http://x\x1b\\ls\x1b]8;;\x1b\\", "ls"),
    ("\x1b[200~rm -r x\x1b[201~", "rm -r x"),
    ("\x9b1mls", "ls"),
    ("\x1b(Bls", "ls"),
    ("\x1bls", "ls"),
    ("\x1b]0;no end", "]0;no end"),
    ("ls\r\npwd\r", "ls\npwd"),
    ("echo \u202egpj.sh\u2069", "echo gpj.sh"),
    ("\ufeffls", "ls"),
    ("echo \u2028x", "echo x"),
    ("echo 👩\u200d🚀 naïve שלום 日本", "echo 👩\u200d🚀 naïve שלום 日本"),
    ("echo e\u0301", "echo e\u0301"),
]

# Rows are: command, said, left.
CUTS = [
    ("```bash\nls -l\n```", "ls dash l", "ls -l"),
    ("```\nls -l", "ls dash l", "ls -l"),
    ("```ls -l```", "ls dash l", "ls -l"),
    ("Sure, here it is:\n```sh\nls -l\n```\nIt lists files.", "ls dash l", "ls -l"),
    ("`ls -l`", "ls dash l", "ls -l"),
    ("Here is the command: ls -l", "ls dash l", "ls -l"),
    ("Okay, here you go:\nls -l", "okay ls dash l", "ls -l"),
    ("Output: ls -l", "ls dash l", "ls -l"),
    ("ls -l<|im_end|>\n<|im_start|>user", "ls dash l", "ls -l"),
    ("ls -l</s>", "ls dash l", "ls -l"),
    ("<think>\nhm\n</think>\n\nls -l", "ls dash l", "ls -l"),
    ("ls -l\nassistant: ls", "ls dash l", "ls -l"),
    ("ls -l  \n", "ls dash l", "ls -l"),
    (" ls -l", "ls dash l", "ls -l"),
    ("ls x\\ ", "ls x backslash space", "ls x\\ "),
    ("ls x\\  ", "ls x backslash space", "ls x\\ "),
    ("ls x\\\\ ", "ls x backslash backslash", "ls x\\\\"),
    ("ls a.txt.", "ls a . txt\nls a dot txt", "ls a.txt"),
    ("git status!", "git status", "git status"),
    ("cd foo?", "cd foo", "cd foo"),
]

SAID = [
    ("find .", "find dot"),
    ("ls a.", "ls a dot"),
    ("ls a.", "ls a ."),
    ("vim +q!", "vim plus q bang please"),
    ("ls file?", "ls file question mark"),
    ("echo `ls`", "echo back tick ls back tick"),
    ("`ls`", "backtick ls backtick"),
    ("echo a\nls", "echo a new line ls"),
    ("echo a\nls", "echo a ls\necho a\nls"),
    ("output: ls", "output colon ls"),
    ("cat <<x", "cat less than less than x"),
    ("grep '</s>' f", "grep '</s>' f"),
    ("cd ..", "cd dot dot"),
    ("", ""),
]


class TestStripControls:
    @pytest.mark.parametrize(("text", "left"), CONTROLS)
    def test_pairs(self, text, left):
        assert strip_controls(text) == left

    @given(st.text())
    def test_none_survives_and_twice_is_once(self, text):
        left = strip_controls(text)
        assert not any((ord(c) < 32 and c not in "\n\t") or 127 <= ord(c) < 160 for c in left)
        assert strip_controls(left) == left


class TestCutArtefacts:
    @pytest.mark.parametrize(("command", "said", "left"), CUTS)
    def test_cuts(self, command, said, left):
        assert cut_artefacts(command, said)[0] == left

    @pytest.mark.parametrize(("command", "said"), SAID)
    def test_leaves_what_was_said(self, command, said):
        assert cut_artefacts(command, said) == (command, ())

    def test_says_what_was_cut(self):
        assert cut_artefacts("```\nls\n```", "ls")[1] == ("code fence cut",)
