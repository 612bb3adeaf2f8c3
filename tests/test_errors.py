from __future__ import annotations

from talkie_shell import errors
from talkie_shell.errors import TalkieError

KINDS = TalkieError.__subclasses__()


class TestTree:
    def test_docstring_draws_every_error_with_its_exit_code(self) -> None:
        drawn = (errors.__doc__ or "").splitlines()
        for kind in [TalkieError, *KINDS]:
            line = next(line for line in drawn if kind.__name__ in line.split())
            assert str(kind.exit_code) in line.split()

    def test_exit_codes_are_distinct_and_leave_those_of_shells_alone(self) -> None:
        codes = [kind.exit_code for kind in [TalkieError, *KINDS]]
        assert len(set(codes)) == len(codes)
        assert all(1 <= code < 64 for code in codes)

    def test_message_is_one_line(self) -> None:
        assert str(TalkieError("first\n  second")) == "first second"
