"""Asks the resident helper what words mean; the shells run this file at the press of a key.

``python -I -S client.py FOLDER NAME CONFIG SOURCE < words`` prints an answer as
`talkie_shell.resident.protocol` describes it. FOLDER and NAME are the socket's; an empty NAME
does without a helper. CONFIG and SOURCE may be empty.

It stands alone and imports next to nothing: its start is most of what a key press costs. Where
no helper listens it starts one; where none can be started it does the work in its own process.
"""

from __future__ import annotations

# What the modules `json` and `socket` wrap. Importing those two would double the time.
import _json
import _socket
import os
import select
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    Told = TypeVar("Told")

LONGEST = 1 << 15
"""Characters of words; six bytes each, in JSON, at the most."""
LONGEST_ANSWER = 1 << 22
ATTEMPTS = 4
PAUSE = 0.05
"""Seconds between attempts, where another client has just started a helper."""
TO_GREET = 2.0
"""Seconds in which a helper that is alive says so, be it busy."""
TO_ANSWER = 30.0
"""Seconds: at its first request it loads the model, perhaps from a slow disk."""
GREETING = b"talkie-sh\n"
END = b"\nend\n"
WHERE = getattr(os, "O_PATH", os.O_RDONLY)
"""Linux: to come back to a folder it need not be readable."""
READY = 3
"""The descriptor on which a new helper says `LISTENS`, or `ANOTHER`."""
LISTENS, ANOTHER = b"1", b"0"


class StuckError(Exception):
    """There is a helper, and it does not answer."""


def version() -> str:
    """Another one whenever the package was installed again."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    told = os.stat(os.path.join(package, "__init__.py"))
    return f"{told.st_mtime_ns}-{told.st_size}-{told.st_ino}"


def asked_from(config: str) -> dict[str, str]:
    """What every request tells of who asks."""
    try:
        directory = os.getcwd()
    except OSError:
        directory = "/"
    path = os.environ.get("PATH", "")
    return {"version": version(), "directory": directory, "path": path, "config": config}


def request_line(words: str, config: str, source: str) -> bytes:
    """The request for what words mean, as the server takes it."""
    fields = {**asked_from(config), "words": words, "source": source}
    quote = _json.encode_basestring_ascii
    told = ",".join(f"{quote(name)}:{quote(value)}" for name, value in fields.items())
    return ("{" + told + "}\n").encode("ascii")


def is_private(folder: str) -> bool:
    """Whether nobody else can put anything there."""
    try:
        told = os.lstat(folder)
    except OSError:
        return False
    directory = (told.st_mode & 0o170000) == 0o040000
    return directory and told.st_uid == os.getuid() and not told.st_mode & 0o077


def reach(folder: str, name: str) -> _socket.socket | None:
    """A connection to a helper that is alive; None where nobody listens. Raises `StuckError`."""
    if not is_private(folder):
        return None
    try:
        here = os.open(".", WHERE)
    except OSError:
        return None
    connection = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    try:
        # A relative name: a socket's path may have some hundred characters, a folder any number.
        os.chdir(folder)
        connection.settimeout(TO_GREET)
        connection.connect(name)
        if connection.recv(len(GREETING)) == GREETING:
            return connection
    except TimeoutError:
        connection.close()
        raise StuckError from None
    except OSError:
        pass
    finally:
        os.fchdir(here)
        os.close(here)
    connection.close()
    return None


def with_helper(
    folder: str, name: str, talk: Callable[[_socket.socket], Told | None]
) -> Told | None:
    """What ``talk`` brings back from a helper, which is started where there is none. ``talk``
    returns None where the helper goes away: another one is tried. None where none can be had.

    Raises `StuckError`.
    """
    for _ in range(ATTEMPTS if name else 0):
        connection = reach(folder, name)
        told = talk(connection) if connection is not None else None
        if told is not None:
            return told
        started = start(folder, name)
        if not started:
            break
        if started == ANOTHER:
            time.sleep(PAUSE)
    return None


def ask(connection: _socket.socket, request: bytes) -> bytes | None:
    """A whole answer; None where the helper goes away meanwhile. Raises `StuckError`."""
    try:
        connection.settimeout(TO_ANSWER)
        connection.sendall(request)
        answer = b""
        while chunk := connection.recv(1 << 16):
            answer += chunk
            if len(answer) > LONGEST_ANSWER:
                return None
    except TimeoutError:
        raise StuckError from None
    except OSError:
        return None
    finally:
        connection.close()
    return answer[: -len(END) + 1] if answer.endswith(END) else None


def start(folder: str, name: str) -> bytes:
    """Start a helper, away from this shell's terminal and jobs: `LISTENS`, or `ANOTHER` where
    one was there before it, or nothing where it cannot."""
    reader, writer = os.pipe()
    if os.fork() == 0:
        try:
            os.setsid()
            null = os.open(os.devnull, os.O_RDWR)
            os.dup2(writer, READY)
            for descriptor in range(3):
                os.dup2(null, descriptor)
            os.closerange(READY + 1, 1024)
            _run_package(folder, name)
        finally:
            os._exit(127)
    os.close(writer)
    ready = select.select([reader], [], [], TO_ANSWER)[0]
    told = os.read(reader, 1) if ready else b""
    os.close(reader)
    return told


def work_alone(request: bytes) -> None:
    """Become the program that answers this one request."""
    reader, writer = os.pipe()
    if os.fork() == 0:
        os.close(reader)
        while request:
            request = request[os.write(writer, request) :]
        os._exit(0)
    os.close(writer)
    os.dup2(reader, 0)
    _run_package()


def _run_package(*words: str) -> None:
    # -P: what lies in the working directory is not ours to import.
    program = [sys.executable, "-P", "-m", "talkie_shell.resident", *words]
    os.execv(sys.executable, program)  # noqa: S606 - no shell, and it is this interpreter


def main(folder: str, name: str, config: str, source: str) -> None:
    """Answer what comes on standard input."""
    data = b""
    while len(data) <= 4 * LONGEST and (chunk := os.read(0, 1 << 16)):
        data += chunk
    words = data.decode("utf-8", "replace")
    if len(words) > LONGEST:
        _print(b"error\nthe line is longer than %d characters\n" % LONGEST)
        return
    request = request_line(words, config, source)
    try:
        answer = with_helper(folder, name, lambda connection: ask(connection, request))
    except StuckError:
        answer = None
    if answer is None:
        work_alone(request)
    else:
        _print(answer)


def _print(data: bytes) -> None:
    while data:
        data = data[os.write(1, data) :]


if __name__ == "__main__":
    main(*sys.argv[1:5])
