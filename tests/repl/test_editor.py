from __future__ import annotations


class TestWordsToCommand:
    def test_dictation_is_shown_confirmed_and_returned(self, seat):
        seat.type("find dot dash name star dot txt")
        seat.see("find . - name * . txt").see("find . -name *.txt")
        seat.press("enter").line_is("find . -name *.txt")
        assert not seat.ended
        seat.press("enter")
        confirmed = seat.result()
        assert confirmed.command == "find . -name *.txt"
        assert confirmed.words == "find dot dash name star dot txt"
