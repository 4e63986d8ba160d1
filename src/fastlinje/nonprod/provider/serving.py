"""The web server under the provider: threads, no log."""

from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server


def listening(host: str, port: int) -> WSGIServer:
    """A server that has taken its port (0 for any) and waits for `set_app` and `serve_forever`."""
    return make_server(host, port, None, server_class=_Server, handler_class=_Quiet)


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 name given by the base class
        """Addresses carry national numbers here (login_hint): nothing is logged."""
