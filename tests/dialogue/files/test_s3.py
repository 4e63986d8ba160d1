"""Files in S3, against a local peer that speaks the five calls we use."""

import socket
import threading
from datetime import timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

pytest.importorskip("storages", reason="the extra s3 is not installed")

from fastlinje.core.clock import now
from fastlinje.core.crypto import Ring
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import Refused
from fastlinje.dialogue.files.s3 import S3FileStore
from fastlinje.dialogue.files.store import FileMissing

CONTENT = b"\xff\xd8\xff what the knee looks like" * 1000


class Bucket(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "Peer"

    def log_message(self, *_: object) -> None:
        pass

    def do_PUT(self) -> None:  # noqa: N802 - the base class's name
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.is_full:
            self._answer(507)
            return
        self.server.objects[self._key()] = (body, now())
        self._answer(200)

    def do_GET(self) -> None:  # noqa: N802
        query = parse_qs(urlsplit(self.path).query)
        if "list-type" in query or "prefix" in query:
            self._list(query.get("prefix", [""])[0])
        else:
            self._object()

    do_HEAD = do_GET  # noqa: N815

    def do_DELETE(self) -> None:  # noqa: N802
        self.server.objects.pop(self._key(), None)
        self._answer(204)

    def _key(self) -> str:
        return unquote(urlsplit(self.path).path).removeprefix("/vedlegg/")

    def _object(self) -> None:
        if self._key() not in self.server.objects:
            self._answer(404)
            return
        body, stored_at = self.server.objects[self._key()]
        self._answer(200, body, {"Last-Modified": format_datetime(stored_at, usegmt=True)})

    def _list(self, prefix: str) -> None:
        rows = "".join(
            f"<Contents><Key>{key}</Key><LastModified>{at:%Y-%m-%dT%H:%M:%S.000Z}</LastModified><Size>{len(body)}</Size></Contents>"
            for key, (body, at) in self.server.objects.items()
            if key.startswith(prefix)
        )
        self._answer(200, f"<ListBucketResult><IsTruncated>false</IsTruncated>{rows}</ListBucketResult>".encode())

    def _answer(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {**(headers or {}), "Content-Length": str(len(body)), "ETag": '"x"'}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


class Peer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Bucket)
        self.objects: dict[str, tuple] = {}
        self.is_full = False


@pytest.fixture
def peer():
    with Peer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def store_at(port: int) -> S3FileStore:
    options = {
        "bucket_name": "vedlegg",
        "access_key": "test",
        "secret_key": "test",
        "endpoint_url": f"http://127.0.0.1:{port}",
        "region_name": "oslo-1",
        "addressing_style": "path",
        "location": "dialog",
    }
    return S3FileStore(options, Ring.of(b"k" * 32))


@pytest.fixture
def store(peer):
    return store_at(peer.server_address[1])


def test_put_get_delete(store, peer):
    file_id = new_id()
    store.put(file_id, CONTENT)
    assert list(peer.objects) == [f"dialog/{file_id}"]
    assert b"knee" not in peer.objects[f"dialog/{file_id}"][0]
    assert store.get(file_id) == CONTENT
    store.delete(file_id)
    store.delete(file_id)
    with pytest.raises(FileMissing):
        store.get(file_id)


def test_full_storage_is_a_clear_refusal(store, peer):  # FD-10
    peer.is_full = True
    with pytest.raises(Refused) as refusal:
        store.put(new_id(), CONTENT)
    assert refusal.value.code == "storage_unavailable"
    assert peer.objects == {}


def test_storage_that_is_away_is_a_clear_refusal():  # FD-10
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(Refused) as refusal:
            store_at(taken.getsockname()[1]).put(new_id(), CONTENT)
    assert refusal.value.code == "storage_unavailable"


def test_sweeper_sees_only_what_is_older_and_ours(store, peer):
    old, new = new_id(), new_id()
    store.put(old, CONTENT)
    store.put(new, CONTENT)
    body, _ = peer.objects[f"dialog/{old}"]
    peer.objects[f"dialog/{old}"] = (body, now() - timedelta(days=1))
    peer.objects["backups/other"] = (b"", now() - timedelta(days=1))
    assert list(store.ids_older_than(now() - timedelta(hours=1))) == [old]
