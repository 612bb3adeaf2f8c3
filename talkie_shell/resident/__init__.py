"""The helper that stays in memory while the keys of another shell are in use.

    shell ──words──> client.py ──Unix socket──> server ──> pipeline
          <─readings─          <──────────────         (ends when idle)
          ──a key──> remote    <──────────────> ears  ──> dictation

client      a stand-alone script that starts in milliseconds; starts the server where none is
server      the socket: private, one of its kind, ends by itself; address: where it is
protocol    a request is one line of JSON, an answer is lines that a shell can read
answering   requests to answers; also without a server (``python -m talkie_shell.resident``)
ears        the dictations, with the microphone and the recogniser
remote      a dictation as the client sees it, for ``talkie-sh dictate``
"""
