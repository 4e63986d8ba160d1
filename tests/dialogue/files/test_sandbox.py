"""`clean()` and the helper process behind it (AD-54–AD-59, FD-21)."""

import logging
import os
import signal
import socket
import threading
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path

import pikepdf
import pillow_heif
import pytest
from PIL import Image

from fastlinje.core.refusal import Refused
from fastlinje.dialogue.files import wire
from fastlinje.dialogue.files.helper import Helper
from fastlinje.dialogue.files.inspection import Kind
from fastlinje.dialogue.files.sandbox import clean

from . import samples

MB = 1_000_000


def code_of(data: bytes, helper: Helper, name: str = "bilde.jpg") -> str:
    with pytest.raises(Refused) as refusal:
        clean(data, name, helper=helper)
    assert str(refusal.value.sentence)
    return refusal.value.code


def test_ordinary_files_come_through(helper):  # F-045
    photo = clean(samples.jpeg(), "../Kne.JPEG", helper=helper)
    assert (photo.content_type, photo.file_name, photo.width, photo.height, photo.pages) == ("image/jpeg", "Kne.jpg", 64, 48, None)
    screenshot = clean(samples.png(), "Skjermbilde.png", helper=helper)
    assert (screenshot.content_type, screenshot.file_name) == ("image/png", "Skjermbilde.png")
    letter = clean(samples.saved(samples.pdf_with_text(pages=3)), "Brev.pdf", helper=helper)
    assert (letter.content_type, letter.file_name, letter.pages, letter.width) == ("application/pdf", "Brev.pdf", 3, None)
    pillow_heif.register_heif_opener()
    iphone = clean(samples.encoded(samples.grain(400, 300), "HEIF"), "IMG_0001.HEIC", helper=helper)
    assert (iphone.content_type, iphone.file_name, iphone.width) == ("image/jpeg", "IMG_0001.jpg", 400)
    assert Image.open(BytesIO(iphone.content)).size == (400, 300)


@pytest.mark.parametrize("name", ["brev.jpg", "brev.pdf.exe", "con.pdf", "x" * 300])
def test_name_follows_the_content(helper, name):  # AD-54, AD-59
    file = clean(samples.saved(samples.pdf_with_text()), name, helper=helper)
    assert file.content_type == "application/pdf"
    assert file.file_name.endswith(".pdf")
    assert "exe" not in file.file_name


def test_disguised_types_are_refused(helper):  # AD-54
    for disguised in (b"MZ\x90\x00", b"<html>", b"<svg onload=x>", b"PK\x03\x04word/", b"\xd0\xcf\x11\xe0"):
        assert code_of(disguised + bytes(100), helper) == "file_type_not_allowed"


def test_exactly_4_mb_and_one_byte_more(helper):  # AD-56
    exact = samples.photo_of_exactly(4_000_000)
    assert len(exact) == 4_000_000
    file = clean(exact, "a.jpg", helper=helper)
    assert (file.width, file.height) == (3000, 2250)
    assert len(file.content) <= 4_000_000
    assert code_of(samples.photo_of_exactly(4_000_001), helper) == "file_too_large"
    assert code_of(b"", helper) == "file_empty"


