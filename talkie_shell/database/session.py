"""The name a running session signs its rows with."""

from __future__ import annotations

import os


def session_name() -> str:
    """A name no other session has: host, process and a random part.

    Example: () -> ``laptop:4711:9f3a61c2``
    """
    return f"{os.uname().nodename}:{os.getpid()}:{os.urandom(4).hex()}"


def is_alive(session: str) -> bool:
    """Whether the process behind a session's name may still run.

    A session of another host is taken to be alive, for nobody here can know better.
    """
    host, _, rest = session.rpartition(":")[0].rpartition(":")
    if host != os.uname().nodename or not rest.isdigit():
        return True
    try:
        os.kill(int(rest), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
