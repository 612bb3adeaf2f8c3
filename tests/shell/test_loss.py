from __future__ import annotations

from talkie_shell.shell.loss import loss_text
from talkie_shell.shell.names import Names


def names(variables: str = "", functions: str = "", aliases: str = "", path: str = "/bin") -> Names:
    kinds = (aliases, functions, "", variables)
    return Names(*(frozenset(kind.split()) for kind in kinds), path)


class TestLossText:
    def test_nothing_of_ones_own(self):
        same = names("HOME PATH", "nvm")
        assert loss_text("zsh", same, same, 0) == (
            "zsh was killed; here is a new one, in the same directory. Lost: options and traps"
        )

    def test_of_many_names_the_first(self):
        told = loss_text("bash", names(), names("a b c d e f", "g"), 2, moved_to="/home/ann")
        assert "new one, in /home/ann, for the directory is gone. Lost: 2 jobs, " in told
        assert "variables a b c d and 2 more, function g, options" in told

    def test_what_a_shell_sets_by_itself_is_not_told(self):
        assert "variable" not in loss_text("bash", names("HOME"), names("HOME OLDPWD REPLY _"), 0)

    def test_a_changed_path_is(self):
        assert "variable PATH" in loss_text("bash", names(), names(path="/venv/bin:/bin"), 0)

    def test_names_that_were_never_told_are_none(self):
        assert loss_text("bash", names(), Names(), 0).endswith("Lost: options and traps")
