"""The prompt where the terminal can do nothing but print lines (TERM=dumb)."""

from __future__ import annotations

import threading
from collections.abc import Callable

from talkie_shell.records import Proposal, Utterance
from talkie_shell.repl.incomplete import incomplete
from talkie_shell.repl.pasted import clean
from talkie_shell.repl.preview import Previewer, Proposer
from talkie_shell.repl.prompt import Standing, prompt_text
from talkie_shell.repl.state import Confirmed, Guard, no_guard, utterance_text
from talkie_shell.settings import Settings

COLUMNS = 80
NO_KEYS = (
    "this terminal only prints lines (TERM=dumb): it has no keys and no dictation; "
    "talkie-sh dictate works in it"
)
_ASKED = "Enter runs it, other words replace it: "
_NOTHING = Confirmed("", "", None)
_HALF_ANSWERS = ("y", "n", "no")
"""To a question; nobody means them as a command there."""
_STOPPED = "yes runs it anyway, Enter drops it, other words replace it: "


class PlainReader:
    """Reads a line of words, prints what became of it, reads an empty line as consent, and
    "yes" as consent to what the guard stopped. ``hush`` forgets what was typed before a question.

    ``ask`` shows a prompt and returns a line without its end, or raises EOFError or
    KeyboardInterrupt; `input` does.
    """

    def __init__(
        self,
        settings: Settings,
        load: Callable[[], Proposer],
        *,
        ask: Callable[[str], str],
        tell: Callable[[str], None],
        guard: Guard = no_guard,
        hush: Callable[[], None] = lambda: None,
    ) -> None:
        self.settings = settings
        # Aside, so that the model loads while the first line is typed, and a Ctrl-C meanwhile
        # ends the waiting and not the loading.
        self._came = threading.Event()
        self._previewer = Previewer(load, self._came.set)
        self._ask = ask
        self._tell = tell
        self._guard = guard
        self._hush = hush
        self._told = ""

    def read(self, standing: Standing, typed: str = "") -> Confirmed | None:
        """A command that the user confirmed, None where they left. What was typed ahead can
        only be shown here."""
        if typed:
            self._tell(f"  typed meanwhile, and not run: {typed}")
        self._previewer.start()
        prompt = prompt_text(self.settings.prompt, standing, COLUMNS)
        try:
            return self._read(prompt.replace("❯", ">"))
        except KeyboardInterrupt:
            self._tell("")  # the terminal's ^C stands on the line
            return _NOTHING

    def _read(self, prompt: str) -> Confirmed | None:
        line = self._line(prompt)
        while line is not None:
            if not line.strip():
                return _NOTHING
            proposal, why = self._propose(utterance_text(line))
            command = proposal.command if proposal else utterance_text(line)
            objection = self._guard(command, proposal)
            literal = proposal is not None and proposal.literal
            if literal and incomplete(command):
                more = self._line("> ")
                line = f"{line}\n{more}" if more is not None else None
                continue
            if literal and self.settings.confirm == "changed" and not objection:
                return Confirmed(line, command, proposal)
            if proposal is not None and not literal:
                self._tell(f"  | {proposal.preprocessed}")
            self._tell(f"  > {command}")
            if objection or why:
                self._tell(f"  ! {objection or why}")
            self._hush()
            answer = self._line(_STOPPED if objection else _ASKED)
            if answer is None:
                return None
            if answer.strip() == ("yes" if objection else ""):
                return Confirmed(line, command, proposal)
            if answer.strip().lower() in _HALF_ANSWERS:
                self._tell("  not run")
                return _NOTHING
            line = answer
        return None

    def _line(self, prompt: str) -> str | None:
        """A line, None at the end of input."""
        try:
            line = self._ask(prompt)
            if "\x1b" in line or "\0" in line:
                self._tell(f"  {NO_KEYS}")
            return clean(line)
        except EOFError:
            return None

    def _propose(self, text: str) -> tuple[Proposal | None, str]:
        question = Utterance(text)
        self._previewer.ask(question)
        while True:
            self._came.clear()
            answer = self._previewer.answer(question)
            if answer is not None:
                break
            self._came.wait()
        notice = self._previewer.notice
        if notice not in ("", self._told, answer.why):
            self._told = notice
            self._tell(notice)
        return answer.proposal, answer.why

    def close(self) -> None:
        """See `Previewer.close`."""
        self._previewer.close()
