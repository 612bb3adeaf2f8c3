"""``python -m talkie_shell`` is ``talkie-sh``."""

from __future__ import annotations

import sys

from talkie_shell.cli import main

sys.exit(main())
