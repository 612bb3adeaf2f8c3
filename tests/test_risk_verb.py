"""``talkie-sh risk``: why a command would be stopped."""

from __future__ import annotations

import json

from talkie_shell.cli import main


class TestRisk:
    def test_a_risky_command(self, capsys):
        assert main(["risk", "ls; sudo rm -rf /"]) == 0
        assert capsys.readouterr().out.splitlines() == [
            "danger: removes everything on this machine that it can reach  (remove-root)",
            "  sudo rm -rf /",
        ]

    def test_words_are_a_command(self, capsys):
        assert main(["risk", "git", "push", "-f"]) == 0
        assert "(git-push-force)" in capsys.readouterr().out

    def test_a_harmless_one(self, capsys):
        assert main(["risk", "ls -la"]) == 0
        assert capsys.readouterr().out == "nothing risky in it\n"

    def test_json(self, capsys):
        assert main(["risk", "--json", "git stash drop"]) == 0
        assert json.loads(capsys.readouterr().out) == {
            "command": "git stash drop",
            "risks": [
                {
                    "shape": "git-stash",
                    "why": "throws away stashed changes",
                    "start": 0,
                    "end": 14,
                    "severity": "caution",
                }
            ],
        }

    def test_a_corpus(self, tmp_path, capsys):
        file = tmp_path / "some.jsonl"
        rows = [json.dumps({"command": one, "source": "test"}) for one in ("ls", "reboot")]
        file.write_text("\n".join(rows) + "\n")
        assert main(["risk", "--file", str(file)]) == 0
        assert capsys.readouterr().out.splitlines() == [
            "reboot",
            "  shuts the machine down or restarts it",
            "1 of 2 flagged (50.00%)",
        ]
        assert main(["risk", "--file", str(file), "--json"]) == 0
        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert [len(line["risks"]) for line in lines] == [0, 1]

    def test_nothing_to_judge(self, capsys):
        assert main(["risk"]) == 2
        assert capsys.readouterr().err == "talkie-sh: name a COMMAND or a --file, one of them\n"