def test_damaged_files(helper):  # AD-56
    photo = samples.jpeg(samples.grain(400, 300))
    assert code_of(photo[: len(photo) // 2], helper) == "file_damaged"
    letter = samples.saved(samples.pdf_with_text())
    assert code_of(letter[:-100], helper) == "file_damaged"
    assert (
        code_of(samples.saved(samples.pdf_with_text(), encryption=pikepdf.Encryption(user="a", owner="b")), helper)
        == "pdf_encrypted"
    )


class TestBombs:  # AD-56
    def test_refused_within_2_seconds_of_work_and_300_mb(self, helper):
        many_scans = samples.jpeg(Image.new("RGB", (4000, 3000)), progressive=True)
        scan = many_scans[many_scans.rindex(b"\xff\xda") : -2]
        bombs = {
            "50 000 x 50 000 PNG": (Kind.PNG, samples.png_of_claimed_size(50_000, 50_000, colour=0)),
            "50 000 x 50 000 JPEG": (Kind.JPEG, samples.jpeg_of_claimed_size(50_000, 50_000)),
            "PNG with colours, just above the limit": (Kind.PNG, samples.png_of_claimed_size(7_100, 7_100, colour=6)),
            "PNG text bomb": (Kind.PNG, _text_bomb()),
            "JPEG of many scans": (Kind.JPEG, many_scans[:-2] + scan * 200 + many_scans[-2:]),
        }
        for name, (kind, bomb) in bombs.items():
            assert len(bomb) <= 4 * MB, name
            answer, content = helper.run(kind, bomb)
            assert answer["cpu_seconds"] < 2, name
            assert answer["refused"] in {"file_too_many_pixels", "file_too_complex", "file_damaged"}, name
            assert answer["peak_bytes"] < 300 * MB, name
            assert content == b""

    @pytest.mark.parametrize("colour", [0, 2, 6])
    def test_largest_allowed_picture_stays_below_300_mb(self, helper, colour):
        answer, _ = helper.run(Kind.PNG, samples.png_of_claimed_size(7_071, 7_071, colour=colour))
        assert answer["peak_bytes"] < 300 * MB
        assert answer.get("kind") == "png" or answer["refused"] == "file_too_complex"

    def test_pdf_that_unpacks_to_gigabytes(self, helper):
        pdf = samples.pdf_with_text()
        packed = pikepdf.Stream(pdf, zlib.compress(bytes(1_000 * MB), 9))
        packed.stream_dict = pikepdf.Dictionary(Filter=pikepdf.Name.FlateDecode)
        pdf.pages[0].obj.Contents = pdf.make_indirect(packed)
        answer, _ = helper.run(Kind.PDF, samples.saved(pdf, compress_streams=False))
        assert answer["peak_bytes"] < 300 * MB


def _text_bomb() -> bytes:
    whole = samples.png()
    return whole[:33] + samples.chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(bytes(200 * MB), 9)) * 10 + whole[33:]


class TestHelper:
    def test_survives_being_killed(self):
        own = Helper()
        try:
            own.start()
            first = own.pid
            os.kill(first, signal.SIGKILL)
            assert clean(samples.jpeg(), "a.jpg", helper=own).width == 64
            assert own.pid != first
        finally:
            own.close()

    def test_ends_with_its_owner(self):
        own = Helper()
        own.start()
        pid = own.pid
        own.close()
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
        assert own.pid is None

    def test_many_threads_at_once(self, helper):
        files = [samples.jpeg(samples.picture(40 + number, 30)) for number in range(24)]
        with ThreadPoolExecutor(8) as pool:
            cleaned = list(pool.map(lambda data: clean(data, "a.jpg", helper=helper), files))
        assert [file.width for file in cleaned] == [40 + number for number in range(24)]

    def test_nothing_is_left_behind(self, helper):  # FD-21
        helper.start()
        clean(samples.jpeg(), "a.jpg", helper=helper)
        before = open_files(os.getpid()), open_files(helper.pid)
        for _ in range(10):
            clean(samples.jpeg(), "a.jpg", helper=helper)
            code_of(b"\xff\xd8\xff nothing", helper)
        assert (open_files(os.getpid()), open_files(helper.pid)) == before
        assert settles(lambda: copies_of(helper.pid) == 0)

    def test_copy_whose_upload_breaks_off_ends(self, helper):  # FD-21
        helper.start()
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                helper._hand_over(theirs)
            ours.sendall(wire._HEAD.pack(31) + b'{"kind": "jpeg", "size": 10000}' + b"\xff\xd8\xff")
            assert settles(lambda: copies_of(helper.pid) == 1)
        assert settles(lambda: copies_of(helper.pid) == 0)

    def test_waits_its_turn_and_then_says_so(self):
        own = Helper(at_once=1, wait_seconds=0.2)
        own.start()
        busy, done = threading.Event(), threading.Event()

        def hold() -> None:
            with own._turn():
                busy.set()
                done.wait()

        holder = threading.Thread(target=hold)
        holder.start()
        try:
            busy.wait()
            assert code_of(samples.jpeg(), own) == "files_busy"
        finally:
            done.set()
            holder.join()
            own.close()

    def test_reader_that_dies_of_a_file_is_a_damaged_file(self, helper):
        with every_copy_killed(helper), pytest.raises(Refused) as refusal:
            helper.run(Kind.JPEG, samples.photo_of_exactly(4_000_000))
        assert refusal.value.code == "file_damaged"

    def test_reader_of_a_photo_is_confined(self, helper):
        """Looked at from outside while it reads: the kernel's own word."""
        helper.start()
        photo = samples.photo_of_exactly(4_000_000)
        seen: list[str] = []
        with ThreadPoolExecutor(1) as pool:
            for _ in range(20):
                job = pool.submit(helper.run, Kind.JPEG, photo)
                while not job.done():
                    seen += [status for pid in copies(helper.pid) if "Seccomp:\t2" in (status := kernel_says(pid))]
                if seen:
                    break
        assert seen
        assert "NoNewPrivs:\t1" in seen[-1]
        assert "Max open files            0                    0 " in seen[-1]
        assert "Uid:\t0" not in seen[-1]

    def test_secrets_of_the_web_process_are_not_passed_on(self, helper, monkeypatch):
        monkeypatch.setenv("DATABASE_URL", "postgres://secret")
        own = Helper()
        try:
            own.start()
            clean(samples.jpeg(), "a.jpg", helper=own)
            environment = Path(f"/proc/{own.pid}/environ").read_bytes()
            assert b"MALLOC_ARENA_MAX" in environment
            assert b"secret" not in environment
        finally:
            own.close()


class TestAnswersAreNotBelieved:
    """A copy that has been taken over can answer anything."""

    class Liar(Helper):
        def __init__(self, answer: dict, content: bytes) -> None:
            super().__init__()
            self._answer = answer, content

        def run(self, kind: Kind, data: bytes) -> tuple[dict, bytes]:
            return self._answer

    @pytest.mark.parametrize(
        ("answer", "content"),
        [
            ({"kind": "jpeg", "width": 1, "height": 1}, b"<html>"),
            ({"kind": "png", "width": 1, "height": 1}, b"\xff\xd8\xff"),
            ({"kind": "heic", "width": 1, "height": 1}, b"\x00\x00\x00\x18ftypheic"),
            ({"kind": "jpeg", "width": "<b>", "height": 1}, b"\xff\xd8\xff"),
            ({"refused": "<script>"}, b""),
            ({}, b""),
        ],
    )
    def test_lies_are_a_damaged_file(self, answer, content):
        assert code_of(samples.jpeg(), self.Liar(answer, content)) == "file_damaged"

    def test_surprise_is_told_to_operators(self, caplog):
        with caplog.at_level(logging.WARNING):
            assert (
                code_of(samples.jpeg(), self.Liar({"refused": "file_damaged", "fault": "IndexError at x.py:1\n"}, b""))
                == "file_damaged"
            )
        assert "IndexError at x.py:1" in caplog.text
        assert "\\n" in caplog.records[0].getMessage()

    @pytest.mark.parametrize(
        "head", [b"", b"{}", b"[]", b"not json", b'{"size": -1}', b'{"size": 4000001}', b'{"size": "9"}', b"\xff"]
    )
    def test_malformed_messages_are_hung_up_on(self, head):
        ours, theirs = socket.socketpair()
        with ours, theirs:
            theirs.sendall(wire._HEAD.pack(len(head)) + head + b"x" * 20)
            theirs.close()
            with pytest.raises(wire.Hungup):
                wire.receive(ours, max_bytes=4_000_000)


@contextmanager
def every_copy_killed(helper: Helper):
    """While this lasts, a copy of the helper is killed as soon as it is seen."""
    helper.start()
    os.setpriority(os.PRIO_PROCESS, helper.pid, 19)  # its copies too: none may be done before it is seen
    over = threading.Event()

    def hunt() -> None:
        while not over.wait(0.005):
            for pid in copies(helper.pid):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)

    hunter = threading.Thread(target=hunt)
    hunter.start()
    try:
        yield
    finally:
        over.set()
        hunter.join()


def copies(parent: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def copies_of(parent: int) -> int:
    return len(copies(parent))


def kernel_says(pid: int) -> str:
    with suppress(FileNotFoundError, ProcessLookupError):
        return "".join(Path(f"/proc/{pid}/{what}").read_text() for what in ("status", "limits"))
    return ""


def open_files(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def settles(condition, seconds: float = 60) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.01)
    return condition()
