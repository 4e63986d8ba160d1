"""The virus check against a real local peer that speaks clamd's protocol (AD-60, FD-11)."""

import socket
import socketserver
import struct
import threading
from contextlib import contextmanager

import pytest

from fastlinje.core.refusal import Refused
from fastlinje.dialogue.files.intake import may_be_delivered, receive
from fastlinje.dialogue.files.scanner import Scanner, Verdict

from . import samples


class Clamd(socketserver.ThreadingTCPServer):
    """The part of clamd that takes INSTREAM and PING. `mood`: well, dies (mid-scan), silent, full, babbles."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, mood: str = "well") -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.mood = mood
        self.seen: list[bytes] = []
        self.over = threading.Event()

    @property
    def address(self) -> str:
        return f"tcp://127.0.0.1:{self.server_address[1]}"


class _Session(socketserver.StreamRequestHandler):
    server: Clamd

    def handle(self) -> None:
        command = self._command()
        if command == b"zPING":
            self.wfile.write(b"PONG\0")
        elif command == b"zINSTREAM":
            self._scan()

    def _command(self) -> bytes:
        letters = b""
        while not letters.endswith(b"\0"):
            letters += self.rfile.read(1)
        return letters[:-1]

    def _scan(self) -> None:
        if self.server.mood == "full":
            self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
            return
        content = b""
        while length := struct.unpack("!I", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
            if self.server.mood == "dies":
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
                return
        self.server.seen.append(content)
        if self.server.mood == "silent":
            self.server.over.wait(60)
            return
        reply = b"stream: Eicar-Signature FOUND" if samples.EICAR in content else b"stream: OK"
        self.wfile.write({"babbles": b"stream: OK but", "cut": b"stream: OK"}.get(self.server.mood, reply + b"\0"))


@contextmanager
def clamd(mood: str = "well"):
    with Clamd(mood) as peer:
        thread = threading.Thread(target=peer.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield peer
        finally:
            peer.over.set()
            peer.shutdown()
            thread.join()


def closed_port() -> str:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"tcp://127.0.0.1:{taken.getsockname()[1]}"


def eicar_pdf() -> bytes:
    pdf = samples.pdf_with_text()
    pdf.attachments["eicar.com"] = samples.EICAR
    return samples.saved(pdf, compress_streams=False)


def test_verdicts():  # AD-60
    with clamd() as peer:
        scanner = Scanner(peer.address)
        assert scanner.answers()
        assert scanner.scan(b"hello") is Verdict.CLEAN
        assert scanner.scan(b"before " + samples.EICAR) is Verdict.INFECTED
        assert scanner.scan(b"") is Verdict.CLEAN


def test_the_whole_file_is_shown_to_the_scanner():  # AD-60
    with clamd() as peer:
        photo = samples.photo_of_exactly(4_000_000)
        assert Scanner(peer.address).scan(photo) is Verdict.CLEAN
        assert peer.seen == [photo]


def test_without_a_scanner_files_pass():
    assert Scanner("").scan(samples.EICAR) is Verdict.CLEAN
    assert Scanner("").answers()


@pytest.mark.parametrize("mood", ["dies", "silent", "full", "babbles", "cut"])
def test_anything_but_a_clear_answer_holds_the_file(mood):  # FD-11
    with clamd(mood) as peer:
        assert Scanner(peer.address, timeout_seconds=0.3).scan(bytes(500_000)) is Verdict.UNAVAILABLE


@pytest.mark.parametrize("address", [closed_port(), "unix:///nowhere/clamd.sock"], ids=["port", "socket"])
def test_scanner_that_is_down_holds_the_file(address):  # AD-60
    scanner = Scanner(address, timeout_seconds=1)
    assert scanner.scan(b"hello") is Verdict.UNAVAILABLE
    assert not scanner.answers()


def test_unix_socket(tmp_path):
    place = tmp_path / "clamd.sock"

    class UnixClamd(socketserver.ThreadingUnixStreamServer):
        mood, seen, daemon_threads = "well", [], True

    with UnixClamd(str(place), _Session) as peer:
        thread = threading.Thread(target=peer.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        assert Scanner(f"unix://{place}").scan(samples.EICAR) is Verdict.INFECTED
        peer.shutdown()
        thread.join()


class TestIntake:
    def test_infected_pdf_is_refused(self):  # AD-60
        with clamd() as peer, pytest.raises(Refused) as refusal:
            receive(eicar_pdf(), "brev.pdf", scanner=Scanner(peer.address))
        assert refusal.value.code == "file_infected"

    def test_held_while_the_scanner_is_down_and_released_when_it_is_back(self):  # AD-60, FD-11
        down = Scanner(closed_port(), timeout_seconds=1)
        received = receive(samples.jpeg(), "kne.jpg", scanner=down)
        assert received.is_held
        assert not may_be_delivered(received.file.content, scanner=down)
        with clamd() as peer:
            assert may_be_delivered(received.file.content, scanner=Scanner(peer.address))

    def test_held_file_that_turns_out_infected_is_refused(self):  # FD-11
        with clamd() as peer, pytest.raises(Refused) as refusal:
            may_be_delivered(samples.EICAR, scanner=Scanner(peer.address))
        assert refusal.value.code == "file_infected"

    def test_scanner_dying_in_the_middle_holds_the_file(self):  # FD-11
        with clamd("dies") as peer:
            assert receive(samples.photo_of_exactly(4_000_000), "kne.jpg", scanner=Scanner(peer.address)).is_held

    def test_clean_file_is_delivered_at_once(self):
        with clamd() as peer:
            received = receive(samples.jpeg(), "kne.jpg", scanner=Scanner(peer.address))
        assert not received.is_held
        assert received.file.file_name == "kne.jpg"

    def test_what_is_refused_is_never_sent_to_the_scanner(self):  # AD-54
        with clamd() as peer:
            with pytest.raises(Refused):
                receive(b"MZ", "a.jpg", scanner=Scanner(peer.address))
            assert peer.seen == []
