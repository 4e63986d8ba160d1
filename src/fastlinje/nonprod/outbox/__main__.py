"""`python -m fastlinje.nonprod.outbox --file F --port 8002 --smtp-port 8025`: catch mail and SMS until told to stop."""

import argparse
import signal
import sys
from pathlib import Path

from .http import http_server
from .smtp import smtp_server
from .store import Outbox


def main() -> None:
    """Run both servers."""
    parser = argparse.ArgumentParser(prog="fastlinje.nonprod.outbox", description="Catch e-mail and SMS and show them on a page.")
    parser.add_argument("--file", type=Path, required=True, help="where caught messages are kept")
    parser.add_argument("--port", type=int, default=8002, help="the page and the SMS gateway (default: %(default)s)")
    parser.add_argument("--smtp-port", type=int, default=8025, help="the mail server (default: %(default)s)")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    outbox = Outbox(arguments.file)
    smtp = smtp_server(outbox, arguments.smtp_port)
    smtp.start()
    try:
        with http_server(outbox, arguments.port) as http:
            http.serve_forever()
    finally:
        smtp.stop()


if __name__ == "__main__":
    main()
