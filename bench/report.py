"""The figures of bench/results.json as the table in docs/performance.md, so that nobody has to remember any."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[1] / "docs/performance.md"
_BEGIN, _END = "<!-- figures -->", "<!-- end of figures -->"
MOST, LEAST = float.__le__, float.__ge__


def write(results: dict[str, Any], page: Path = PAGE) -> None:
    """Put the table between the page's two marks."""
    before, _, rest = page.read_text("utf-8").partition(_BEGIN)
    after = rest.partition(_END)[2]
    table = "\n".join(_lines(results))
    page.write_text(f"{before}{_BEGIN}\n{table}\n{_END}{after}", "utf-8")


def _lines(results: dict[str, Any]) -> Iterator[str]:
    machine = results["machine"]
    yield f"{machine['processor']}, {machine['cores']} cores, {machine['memory_mib'] / 1024:.0f} GiB, Python {machine['python']}."
    yield from ["", "| Part, day and load of the machine before | What | Figure | Aim |", "|---|---|---|---|"]
    for part, rows in (("lists", _lists), ("acting", _acting), ("sending", _sending), ("booking", _booking), ("photo", _photo)):
        if part in results:
            yield from _part(part, results[part], rows)


def _part(part: str, found: dict[str, Any], rows: Callable[[dict[str, Any]], Iterator[tuple[str, str, str]]]) -> Iterator[str]:
    first = f"{part}, {found['measured_at'][:10]}, load {found.get('load_before', 'not noted')}"
    for number, (what, figure, aim) in enumerate(rows(found)):
        yield f"| {'' if number else first} | {what} | {figure} | {aim} |"


def _lists(found: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    sizes = [size for size in found if size.endswith(" tasks")]
    large = found[sizes[-1]]
    for page in ("inbox", "worklist"):
        at = large[page]
        yield (
            f"{page} as share of its list query, {sizes[-1]}",
            f"{at['ratio']:.3f}: {_seen(at['pages'], 'pages')} of {at['query_limit_per_second']} queries",
            _aim(at["ratio"], LEAST, 0.03),
        )
        grown = found[f"{page}: median at a million over a thousand"]
        yield (
            f"{page}: median at a million tasks over a thousand",
            f"{grown}, {at['statements']} statements",
            _aim(grown, MOST, 1.3),
        )
    price = large["row_level_security"]["price"]
    yield "price of row-level security", f"{price:.0%}" if price > 0 else "within the noise", _aim(price, MOST, 0.15)
    yield from _memory("memory of each web process", large["memory_mib_per_web_process"])


def _acting(found: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for page in ("home", "inbox"):
        alone, *others = (found[page][who]["statements"] for who in ("alone", "mother", "acting"))
        more = max(others) - alone
        yield f"{page}: statements more with somebody to act for", f"{more} on top of {alone}", _aim(more, MOST, 1)


def _sending(found: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    yield (
        "sending as share of the same inserts",
        f"{found['ratio']:.3f}: {_seen(found['sends'], 'sends')} of {found['same_inserts_per_second']:.0f}",
        _aim(found["ratio"], LEAST, 0.20),
    )
    yield from _memory("memory of each web process, under load", found["memory_mib_per_web_process_under_load"])


def _booking(found: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for name, what in (("rush", "a rush for 24 times"), ("spread", "a time for each")):
        at = found[name]
        figure = f"{_seen(at['requests'], 'requests')} of {at['same_statements_per_second']:.0f}"
        yield f"booking, {what}, as share of the same statements", f"{at['ratio']:.3f}: {figure}", _aim(at["ratio"], LEAST, 0.20)
    weeks = [name for name in found if name.startswith("week, ")]
    for name in weeks:
        at = found[name]
        figure = f"{_seen(at['pages'], 'pages')} of {at['query_limit_per_second']} queries"
        yield f"free times as share of their query, {name[6:]}", f"{at['ratio']:.4f}: {figure}", _aim(at["ratio"], LEAST, 0.04)
    if grown := found.get("week: median with many over few"):
        yield f"free times: median with {weeks[-1][6:]} over {weeks[0][6:]}", f"{grown}", _aim(grown, MOST, 1.3)


def _seen(load: dict[str, float], what: str) -> str:
    """How many a second, how slow the slowest twentieth, and what each cost; figures of before 22 November lack the last."""
    cost = ""
    if "web_processor_ms" in load:
        cost = f", {load['web_processor_ms']:.1f} + {load['database_processor_ms']:.1f} ms of processor"
    return f"{load['requests_per_second']:.0f} {what} a second (p95 {load['p95_ms']:.0f} ms{cost})"


def _photo(found: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    size = f"a {found['photo_bytes'] / 1e6:.1f} MB photo made safe"
    yield size, f"{found['clean_ms']:.0f} ms against {found['bare_pillow_ms']:.0f} ms for bare Pillow", "–"


def _memory(what: str, mib: list[float]) -> Iterator[tuple[str, str, str]]:
    yield what, f"{max(mib):.0f} MiB", _aim(max(mib), MOST, 200)


def _aim(figure: float, compare: Callable[[float, float], bool], limit: float) -> str:
    sign = "≥" if compare is LEAST else "≤"
    return f"{sign} {limit}: {'met' if compare(float(figure), float(limit)) else 'missed'}"
