"""`make bench`: ratios against limits measured in the same run, printed and stored in bench/results.json with the machine's facts.

The table in docs/performance.md is written from the same file.

The first word chooses one part: lists, acting, sending, booking, photo; without it all are measured.
"""

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path

from . import acting, booking, database, lists, machine, photo, report, sending

RESULTS = Path(__file__).with_name("results.json")
PARTS = {
    "lists": lists.measure,
    "acting": acting.measure,
    "sending": sending.measure,
    "booking": booking.measure,
    "photo": lambda state, seconds: photo.measure(),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"one of {', '.join(PARTS)}; all when left out")
    parser.add_argument("--seconds", type=int, default=8, help="how long each measurement takes (default: %(default)s)")
    arguments = parser.parse_args()
    stored = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    stored["machine"] = machine.facts()
    with database.running() as state:
        for part in arguments.parts or PARTS:
            print(f"Measuring {part} …", flush=True)
            before = {"measured_at": datetime.now(UTC).isoformat(timespec="seconds"), "load_before": machine.load()}
            stored[part] = before | PARTS[part](state, arguments.seconds)
            RESULTS.write_text(json.dumps(stored, indent=2) + "\n")
            report.write(stored)
            print(json.dumps(stored[part], indent=2), flush=True)


main()
