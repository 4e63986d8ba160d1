"""How the web process and its file helper talk: a JSON head with lengths, then bytes. Nothing is ever unpickled.

A job:     {"kind": "jpeg", "size": 3999999} + the file
An answer: {"size": …, "kind": …, "width": …, "height": …, "pages": …} + what it took + the clean file,
           or {"size": 0, "refused": "file_damaged"} + what it took: {"peak_bytes": …, "cpu_seconds": …}
"""

import json
import socket
import struct

_HEAD = struct.Struct("!I")
MAX_HEAD_BYTES = 2_000


class Hungup(Exception):
    """The other side closed before the message was whole, or sent something that is not a message."""


def send(channel: socket.socket, head: dict, content: bytes = b"") -> None:
    """Send one message; blocks until the other side has taken it."""
    written = json.dumps({**head, "size": len(content)}).encode()
    channel.sendall(_HEAD.pack(len(written)) + written)
    channel.sendall(content)


def receive(channel: socket.socket, *, max_bytes: int) -> tuple[dict, bytes]:
    """Read one message; raises Hungup if it breaks off, is malformed or announces more than max_bytes."""
    (length,) = _HEAD.unpack(_exactly(channel, _HEAD.size))
    if length > MAX_HEAD_BYTES:
        raise Hungup
    try:
        head = json.loads(bytes(_exactly(channel, length)))
        size = head["size"]
    except (ValueError, KeyError, TypeError):
        raise Hungup from None
    if not isinstance(size, int) or not 0 <= size <= max_bytes:
        raise Hungup
    return head, bytes(_exactly(channel, size))


def _exactly(channel: socket.socket, size: int) -> bytearray:
    taken = bytearray(size)
    view = memoryview(taken)
    at = 0
    while at < size:
        count = channel.recv_into(view[at:])
        if count == 0:
            raise Hungup
        at += count
    return taken
