"""Virus check by ClamAV's daemon over its own protocol (INSTREAM, clamd(8)). Never fails open."""

import socket
import struct
from dataclasses import dataclass
from enum import StrEnum

_CHUNK_BYTES = 65_536
_LENGTH = struct.Struct("!I")
_MAX_REPLY_BYTES = 4_096


class Verdict(StrEnum):
    """What a virus check said about one file."""

    CLEAN = "clean"
    INFECTED = "infected"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class Scanner:
    """The office's virus scanner.

    address   "tcp://host:port" or "unix:///path/to/clamd.sock"; empty when there is none, and then every file is clean
    """

    address: str
    timeout_seconds: float = 10.0

    def scan(self, data: bytes) -> Verdict:
        """Ask about one file. Anything but a clear answer is UNAVAILABLE: the file is held. Source: AD-60, FD-11."""
        if not self.address:
            return Verdict.CLEAN
        try:
            return _verdict(self._ask(b"zINSTREAM\0", _chunks(data)))
        except OSError:
            return Verdict.UNAVAILABLE

    def answers(self) -> bool:
        """Whether the scanner is up, for the health page. True when there is none to ask."""
        if not self.address:
            return True
        try:
            return self._ask(b"zPING\0") == b"PONG"
        except OSError:
            return False

    def _ask(self, *parts: bytes) -> bytes:
        with self._connected() as peer:
            try:
                for part in parts:
                    peer.sendall(part)
            except (BrokenPipeError, ConnectionResetError):
                pass  # it stops listening when it has decided; its reply may still be waiting
            reply = b""
            while not reply.endswith(b"\0") and len(reply) < _MAX_REPLY_BYTES:
                more = peer.recv(_MAX_REPLY_BYTES)
                if not more:
                    return b""  # a reply without its end is no reply
                reply += more
            return reply.rstrip(b"\0")

    def _connected(self) -> socket.socket:
        scheme, _, place = self.address.partition("://")
        if scheme == "unix":
            peer = socket.socket(socket.AF_UNIX)
            peer.settimeout(self.timeout_seconds)
            try:
                peer.connect(place)
            except OSError:
                peer.close()
                raise
            return peer
        host, _, port = place.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=self.timeout_seconds)


def _chunks(data: bytes) -> bytes:
    view = memoryview(data)
    pieces = [view[at : at + _CHUNK_BYTES] for at in range(0, len(data), _CHUNK_BYTES)]
    return b"".join([part for piece in pieces for part in (_LENGTH.pack(len(piece)), piece)]) + _LENGTH.pack(0)


def _verdict(reply: bytes) -> Verdict:
    if reply == b"stream: OK":
        return Verdict.CLEAN
    if reply.startswith(b"stream: ") and reply.endswith(b" FOUND"):
        return Verdict.INFECTED
    return Verdict.UNAVAILABLE
