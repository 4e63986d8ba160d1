"""What making a 4 MB photo safe costs, against bare Pillow writing the same photo anew, in the same run."""

import statistics
import time
from io import BytesIO
from pathlib import Path

from PIL import Image

from fastlinje.dialogue.files.helper import Helper
from fastlinje.dialogue.files.inspection import MAX_BYTES, Kind
from fastlinje.dialogue.files.sandbox import clean

ROUNDS = 25
WIDTH, HEIGHT = 4032, 3024


def twelve_megapixel_photo() -> bytes:
    """The largest JPEG of this grain below 4 MB: as heavy as a phone's photo can be."""
    noise = Image.effect_noise((WIDTH // 2, HEIGHT // 2), 40).resize((WIDTH, HEIGHT))
    image = Image.merge(
        "RGB", [noise, noise.transpose(Image.Transpose.ROTATE_180), noise.transpose(Image.Transpose.FLIP_LEFT_RIGHT)]
    )
    for quality in range(85, 40, -1):
        out = BytesIO()
        image.save(out, "JPEG", quality=quality)
        if out.tell() <= MAX_BYTES:
            return out.getvalue()
    raise SystemExit("no quality makes the photo small enough")


def bare_pillow(data: bytes) -> bytes:
    """Decode and encode with the photo's own quality, in this process, with no checks."""
    out = BytesIO()
    image = Image.open(BytesIO(data))
    image.load()  # said aloud it spares Pillow a copy of the pixels
    image.save(out, "JPEG", quality="keep")
    return out.getvalue()


def milliseconds(work) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def resident_kb(pid: int | str = "self", field: str = "Rss") -> int:
    """Memory of a process: Rss as `ps` shows it, Pss with shared pages divided among their users."""
    rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(row.split()[1]) for row in rows if row.startswith(f"{field}:"))


def measure() -> dict[str, object]:
    """Milliseconds and kilobytes, ours and bare Pillow's taking turns."""
    photo = twelve_megapixel_photo()
    helper = Helper()
    memory_before = resident_kb()
    first_ms = milliseconds(lambda: clean(photo, "kne.jpg", helper=helper))
    for _ in range(5):
        clean(photo, "kne.jpg", helper=helper)
    memory_added = resident_kb() - memory_before  # before Pillow decodes anything here
    peak = helper.run(Kind.JPEG, photo)[0]["peak_bytes"]
    bare, ours = [], []
    for _ in range(ROUNDS):  # taking turns, so that a busy moment hits both
        ours.append(milliseconds(lambda: clean(photo, "kne.jpg", helper=helper)))
        bare.append(milliseconds(lambda: bare_pillow(photo)))
    measured = {
        "what": "clean() of a 12-megapixel JPEG against bare Pillow re-encoding",
        "photo_bytes": len(photo),
        "bare_pillow_ms": round(statistics.median(bare), 1),
        "clean_ms": round(statistics.median(ours), 1),
        "clean_worst_ms": round(max(ours), 1),
        "first_clean_with_helper_start_ms": round(first_ms, 1),
        "ratio": round(statistics.median(bare) / statistics.median(ours), 2),
        "web_process_added_kb": memory_added,
        "helper_rss_kb": resident_kb(helper.pid),
        "helper_pss_kb": resident_kb(helper.pid, "Pss"),
        "reader_peak_kb": peak // 1024,
    }
    helper.close()
    return measured
