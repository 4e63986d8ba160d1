"""Is the audit log as it was sealed? Recomputes every seal, and compares with heads that were kept elsewhere."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .models import AuditSeal
from .seals import GENESIS, compute_head, partitions


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain stood: to be kept where whoever can change the database cannot."""

    partition: str
    number: int
    digest: str

    def __str__(self) -> str:
        return f"{self.partition} {self.number} {self.digest}"


@dataclass(frozen=True, slots=True)
class Broken:
    """The first seal of a partition that does not hold, and in what way."""

    partition: str
    number: int
    reason: str

    def __str__(self) -> str:
        return f"{self.partition}, seal {self.number}: {self.reason}"


def heads() -> list[Head]:
    """The newest head of every chain. Inside `reading` as a job."""
    newest = AuditSeal.objects.order_by("partition", "-number").distinct("partition")
    return [Head(seal.partition, seal.number, bytes(seal.head).hex()) for seal in newest]


def read_heads(lines: Iterable[str]) -> list[Head]:
    """What `heads` printed. Raises ValueError for a line that is none."""
    return [Head(partition, int(number), digest) for partition, number, digest in map(str.split, filter(str.strip, lines))]


def check(kept: Iterable[Head] = ()) -> Iterator[Broken]:
    """What is broken: at most one seal of each partition, then each kept head that is not there. Inside `reading` as a job."""
    chains: dict[str, list[AuditSeal]] = {}
    for seal in AuditSeal.objects.order_by("partition", "number"):
        chains.setdefault(seal.partition, []).append(seal)
    there = set(partitions())
    for partition, chain in chains.items():
        if partition not in there:
            yield Broken(partition, chain[0].number, "the partition is gone")
        elif broken := _first_broken(partition, chain):
            yield broken
    for head in kept:
        found = next((seal for seal in chains.get(head.partition, ()) if seal.number == head.number), None)
        if found is None:
            yield Broken(head.partition, head.number, "the kept seal is gone")
        elif bytes(found.head).hex() != head.digest:
            yield Broken(head.partition, head.number, "the head is not the kept one")


def _first_broken(partition: str, chain: list[AuditSeal]) -> Broken | None:
    before, from_xid = GENESIS, 0
    for place, seal in enumerate(chain, 1):
        if seal.number != place or seal.from_xid != from_xid:
            return Broken(partition, place, "a seal is missing or was put in")
        head, events = compute_head(partition, seal.number, before, seal.from_xid, seal.to_xid)
        if head != bytes(seal.head):
            return Broken(partition, seal.number, _how(events - seal.events))
        before, from_xid = head, seal.to_xid
    return None


def _how(more: int) -> str:
    if more == 0:
        return "an event or the seal was altered"
    return f"{abs(more)} events were {'put in' if more > 0 else 'taken away'}"
